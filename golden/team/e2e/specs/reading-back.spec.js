import { expect, rooms, test, words } from "../support/people.js";

const MANY = 130;

async function longHistory(ada) {
  const room = await ada.opens("Long");
  const ids = [];
  for (let n = 1; n <= MANY; n += 1) ids.push((await ada.said(room, `Line ${n} of many`)).id);
  return { room, ids };
}

test("scrolling up brings older pages without a jump, back to the beginning", async ({ person }) => {
  const ada = await person();
  const { room } = await longHistory(ada);
  await ada.goesTo(room);
  await expect(ada.message(`Line ${MANY} of many`)).toBeInViewport();
  await expect(ada.message("Line 1 of many")).toHaveCount(0);

  const scroller = ada.page.locator("[data-scroller]");
  const first = ada.log.locator(".message").first();
  const text = (await first.locator("[data-body]").textContent()).trim();
  const marked = ada.log.locator(".message", { has: ada.page.getByText(text, { exact: true }) });
  await scroller.evaluate((element) => (element.scrollTop = 300));
  const before = (await marked.boundingBox()).y;
  await expect.poll(() => ada.log.locator(".message").count()).toBeGreaterThan(60);
  expect(Math.abs((await marked.boundingBox()).y - before)).toBeLessThan(2);

  await expect(async () => {
    await scroller.evaluate((element) => (element.scrollTop = 0));
    await expect(ada.message("Line 1 of many")).toBeVisible({ timeout: 300 });
  }).toPass();
  const texts = (await ada.reads()).map((message) => message.text);
  expect(texts).toEqual(Array.from({ length: MANY }, (_, n) => `Line ${n + 1} of many`));
  await expect(ada.page.getByText(`This is where the ${words.room} begins.`)).toBeVisible();
});

test("a link to an old message shows it among its neighbours, and leads on to the latest", async ({ person }) => {
  const ada = await person();
  const { room, ids } = await longHistory(ada);
  await ada.page.goto(`${rooms}/${room}/messages/${ids[29]}`);
  await expect(ada.message("Line 30 of many")).toBeInViewport();
  await expect(ada.message("Line 30 of many")).toBeFocused();
  await expect(ada.message("Line 29 of many")).toBeVisible();
  await expect(ada.message("Line 31 of many")).toBeVisible();
  await ada.page.locator("[data-scroller]").evaluate((element) => (element.scrollTop -= 200));
  await ada.page.getByRole("button", { name: "Latest" }).click();
  await expect(ada.message(`Line ${MANY} of many`)).toBeInViewport();
});

test("a copied link leads to its message", async ({ person }) => {
  const ada = await person("Ada", { permissions: ["clipboard-read", "clipboard-write"] });
  const room = await ada.opens("Links");
  await ada.said(room, "Find me again");
  await ada.goesTo(room);
  await ada.does("Copy link", ada.message("Find me again"));
  await expect(ada.page.getByText("Link copied")).toBeVisible();
  await ada.page.goto(await ada.page.evaluate(() => navigator.clipboard.readText()));
  await expect(ada.message("Find me again")).toBeFocused();
});

test("what came since the last visit stands below a line", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("News", { others: [grace] });
  await grace.said(room, "Old news");
  await ada.goesTo(room);
  await expect(ada.message("Old news")).toBeVisible();
  await ada.page.waitForTimeout(800); // Reading takes a moment to be told.
  await ada.page.goto("about:blank");
  await grace.said(room, "Fresh news");
  await ada.goesTo(room);
  const line = ada.log.getByRole("separator").filter({ hasText: "New" });
  await expect(line).toBeVisible();
  const [above, below] = [await line.boundingBox(), await ada.message("Fresh news").boundingBox()];
  expect(above.y).toBeLessThan(below.y);
});

test("new messages do not pull the page away from what is read", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Calm", { others: [grace] });
  for (let n = 1; n <= 40; n += 1) await ada.said(room, `Line ${n} of many`);
  await ada.goesTo(room);
  const scroller = ada.page.locator("[data-scroller]");
  await scroller.evaluate((element) => (element.scrollTop = 400));
  await expect(ada.page.getByRole("button", { name: "Latest" })).toBeVisible();
  await grace.said(room, "Over here");
  const jump = ada.page.getByRole("button", { name: "1 new" });
  await expect(jump).toBeVisible();
  expect(await scroller.evaluate((element) => element.scrollTop)).toBe(400);
  await jump.click();
  await expect(ada.message("Over here")).toBeInViewport();
  await expect(jump).toBeHidden();
});
