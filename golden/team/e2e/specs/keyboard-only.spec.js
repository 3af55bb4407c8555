import { expect, test } from "../support/people.js";

// Looks after each press, however slow the machine: a press too many would lead past.
async function pressUntilFocused(page, key, target) {
  let focused = false;
  for (let presses = 0; !focused && presses < 40; presses += 1) {
    await page.keyboard.press(key);
    focused = await target.evaluate((element) => element === document.activeElement);
  }
  await expect(target).toBeFocused();
}

test("everything about a message can be done from the keyboard", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Keys");
  await ada.said(room, "First");
  await ada.said(room, "Second");
  await ada.goesTo(room);
  const { keyboard } = ada.page;

  await expect(ada.composer).toBeFocused();
  await keyboard.type("Third");
  await keyboard.press("Enter");
  await expect(ada.message("Third")).not.toHaveAttribute("data-pending");

  // The up arrow edits the last one; Escape leaves it as it was.
  await keyboard.press("ArrowUp");
  await expect(ada.composer).toHaveValue("Third");
  await keyboard.press("Escape");
  await expect(ada.composer).toHaveValue("");
  await keyboard.press("ArrowUp");
  await expect(ada.composer).toHaveValue("Third");
  await keyboard.press("End");
  await keyboard.type(" time");
  await keyboard.press("Enter");
  await expect(ada.message("Third time")).toContainText("edited");

  // Backwards out of the composer into the messages, and up through them.
  await expect(ada.composer).toBeFocused();
  await pressUntilFocused(ada.page, "Shift+Tab", ada.message("Third time"));
  await keyboard.press("ArrowUp");
  await expect(ada.message("Second")).toBeFocused();
  await keyboard.press("Home");
  await expect(ada.message("First")).toBeFocused();

  await keyboard.press("Tab");
  await expect(ada.page.getByRole("button", { name: "React", exact: true })).toBeFocused();
  await keyboard.press("Enter");
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await expect(ada.message("First").locator(".reaction")).toHaveAttribute("aria-pressed", "true");
  await expect(ada.message("First")).toBeFocused();

  const remove = ada.page.getByRole("toolbar").getByRole("button", { name: "Delete" });
  await pressUntilFocused(ada.page, "Tab", remove);
  await keyboard.press("Enter");
  await expect(ada.page.getByRole("dialog")).toBeVisible();
  await keyboard.press("Escape");
  await expect(ada.page.getByRole("dialog")).toBeHidden();
  await expect(ada.message("First")).toBeFocused();
});

test("the skip link leads past the sidebar", async ({ person }) => {
  const ada = await person();
  await ada.page.goto("/settings");
  await ada.page.keyboard.press("Tab");
  const skip = ada.page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await ada.page.keyboard.press("Enter");
  await expect(ada.page.getByRole("main")).toBeFocused();
});

test("the account menu opens, closes and signs out from the keyboard", async ({ person }) => {
  const ada = await person();
  await ada.page.goto("/settings");
  const account = ada.page.getByRole("button", { name: /account menu/ });
  await account.focus();
  await ada.page.keyboard.press("Enter");
  const out = ada.page.getByRole("button", { name: "Sign out", exact: true }).last();
  await expect(out).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(ada.page.locator("#account-menu")).toBeHidden();
  await ada.page.keyboard.press("Enter");
  await out.focus();
  await ada.page.keyboard.press("Enter");
  await expect(ada.page).toHaveURL(/\/login/);
});
