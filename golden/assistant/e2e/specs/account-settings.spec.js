import { expect, PASSWORD, rooms, test } from "../support/people.js";

test("a new name is what others see", async ({ person }) => {
  const ada = await person("Ada");
  await ada.page.goto("/settings");
  await ada.page.getByLabel("Name", { exact: true }).fill(" ");
  await ada.page.getByRole("button", { name: "Save" }).click();
  await expect(ada.page.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await ada.page.getByLabel("Name", { exact: true }).fill("Countess");
  await ada.page.getByRole("button", { name: "Save" }).click();
  await expect(ada.page.getByText("Saved")).toBeVisible();
  await ada.page.reload();
  await expect(ada.page.getByRole("button", { name: /Countess/ })).toBeVisible();
});

test("a new password needs the old one, and signs the other browsers out at once", async ({ person, browser, baseURL }) => {
  const ada = await person();
  const room = await ada.opens("Desk");
  const other = await browser.newContext({ baseURL });
  await other.request.post("/api/login", { data: { email: ada.email, password: PASSWORD }, headers: { origin: baseURL } });
  const elsewhere = await other.newPage();
  await elsewhere.goto(`${rooms}/${room}`);
  await expect(elsewhere.locator("html")).toHaveAttribute("data-connection", "open");

  await ada.page.goto("/settings");
  await ada.page.getByLabel("Current password").fill("not this one");
  await ada.page.getByLabel("New password").fill("another sentence for it");
  await ada.page.getByRole("button", { name: "Change password" }).click();
  await expect(ada.page.getByLabel("Current password")).toHaveAttribute("aria-invalid", "true");

  await ada.page.getByLabel("Current password").fill(PASSWORD);
  await ada.page.getByLabel("New password").fill("another sentence for it");
  await ada.page.getByRole("button", { name: "Change password" }).click();
  await expect(elsewhere).toHaveURL(/\/login/);
  await expect(ada.page.getByText("this one")).toBeVisible();
  await other.close();
});

test("one sees where one is signed in, and ends a session from afar", async ({ person, browser, baseURL }) => {
  const ada = await person();
  const other = await browser.newContext({ baseURL, userAgent: "A borrowed tablet" });
  await other.request.post("/api/login", { data: { email: ada.email, password: PASSWORD }, headers: { origin: baseURL } });
  const elsewhere = await other.newPage();
  await elsewhere.goto("/settings");

  await ada.page.goto("/settings");
  const session = ada.page.getByRole("listitem").filter({ hasText: "A borrowed tablet" });
  await session.getByRole("button", { name: /Sign out/ }).click();
  await expect(session).toHaveCount(0);
  await expect(elsewhere).toHaveURL(/\/login/);
  await other.close();
});

test("a chosen theme stays", async ({ person }) => {
  const ada = await person("Ada", { colorScheme: "light" });
  await ada.page.goto("/settings");
  const paper = () => ada.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await ada.page.getByRole("button", { name: /account menu/ }).click();
  await ada.page.getByRole("radio", { name: "Dark" }).check();
  expect(await paper()).not.toBe(light);
  const dark = await paper();
  await ada.page.reload();
  expect(await paper()).toBe(dark);
});
