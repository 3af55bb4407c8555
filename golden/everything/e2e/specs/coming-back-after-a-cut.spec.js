import { cuttable, expect, test, words } from "../support/people.js";

test("after a cut connection the page shows exactly what the others see", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Tunnel", { others: [grace] });
  await grace.said(room, "Keep this");
  await grace.said(room, "Change this");
  await grace.said(room, "Drop this");
  const connection = await cuttable(ada.page);
  await ada.goesTo(room);
  await grace.goesTo(room);

  await connection.cut();
  await expect(ada.page.getByText("Reconnecting…")).toBeVisible();
  await grace.says("While you were away");
  await grace.does("Edit", grace.message("Change this"));
  await grace.says("Changed");
  await grace.does("Delete", grace.message("Drop this"));
  await grace.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await grace.does("React", grace.message("Keep this"));
  await grace.page.getByRole("button", { name: "React with 🎉" }).click();
  await expect(grace.message("Keep this").getByRole("button", { name: "🎉" })).toBeVisible();
  await expect(grace.log).toContainText(`This ${words.message} was deleted`);
  await expect(grace.message("Changed")).toContainText("edited");
  await expect(ada.message("While you were away")).toHaveCount(0);

  await connection.mend();
  await expect(ada.message("While you were away")).toBeVisible();
  await expect(ada.page.getByText("Reconnecting…")).toBeHidden();
  await expect.poll(() => ada.reads()).toEqual(await grace.reads());
});

test("what is written during the cut is sent when the connection is back", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Lift", { others: [grace] });
  const connection = await cuttable(ada.page);
  await ada.goesTo(room);
  await grace.goesTo(room);

  await connection.cut();
  await ada.page.route("**/messages", (route) => route.abort());
  await ada.says("From the lift");
  await expect(ada.page.getByRole("alert")).toContainText("Not sent");
  await ada.page.unroute("**/messages");
  await connection.mend();

  await expect(grace.message("From the lift")).toHaveCount(1);
  await expect(ada.page.getByRole("alert")).toHaveCount(0);
  await expect.poll(() => ada.reads()).toEqual(await grace.reads());
});

test("a page that is left and opened again goes on where it was", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Later", { others: [grace] });
  await ada.goesTo(room);
  await ada.says("Before");
  await expect(ada.message("Before")).not.toHaveAttribute("data-pending");
  await ada.page.goto("about:blank");
  await grace.said(room, "Meanwhile");
  await ada.page.goBack();
  await expect(ada.message("Meanwhile")).toBeVisible();
});
