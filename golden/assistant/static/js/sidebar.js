// The sidebar, kept up to date over the page's connection, and what the connection itself has to say.
import { connect } from "./socket.js";

const PATIENCE = 1_500; // A connection that is back sooner is not worth a word.

export function sidebar() {
  const connection = connect();
  const here = Number(document.querySelector("main[data-room-id]")?.dataset.roomId ?? 0);
  const me = Number(document.body.dataset.userId);
  const links = new Map();
  for (const link of document.querySelectorAll("[data-room-link]")) {
    const room = Number(link.dataset.roomLink);
    links.set(room, link);
    if (room !== here) connection.follow(room, Number(link.dataset.seq));
  }

  connection.addEventListener("event", ({ detail }) => {
    const link = links.get(detail.room);
    if (!link) return;
    if (detail.kind === "room.changed" && detail.detail?.name) rename(link, detail.detail.name);
    if (detail.kind !== "message.created" || detail.message.user_id === me) return;
    if (detail.room === here && !document.hidden) return;
    count(link, Number(link.dataset.unread) + 1);
  });
  connection.addEventListener("left", ({ detail }) => links.get(detail.room)?.closest("li").remove());
  connection.addEventListener("presence", ({ detail }) => {
    const dot = links.get(detail.room)?.querySelector("[data-online]");
    if (dot) dot.hidden = !detail.users.some((user) => user.id !== me);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && links.has(here)) count(links.get(here), 0);
  });
  if (links.has(here)) count(links.get(here), 0);
  banner(connection);
}

function rename(link, name) {
  link.querySelector(".nav-label").textContent = name;
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
    if (detail === "ended") return location.assign("/login");
    if (detail === "open") return (element.hidden = true);
    timer = setTimeout(() => {
      element.textContent = "Reconnecting…";
      element.hidden = false;
    }, PATIENCE);
  });
}
