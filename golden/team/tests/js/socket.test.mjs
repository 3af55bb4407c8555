// The page's side of the socket, without a server: node --test tests/js
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, mock, test } from "node:test";

// The way that works in each version of Node, which would take the file for CommonJS by its name.
const source = readFileSync(new URL("../../static/js/socket.js", import.meta.url), "utf8");
const { Connection } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

let sockets;

class FakeSocket {
  sent = [];
  closed = false;
  constructor() {
    sockets.push(this);
  }
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
  say(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
}

const last = () => sockets.at(-1);
const event = (seq) => ({ type: "event", room: 7, seq, kind: "message.created" });

function start() {
  const connection = new Connection("ws://test/socket", { WebSocket: FakeSocket });
  const seen = [];
  for (const type of ["event", "refresh", "left", "resumed"]) {
    connection.addEventListener(type, ({ detail }) => seen.push(`${type} ${detail.seq ?? detail.room}`));
  }
  return { connection, seen };
}

beforeEach(() => {
  sockets = [];
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
});

test("follows what was asked for once it is greeted", () => {
  const { connection } = start();
  connection.follow(7, 3);
  assert.deepEqual(last().sent, []);
  last().say({ type: "hello" });
  assert.deepEqual(last().sent, [{ type: "resume", room: 7, after: 3 }]);
  connection.follow(8);
  assert.deepEqual(last().sent[1], { type: "resume", room: 8 });
});

test("dispatches each event once and in order", () => {
  const { connection, seen } = start();
  connection.follow(7, 3);
  last().say({ type: "hello" });
  for (const seq of [3, 4, 4, 5, 2]) last().say(event(seq));
  assert.deepEqual(seen, ["event 4", "event 5"]);
});

test("asks again where an event is missing", () => {
  const { connection, seen } = start();
  connection.follow(7, 3);
  last().say({ type: "hello" });
  last().say(event(5));
  assert.deepEqual(seen, []);
  assert.deepEqual(last().sent.at(-1), { type: "resume", room: 7, after: 3 });
});

test("comes back from where it was cut", () => {
  const { connection, seen } = start();
  const states = [];
  connection.addEventListener("state", ({ detail }) => states.push(detail));
  connection.follow(7, 3);
  last().say({ type: "hello" });
  last().say(event(4));
  last().onclose({ code: 1006 });
  mock.timers.tick(500);
  assert.equal(sockets.length, 2);
  last().say({ type: "hello" });
  assert.deepEqual(last().sent, [{ type: "resume", room: 7, after: 4 }]);
  last().say(event(5));
  last().say({ type: "resumed", room: 7, seq: 5 });
  assert.deepEqual(seen, ["event 4", "event 5", "resumed 5"]);
  assert.deepEqual(states, ["open", "reconnecting", "open"]);
});

test("waits longer from try to try, with chance, and never longer than the limit", () => {
  start();
  for (const longest of [500, 1000, 2000, 4000, 8000, 15000, 15000]) {
    const tries = sockets.length;
    last().onclose({ code: 1006 });
    mock.timers.tick(longest / 2 - 1);
    assert.equal(sockets.length, tries, `not before ${longest / 2} ms`);
    mock.timers.tick(longest / 2 + 1);
    assert.equal(sockets.length, tries + 1, `within ${longest} ms`);
  }
});

test("comes back at once when it was too slow, and never when it was signed out", () => {
  const { connection } = start();
  last().say({ type: "hello" });
  last().onclose({ code: 4008 });
  mock.timers.tick(1);
  assert.equal(sockets.length, 2);
  last().onclose({ code: 4001 });
  mock.timers.tick(60_000);
  assert.equal(sockets.length, 2);
  assert.equal(connection.state, "ended");
});

test("does not wait when the network is back", () => {
  const { connection } = start();
  connection.retry();
  assert.equal(sockets.length, 1, "nothing to do while there is a connection");
  last().onclose({ code: 1006 });
  connection.retry();
  assert.equal(sockets.length, 2);
});

test("takes a silent connection for lost", () => {
  start();
  last().say({ type: "hello" });
  mock.timers.tick(20_000);
  assert.deepEqual(last().sent, [{ type: "ping" }]);
  last().say({ type: "pong" });
  mock.timers.tick(20_000);
  mock.timers.tick(20_000);
  assert.equal(sockets[0].closed, true);
  mock.timers.tick(500);
  assert.equal(sockets.length, 2);
});

test("a late word of an old socket is not heard", () => {
  const { connection, seen } = start();
  connection.follow(7, 3);
  const old = last();
  old.say({ type: "hello" });
  connection.lose();
  old.say(event(4));
  assert.deepEqual(seen, []);
});

test("asks for a new page where too much was missed, and goes on from there", () => {
  const { connection, seen } = start();
  connection.follow(7, 3);
  last().say({ type: "hello" });
  last().say({ type: "full_refresh_required", room: 7, seq: 90 });
  last().say(event(91));
  assert.deepEqual(seen, ["refresh 90", "event 91"]);
});

test("forgets a room that it has to leave", () => {
  const { connection, seen } = start();
  connection.follow(7, 3);
  last().say({ type: "hello" });
  last().say({ type: "left", room: 7 });
  last().say(event(4));
  assert.deepEqual(seen, ["left 7"]);
  assert.equal(connection.seen(7), null);
});

test("asks again to hear of the list of all, and passes on what changed", () => {
  const { connection } = start();
  const told = [];
  for (const type of ["rooms", "directory"]) connection.addEventListener(type, () => told.push(type));
  connection.browse();
  const asked = { type: "directory", on: true };
  last().say({ type: "hello" });
  assert.deepEqual(last().sent, [asked]);
  last().onclose({ code: 1012 });
  mock.timers.tick(20_000);
  last().say({ type: "hello" });
  assert.deepEqual([sockets.length, last().sent], [2, [asked]]);
  for (const type of ["directory", "rooms"]) last().say({ type });
  assert.deepEqual(told, ["directory", "rooms"]);
});

test("says which history of the database its numbers are of, once more after that is another", () => {
  const { connection } = start();
  connection.follow(7, 3);
  last().say({ type: "hello", epoch: "a" });
  assert.deepEqual(last().sent, [{ type: "resume", room: 7, after: 3, epoch: "a" }]);
  connection.lose();
  mock.timers.tick(20_000);
  last().say({ type: "hello", epoch: "b" });
  assert.deepEqual(last().sent, [{ type: "resume", room: 7, after: 3, epoch: "a" }]);
  last().say({ type: "full_refresh_required", room: 7, seq: 2 });
  connection.follow(7, connection.seen(7));
  assert.deepEqual(last().sent[1], { type: "resume", room: 7, after: 2, epoch: "b" });
});
