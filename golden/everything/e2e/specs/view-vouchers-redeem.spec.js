import { expect, test } from "../support/people.js";
import { add, fill, number, samples } from "../support/rows.js";

const path = "/vouchers";
const title = "Redeem";

const sample = async (ada, n) => ({
  "when": `2030-01-${String((n % 28) + 1).padStart(2, "0")}`,
});

// A new row, and the page that has the button.
async function arrive(ada) {
  const row = await add(ada, "Voucher", await samples.Voucher(ada, number()));
  const key = [row["id"]].map(encodeURIComponent).join("/");
  const page = `${path}/${key}`;
  return { page, address: `${path}/${key}/events/redeem` };
}

test("Redeem: done on the page, and others who look are told", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const values = await sample(ada, number());
  const { page, address } = await arrive(ada);
  const other = grace.page;
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

test("Redeem: without a script", async ({ browser, baseURL, person }) => {
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
