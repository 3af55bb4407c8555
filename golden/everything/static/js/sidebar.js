// The sidebar, kept up to date over the page's connection, and what the connection itself has to say.
import { fragment } from "./api.js";
import { drafts, marks } from "./drafts.js";
import { toSignIn } from "./session.js";
import { connect } from "./socket.js";
import { soon } from "./soon.js";

const PATIENCE = 1_500; // A connection that is back sooner is not worth a word.

export function sidebar() {
  const connection = connect();
  const here = Number(document.querySelector("main[data-room-id]")?.dataset.roomId ?? 0);
  const me = Number(document.body.dataset.userId);
  const list = document.querySelector("[data-rooms]");
  const links = new Map();
  for (const link of list.querySelectorAll("[data-room-link]")) take(link);
  marks();
  drafts().addEventListener("changed", () => marks());

  const again = soon(async () => show(await fragment(list.dataset.rooms)));
  connection.addEventListener("rooms", again);
  // What changed while nobody could tell.
  connection.addEventListener("state", ({ detail }) => detail === "open" && again());

  connection.addEventListener("event", ({ detail }) => {
    const link = links.get(detail.room);
    if (!link || detail.kind !== "message.created" || detail.message.user_id === me) return;
    if (detail.message.user_id === null) return; // What the assistant says waits for nobody.
    if (detail.room === here && !document.hidden) return;
    count(link, Number(link.dataset.unread) + 1);
  });
  connection.addEventListener("left", ({ detail }) => {
    links.get(detail.room)?.closest("li").remove();
    links.delete(detail.room);
  });
  connection.addEventListener("presence", ({ detail }) => {
    const dot = links.get(detail.room)?.querySelector("[data-online]");
    if (dot) dot.hidden = !detail.users.some((user) => user.id !== me);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && links.has(here)) count(links.get(here), 0);
  });
  if (links.has(here)) count(links.get(here), 0);
  banner(connection);

  function take(link) {
    const room = Number(link.dataset.roomLink);
    links.set(room, link);
    if (room !== here) connection.follow(room, Number(link.dataset.seq));
    else link.setAttribute("aria-current", "page");
  }

  // Those that are known keep their place and what was heard of them since; new ones come first.
  function show(page) {
    const fresh = new Map();
    for (const link of page.querySelectorAll("[data-room-link]")) fresh.set(Number(link.dataset.roomLink), link);
    for (const [room, link] of links) {
      if (fresh.has(room)) update(link, fresh.get(room), connection.seen(room));
      else drop(room, link);
    }
    const added = [...fresh].filter(([room]) => !links.has(room)).map(([, link]) => link);
    list.prepend(...added.map((link) => link.closest("li")));
    added.forEach(take);
    list.querySelector(".nav-empty")?.remove();
    if (fresh.size === 0) list.append(...page.querySelectorAll(".nav-empty"));
    marks();
  }

  function drop(room, link) {
    links.delete(room);
    if (room !== here) connection.leave(room);
    link.closest("li").remove();
  }
}

function update(link, fresh, seen) {
  for (const part of [".nav-label", ".nav-icon"]) {
    const now = fresh.querySelector(part);
    if (link.querySelector(part).innerHTML !== now.innerHTML) link.querySelector(part).innerHTML = now.innerHTML;
  }
  // Of the same moment as what was heard: then it also knows what was read elsewhere.
  if (seen === Number(fresh.dataset.seq) && !link.hasAttribute("aria-current")) count(link, Number(fresh.dataset.unread));
}

function count(link, unread) {
  link.dataset.unread = unread;
  const badge = link.querySelector("[data-badge]");
  badge.hidden = unread === 0;
  badge.querySelector("[data-count]").textContent = unread < 100 ? unread : "99+";
}

function banner(connection) {
  const element = document.querySelector("[data-banner]");
  let timer = null;
  connection.addEventListener("state", ({ detail }) => {
    clearTimeout(timer);
    document.documentElement.dataset.connection = detail;
    if (detail === "ended") return toSignIn();
    if (detail === "open") return (element.hidden = true);
    timer = setTimeout(() => {
      element.textContent = "Reconnecting…";
      element.hidden = false;
    }, PATIENCE);
  });
}
