import AxeBuilder from "@axe-core/playwright";

import { expect, rooms, test } from "../support/people.js";

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
