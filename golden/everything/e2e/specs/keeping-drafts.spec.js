import { expect, PASSWORD, rooms, test, words } from "../support/people.js";

const UNSENT = "Half an hour of work, in one paragraph";

const link = (person, name) =>
  person.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: new RegExp(`^${name}`) });

// What the browser keeps, as text.
const kept = (page) => page.evaluate(() => JSON.stringify({ ...localStorage }));

async function signsInAgain(ada) {
  await expect(ada.page).toHaveURL(/\/login\?next=/);
  await ada.page.getByLabel("Email").fill(ada.email);
  await ada.page.getByLabel("Password").fill(PASSWORD);
  await ada.page.getByRole("button", { name: "Sign in" }).click();
}

const bodies = async (person, room) => (await person.api("GET", `/api${rooms}/${room}/messages`)).items.map(({ body }) => body);

test("a sign-in that is over takes no text along: it is there after the next one", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Expired");
  await ada.goesTo(room);
  await ada.composer.fill(UNSENT);
  await ada.context.clearCookies();
  await ada.composer.press("Enter");
  await signsInAgain(ada);
  await expect(ada.page).toHaveURL(new RegExp(`${rooms}/${room}$`));
  await expect(ada.composer).toHaveValue(UNSENT);
  expect(await bodies(ada, room)).toEqual([]);
  await ada.composer.press("Enter");
  await expect(ada.message(UNSENT)).not.toHaveAttribute("data-pending");
  expect(await bodies(ada, room)).toEqual([UNSENT]);
});

test("whoever is signed out from elsewhere comes back to the same page, and to what was written", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Elsewhere");
  await ada.goesTo(room);
  await ada.composer.fill(UNSENT);
  const { items } = await ada.api("GET", "/api/me/sessions");
  await ada.api("DELETE", `/api/me/sessions/${items[0].id}`);
  await signsInAgain(ada);
  await expect(ada.page).toHaveURL(new RegExp(`${rooms}/${room}$`));
  await expect(ada.composer).toHaveValue(UNSENT);
});

test("a change that could not be saved is taken up again", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Corrections");
  await ada.said(room, "Tpyo");
  await ada.goesTo(room);
  await ada.does("Edit", ada.message("Tpyo"));
  await ada.composer.fill("Typo, and a long explanation");
  await ada.context.clearCookies();
  await ada.composer.press("Enter");
  await signsInAgain(ada);
  await expect(ada.composer).toHaveValue("Typo, and a long explanation");
  await expect(ada.page.getByText("Editing")).toBeVisible();
  await ada.composer.press("Enter");
  await expect(ada.message("Typo, and a long explanation")).toContainText("edited");
  await expect(ada.composer).toHaveValue("");
});

test("a draft stays with its place, is marked, and goes once it is stored", async ({ person }) => {
  const ada = await person();
  const [first, second] = [await ada.opens("First"), await ada.opens("Second")];
  await ada.goesTo(first);
  await ada.composer.fill(UNSENT);
  await ada.page.reload();
  await expect(ada.composer).toHaveValue(UNSENT);
  await ada.goesTo(second);
  await expect(ada.composer).toHaveValue("");
  await expect(link(ada, "First")).toContainText("Draft");
  await expect(link(ada, "First").locator("[data-draft]")).toBeVisible();
  await expect(link(ada, "Second").locator("[data-draft]")).toBeHidden();
  await link(ada, "First").click();
  await expect(ada.composer).toHaveValue(UNSENT);
  await ada.composer.press("Enter");
  await expect(ada.message(UNSENT)).not.toHaveAttribute("data-pending");
  await expect(link(ada, "First").locator("[data-draft]")).toBeHidden();
  expect(await kept(ada.page)).not.toContain(UNSENT);
  await ada.page.reload();
  await expect(ada.composer).toHaveValue("");
});

test("two tabs have one draft", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Tabs");
  await ada.goesTo(room);
  const tab = await ada.context.newPage();
  await tab.goto(`${rooms}/${room}`);
  const other = tab.getByRole("textbox", { name: words.Message, exact: true });
  await ada.composer.fill("Begun in one");
  await expect(other).toHaveValue("Begun in one");
  await other.fill("Begun in one, ended in the other");
  await expect(ada.composer).toHaveValue("Begun in one, ended in the other");
  await other.press("Enter");
  await expect(ada.composer).toHaveValue("");
  await expect(ada.message("Begun in one, ended in the other")).toHaveCount(1);
  expect(await bodies(ada, room)).toEqual(["Begun in one, ended in the other"]);
});

test("what was sent into a broken network is sent after a reload, once", async ({ person }) => {
  const ada = await person();
  const [room, elsewhere] = [await ada.opens("Tunnel"), await ada.opens("Elsewhere")];
  await ada.goesTo(room);
  await ada.page.route("**/messages", (route) => route.abort());
  await ada.says("From the tunnel");
  await expect(ada.page.getByRole("alert")).toContainText("Not sent");
  await ada.page.goto(`${rooms}/${elsewhere}`);
  await expect(link(ada, "Tunnel").locator("[data-draft]")).toBeVisible();
  await ada.page.unroute("**/messages");
  await ada.goesTo(room);
  await expect(ada.message("From the tunnel")).not.toHaveAttribute("data-pending");
  await expect(ada.page.getByRole("alert")).toHaveCount(0);
  await ada.page.reload();
  await expect(ada.message("From the tunnel")).toHaveCount(1);
  expect(await bodies(ada, room)).toEqual(["From the tunnel"]);
  expect(await kept(ada.page)).not.toContain("From the tunnel");
});

test("one whose answer was lost is not shown twice after a reload", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Lost");
  await ada.goesTo(room);
  await ada.page.route(`**/api${rooms}/*/messages`, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await ada.page.routeWebSocket("**/socket", () => {});
  await ada.page.reload();
  await ada.says("Heard, and not answered");
  await expect(ada.page.getByRole("alert")).toContainText("Not sent");
  await ada.page.unroute(`**/api${rooms}/*/messages`);
  await ada.page.reload();
  await expect(ada.message("Heard, and not answered")).toHaveCount(2);
  await ada.page.getByRole("button", { name: "Try again" }).click();
  await expect(ada.message("Heard, and not answered")).toHaveCount(1);
  expect(await bodies(ada, room)).toEqual(["Heard, and not answered"]);
});

test("whoever signs out on purpose leaves nothing behind", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Shared computer");
  await ada.goesTo(room);
  await ada.composer.fill("Nobody else's business");
  expect(await kept(ada.page)).toContain("Nobody else's business");
  const tab = await ada.context.newPage();
  await tab.goto(`${rooms}/${room}`);
  await ada.page.getByRole("button", { name: /account menu/ }).click();
  await ada.page.getByRole("button", { name: "Sign out", exact: true }).last().click();
  await expect(ada.page).toHaveURL(/\/login/);
  await expect(tab).toHaveURL(/\/login/);
  expect(await kept(ada.page)).not.toContain("Nobody else's business");
});

test("another person in the same browser gets no draft of the first", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Same room", { others: [grace] });
  await ada.goesTo(room);
  await ada.composer.fill("Ada's words");
  await ada.context.clearCookies();
  await ada.signIn({ email: grace.email, password: PASSWORD });
  await ada.page.goto(`${rooms}/${room}`);
  await expect(ada.page.locator("html")).toHaveAttribute("data-connection", "open");
  await expect(ada.composer).toHaveValue("");
});

test("too much text is counted and refused, never cut", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Long");
  await ada.goesTo(room);
  // Characters as the server counts them: each of these is two of a browser's units.
  const whole = "🦔".repeat(16_000);
  await ada.composer.fill(`${whole}🦔`);
  await expect(ada.page.getByText("1 character too many")).toBeVisible();
  await expect(ada.composer).toHaveAttribute("aria-invalid", "true");
  await ada.composer.press("Enter");
  await expect(ada.page.getByText("use at most 16,000 characters")).toBeVisible();
  expect((await ada.composer.inputValue()).length).toBe(2 * 16_001);
  expect(await bodies(ada, room)).toEqual([]);
  await ada.composer.fill(whole);
  await expect(ada.page.getByText("0 characters left")).toBeVisible();
  await ada.composer.press("Enter");
  await expect(ada.log.locator(".message:not([data-pending])")).toHaveCount(1);
  expect(await bodies(ada, room)).toEqual([whole]);
});

test("a field says how much fits, and the server says what does not", async ({ person }) => {
  const ada = await person();
  await ada.page.goto(`${rooms}/new`);
  const name = ada.page.getByLabel("Name");
  await name.fill("x".repeat(118));
  await expect(ada.page.getByText("2 characters left")).toBeVisible();
  await name.fill("x".repeat(130));
  await expect(ada.page.getByText("10 characters too many")).toBeVisible();
  await ada.page.getByRole("button", { name: `Create ${words.room}` }).click();
  await expect(name).toHaveValue("x".repeat(130));
  await expect(name).toHaveAccessibleDescription(/at most 120 characters/);
});
