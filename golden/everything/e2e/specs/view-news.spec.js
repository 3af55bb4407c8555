import { expect, test } from "../support/people.js";
import { add, number, samples } from "../support/rows.js";

const path = "/news";

const sample = (ada) => samples.News(ada, number());

test("reading news in a list", async ({ person }) => {
  const ada = await person();
  const row = await sample(ada);
  await add(ada, "News", row);
  await ada.page.goto(path);
  await expect(ada.page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(ada.page.getByRole("rowheader", { name: String(row["headline"]) }).first()).toBeVisible();
});

test("somebody who is not signed in may read", async ({ page }) => {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("finding one by its words", async ({ person }) => {
  const ada = await person();
  const row = await sample(ada);
  await add(ada, "News", row);
  await ada.page.goto(path);
  const box = ada.page.locator("#main").getByRole("searchbox");
  await box.fill(String(row["headline"]));
  await box.press("Enter");
  await expect(ada.page.getByRole("table")).toBeVisible();
  await box.fill("nowhere");
  await box.press("Enter");
  await expect(ada.page.getByText("Nothing found")).toBeVisible();
});
