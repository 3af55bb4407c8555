import { expect, test } from "../support/people.js";

const given = "{}";

test("a tool that is called by its name says what it found", async ({ person }) => {
  const ada = await person();
  await ada.goesTo(await ada.opens("Questions"));
  await ada.says(`/type ${given}`);
  const reply = ada.log.locator('.message[data-role="assistant"]');
  await expect(reply).toHaveAttribute("aria-busy", "false");
  await expect(reply.locator("[data-body] em")).toHaveText("Used type.");
  await expect(reply.locator("[data-body] pre")).not.toContainText("Error");
});

test("what is wrong with a call is said", async ({ person }) => {
  const ada = await person();
  await ada.goesTo(await ada.opens("Questions"));
  await ada.says("/type surely_unknown=1");
  const reply = ada.log.locator('.message[data-role="assistant"]');
  await expect(reply.locator("[data-body] pre")).toContainText("surely_unknown: There is no such field.");
});
