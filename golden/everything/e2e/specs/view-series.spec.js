import { expect, test } from "../support/people.js";
import { add, number, samples } from "../support/rows.js";

const path = "/series";

const sample = (ada) => samples.Series(ada, number());

test("reading series in a list", async ({ person }) => {
  const ada = await person();
  const row = await sample(ada);
  await add(ada, "Series", row);
  await ada.page.goto(path);
  await expect(ada.page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(ada.page.getByRole("rowheader", { name: String(row["name"]) }).first()).toBeVisible();
});

test("somebody who is not signed in may read", async ({ page }) => {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("turning pages", async ({ person }) => {
  const ada = await person();
  for (let n = 0; n < 2; n++) await add(ada, "Series", await sample(ada));
  await ada.page.goto(`${path}?limit=1`);
  await ada.page.getByRole("link", { name: "Next page" }).click();
  await ada.page.getByRole("link", { name: "Previous page" }).click();
  await expect(ada.page.getByRole("link", { name: "Next page" })).toBeVisible();
});
