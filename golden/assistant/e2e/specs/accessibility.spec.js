import AxeBuilder from "@axe-core/playwright";

import { expect, rooms, test } from "../support/people.js";
import { views } from "../support/schema.js";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function check(page, what) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes.map((node) => node.html).join(" ")}`);
  expect(found).toEqual([]);
}

for (const colorScheme of ["light", "dark"]) {
  test(`every page is accessible, ${colorScheme}`, async ({ person, page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    for (const path of ["/login", "/register"]) {
      await page.goto(path);
      await check(page, path);
    }
    const [ada, grace] = [await person("Ada", { colorScheme }), await person("Grace")];
    const room = await ada.opens("Open to all", { others: [grace] });
    await grace.said(room, "A list:\n\n- one\n- two\n\n> quoted\n\n`code` and [a link](https://example.com)");
    const { id } = await ada.said(room, "A line to react to");
    await grace.api("PUT", `/api/messages/${id}/reactions/${encodeURIComponent("👍")}`);
    await ada.api("DELETE", `/api/messages/${(await ada.said(room, "Gone")).id}`);
    const paths = [`${rooms}/${room}`, `${rooms}/${room}/messages/${id}`, `${rooms}/${room}/settings`, rooms, `${rooms}/new`];
    for (const path of [...paths, "/settings", `${rooms}/999999`, ...views]) {
      await ada.page.goto(path);
      await check(ada.page, path);
    }
    await ada.page.goto("/search?q=line");
    await check(ada.page, "search");
    await ada.goesTo(room);
    await ada.message("A line to react to").hover();
    await check(ada.page, "actions");
    await ada.page.getByRole("button", { name: /account menu/ }).click();
    await check(ada.page, "menu");
  });
}

test("the administrator's page is accessible", async ({ root }) => {
  await root.page.goto("/admin");
  await check(root.page, "/admin");
});

test("with the wish for less motion, nothing moves", async ({ person }) => {
  const ada = await person("Ada", { reducedMotion: "reduce" });
  const room = await ada.opens("Still");
  await ada.goesTo(room);
  await ada.says("Quietly");
  const moving = () => document.getAnimations().filter((animation) => animation.playState === "running").length;
  await expect(ada.message("Quietly")).toBeVisible();
  await expect.poll(() => ada.page.evaluate(moving)).toBe(0);
});
