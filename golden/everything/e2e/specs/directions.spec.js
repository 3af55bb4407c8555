import { expect, test } from "../support/people.js";

const HEBREW = "שלום לכולם, מה שלומכם?";
const ARABIC = "مرحبا بالجميع";

test("each text has its own direction, and the page keeps its", async ({ person }) => {
  const [ada, grace] = [await person("עדה לאבלייס"), await person("Grace")];
  const room = await ada.opens("שיחה", { others: [grace] });
  await ada.said(room, HEBREW);
  await ada.said(room, `Two lists:\n\n- ${ARABIC}\n- ${HEBREW}\n\n1. One\n2. Two`);
  await ada.said(room, `> ${HEBREW}\n\nand *so* on`);
  await grace.said(room, "In English.");
  await grace.goesTo(room);

  const body = (text) => grace.message(text).locator("[data-body]").first();
  await expect(body(HEBREW)).toHaveCSS("direction", "rtl");
  await expect(body("In English.")).toHaveCSS("direction", "ltr");
  const lists = body("Two lists").locator("ul, ol");
  await expect(lists.first()).toHaveCSS("direction", "rtl");
  await expect(lists.last()).toHaveCSS("direction", "ltr");
  await expect(grace.page.locator(".prose blockquote")).toHaveCSS("direction", "rtl");
  await expect(grace.page.locator("html")).toHaveCSS("direction", "ltr");

  // Drawn from the side where its readers begin.
  const hebrew = await body(HEBREW).locator("p").first().evaluate((paragraph) => {
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    const [text, box] = [range.getBoundingClientRect(), paragraph.getBoundingClientRect()];
    return { left: text.left - box.left, right: box.right - text.right };
  });
  expect(hebrew.right).toBeLessThan(hebrew.left);

  await grace.composer.fill(HEBREW);
  await expect(grace.composer).toHaveCSS("direction", "rtl");
  await grace.composer.fill("English");
  await expect(grace.composer).toHaveCSS("direction", "ltr");
});

test("a name does not turn what stands around it", async ({ person }) => {
  const grace = await person("Grace");
  // A name from before there was a rule, as the sidebar and the list of people would show it.
  const names = ["\u202eecarG", "אבג", "Ada \u202e", "\u2067x"];
  const room = await grace.opens("Names");
  await grace.said(room, "hello");
  await grace.goesTo(room);
  const order = await grace.page.evaluate((names) => {
    const orders = [];
    for (const name of names) {
      const author = document.querySelector(".message-author");
      author.textContent = name;
      const after = document.querySelector(".message-header .message-time");
      const [first, second] = [author.getBoundingClientRect(), after.getBoundingClientRect()];
      orders.push(first.right <= second.left + 1);
    }
    return orders;
  }, names);
  expect(order).toEqual(names.map(() => true));

  // In a sentence, which has no elements.
  await grace.page.evaluate(async (names) => {
    const { isolated } = await import(document.querySelector('script[src*="room.js"]').src.replace(/room\.js.*/, "notice.js"));
    const line = document.createElement("p");
    line.id = "sentences";
    line.append(...names.map((name) => Object.assign(document.createElement("span"), { textContent: `${isolated(name)} is typing`, style: "display: block" })));
    document.querySelector("main").append(line);
  }, names);
  const lines = await grace.page.locator("#sentences span").evaluateAll((lines) => lines.map((line) => {
    const range = document.createRange();
    const [text] = line.childNodes;
    range.setStart(text, text.length - 6);
    range.setEnd(text, text.length);
    const whole = document.createRange();
    whole.selectNodeContents(line);
    return Math.abs(range.getBoundingClientRect().right - whole.getBoundingClientRect().right) < 2;
  }));
  expect(lines).toEqual(names.map(() => true));
});

test("nobody can take a name that turns the page", async ({ person }) => {
  const ada = await person();
  await expect(ada.api("PATCH", "/api/me", { name: "\u202eecarG" })).rejects.toThrow("422");
  await expect(ada.opens("\u202eslaes")).rejects.toThrow("422");
});
