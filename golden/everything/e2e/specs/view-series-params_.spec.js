import { expect, test } from "../support/people.js";
import { add, number, samples } from "../support/rows.js";

const path = "/series";
const title = "Params";

// A new row, and the page that has the button.
async function arrive(ada) {
  const row = await add(ada, "Series", await samples.Series(ada, number()));
  const key = [row["id"]].map(encodeURIComponent).join("/");
  const page = path;
  return { page, address: `${path}/${key}/events/params` };
}

test("Params: done on the page, and others who look are told", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const { page, address } = await arrive(ada);
  const other = grace.page;
  await other.goto(path);
  await expect(other.locator("html")).toHaveAttribute("data-connection", "open");
  await ada.page.goto(page);
  await ada.page.locator(`form[action="${address}"] button`).click();
  await expect(ada.page.locator(".toast", { hasText: `${title}: done.` })).toHaveCount(1);
  await expect(other.locator(".toast").first()).toHaveText(`${title}: just done`);
  expect(new URL(ada.page.url()).pathname).toBe(page);
});

test("Params: without a script", async ({ browser, baseURL, person }) => {
  const ada = await person();
  const { page, address } = await arrive(ada);
  const storageState = await ada.context.storageState();
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false, storageState });
  const plain = await context.newPage();
  await plain.goto(page);
  await plain.locator(`form[action="${address}"] button`).click();
  await expect(plain.locator(".flash")).toHaveText(`${title}: done.`);
  await context.close();
});
