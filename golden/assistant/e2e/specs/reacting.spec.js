import { expect, test } from "../support/people.js";

test("a reaction is counted for everybody, and taken back by who gave it", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Cheers", { others: [grace] });
  await ada.said(room, "We shipped it");
  await ada.goesTo(room);
  await grace.goesTo(room);
  const seenBy = (someone) => someone.message("We shipped it").locator('.reaction[data-emoji="🎉"]');

  await grace.does("React", grace.message("We shipped it"));
  await grace.page.getByRole("button", { name: "React with 🎉" }).click();
  await expect(seenBy(ada)).toContainText("1");
  await expect(seenBy(ada)).toHaveAttribute("aria-pressed", "false");
  await expect(seenBy(grace)).toHaveAttribute("aria-pressed", "true");

  await seenBy(ada).click();
  await expect(seenBy(grace)).toContainText("2");
  await expect(seenBy(grace)).toHaveAccessibleName(/Ada/);

  await seenBy(grace).click();
  await expect(seenBy(ada)).toContainText("1");
  await seenBy(ada).click();
  await expect(seenBy(grace)).toHaveCount(0);
});
