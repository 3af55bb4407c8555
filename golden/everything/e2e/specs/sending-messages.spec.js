import { expect, rooms, test, words } from "../support/people.js";

test("what one writes, the other reads at once", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Proofs", { others: [grace] });
  await ada.goesTo(room);
  await grace.goesTo(room);

  await ada.says("The proofs are **back**");
  await expect(grace.message("The proofs are back")).toBeVisible();
  await expect(grace.message("The proofs are back").locator("strong")).toHaveText("back");
  await expect(ada.message("The proofs are back")).toHaveAttribute("data-mine", "");
  await grace.says("Looking now");
  await expect(ada.message("Looking now")).toBeVisible();
  expect(await ada.reads()).toEqual(await grace.reads());
});

test("Shift+Enter starts a line, and Enter of an input method does not send", async ({ person }) => {
  const ada = await person();
  await ada.goesTo(await ada.opens("Lines"));
  await ada.composer.fill("first");
  await ada.composer.press("Shift+Enter");
  await ada.composer.pressSequentially("second");
  await ada.composer.dispatchEvent("keydown", { key: "Enter", isComposing: true });
  await expect(ada.log.locator(".message")).toHaveCount(0);
  await ada.composer.press("Enter");
  await expect(ada.message("first")).toContainText("second");
  await expect(ada.composer).toHaveValue("");
});

test("a message that could not be sent is tried again, and stored once", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Tunnel");
  await ada.goesTo(room);
  // The server stores it, but the answer is lost on the way back.
  let lost = false;
  await ada.page.route(`**/api${rooms}/*/messages`, async (route) => {
    if (lost) return route.continue();
    lost = true;
    await route.fetch();
    await route.abort();
  });
  await ada.page.routeWebSocket("**/socket", () => {});
  await ada.page.reload();
  await ada.says("Through the tunnel");
  await expect(ada.page.getByRole("alert")).toContainText("Not sent");
  await ada.page.getByRole("button", { name: "Try again" }).click();
  await expect(ada.page.getByRole("alert")).toHaveCount(0);
  await ada.page.unroute(`**/api${rooms}/*/messages`);
  const { items } = await ada.api("GET", `/api${rooms}/${room}/messages`);
  expect(items.filter((message) => message.body === "Through the tunnel")).toHaveLength(1);
});

test("one edits and deletes one's own, not another's", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Corrections", { others: [grace] });
  await ada.said(room, "Tpyo");
  await ada.goesTo(room);
  await grace.goesTo(room);

  await ada.does("Edit", ada.message("Tpyo"));
  await expect(ada.composer).toHaveValue("Tpyo");
  await ada.says("Typo");
  await expect(grace.message("Typo")).toContainText("edited");

  await grace.message("Typo").hover();
  await expect(grace.page.getByRole("toolbar")).toBeVisible();
  await expect(grace.page.getByRole("button", { name: "Delete", exact: true })).toBeHidden();

  await ada.does("Delete", ada.message("Typo"));
  const dialog = ada.page.getByRole("dialog");
  await expect(dialog).toContainText("Typo");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(grace.log).toContainText(`This ${words.message} was deleted`);
  await expect(grace.message("Typo")).toHaveCount(0);
});

test("before it is deleted, a message is quoted as people read it", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Quotes");
  const long = "A sentence that goes on and on. ".repeat(40).trim();
  for (const [said, quoted] of [
    ["| Feature | Slack | Us |\n|---|---|---|\n| Threads | yes | no |", "Feature · Slack · Us\nThreads · yes · no"],
    ["- one\n- two\n- three", "one\ntwo\nthree"],
    ["# Title\n\nText with `code` and **weight**\n\n> quoted", "Title\nText with code and weight\nquoted"],
    ["```\nlet a = 1;\nlet b = 2;\n```", "let a = 1;\nlet b = 2;"],
    [long, /^A sentence that goes on and on\. .{100,180}…$/],
    ["x".repeat(900), /^x{200}…$/],
    [Array.from({ length: 30 }, (_, n) => `- ${n}`).join("\n"), "0\n1\n2\n3\n4 …"],
  ]) {
    const { id } = await ada.said(room, said);
    await ada.goesTo(room);
    await ada.does("Delete", ada.page.locator(`#message-${id}`));
    const quote = ada.page.getByRole("dialog").getByRole("blockquote");
    const text = await quote.innerText();
    if (typeof quoted === "string") expect(text).toBe(quoted);
    else expect(text).toMatch(quoted);
    await ada.page.keyboard.press("Escape");
  }
});

test("one is asked for the first word until there is one", async ({ person }) => {
  const ada = await person();
  await ada.goesTo(await ada.opens("Silence"));
  await expect(ada.page.getByText("Say the first word.")).toBeVisible();
  await ada.says("Hello");
  await expect(ada.message("Hello")).not.toHaveAttribute("data-pending");
  await expect(ada.page.getByText("Say the first word.")).toBeHidden();
});

for (const locale of ["en-US", "en-GB", "ar-EG", "ko-KR", "fi-FI"]) {
  test(`the time of a message has its own place, ${locale}`, async ({ person }) => {
    const ada = await person("Ada", { locale, timezoneId: "Asia/Tokyo" });
    const room = await ada.opens("Clock");
    await ada.said(room, "first");
    await ada.said(room, "second");
    await ada.goesTo(room);
    const second = ada.message("second");
    await second.hover();
    const [clock, body] = [await second.locator(".message-clock").boundingBox(), await second.locator("[data-body]").boundingBox()];
    expect(clock.x + clock.width).toBeLessThanOrEqual(body.x);
    expect(await second.locator(".message-clock").evaluate((time) => time.scrollWidth <= time.clientWidth)).toBe(true);
  });
}

test("what somebody writes never becomes part of the page", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Mischief");
  await ada.goesTo(room);
  await ada.says('<img src=x onerror="document.title=1"> [click](javascript:document.title=1) ![](//evil.example/pixel)');
  const body = ada.message("click").locator("[data-body]");
  await expect(body).toBeVisible();
  await expect(ada.log.locator("[data-pending]")).toHaveCount(0);
  await expect(body.locator("img, [onerror], a[href^=javascript]")).toHaveCount(0);
  await expect(ada.page).toHaveTitle(/Mischief/);
});

test("a message for another page shows as unread in the sidebar", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const here = await ada.opens("Here");
  const there = await ada.opens("There", { others: [grace] });
  await ada.goesTo(here);
  const link = ada.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^There/ });
  const badge = link.locator("[data-badge]");
  await expect(badge).toBeHidden();
  await grace.said(there, "Anybody?");
  await expect(badge).toContainText("1 unread");
  await expect(badge).toBeVisible();
  await link.click();
  await expect(ada.message("Anybody?")).toBeVisible();
  await expect(badge).toBeHidden();
});
