import { expect, test } from "../support/people.js";

test("the administrator sees what there is, and bans and readmits somebody", async ({ person, root }) => {
  const mallory = await person("Mallory");
  const room = await mallory.opens("Trouble");
  await mallory.goesTo(room);

  await root.page.goto("/admin");
  await expect(root.page.getByRole("heading", { name: "Administration" })).toBeVisible();
  const row = root.page.getByRole("row").filter({ hasText: mallory.email });
  await row.getByRole("button", { name: "Ban: Mallory" }).click();
  await root.page.getByRole("dialog").getByRole("button", { name: "Ban" }).click();
  await expect(row).toContainText("banned");
  // At once, not at the next click.
  await expect(mallory.page).toHaveURL(/\/login/);

  await row.getByRole("button", { name: "Let back in: Mallory" }).click();
  await expect(row).toContainText("member");
});

test("the page is nobody else's business", async ({ person }) => {
  const ada = await person();
  const response = await ada.page.goto("/admin");
  expect(response.status()).toBe(404);
  await expect(ada.page.getByText("404")).toBeVisible();
});
