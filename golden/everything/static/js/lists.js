// Pages about rooms: the list of all, and the settings of one. They stay as the server has them.
import { refresh } from "./parts.js";
import { connect } from "./socket.js";
import { soon } from "./soon.js";

// Whether an event may change who is in a room, or what it is called.
export const concerns = ({ kind }) => kind === "room.changed" || kind.startsWith("member.");

export function lists() {
  const page = document.querySelector("[data-lists]");
  if (!page) return;
  const connection = connect();
  const room = Number(page.dataset.room ?? 0);
  const again = soon(() => refresh(location.href).catch(away));

  connection.addEventListener("event", ({ detail }) => {
    if (concerns(detail) && (!room || detail.room === room)) again();
  });
  connection.addEventListener("left", ({ detail }) => detail.room === room && location.assign(page.dataset.lists));
  // What changed before the server knew of this page.
  connection.addEventListener("state", ({ detail }) => detail === "open" && again());
  for (const type of ["rooms", "directory"]) connection.addEventListener(type, again);
  if (room) connection.follow(room, Number(page.dataset.seq));
  else connection.browse();

  // Nothing is here any more, or not for this person.
  function away(problem) {
    if (problem.status === 403 || problem.status === 404) location.assign(page.dataset.lists);
  }
}
