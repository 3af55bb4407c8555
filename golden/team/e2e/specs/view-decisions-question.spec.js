import { expect, test } from "../support/people.js";
import { add, fill, number, samples } from "../support/rows.js";

const path = "/decisions";
const title = "Question it";

const sample = async (ada, n) => ({
  "why": `sample ${String(n).padStart(5, "0")}`,
});

// A new row, and the page that has the button.
async function arrive(ada) {
  const row = await add(ada, "Decision", await samples.Decision(ada, number()));
  const key = [row["id"]].map(encodeURIComponent).join("/");
  const page = path;
  return { page, address: `${path}/${key}/events/question` };
}

test("Question it: done on the page, and another tab is told", async ({ person }) => {
  const ada = await person();
  const values = await sample(ada, number());
  const { page, address } = await arrive(ada);
  // Not everybody may see such a row: who made it looks from another tab.
  const other = await ada.context.newPage();
  await other.goto(path);
  await expect(other.locator("html")).toHaveAttribute("data-connection", "open");
  await ada.page.goto(page);
  await ada.page.locator(`a[href="${address}"]`).click();
  const dialog = ada.page.getByRole("dialog", { name: title });
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: title }).click();
  await expect(dialog.locator('[aria-invalid="true"]').first()).toBeFocused();
  await fill(ada.page, values, "dialog form");
  await dialog.getByRole("button", { name: title }).click();
  await expect(dialog).toHaveCount(0);
  await expect(ada.page.locator(".toast", { hasText: `${title}: done.` })).toHaveCount(1);
  await expect(other.locator(".toast").first()).toHaveText(`${title}: just done`);
  expect(new URL(ada.page.url()).pathname).toBe(page);
});

test("Question it: without a script", async ({ browser, baseURL, person }) => {
  const ada = await person();
  const values = await sample(ada, number());
  const { page, address } = await arrive(ada);
  const storageState = await ada.context.storageState();
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false, storageState });
  const plain = await context.newPage();
  await plain.goto(page);
  await plain.locator(`a[href="${address}"]`).click();
  await fill(plain, values);
  await plain.locator("form[data-form]").getByRole("button", { name: title }).click();
  await expect(plain.locator(".flash")).toHaveText(`${title}: done.`);
  await context.close();
});
