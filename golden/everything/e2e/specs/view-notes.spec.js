import { expect, test } from "../support/people.js";
import { add, fill, number, samples } from "../support/rows.js";

const path = "/notes";

const sample = (ada) => samples.Note(ada, number());

test("reading notes in a list", async ({ person }) => {
  const ada = await person();
  const row = await sample(ada);
  await add(ada, "Note", row);
  await ada.page.goto(path);
  await expect(ada.page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(ada.page.getByRole("rowheader", { name: String(row["body"]) }).first()).toBeVisible();
});

test("somebody who is not signed in is led to the sign-in", async ({ page }) => {
  await page.goto(path);
  await expect(page).toHaveURL(/\/(login|register)/);
});

test("adding one through the form", async ({ person }) => {
  const ada = await person();
  const row = await sample(ada);
  await ada.page.goto(path);
  await ada.page.locator(`a[href="${path}/new"]`).first().click();
  await fill(ada.page, row);
  await ada.page.getByRole("button", { name: "Save" }).click();
  await expect(ada.page.locator("dl.facts")).toBeVisible();
});

test("changing and deleting one", async ({ person }) => {
  const ada = await person();
  const row = await add(ada, "Note", await sample(ada));
  const key = [row["id"]];
  await ada.page.goto(`${path}/${key.map(encodeURIComponent).join("/")}`);
  await ada.page.getByRole("link", { name: "Edit" }).click();
  await ada.page.getByRole("button", { name: "Save" }).click();
  await expect(ada.page.locator("dl.facts")).toBeVisible();
  const address = ada.page.url();
  await ada.page.getByRole("link", { name: "Delete" }).click();
  await ada.page.getByRole("button", { name: "Delete" }).click();
  await expect(ada.page).toHaveURL(new RegExp(`${path}$`));
  expect((await ada.page.goto(address)).status()).toBe(404);
});
