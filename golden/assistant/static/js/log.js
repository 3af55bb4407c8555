// The list of messages: days, groups, older pages above, and where the reader stands in it.
import { fragment } from "./api.js";
import { excerpt } from "./quote.js";
import { localise, sameDay, write } from "./times.js";

const GROUP = 5 * 60_000;
const NEAR_TOP = 600;
const NEAR_BOTTOM = 80;

// Tells "shown" for each message that comes into the page, with the article as `detail`, and "scroll".
export class Log extends EventTarget {
  #loading = false;
  #older = false;
  #newer = false;
  #unseen = 0;

  constructor(room) {
    super();
    this.room = room;
    this.element = room.main.querySelector("[data-log]");
    this.scroller = room.main.querySelector("[data-scroller]");
    this.jump = room.main.querySelector("[data-jump]");
    this.#edge(this.element, "both");
    this.#divide();
    this.#scrollToStart();
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.jump.addEventListener("click", () => this.#toLatest());
    this.element.addEventListener("keydown", (event) => this.#walk(event));
    this.element.addEventListener("click", (event) => this.#follow(event));
    this.element.addEventListener("focusin", (event) => this.#current(event.target.closest(".message")));
    new ResizeObserver(() => this.#stick()).observe(this.element);
    new ResizeObserver(() => this.#stick()).observe(this.scroller);
    // What is shown from the start is announced once everybody listens.
    queueMicrotask(() => this.messages().forEach((message) => this.#show(message)));
    this.#current(this.last());
    this.stuck = this.atEnd();
  }

  messages() {
    return [...this.element.querySelectorAll(".message")];
  }

  find(id) {
    return this.element.querySelector(`.message[data-message-id="${id}"]`);
  }

  last() {
    return this.messages().at(-1) ?? null;
  }

  // Whether the newest message is in view.
  atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return !this.#newer && scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.stuck = true;
    this.#seen();
  }

  // A new message; it takes the place of its own pending copy.
  add({ html, message }) {
    const pending = message.client_id && this.element.querySelector(`[data-client-id="${CSS.escape(message.client_id)}"]`);
    const known = this.find(message.id);
    if (known && known !== pending) return this.replace({ html, message });
    if (this.#newer && !pending) return this.#unread(message);
    const article = parse(html);
    const mine = message.user_id === this.room.me;
    if (pending) {
      pending.replaceWith(article);
    } else {
      const stays = this.stuck;
      article.classList.add("message-new");
      this.element.insertBefore(article, this.element.querySelector("[data-pending]"));
      if (!stays && !mine) this.#unread(message);
    }
    this.#settle(article);
    this.#show(article);
    this.#current(article);
    if (this.stuck || mine) this.toEnd();
  }

  // A message of one's own that the server has not confirmed yet.
  pend(article) {
    this.element.append(article);
    this.#settle(article);
    this.#show(article);
    this.toEnd();
  }

  drop(article) {
    const next = following(article);
    article.remove();
    if (next) this.#settle(next);
  }

  replace({ html, message }) {
    const old = this.find(message.id);
    if (!old) return;
    const article = parse(html);
    const focused = old.contains(document.activeElement);
    const actions = old.querySelector("[data-actions]");
    if (actions) article.append(actions);
    old.replaceWith(article);
    this.#settle(article);
    this.#show(article);
    article.tabIndex = old.tabIndex;
    for (const quote of this.element.querySelectorAll(`[data-quotes="${message.id}"] [data-quote-text]`)) {
      quote.textContent = excerpt(article);
    }
    if (focused) article.focus({ preventScroll: true });
  }

  // Brings a message into view for a moment's attention.
  point(article) {
    this.stuck = false;
    article.scrollIntoView({ block: "center" });
    article.classList.add("message-target");
    this.focus(article);
  }

  focus(article) {
    this.#current(article);
    article.focus({ preventScroll: true });
  }

  #show(article) {
    localise(article);
    article.toggleAttribute("data-mine", Number(article.dataset.authorId) === this.room.me);
    this.dispatchEvent(new CustomEvent("shown", { detail: article }));
  }

  // Gives a message and the one after it their day and their place in a group.
  #settle(article) {
    for (const message of [article, following(article)]) {
      if (!message) continue;
      const before = preceding(message);
      let between = message.previousElementSibling;
      while (between && !between.matches(".message")) {
        const gone = between;
        between = between.previousElementSibling;
        if (gone.matches(".day")) gone.remove();
      }
      const newDay = !before || !sameDay(before.dataset.at, message.dataset.at);
      if (newDay) message.before(day(message.dataset.at));
      message.classList.toggle("message-grouped", !newDay && follows(before, message));
    }
  }

  // Takes in what a page says about its ends.
  #edge(root, side) {
    const edge = root.querySelector("[data-edge]");
    if (!edge) return;
    if (side !== "after") this.#older = edge.hasAttribute("data-older");
    if (side !== "before") this.#newer = edge.hasAttribute("data-newer");
    edge.remove();
    this.room.main.querySelector("[data-start]").hidden = this.#older;
  }

  // The line above what came since the last visit.
  #divide() {
    const read = Number(this.room.main.dataset.readSeq);
    const fresh = (message) => Number(message.dataset.seq) > read && Number(message.dataset.authorId) !== this.room.me;
    const first = read > 0 && this.messages().find(fresh);
    if (!first) return;
    const line = document.createElement("div");
    line.className = "unread-line";
    line.setAttribute("role", "separator");
    line.textContent = "New";
    first.before(line);
    first.classList.remove("message-grouped");
  }

  #scrollToStart() {
    const target = this.room.main.dataset.target ?? location.hash.match(/^#message-(\d+)$/)?.[1];
    const article = target && this.find(target);
    if (article) return this.point(article);
    const line = this.element.querySelector(".unread-line");
    this.scroller.scrollTop = this.scroller.scrollHeight;
    if (line) line.scrollIntoView({ block: "center" });
  }

  #stick() {
    if (this.stuck) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #scrolled() {
    this.stuck = this.atEnd();
    if (this.stuck) this.#seen();
    this.jump.hidden = this.stuck;
    if (this.#older && this.scroller.scrollTop < NEAR_TOP) this.#load("before");
    const rest = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight;
    if (this.#newer && rest < NEAR_TOP) this.#load("after");
    this.dispatchEvent(new Event("scroll"));
  }

  #seen() {
    this.#unseen = 0;
    this.jump.hidden = true;
    this.jump.removeAttribute("data-new");
    this.jump.querySelector("[data-jump-label]").textContent = "Latest";
  }

  #unread(message) {
    if (message.user_id === this.room.me) return;
    this.#unseen += 1;
    this.jump.hidden = false;
    this.jump.setAttribute("data-new", "");
    this.jump.querySelector("[data-jump-label]").textContent = `${this.#unseen} new`;
  }

  #toLatest() {
    if (this.#newer) return location.assign(this.room.path);
    this.toEnd();
    if (this.last()) this.focus(this.last());
  }

  async #load(side) {
    if (this.#loading) return;
    this.#loading = true;
    const loading = this.room.main.querySelector("[data-loading]");
    const messages = this.messages().filter((message) => !message.hasAttribute("data-pending"));
    const at = side === "before" ? messages[0] : messages.at(-1);
    if (side === "before") loading.hidden = false;
    try {
      const page = await fragment(`${this.room.path}/history?${side}=${at.dataset.messageId}`);
      this.#join(page, side, at);
    } catch {
      // The next scroll asks again.
    } finally {
      loading.hidden = true;
      this.#loading = false;
    }
  }

  // Keeps what the reader looks at where it is.
  #join(page, side, at) {
    this.#edge(page, side);
    const fresh = [...page.querySelectorAll(".message")].filter((message) => !this.find(message.dataset.messageId));
    const place = at.offsetTop - this.scroller.scrollTop;
    if (side === "before") this.element.prepend(page);
    else at.after(page);
    for (const message of fresh) this.#show(message);
    for (const message of fresh) this.#settle(message);
    if (side === "before") this.#settle(at);
    this.scroller.scrollTop = at.offsetTop - place;
  }

  // One message is in the tab order; the arrows go from one to the next.
  #current(article) {
    if (!article || article.tabIndex === 0) return;
    for (const other of this.element.querySelectorAll('.message[tabindex="0"]')) other.tabIndex = -1;
    article.tabIndex = 0;
  }

  // To the message that a reply answers; its own page where it is not on this one.
  #follow(event) {
    const quote = event.target.closest("[data-quotes]");
    const article = quote && this.find(quote.dataset.quotes);
    if (!article || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.point(article);
  }

  #walk(event) {
    if (!event.target.matches(".message")) return;
    const messages = this.messages();
    const at = messages.indexOf(event.target);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: messages.length - 1 }[event.key];
    if (to === undefined || !messages[to]) return;
    event.preventDefault();
    this.focus(messages[to]);
    messages[to].scrollIntoView({ block: "nearest" });
  }
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.querySelector(".message");
}

function preceding(message) {
  let before = message.previousElementSibling;
  while (before && !before.matches(".message")) before = before.previousElementSibling;
  return before;
}

function following(message) {
  let after = message.nextElementSibling;
  while (after && !after.matches(".message")) after = after.nextElementSibling;
  return after;
}

function follows(before, message) {
  const { authorId, role, at } = before.dataset;
  const near = new Date(message.dataset.at) - new Date(at) < GROUP;
  const divided = message.previousElementSibling.matches(".unread-line");
  const answers = message.querySelector("[data-quotes]") !== null;
  return near && !divided && !answers && authorId === message.dataset.authorId && role === message.dataset.role;
}

function day(at) {
  const element = document.createElement("div");
  element.className = "day";
  element.setAttribute("role", "separator");
  const time = document.createElement("time");
  time.dateTime = at;
  time.textContent = write("day", at);
  element.append(time);
  return element;
}
