import { expect, rooms, test } from "../support/people.js";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const NARROW = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };

const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

test("on a phone one finds the way through the menu, and writes by tapping", async ({ person }) => {
  const ada = await person("Ada", PHONE);
  const first = await ada.opens("First");
  await ada.opens("Second");
  await ada.goesTo(first);
  const navigation = ada.page.getByRole("navigation", { name: "Main" });
  await expect(navigation).toBeHidden();
  await ada.page.getByRole("button", { name: "Open navigation" }).tap();
  await navigation.getByRole("link", { name: "Second" }).tap();
  await expect(ada.page.getByRole("heading", { name: "Second", level: 1 })).toBeVisible();

  await ada.composer.fill("From the bus");
  await ada.page.getByRole("button", { name: "Send" }).tap();
  await expect(ada.message("From the bus")).toBeInViewport();
  await expect(ada.composer).toBeInViewport();
  await ada.message("From the bus").tap();
  await ada.page.getByRole("toolbar").getByRole("button", { name: "Edit" }).tap();
  await ada.composer.fill("From the tram");
  await ada.page.getByRole("button", { name: "Send" }).tap();
  await expect(ada.message("From the tram")).toContainText("edited");
});

test("on a phone the menu closes with Escape and by touching beside it", async ({ person }) => {
  const ada = await person("Ada", PHONE);
  await ada.goesTo(await ada.opens("Menu"));
  const navigation = ada.page.getByRole("navigation", { name: "Main" });
  const opener = ada.page.getByRole("button", { name: "Open navigation" });
  await opener.tap();
  await expect(navigation).toBeVisible();
  await ada.page.keyboard.press("Escape");
  await expect(navigation).toBeHidden();
  await opener.tap();
  await ada.page.touchscreen.tap(380, 500);
  await expect(navigation).toBeHidden();
});

test("no page is wider than the narrowest phone", async ({ person }) => {
  const ada = await person("Ada", NARROW);
  const room = await ada.opens("AnExtraordinarilyLongNameWithoutAnySpaceInItWhatsoeverForATest");
  await ada.said(room, `${"word".repeat(60)}\n\n\`\`\`\n${"code ".repeat(60)}\n\`\`\`\n\n| ${"wide | ".repeat(20)}\n|${"---|".repeat(20)}`);
  for (const path of [`${rooms}/${room}`, `${rooms}/${room}/settings`, rooms, `${rooms}/new`, "/settings"]) {
    await ada.page.goto(path);
    expect(await fits(ada.page), path).toBe(true);
  }
  await ada.goesTo(room);
  await ada.page.getByRole("button", { name: "People" }).tap();
  await expect(ada.page.getByRole("complementary", { name: "People" })).toBeVisible();
  await ada.page.getByRole("button", { name: "Close people" }).tap();
  await expect(ada.composer).toBeVisible();
});
