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
  // Nothing is cut off without a way to scroll to it, and a word in a table stays whole.
  const cut = ada.page.locator(".nav-link, .log-start h2, .message-author, .card-title, .hit-text");
  for (const element of await cut.all()) {
    expect(await element.evaluate((part) => part.scrollWidth <= part.clientWidth || part.clientWidth === 0)).toBe(true);
  }
  const cell = ada.log.locator("th").first();
  expect((await cell.boundingBox()).width).toBeGreaterThan(30);
  await ada.page.getByRole("button", { name: "People" }).tap();
  await expect(ada.page.getByRole("complementary", { name: "People" })).toBeVisible();
  await ada.page.getByRole("button", { name: "Close people" }).tap();
  await expect(ada.composer).toBeVisible();
});

test("on a phone Back closes what covers the page, and then leaves it", async ({ person }) => {
  const ada = await person("Ada", PHONE);
  const [first, second] = [await ada.opens("First"), await ada.opens("Second")];
  await ada.page.goto("/settings");
  await ada.goesTo(first);
  const navigation = ada.page.getByRole("navigation", { name: "Main" });
  const people = ada.page.getByRole("complementary", { name: "People" });
  const at = (path) => expect(ada.page).toHaveURL(new RegExp(`${path}$`));

  await ada.page.getByRole("button", { name: "People" }).tap();
  await expect(people).toBeVisible();
  await ada.page.getByRole("button", { name: "Open navigation" }).tap();
  await expect(navigation).toBeVisible();
  await ada.page.goBack();
  await expect(navigation).toBeHidden();
  await expect(people).toBeVisible();
  await ada.page.goBack();
  await expect(people).toBeHidden();
  await at(`${rooms}/${first}`);

  // Closed in another way, it leaves nothing behind that Back would have to pass.
  await ada.page.getByRole("button", { name: "Open navigation" }).tap();
  await ada.page.getByRole("button", { name: "Close navigation" }).tap();
  await expect(navigation).toBeHidden();
  await ada.page.getByRole("button", { name: "Open navigation" }).tap();
  await navigation.getByRole("link", { name: "Second" }).tap();
  await at(`${rooms}/${second}`);
  await ada.page.goBack();
  await at(`${rooms}/${first}`);
  await expect(navigation).toBeHidden();
  await ada.page.goBack();
  await at("/settings");
});

test("on a phone no keys are named that it does not have", async ({ person }) => {
  const ada = await person("Ada", PHONE);
  const room = await ada.opens("Keys");
  await ada.said(room, "Change me");
  await ada.goesTo(room);
  await ada.page.getByRole("button", { name: "Open navigation" }).tap();
  await expect(ada.page.getByRole("searchbox")).toBeVisible();
  for (const key of await ada.page.locator("kbd").all()) await expect(key).toBeHidden();
  await ada.page.goBack();
  await ada.message("Change me").tap();
  await ada.page.getByRole("toolbar").getByRole("button", { name: "Edit" }).tap();
  await expect(ada.composer).toHaveValue("Change me");
  await ada.page.getByRole("button", { name: "Cancel" }).tap();
  await expect(ada.composer).toHaveValue("");
});

for (const [screen, options] of Object.entries({ phone: PHONE, desktop: {} })) {
  test(`the actions of a message that is taller than the screen are in reach, ${screen}`, async ({ person }) => {
    const ada = await person("Ada", options);
    const room = await ada.opens("Tower");
    await ada.said(room, Array.from({ length: 120 }, (_, n) => `Storey ${n}`).join("\n\n"));
    await ada.said(room, "Beside it");
    await ada.goesTo(room);
    const scroller = ada.page.locator("[data-scroller]");
    const actions = ada.page.getByRole("toolbar").getByRole("button", { name: "Copy link" });
    for (const part of [0.2, 0.5, 0.8]) {
      await scroller.evaluate((element, part) => (element.scrollTop = element.scrollHeight * part), part);
      const box = await scroller.boundingBox();
      const middle = [box.x + box.width / 2, box.y + box.height / 2];
      if (options.hasTouch) await ada.page.touchscreen.tap(...middle);
      else await ada.page.mouse.move(...middle);
      await expect(actions).toBeInViewport({ ratio: 1 });
    }
    // The bar takes no room: nothing moves when it comes and goes.
    const height = () => ada.message("Beside it").evaluate((element) => element.offsetHeight);
    const before = await height();
    await ada.message("Beside it").scrollIntoViewIfNeeded();
    await ada.message("Beside it").click();
    await expect(actions).toBeInViewport({ ratio: 1 });
    expect(await height()).toBe(before);
  });

  test(`the way to the latest covers neither text nor the composer, ${screen}`, async ({ person }) => {
    const ada = await person("Ada", options);
    const room = await ada.opens("Long");
    for (let n = 1; n <= 40; n += 1) await ada.said(room, `Line ${n} of many`);
    await ada.goesTo(room);
    await ada.composer.fill("one\ntwo\nthree\nfour\nfive\nsix\nseven\neight");
    await ada.page.locator("[data-scroller]").evaluate((element) => (element.scrollTop = 200));
    const jump = ada.page.getByRole("button", { name: "Latest" });
    await expect(jump).toBeVisible();
    const [button, scroller, form] = await Promise.all(
      [jump, ada.page.locator("[data-scroller]"), ada.page.locator("[data-composer]")].map((part) => part.boundingBox()),
    );
    expect(button.y).toBeGreaterThanOrEqual(scroller.y + scroller.height);
    expect(button.y + button.height).toBeLessThanOrEqual(form.y);
  });
}
