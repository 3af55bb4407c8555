import { expect, test } from "../support/people.js";
import { add, fill, made, number, samples } from "../support/rows.js";

const path = "/notes";
const title = "Escalate \"<now>\" & later";

const sample = async (ada, n) => ({
  "reason": `sample ${String(n).padStart(5, "0")}`,
  "body": `sample ${String(n).padStart(5, "0")}`,
  "count": n,
  "big": n,
  "ratio": n + 0.5,
  "price": `${n}.50`,
  "urgent": true,
  "quiet": true,
  "at": `2030-01-${String((n % 28) + 1).padStart(2, "0")}T12:30:00Z`,
  "by": `2030-01-${String((n % 28) + 1).padStart(2, "0")}T12:30:00Z`,
  "day": `2030-01-${String((n % 28) + 1).padStart(2, "0")}`,
  "data": { "n": n },
  "token": `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
  "level": "low",
  "mood": "good",
  "default": `sample ${String(n).padStart(5, "0")}`,
  "to_id": await made.user(ada),
});

// A new row, and the page that has the button.
async function arrive(ada) {
  const row = await add(ada, "Note", await samples.Note(ada, number()));
  const key = [row["id"]].map(encodeURIComponent).join("/");
  const page = `${path}/${key}`;
  return { page, address: `${path}/${key}/events/escalate` };
}

test("Escalate <now> & later: done on the page, and another tab is told", async ({ person }) => {
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

test("Escalate <now> & later: without a script", async ({ browser, baseURL, person }) => {
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
