import { cuttable, expect, rooms, test, words } from "../support/people.js";

const sidebar = (person) => person.page.getByRole("navigation", { name: "Main" });
const link = (person, name) => sidebar(person).getByRole("link", { name: new RegExp(`^${name}`) });
const heading = (person, name) => person.page.getByRole("heading", { name, level: 1 });
const panel = (person) => person.page.getByRole("complementary", { name: "People" });

// What a reload would wipe away.
const mark = (page) => page.evaluate(() => (window.stays = true));
const stayed = async (page) => expect(await page.evaluate(() => window.stays)).toBe(true);

const add = (owner, room, other) => owner.api("POST", `/api${rooms}/${room}/members`, { user_id: other.id });
const change = (owner, room, changes) => owner.api("PATCH", `/api${rooms}/${room}`, changes);

test("whoever is added sees it at once, hears of it, and sees it go", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const here = await grace.opens("Here");
  await grace.goesTo(here);
  await mark(grace.page);
  await grace.composer.fill("half a thought");
  await link(grace, "Here").focus();

  const room = await ada.opens("Plans", { kind: "closed" });
  await add(ada, room, grace);
  await expect(link(grace, "Plans")).toBeVisible();
  await expect(link(grace, "Here")).toBeFocused();
  await expect(grace.composer).toHaveValue("half a thought");
  await expect(link(grace, "Here").locator("[data-draft]")).toBeVisible();
  await ada.said(room, "Are you there?");
  await expect(link(grace, "Plans")).toContainText("1 unread");

  await add(ada, await ada.opens("More plans", { kind: "closed" }), grace);
  await expect(link(grace, "More plans")).toBeVisible();
  await expect(link(grace, "Plans")).toContainText("1 unread");
  await change(ada, room, { name: "Better plans" });
  await expect(link(grace, "Better plans")).toContainText("1 unread");
  await ada.api("DELETE", `/api${rooms}/${room}/members/${grace.id}`);
  await expect(link(grace, "Better plans")).toHaveCount(0);
  await stayed(grace.page);
});

test("the first one takes the place of the words that there is none", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  await grace.page.goto("/settings");
  await expect(grace.page.locator("html")).toHaveAttribute("data-connection", "open");
  await expect(sidebar(grace).getByText("None yet.")).toBeVisible();
  const room = await ada.opens("First of all", { kind: "closed" });
  await add(ada, room, grace);
  await expect(link(grace, "First of all")).toBeVisible();
  await expect(sidebar(grace).getByText("None yet.")).toHaveCount(0);
  await ada.api("DELETE", `/api${rooms}/${room}/members/${grace.id}`);
  await expect(sidebar(grace).getByText("None yet.")).toBeVisible();
});

test("people and their number change while one looks", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Comings and goings");
  await ada.goesTo(room);
  await mark(ada.page);
  await ada.composer.fill("not finished");
  await expect(panel(ada)).not.toContainText("Grace");
  await expect(ada.page.getByText("1 person")).toBeVisible();

  await grace.goesTo(room);
  await grace.page.getByRole("button", { name: `Join ${words.room}` }).click();
  await expect(panel(ada)).toContainText("Grace");
  await expect(ada.page.getByText("2 people")).toBeVisible();
  await ada.api("PATCH", `/api${rooms}/${room}/members/${grace.id}`, { role: "owner" });
  await expect(panel(grace).getByText("owner")).toHaveCount(2);
  await expect(panel(ada).getByText("owner")).toHaveCount(2);
  await grace.api("POST", `/api${rooms}/${room}/leave`);
  await expect(panel(ada)).not.toContainText("Grace");
  await expect(ada.page.getByText("1 person")).toBeVisible();
  await expect(ada.composer).toHaveValue("not finished");
  await stayed(ada.page);
});

test("renamed, closed, put away and brought back, before everybody's eyes", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Before", { others: [grace] });
  await grace.goesTo(room);
  await mark(grace.page);
  await grace.composer.fill("not finished");
  await expect(grace.page.getByText("Open ·")).toBeVisible();

  await change(ada, room, { name: "After", kind: "closed" });
  await expect(heading(grace, "After")).toBeVisible();
  await expect(grace.page).toHaveTitle(/^After/);
  await expect(link(grace, "After")).toBeVisible();
  await expect(grace.page.getByText("Closed ·")).toBeVisible();
  await expect(grace.composer).toHaveValue("not finished");
  await expect(grace.composer).toHaveAttribute("placeholder", "Write to After");

  await change(ada, room, { archived: true });
  await expect(grace.page.getByText(`This ${words.room} is archived`)).toBeVisible();
  await expect(grace.composer).toHaveCount(0);
  await expect(link(grace, "After")).toHaveCount(0);
  await change(ada, room, { archived: false });
  await expect(grace.composer).toHaveValue("not finished");
  await expect(link(grace, "After")).toBeVisible();
  await grace.composer.press("Enter");
  await expect(grace.message("not finished")).not.toHaveAttribute("data-pending");
  await stayed(grace.page);
});

test("the list of all shows what is made, joined, left and put away", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const name = `Garden ${Date.now()}`;
  await grace.page.goto(rooms);
  await expect(grace.page.locator("html")).toHaveAttribute("data-connection", "open");
  await mark(grace.page);
  const room = await ada.opens(name);
  const card = grace.page.locator(".card", { hasText: name });
  await expect(card).toContainText("1 person");
  await grace.api("POST", `/api${rooms}/${room}/join`);
  await expect(card).toContainText("2 people");
  await expect(grace.page.getByRole("link", { name: `Open ${name}` })).toBeVisible();
  await grace.api("POST", `/api${rooms}/${room}/leave`);
  await expect(card).toContainText("1 person");
  await change(ada, room, { kind: "closed" });
  await expect(card).toHaveCount(0);
  await change(ada, room, { kind: "open" });
  await expect(card).toHaveCount(1);
  // The last one to go puts it away.
  await ada.api("POST", `/api${rooms}/${room}/leave`);
  await expect(card).toHaveCount(0);
  await stayed(grace.page);
});

test("settings follow what others do, and keep what one is typing", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Settled", { others: [grace] });
  await ada.api("PATCH", `/api${rooms}/${room}/members/${grace.id}`, { role: "owner" });
  await ada.page.goto(`${rooms}/${room}/settings`);
  await expect(ada.page.locator("html")).toHaveAttribute("data-connection", "open");
  await mark(ada.page);
  await grace.api("PATCH", `/api${rooms}/${room}`, { name: "Unsettled" });
  await expect(ada.page.getByLabel("Name", { exact: true })).toHaveValue("Unsettled");
  await expect(heading(ada, "Unsettled: settings")).toBeVisible();
  await ada.page.getByLabel("Name", { exact: true }).fill("My own idea");

  await grace.api("PATCH", `/api${rooms}/${room}`, { name: "Unsettled again" });
  await expect(heading(ada, "Unsettled again: settings")).toBeVisible();
  await expect(ada.page.getByLabel("Name", { exact: true })).toHaveValue("My own idea");
  await expect(ada.page.getByRole("button", { name: "Remove: Grace" })).toBeVisible();
  await grace.api("POST", `/api${rooms}/${room}/leave`);
  await expect(ada.page.getByRole("button", { name: "Remove: Grace" })).toHaveCount(0);
  await expect(ada.page.getByText(`1 in this ${words.room}.`)).toBeVisible();
  await stayed(ada.page);
});

test("whoever is removed is led away from the settings, too", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Private", { kind: "closed" });
  await add(ada, room, grace);
  await grace.page.goto(`${rooms}/${room}/settings`);
  await expect(grace.page.locator("html")).toHaveAttribute("data-connection", "open");
  await ada.api("DELETE", `/api${rooms}/${room}/members/${grace.id}`);
  await expect(grace.page).toHaveURL(new RegExp(`${rooms}$`));
});

test("what changed during a cut is there afterwards", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const [here, gone] = [await ada.opens("Here", { others: [grace] }), await ada.opens("Gone", { others: [grace] })];
  const connection = await cuttable(grace.page);
  await grace.goesTo(here);
  await expect(link(grace, "Gone")).toBeVisible();
  await mark(grace.page);
  await connection.cut();
  await expect(grace.page.getByText("Reconnecting…")).toBeVisible();
  await add(ada, await ada.opens("Fresh ground", { kind: "closed" }), grace);
  await ada.api("DELETE", `/api${rooms}/${gone}/members/${grace.id}`);
  await change(ada, here, { name: "Still here" });
  await connection.mend();
  await expect(link(grace, "Fresh ground")).toBeVisible();
  await expect(link(grace, "Gone")).toHaveCount(0);
  await expect(link(grace, "Still here")).toBeVisible();
  await expect(heading(grace, "Still here")).toBeVisible();
  await stayed(grace.page);
});
