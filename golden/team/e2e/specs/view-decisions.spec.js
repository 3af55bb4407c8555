import { expect, test } from "../support/people.js";
import { add, number, samples } from "../support/rows.js";

const path = "/decisions";

const sample = (ada) => samples.Decision(ada, number());

test("reading decisions in a list", async ({ person }) => {
  const ada = await person();
  const row = await sample(ada);
  await add(ada, "Decision", row);
  await ada.page.goto(path);
  await expect(ada.page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(ada.page.getByRole("rowheader", { name: String(row["summary"]) }).first()).toBeVisible();
});

test("somebody who is not signed in is led to the sign-in", async ({ page }) => {
  await page.goto(path);
  await expect(page).toHaveURL(/\/(login|register)/);
});

test("turning pages", async ({ person }) => {
  const ada = await person();
  for (let n = 0; n < 2; n++) await add(ada, "Decision", await sample(ada));
  await ada.page.goto(`${path}?limit=1`);
  await ada.page.getByRole("link", { name: "Next page" }).click();
  await ada.page.getByRole("link", { name: "Previous page" }).click();
  await expect(ada.page.getByRole("link", { name: "Next page" })).toBeVisible();
});
