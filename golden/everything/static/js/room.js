// The page where people write to each other: its parts, and which news goes to which of them.
import { actions } from "./actions.js";
import { composer } from "./composer.js";
import { concerns } from "./lists.js";
import { Log } from "./log.js";
import { isolated } from "./notice.js";
import { refresh } from "./parts.js";
import { people } from "./people.js";
import { reading } from "./reading.js";
import { connect } from "./socket.js";
import { soon } from "./soon.js";
import { presence } from "./presence.js";
import { reactions } from "./reactions.js";
import { replies } from "./replies.js";
import { typing } from "./typing.js";

const main = document.querySelector("main[data-room-id]");
const room = {
  main,
  id: Number(main.dataset.roomId),
  me: Number(document.body.dataset.userId),
  path: main.dataset.roomPath,
  api: main.dataset.roomApi,
  connection: connect(),
};
room.log = new Log(room);

people(room);
actions(room);
reactions(room);
replies(room);
presence(room);
reading(room);

// What somebody writes with: another one where the room is put away, or brought back.
let writing = new AbortController();
function write() {
  writing.abort();
  writing = new AbortController();
  composer(room, writing.signal);
  typing(room, writing.signal);
}
write();

const again = soon(async () => {
  const before = title();
  const swapped = await refresh(`${room.path}/live`);
  if (swapped.includes("composer")) write();
  if (title() !== before) rename(before, title());
  // Tells whoever keeps something of what was there before.
  main.dispatchEvent(new Event("refreshed"));
});

// Only what happens in this one; the sidebar listens to the others.
const listen = (type, heard) =>
  room.connection.addEventListener(type, ({ detail }) => detail.room === room.id && heard(detail));

listen("event", (event) => {
  if (event.kind === "message.created") room.log.add(event);
  else if (event.html) room.log.replace(event);
  else if (concerns(event)) again();
});
listen("refresh", () => location.reload());
listen("left", () => location.assign(room.path.replace(/\/\d+$/, "")));
room.connection.follow(room.id, Number(main.dataset.roomSeq));

function title() {
  return main.querySelector("h1").textContent;
}

function rename(before, now) {
  document.title = document.title.replace(isolated(before), isolated(now));
  for (const element of main.querySelectorAll("[data-room-name]")) element.textContent = now;
  const text = main.querySelector("[data-text]");
  if (text) text.placeholder = text.placeholder.replace(before, now);
}
