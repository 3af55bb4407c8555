// The page's connection to the server: one socket that comes back by itself and misses nothing.
//
//   const connection = connect();
//   connection.addEventListener("event", ({ detail }) => …);   // a change in a room, each once and in order
//   connection.follow(room, seq);                              // from the number that the page was rendered at
//
// What it dispatches, each with the server's frame as `detail` (the protocol is in ARCHITECTURE.md):
//   "state"     `detail` is "connecting", "open", "reconnecting" or "ended" (signed out: go to the login page)
//   "event"     a change in a room
//   "resumed"   all that was missed in a room has been dispatched
//   "refresh"   too much was missed in a room: load the page again
//   "left"      a room is no longer ours to follow
//   "rooms"     the user's own rooms are not as they were
//   "directory" the list of all rooms is not as it was, for those who browse it
//   "refused"   the server could not do what it was asked
//   "delta"     a piece of a reply
//   "typing"    somebody began or ceased to type
//   "presence"  who is here
//   "view"      a row of a list changed

const SIGNED_OUT = 4001;
const TOO_SLOW = 4008;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
const BEAT = 20_000;

export class Connection extends EventTarget {
  state = "connecting";
  #url;
  #WebSocket;
  #socket = null;
  #rooms = new Map(); // room → number of the last event seen, or null: from now on
  #browses = false;
  #views = new Set();
  #ready = false;
  #attempts = 0;
  #retry = null;
  #beat = null;
  #answered = true;
  #epoch = null; // which history of the database the numbers in #rooms are of

  constructor(url, { WebSocket = globalThis.WebSocket } = {}) {
    super();
    this.#url = url;
    this.#WebSocket = WebSocket;
    this.#open();
  }

  // Follows a room from an event's number on; without one, from now on.
  follow(room, after = null) {
    this.#rooms.set(room, after);
    this.#resume(room);
  }

  leave(room) {
    if (this.#rooms.delete(room)) this.#send({ type: "leave", room });
  }

  // The number of the last event seen in a room.
  seen(room) {
    return this.#rooms.get(room) ?? null;
  }

  read(room, seq) {
    this.#send({ type: "read", room, seq });
  }

  // Hears when the list of all rooms changes.
  browse() {
    this.#browses = true;
    this.#send({ type: "directory", on: true });
  }

  typing(room, on) {
    this.#send({ type: "typing", room, on });
  }

  watch(view) {
    this.#views.add(view);
    this.#send({ type: "watch", view });
  }

  unwatch(view) {
    if (this.#views.delete(view)) this.#send({ type: "unwatch", view });
  }

  // Does not wait any longer to come back: the network or the page is there again.
  retry() {
    if (this.#retry === null) return;
    this.#attempts = 0;
    this.#open();
  }

  // Takes the connection for lost, without waiting for the network to say so.
  lose() {
    this.#lost(null);
  }

  #open() {
    clearTimeout(this.#retry);
    this.#retry = null;
    const socket = new this.#WebSocket(this.#url);
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#socket === socket && this.#hear(JSON.parse(data));
    socket.onclose = ({ code }) => this.#socket === socket && this.#lost(code);
  }

  #lost(code) {
    if (this.state === "ended" || this.#socket === null) return;
    clearInterval(this.#beat);
    const socket = this.#socket;
    this.#socket = null;
    this.#ready = false;
    socket.close();
    if (code === SIGNED_OUT) return this.#enter("ended");
    this.#enter("reconnecting");
    this.#retry = setTimeout(() => this.#open(), code === TOO_SLOW ? 0 : this.#wait());
  }

  // Doubles from try to try, and half of it is chance, so that a restart does not bring everyone back in one instant.
  #wait() {
    const longest = Math.min(FIRST_WAIT * 2 ** this.#attempts++, LONGEST_WAIT);
    return longest * (0.5 + Math.random() / 2);
  }

  #hear(frame) {
    this.#answered = true;
    switch (frame.type) {
      case "hello":
        return this.#greeted(frame.epoch);
      case "event":
        return this.#event(frame);
      case "full_refresh_required":
        this.#rooms.set(frame.room, frame.seq);
        return this.#dispatch("refresh", frame);
      case "resumed":
        this.#rooms.set(frame.room, Math.max(frame.seq, this.seen(frame.room) ?? 0));
        return this.#dispatch("resumed", frame);
      case "left":
        this.#rooms.delete(frame.room);
        return this.#dispatch("left", frame);
      case "error":
        return this.#dispatch("refused", frame);
      case "pong":
        return;
      default:
        return this.#dispatch(frame.type, frame);
    }
  }

  // Numbers of another epoch mean nothing: the server is told which one they are of, and has us begin anew.
  #greeted(epoch) {
    this.#attempts = 0;
    this.#ready = true;
    this.#answered = true;
    this.#epoch ??= epoch;
    for (const room of this.#rooms.keys()) this.#resume(room);
    this.#epoch = epoch;
    if (this.#browses) this.#send({ type: "directory", on: true });
    for (const view of this.#views) this.#send({ type: "watch", view });
    clearInterval(this.#beat);
    this.#beat = setInterval(() => this.#check(), BEAT);
    this.#enter("open");
  }

  // An event seen before is dropped, and one that does not follow the last makes the server tell again from there.
  #event(frame) {
    if (!this.#rooms.has(frame.room)) return;
    const seen = this.seen(frame.room);
    if (seen !== null && frame.seq <= seen) return;
    if (seen !== null && frame.seq > seen + 1) return this.#resume(frame.room);
    this.#rooms.set(frame.room, frame.seq);
    this.#dispatch("event", frame);
  }

  // A connection can be dead without a word: whatever is not answered by the next beat is.
  #check() {
    if (!this.#answered) return this.#lost(null);
    this.#answered = false;
    this.#send({ type: "ping" });
  }

  #resume(room) {
    const after = this.seen(room);
    this.#send(after === null ? { type: "resume", room } : { type: "resume", room, after, epoch: this.#epoch });
  }

  #send(frame) {
    if (this.#ready) this.#socket.send(JSON.stringify(frame));
  }

  #enter(state) {
    if (this.state === state) return;
    this.state = state;
    this.#dispatch("state", state);
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

let shared = null;

// The page's one connection.
export function connect() {
  if (shared === null) {
    shared = new Connection(`${location.origin.replace(/^http/, "ws")}/socket`);
    addEventListener("online", () => shared.retry());
    addEventListener("offline", () => shared.lose());
    addEventListener("pageshow", () => shared.retry());
    document.addEventListener("visibilitychange", () => document.hidden || shared.retry());
  }
  return shared;
}
