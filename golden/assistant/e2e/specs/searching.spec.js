import { expect, test } from "../support/people.js";

test("search finds what was said, marks it, and leads there", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Library");
  await ada.said(room, "The marmalade cookbook is on the second shelf");
  await ada.said(room, "Nothing to see");
  await ada.goesTo(room);

  await ada.page.keyboard.press("Control+k");
  await expect(ada.page.getByRole("searchbox", { name: /^Search/ }).first()).toBeFocused();
  await ada.page.keyboard.type("marmalade");
  await ada.page.keyboard.press("Enter");

  const hit = ada.page.getByRole("main").getByRole("link", { name: /cookbook/ });
  await expect(hit.locator("mark")).toHaveText("marmalade");
  await hit.click();
  await expect(ada.message("marmalade cookbook")).toBeFocused();
});

test("search says so when there is nothing, and finds nothing of others", async ({ person }) => {
  const [ada, eve] = [await person("Ada"), await person("Eve")];
  const room = await ada.opens("Secret", { kind: "closed" });
  await ada.said(room, "The passphrase is zanzibar");
  await eve.page.goto("/search?q=zanzibar");
  await expect(eve.page.getByText("Nothing found")).toBeVisible();
  await eve.page.goto(`/search?q=${encodeURIComponent('"AND ( * NEAR')}`);
  await expect(eve.page.getByText("Nothing found")).toBeVisible();
});

test("search shows results in their own direction", async ({ person }) => {
  const ada = await person("עדה");
  const room = await ada.opens("שיחה");
  await ada.said(room, "שלום לכולם");
  await ada.page.goto(`/search?q=${encodeURIComponent("שלום")}`);
  await expect(ada.page.locator(".hit-text")).toHaveCSS("direction", "rtl");
  const [author, where] = await ada.page.locator(".hit-meta bdi").evaluateAll((names) => names.map((name) => name.getBoundingClientRect()));
  expect(author.right).toBeLessThan(where.left);
});

test("search finds a word inside a sentence without spaces, and signs in words", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Travel");
  await ada.said(room, "我们明天去上海看看吧");
  await ada.said(room, "Written in C++, not in C");
  for (const text of ["上海", "C++"]) {
    await ada.page.goto(`/search?q=${encodeURIComponent(text)}`);
    await expect(ada.page.locator(".hit mark")).toHaveText([text]);
  }
});
