// What somebody has begun to write, and what was sent but is not stored yet. The browser keeps it, for each person and each
// room, until the server has it; every tab sees the same.

const KINDS = ["draft", "reply", "edit", "unsent"];

// Tells "changed" with the room as `detail`, and "elsewhere" before it for what another tab did.
export class Drafts extends EventTarget {
  #user;
  #storage;
  #page = new Map(); // what the browser does not take lasts as long as the page

  constructor(user, storage) {
    super();
    this.#user = user;
    this.#storage = storage;
  }

  // The text in a room's composer.
  text(room) {
    return this.#get(this.#key("draft", room)) ?? "";
  }

  write(room, text) {
    this.#put(this.#key("draft", room), text.trim() && text, room);
  }

  // A change of a message that is not saved yet: `{ id, text }`.
  edit(room) {
    return this.#parsed(this.#key("edit", room));
  }

  writeEdit(room, edit) {
    this.#put(this.#key("edit", room), edit && JSON.stringify(edit), room);
  }

  // What the draft answers: `{ id, author, excerpt }`.
  reply(room) {
    return this.#parsed(this.#key("reply", room));
  }

  writeReply(room, to) {
    this.#put(this.#key("reply", room), to && JSON.stringify(to), room);
  }

  // Messages that the server has not confirmed, in the order in which they were sent.
  unsent(room) {
    const kept = this.#keys(`${this.#key("unsent", room)}:`).map((key) => this.#parsed(key));
    return kept.filter(Boolean).sort((first, second) => first.at - second.at);
  }

  keep(room, message) {
    this.#put(this.#key("unsent", room, message.client_id), JSON.stringify(message), room);
  }

  drop(room, clientId) {
    this.#put(this.#key("unsent", room, clientId), null, room);
  }

  // Whether anything of this room is only here.
  has(room) {
    return Boolean(this.text(room) || this.edit(room)) || this.#keys(`${this.#key("unsent", room)}:`).length > 0;
  }

  // Leaves nothing of this person behind.
  forget() {
    for (const kind of KINDS) {
      for (const key of this.#keys(`${kind}:${this.#user}:`)) this.#remove(key);
    }
  }

  // What another tab did.
  heard({ key }) {
    const [kind, user, room] = key?.split(":") ?? [];
    if (!KINDS.includes(kind) || Number(user) !== this.#user) return;
    this.#tell("elsewhere", Number(room));
    this.#tell("changed", Number(room));
  }

  #key(...parts) {
    return [parts[0], this.#user, ...parts.slice(1)].join(":");
  }

  #put(key, value, room) {
    this.#remove(key);
    try {
      if (value) this.#storage.setItem(key, value);
    } catch {
      this.#page.set(key, value);
    }
    this.#tell("changed", room);
  }

  #get(key) {
    return this.#page.get(key) ?? this.#storage?.getItem(key) ?? null;
  }

  #remove(key) {
    this.#page.delete(key);
    this.#storage?.removeItem(key);
  }

  #parsed(key) {
    try {
      return JSON.parse(this.#get(key));
    } catch {
      return null;
    }
  }

  #keys(start) {
    const keys = [...this.#page.keys(), ...Object.keys(this.#storage ?? {})];
    return keys.filter((key) => key.startsWith(start));
  }

  #tell(type, room) {
    this.dispatchEvent(new CustomEvent(type, { detail: room }));
  }
}

let shared = null;

// Those of whoever is signed in on this page.
export function drafts() {
  if (shared === null) {
    let storage = null;
    try {
      storage = localStorage;
    } catch {
      // Blocked.
    }
    shared = new Drafts(Number(document.body.dataset.userId), storage);
    addEventListener("storage", (event) => shared.heard(event));
  }
  return shared;
}

// A pencil beside each room that has a draft.
export function marks(root = document) {
  for (const mark of root.querySelectorAll("[data-room-link] [data-draft]")) {
    mark.hidden = !drafts().has(Number(mark.closest("[data-room-link]").dataset.roomLink));
  }
}
