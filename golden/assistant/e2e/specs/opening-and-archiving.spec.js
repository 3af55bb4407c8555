import { expect, rooms, test, words } from "../support/people.js";

test("one opens it, another finds it, joins and leaves", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const name = `Garden ${Date.now()}`;
  await ada.page.goto(`${rooms}/new`);
  await ada.page.getByLabel("Name").fill(name);
  await ada.page.getByRole("button", { name: `Create ${words.room}` }).click();
  await expect(ada.page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await expect(ada.page.getByText(`This is where the ${words.room} begins.`)).toBeVisible();

  await grace.page.goto(rooms);
  await grace.page.getByRole("button", { name: `Join ${name}` }).click();
  await expect(grace.page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await grace.says("Hello");
  await expect(ada.message("Hello")).toBeVisible();

  await grace.page.getByRole("link", { name: `${words.Room} settings` }).click();
  await grace.page.getByRole("button", { name: "Leave" }).click();
  await grace.page.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
  await expect(grace.page.getByRole("button", { name: `Join ${name}` })).toBeVisible();
});

test("looking in, one reads, and writes after joining", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Window");
  await ada.said(room, "Come in");
  await grace.page.goto(`${rooms}/${room}`);
  await expect(grace.message("Come in")).toBeVisible();
  await expect(grace.composer).toHaveCount(0);
  await grace.page.getByRole("button", { name: `Join ${words.room}` }).click();
  await expect(grace.composer).toBeVisible();
});

test("an owner renames it, adds somebody, makes them an owner, and removes them", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Draft", { kind: "closed" });
  expect((await grace.page.goto(`${rooms}/${room}`)).status()).toBe(404);

  await ada.page.goto(`${rooms}/${room}/settings`);
  await ada.page.getByLabel("Name", { exact: true }).fill("Final");
  await ada.page.getByRole("button", { name: "Save" }).click();
  await expect(ada.page.getByText("Saved")).toBeVisible();

  await ada.page.getByLabel("Add somebody by email").fill("nobody@example.com");
  await ada.page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(ada.page.getByLabel("Add somebody by email")).toHaveAttribute("aria-invalid", "true");
  await ada.page.getByLabel("Add somebody by email").fill(grace.email);
  await ada.page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(ada.page.getByRole("button", { name: "Make owner: Grace" })).toBeVisible();

  await grace.goesTo(room);
  await expect(grace.page.getByRole("heading", { name: "Final", level: 1 })).toBeVisible();

  await ada.page.getByRole("button", { name: "Make owner: Grace" }).click();
  await expect(ada.page.getByRole("button", { name: "Make member: Grace" })).toBeVisible();
  await ada.page.getByRole("button", { name: "Remove: Grace" }).click();
  await ada.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(ada.page.getByRole("button", { name: "Remove: Grace" })).toHaveCount(0);
  // Whoever is removed is out at once.
  await expect(grace.page).toHaveURL(new RegExp(`${rooms}$`));
  expect((await grace.page.goto(`${rooms}/${room}`)).status()).toBe(404);
});

test("an archived one can be read, and nothing can be added", async ({ person }) => {
  const ada = await person();
  const room = await ada.opens("Attic");
  await ada.said(room, "Old things");
  await ada.page.goto(`${rooms}/${room}/settings`);
  await ada.page.getByRole("button", { name: "Archive" }).click();
  await ada.page.getByRole("dialog").getByRole("button", { name: "Archive" }).click();
  await expect(ada.page).toHaveURL(new RegExp(`${rooms}$`));
  await ada.page.goto(`${rooms}/${room}`);
  await expect(ada.message("Old things")).toBeVisible();
  await expect(ada.page.getByText(`This ${words.room} is archived`)).toBeVisible();
  await expect(ada.composer).toHaveCount(0);
  await ada.page.goto(`${rooms}/${room}/settings`);
  await ada.page.getByRole("button", { name: "Bring back" }).click();
  await expect(ada.page.getByRole("button", { name: "Archive" })).toBeVisible();
});
