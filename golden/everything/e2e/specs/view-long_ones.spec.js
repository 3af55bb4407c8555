import { expect, test } from "../support/people.js";
import { add, fill, number, samples } from "../support/rows.js";

const path = "/long-ones";

const sample = (ada) => samples.InternationalisationCoordinationNote(ada, number());

test("reading internationalisation coordination notes in a list", async ({ person }) => {
  const ada = await person();
  const row = await sample(ada);
  await add(ada, "InternationalisationCoordinationNote", row);
  await ada.page.goto(path);
  await expect(ada.page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(ada.page.getByRole("rowheader", { name: String(row["a_field_name_that_is_as_long_as_possible"]) }).first()).toBeVisible();
});

test("somebody who is not signed in may read", async ({ page }) => {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
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
  const row = await add(ada, "InternationalisationCoordinationNote", await sample(ada));
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

test("a change arrives in another tab by itself", async ({ person }) => {
  const ada = await person();
  await ada.page.goto(path);
  await expect(ada.page.locator("html")).toHaveAttribute("data-connection", "open");
  const before = await ada.page.locator("[data-live]").innerText();
  await add(ada, "InternationalisationCoordinationNote", await sample(ada));
  await expect(ada.page.locator("[data-live]")).not.toHaveText(before, { useInnerText: true });
  await expect(ada.page.getByRole("table")).toBeVisible();
});
