// Who is typing: one's own is told at most every few seconds, another's word is good for a little longer.
import { isolated } from "./notice.js";

const TELL = 3_000;
const LASTS = 6_000;

// The signal ends it.
export function typing(room, signal) {
  const line = room.main.querySelector("[data-typing]");
  const form = room.main.querySelector("[data-composer]");
  const people = new Map(); // user → { name, timer }
  let told = 0;

  form?.addEventListener("written", () => {
    if (Date.now() - told < TELL) return;
    told = Date.now();
    room.connection.typing(room.id, true);
  });
  form?.addEventListener("sent", () => {
    if (told) room.connection.typing(room.id, false);
    told = 0;
  });

  const heard = ({ detail: { room: where, user, name, on } }) => {
    if (where !== room.id || user === room.me) return;
    forget(user);
    if (on) people.set(user, { name, timer: setTimeout(() => forget(user), LASTS) });
    show();
  };
  // Whoever has sent something has stopped typing it.
  const said = ({ detail }) => {
    if (detail.room === room.id && detail.kind === "message.created") forget(detail.message.user_id);
  };
  room.connection.addEventListener("typing", heard, { signal });
  room.connection.addEventListener("event", said, { signal });

  function forget(user) {
    clearTimeout(people.get(user)?.timer);
    if (people.delete(user)) show();
  }

  function show() {
    const names = [...people.values()].map(({ name }) => isolated(name));
    if (names.length === 0) line.textContent = "";
    else if (names.length === 1) line.textContent = `${names[0]} is typing…`;
    else if (names.length === 2) line.textContent = `${names[0]} and ${names[1]} are typing…`;
    else line.textContent = "Several people are typing…";
  }
}
