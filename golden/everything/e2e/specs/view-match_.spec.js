import { expect, test } from "../support/people.js";
import { number, samples } from "../support/rows.js";

const path = "/match";

const sample = (ada) => samples.X(ada, number());

test("somebody who is not signed in may read", async ({ page }) => {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});
