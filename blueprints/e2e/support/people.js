// What specs are told with: people, each in a browser of their own, and what they see.
import { randomBytes } from "node:crypto";

import { test as base, expect } from "@playwright/test";

import { administrator } from "./first-account.js";
import { rooms, words } from "./schema.js";

export { expect, rooms, words };

export const PASSWORD = "a sentence as a password";

export const test = base.extend({
  // `await person("Ada")` has a new account and is signed in; the options are those of a browser context.
  person: async ({ browser, baseURL }, use) => {
    const people = [];
    await use(async (name = "Ada", options = {}) => {
      const someone = await Person.arrive(browser, baseURL, options);
      people.push(someone);
      await someone.register(name);
      return someone;
    });
    await Promise.all(people.map((someone) => someone.context.close()));
  },
  // Whoever runs the place.
  root: async ({ browser, baseURL }, use) => {
    const root = await Person.arrive(browser, baseURL, {});
    await root.signIn(administrator);
    await use(root);
    await root.context.close();
  },
});

export class Person {
  static async arrive(browser, baseURL, options) {
    const context = await browser.newContext({ ...options, baseURL });
    const page = await context.newPage();
    return Object.assign(new Person(), { context, page, baseURL });
  }

  async register(name) {
    const email = `${name.toLowerCase().replaceAll(" ", ".")}.${randomBytes(4).toString("hex")}@example.com`;
    const me = await this.api("POST", "/api/register", { name, email, password: PASSWORD });
    Object.assign(this, { id: (me.user ?? me).id, name, email });
  }

  async signIn({ email, password }) {
    const me = await this.api("POST", "/api/login", { email, password });
    Object.assign(this, { id: (me.user ?? me).id, email });
  }

  async api(method, path, data) {
    const response = await this.context.request.fetch(path, { method, data, headers: { origin: this.baseURL } });
    const text = await response.text();
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  // Makes a room and lets others in; gives its id.
  async opens(name, { kind = "open", others = [] } = {}) {
    const room = await this.api("POST", `/api${rooms}`, { name, kind });
    for (const other of others) await other.api("POST", `/api${rooms}/${room.id}/join`);
    return room.id;
  }

  async goesTo(room) {
    await this.page.goto(`${rooms}/${room}`);
    await expect(this.page.locator("html")).toHaveAttribute("data-connection", "open");
    // The button waits for the script, as people do.
    await expect(this.page.locator("[data-send]:disabled")).toHaveCount(0);
  }

  // Over the API: what happened before the spec's story begins.
  said(room, body) {
    return this.api("POST", `/api${rooms}/${room}/messages`, { body });
  }

  async says(body) {
    await expect(this.page.getByRole("button", { name: "Send", exact: true })).toBeEnabled();
    await this.composer.fill(body);
    await this.composer.press("Enter");
  }

  get composer() {
    return this.page.getByRole("textbox", { name: words.Message, exact: true });
  }

  get log() {
    return this.page.getByRole("log", { name: words.Messages });
  }

  // The message with this text.
  message(text) {
    return this.log.locator(".message", { hasText: text });
  }

  // What is written, from the first message to the last.
  async reads() {
    return this.log.locator(".message:not([data-pending])").evaluateAll((articles) =>
      articles.map((article) => ({
        id: article.dataset.messageId,
        text: article.querySelector("[data-body], .message-gone").textContent.trim(),
        edited: article.querySelector(".message-edited") !== null,
        reactions: [...article.querySelectorAll(".reaction")].map((chip) => chip.textContent.replace(/\s+/g, " ").trim()),
      })),
    );
  }

  // Opens the actions of a message and chooses one.
  async does(action, message) {
    await message.hover();
    await this.page.getByRole("toolbar").getByRole("button", { name: action, exact: true }).click();
  }
}

// Lets a spec cut a page's socket, and mend it. Before the page is opened.
export async function cuttable(page) {
  const open = new Set();
  let whole = true;
  await page.routeWebSocket("**/socket", (socket) => {
    if (!whole) return socket.close();
    const server = socket.connectToServer();
    open.add(socket);
    socket.onClose(() => open.delete(socket));
    server.onClose((code, reason) => socket.close({ code, reason }));
  });
  return {
    cut: async () => {
      whole = false;
      for (const socket of open) await socket.close();
      open.clear();
    },
    mend: async () => {
      whole = true;
      await page.evaluate(() => dispatchEvent(new Event("online")));
    },
  };
}
