import { expect, test } from "../support/people.js";

test("one sees the other come and go", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Door", { others: [grace] });
  await ada.goesTo(room);
  const banner = ada.page.locator("[data-online-count]");
  await expect(banner).toHaveText("nobody else");

  await grace.goesTo(room);
  await expect(banner).toHaveText("1 other");
  const row = ada.page.locator(`[data-people] [data-user="${grace.id}"]`);
  await expect(row.locator("[data-online]")).toBeVisible();

  await grace.page.goto("about:blank");
  await expect(banner).toHaveText("nobody else");
  await expect(row.locator("[data-online]")).toBeHidden();
});
