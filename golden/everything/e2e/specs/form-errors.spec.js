import { expect, PASSWORD, rooms, test, words } from "../support/people.js";

test("registering says what is wrong beside each field, and keeps what was typed", async ({ page }) => {
  await page.goto("/register");
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  const password = page.getByLabel("Password");
  await expect(password).toHaveAttribute("aria-invalid", "true");
  await expect(password).toBeFocused();
  await expect(password).toHaveAccessibleDescription(/character/);
  await expect(page.getByLabel("Name")).toHaveValue("Ada Lovelace");
  await expect(page.getByLabel("Email")).toHaveValue("ada@example.com");
  await expect(password).toHaveValue("");
});

test("a wrong password and an unknown account get the same answer", async ({ page, person }) => {
  const ada = await person();
  const answers = [];
  for (const email of [ada.email, "nobody@example.com"]) {
    await page.goto("/login");
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    answers.push(await page.getByRole("alert").textContent());
  }
  expect(answers[0]).toBe(answers[1]);
  expect(answers[0].trim()).not.toBe("");
});

test("a taken email address is refused beside its field", async ({ page, person }) => {
  const ada = await person();
  await page.goto("/register");
  await page.getByLabel("Name").fill("Another");
  await page.getByLabel("Email").fill(ada.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Email")).toHaveAttribute("aria-invalid", "true");
});

test("signing in leads to the page that was asked for", async ({ page, person }) => {
  const ada = await person();
  const room = await ada.opens("Deep link");
  await page.goto(`${rooms}/${room}`);
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel("Email").fill(ada.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Deep link", level: 1 })).toBeVisible();
});

test("accounts and new ones to talk in work without a script", async ({ browser, person, baseURL }) => {
  const ada = await person();
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto("/login");
  await page.getByLabel("Email").fill(ada.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.goto(`${rooms}/new`);
  await page.getByLabel("Name").fill("  ");
  await page.getByRole("button", { name: `Create ${words.room}` }).click();
  await expect(page.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Name").fill("Plain");
  await page.getByRole("button", { name: `Create ${words.room}` }).click();
  await expect(page.getByRole("heading", { name: "Plain", level: 1 })).toBeVisible();
  await context.close();
});

test("a page that does not exist says so, and everything else stays in reach", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  await ada.opens("Still here");
  const closed = await grace.opens("None of Ada's business", { kind: "closed" });
  const open = await grace.opens("Only looked at");
  for (const [path, status] of [
    [`${rooms}/999999`, 404],
    [`${rooms}/${closed}`, 404],
    [`${rooms}/${open}/settings`, 403],
    ["/nowhere", 404],
  ]) {
    expect((await ada.page.goto(path)).status()).toBe(status);
    await expect(ada.page.getByText(String(status))).toBeVisible();
    const navigation = ada.page.getByRole("navigation", { name: "Main" });
    await expect(navigation.getByRole("link", { name: "Still here" })).toBeVisible();
    await expect(navigation.getByRole("button", { name: /account menu/ })).toBeVisible();
    await expect(navigation).not.toContainText("None of Ada's business");
  }
  await ada.page.getByRole("link", { name: "Back to the start" }).click();
  await expect(ada.page.getByRole("heading", { name: "Still here", level: 1 })).toBeVisible();
});

test("a page that does not exist says so to visitors, too", async ({ page }) => {
  expect((await page.goto("/nowhere")).status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toHaveCount(0);
});
