import { expect, rooms, test } from "../support/people.js";
import { views } from "../support/schema.js";

test("no page asks another origin for anything, or breaks its own policy", async ({ person, root, baseURL }) => {
  const ada = await person();
  const trouble = [];
  for (const { page } of [ada, root]) {
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== baseURL) trouble.push(`request to ${request.url()}`);
    });
    page.on("console", (message) => {
      if (/Content.Security.Policy/i.test(message.text())) trouble.push(message.text());
    });
    page.on("pageerror", (error) => trouble.push(`${page.url()}: ${error.message}`));
  }
  const room = await ada.opens("Quiet");
  await ada.said(room, "![remote](https://other.example/pixel.png) <img src=//other.example/x> [away](https://other.example)");
  const paths = [`${rooms}/${room}`, `${rooms}/${room}/settings`, rooms, `${rooms}/new`, "/settings", ...views];
  for (const path of paths) {
    await ada.page.goto(path, { waitUntil: "networkidle" });
  }
  await root.page.goto("/admin", { waitUntil: "networkidle" });
  expect(trouble).toEqual([]);
});

test("the policy forbids scripts and styles that are not files of ours", async ({ person }) => {
  const ada = await person();
  const response = await ada.page.goto("/settings");
  const policy = response.headers()["content-security-policy"];
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toContain("unsafe");
  const ran = await ada.page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    return Boolean(window.ran);
  });
  expect(ran).toBe(false);
});
