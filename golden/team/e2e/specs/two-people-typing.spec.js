import { expect, test } from "../support/people.js";

test("one sees that the other is typing, until it is sent", async ({ person }) => {
  const [ada, grace] = [await person("Ada"), await person("Grace")];
  const room = await ada.opens("Typing", { others: [grace] });
  await ada.goesTo(room);
  await grace.goesTo(room);

  await grace.composer.pressSequentially("I think");
  await expect(ada.page.getByText("Grace is typing…")).toBeVisible();
  await ada.composer.pressSequentially("Me too");
  await expect(grace.page.getByText("Ada is typing…")).toBeVisible();
  await expect(ada.page.getByText("Ada is typing…")).toHaveCount(0);
  await grace.composer.press("Enter");
  await expect(ada.message("I think")).toBeVisible();
  await expect(ada.page.getByText("Grace is typing…")).toHaveCount(0);
});
