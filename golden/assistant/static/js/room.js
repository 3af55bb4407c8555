// The page where people write to each other: its parts, and which news goes to which of them.
import { actions } from "./actions.js";
import { composer } from "./composer.js";
import { Log } from "./log.js";
import { people } from "./people.js";
import { reading } from "./reading.js";
import { connect } from "./socket.js";
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
composer(room);
typing(room);
reading(room);

// Only what happens in this one; the sidebar listens to the others.
const listen = (type, heard) =>
  room.connection.addEventListener(type, ({ detail }) => detail.room === room.id && heard(detail));

listen("event", (event) => {
  if (event.kind === "message.created") room.log.add(event);
  else if (event.html) room.log.replace(event);
  else if (event.kind === "room.changed" || event.kind.startsWith("member.")) changed(event);
});
listen("refresh", () => location.reload());
listen("left", () => location.assign(room.path.replace(/\/\d+$/, "")));
room.connection.follow(room.id, Number(main.dataset.roomSeq));

function changed({ kind, detail }) {
  const title = main.querySelector("[data-room-name]");
  if (kind === "room.changed" && detail?.name) title.textContent = detail.name;
  if (kind === "room.changed" && detail && "archived" in detail) location.reload();
}
