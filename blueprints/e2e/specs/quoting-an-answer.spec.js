import { expect, rooms, test, words } from "../support/people.js";

const strip = (person) => person.page.locator("[data-replying]");
const quotes = (person, text) => person.message(text).locator("[data-quotes]");

test("a reply says what it answers, and leads there", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Replies", { others: [grace] });
  await ada.said(room, "Is the **kettle** on?\n\nOr not");
  await ada.goesTo(room);
  await grace.goesTo(room);

  await grace.does("Reply", grace.message("Is the kettle on?"));
  await expect(strip(grace)).toContainText("Replying to Ada");
  await expect(grace.composer).toBeFocused();
  await grace.says("It is");
  await expect(strip(grace)).toBeHidden();
  for (const one of [ada, grace]) {
    await expect(quotes(one, "It is")).toHaveText("In reply to Ada Is the kettle on? Or not");
    await quotes(one, "It is").click();
    await expect(one.message("Is the kettle on?").first()).toBeFocused();
  }
  await grace.page.reload();
  await expect(quotes(grace, "It is")).toHaveText("In reply to Ada Is the kettle on? Or not");

  // What is answered changes, and goes.
  await ada.does("Edit", ada.message("Is the kettle on?").first());
  await ada.says("Is the pot on?");
  await expect(quotes(grace, "It is")).toContainText("Is the pot on?");
  await ada.does("Delete", ada.message("Is the pot on?").first());
  await ada.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(quotes(grace, "It is")).toContainText(`This ${words.message} was deleted.`);
});

test("what a draft answers is kept with it", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Thoughts");
  await ada.said(room, "First");
  await ada.said(room, "Second");
  await ada.goesTo(room);
  await ada.does("Reply", ada.message("First"));
  await ada.composer.fill("On the first one");
  await ada.page.reload();
  await expect(strip(ada)).toContainText("Replying to Ada");

  // A change of another message comes between.
  await ada.does("Edit", ada.message("Second"));
  await expect(strip(ada)).toBeHidden();
  await ada.composer.press("Escape");
  await expect(strip(ada)).toBeVisible();
  await expect(ada.composer).toHaveValue("On the first one");

  // Sent without a connection, it says so from the start.
  await ada.page.route(`**/api${rooms}/*/messages`, (route) => route.abort());
  await ada.composer.press("Enter");
  await expect(quotes(ada, "On the first one")).toContainText("First");
  await expect(ada.page.getByRole("alert")).toContainText("Not sent");
  await ada.page.unroute(`**/api${rooms}/*/messages`);
  await ada.page.getByRole("button", { name: "Try again" }).click();
  await expect(ada.page.getByRole("alert")).toHaveCount(0);
  const { items } = await ada.api("GET", `/api${rooms}/${room}/messages`);
  expect(items.at(-1)).toMatchObject({ body: "On the first one", reply_to: { id: items[0].id, excerpt: "First" } });
});

test("Escape and Cancel leave a reply, and not the text", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Seconds");
  await ada.said(room, "Thoughts?");
  await ada.goesTo(room);
  for (const leave of [() => ada.composer.press("Escape"), () => strip(ada).getByRole("button", { name: "Cancel" }).click()]) {
    await ada.does("Reply", ada.message("Thoughts?"));
    await ada.composer.fill("None");
    await leave();
    await expect(strip(ada)).toBeHidden();
    await expect(ada.composer).toHaveValue("None");
  }
  await ada.composer.press("Enter");
  await expect(ada.message("None")).toBeVisible();
  await expect(quotes(ada, "None")).toHaveCount(0);
});
