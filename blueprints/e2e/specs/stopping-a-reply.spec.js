import AxeBuilder from "@axe-core/playwright";

import { expect, rooms, test, words } from "../support/people.js";

const LONG = "a long story with a great many words ".repeat(40).trim();

// A reply that is on its way.
async function asks(ada) {
  const room = await ada.opens("Questions");
  await ada.goesTo(room);
  await ada.says(LONG);
  const reply = ada.log.locator('.message[data-role="assistant"]');
  await expect(reply.locator('[data-run-status="streaming"]')).toBeVisible();
  await expect(reply.locator("[data-body]")).toContainText("a long story");
  return { room, reply };
}

test("a reply streams, and is whole at the end", async ({ person }) => {
  const ada = await person();
  await ada.goesTo(await ada.opens("Echo"));
  await ada.says("Say **this** back");
  const reply = ada.log.locator('.message[data-role="assistant"]');
  await expect(reply.locator("[data-body]")).toContainText("this");
  await expect(reply).toHaveAttribute("aria-busy", "false");
  await expect(reply.locator("[data-run-id]")).toHaveCount(0);
});

test("a reply stops when told, keeps what it has, and can be tried again", async ({ person }) => {
  const ada = await person();
  const { reply } = await asks(ada);
  await expect(reply).toHaveAttribute("aria-busy", "true");
  await reply.getByRole("button", { name: "Stop" }).click();
  await expect(reply).toContainText("Stopped");
  await expect(reply).toHaveAttribute("aria-busy", "false");
  const kept = await reply.locator("[data-body]").textContent();
  expect(kept.trim().length).toBeGreaterThan(0);
  await ada.page.reload();
  await expect(reply).toContainText("Stopped");

  await reply.getByRole("button", { name: "Try again" }).click();
  await expect(ada.log.locator('[data-run-status="streaming"]')).toBeVisible();
});

test("a reply that was stopped goes on where it was", async ({ person }) => {
  const ada = await person();
  const { reply } = await asks(ada);
  const path = `/api/messages/${await reply.getAttribute("data-message-id")}`;
  await reply.getByRole("button", { name: "Stop" }).click();
  await expect(reply).toContainText("Stopped");
  const kept = (await ada.api("GET", path)).body;
  await reply.getByRole("button", { name: "Go on" }).click();
  await expect.poll(async () => (await ada.api("GET", path)).body.length).toBeGreaterThan(kept.length);
  expect((await ada.api("GET", path)).body.startsWith(kept)).toBe(true);
  await expect.poll(async () => (await reply.locator("[data-body]").textContent()).length).toBeGreaterThan(kept.length);
});

test("thoughts stream into a fold of their own", async ({ person }) => {
  const ada = await person();
  await ada.goesTo(await ada.opens("Questions"));
  await ada.says(`<think>${"first of all ".repeat(20)}</think> So what?`);
  const reply = ada.log.locator('.message[data-role="assistant"]');
  const thoughts = reply.locator("[data-thoughts]");
  await reply.getByText("Thoughts").click();
  await expect(thoughts).toBeVisible();
  await expect(thoughts).toContainText("first of all");
  await expect(reply).toHaveAttribute("aria-busy", "false");
  await expect(thoughts).toBeVisible();
  await expect(reply.locator("[data-body]")).toContainText("You said, in 2 words");
  await expect(reply.locator("[data-body]")).not.toContainText("first of all");
  await ada.page.reload();
  await expect(thoughts).toBeHidden();
  expect((await new AxeBuilder({ page: ada.page }).analyze()).violations).toEqual([]);
});

test("among several people the page says how to ask, and nobody waits for an answer", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Together", { others: [grace] });
  const other = await grace.opens("Elsewhere");
  await grace.goesTo(other);
  await ada.goesTo(room);
  await expect(ada.page.locator("kbd", { hasText: `@${words.assistant}` })).toBeVisible();
  await ada.says("Shall we?");
  await expect(ada.message("Shall we?")).not.toHaveAttribute("data-pending");
  await ada.says(`@${words.assistant}, shall we?`);
  const reply = ada.log.locator('.message[data-role="assistant"]');
  await expect(reply.locator("[data-run-id]")).toHaveCount(0);
  await expect(reply).toHaveCount(1);
  const link = grace.page.locator(`[data-room-link="${room}"]`);
  await expect(link.locator("[data-count]")).toHaveText("2");
});

test("a reply goes on in another tab, and stops in both", async ({ person }) => {
  const ada = await person();
  const { room, reply } = await asks(ada);
  const tab = await ada.context.newPage();
  await tab.goto(`${rooms}/${room}`);
  const same = tab.locator('.message[data-role="assistant"]');
  const before = (await same.locator("[data-body]").textContent()).length;
  await expect.poll(async () => (await same.locator("[data-body]").textContent()).length).toBeGreaterThan(before);
  await same.getByRole("button", { name: "Stop" }).click();
  await expect(reply).toContainText("Stopped");
  await expect(same).toContainText("Stopped");
});

test("a reply is accessible while it streams, and after it was stopped", async ({ person }) => {
  const ada = await person("Ada", { reducedMotion: "reduce" });
  const { reply } = await asks(ada);
  expect((await new AxeBuilder({ page: ada.page }).analyze()).violations).toEqual([]);
  await reply.getByRole("button", { name: "Stop" }).click();
  await expect(reply).toContainText("Stopped");
  expect((await new AxeBuilder({ page: ada.page }).analyze()).violations).toEqual([]);
});
