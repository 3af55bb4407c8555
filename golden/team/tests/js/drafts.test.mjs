// What the browser keeps of what people write, without a browser: node --test tests/js
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

// The way that works in each version of Node, which would take the file for CommonJS by its name.
const load = (name) => {
  const source = readFileSync(new URL(`../../static/js/${name}.js`, import.meta.url), "utf8");
  return import(`data:text/javascript,${encodeURIComponent(source)}`);
};
const { Drafts } = await load("drafts");
const { length } = await load("length");

// As a browser's: what is stored are its own properties.
class FakeStorage {
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }
  setItem(key, value) {
    this[key] = String(value);
  }
  removeItem(key) {
    delete this[key];
  }
}

class FullStorage extends FakeStorage {
  setItem() {
    throw new Error("QuotaExceededError");
  }
}

const message = (client_id, at, body = client_id) => ({ client_id, at, body });

for (const [name, storage] of Object.entries({ storage: new FakeStorage(), full: new FullStorage(), blocked: null })) {
  test(`keeps what is written, marks it, and lets it go: ${name}`, () => {
    const drafts = new Drafts(1, storage);
    assert.equal(drafts.text(7), "");
    assert.equal(drafts.has(7), false);
    drafts.write(7, "half a ");
    assert.equal(drafts.text(7), "half a ");
    assert.deepEqual([drafts.has(7), drafts.has(70)], [true, false]);
    drafts.write(7, "  ");
    assert.equal(drafts.has(7), false);
    drafts.writeEdit(7, { id: 3, text: "changed" });
    assert.deepEqual(drafts.edit(7), { id: 3, text: "changed" });
    drafts.writeEdit(7, null);
    assert.equal(drafts.has(7), false);
    drafts.keep(7, message("b", 2));
    drafts.keep(7, message("a", 1));
    drafts.keep(70, message("c", 1));
    assert.deepEqual(drafts.unsent(7).map((kept) => kept.client_id), ["a", "b"]);
    drafts.drop(7, "a");
    drafts.drop(7, "b");
    assert.deepEqual([drafts.has(7), drafts.has(70)], [false, true]);
  });
}

test("people do not see each other's, and leave nothing behind", () => {
  const storage = new FakeStorage();
  const [ada, grace] = [new Drafts(1, storage), new Drafts(11, storage)];
  storage.setItem("theme", "dark");
  ada.write(7, "hers");
  ada.writeEdit(8, { id: 1, text: "hers" });
  ada.keep(9, message("x", 1));
  grace.write(7, "another's");
  assert.equal(grace.has(8) || grace.has(9), false);
  ada.forget();
  assert.deepEqual({ ...storage }, { theme: "dark", "draft:11:7": "another's" });
});

test("what another tab does is told, what others write is not", () => {
  const drafts = new Drafts(1, new FakeStorage());
  const told = [];
  for (const type of ["elsewhere", "changed"]) drafts.addEventListener(type, ({ detail }) => told.push(`${type} ${detail}`));
  for (const key of ["draft:1:7", "draft:11:7", "theme", null, "unsent:1:9:abc"]) drafts.heard({ key });
  assert.deepEqual(told, ["elsewhere 7", "changed 7", "elsewhere 9", "changed 9"]);
});

test("what cannot be read is no draft", () => {
  const storage = new FakeStorage();
  storage.setItem("unsent:1:7:a", "{");
  storage.setItem("edit:1:7", "no JSON");
  const drafts = new Drafts(1, storage);
  assert.deepEqual(drafts.unsent(7), []);
  assert.equal(drafts.edit(7), null);
});

test("counts characters as the server does", () => {
  for (const [text, count] of [["", 0], ["  a b \n", 3], ["äöü", 3], ["🦔🦔", 2], ["e\u0301", 1], ["👩‍👩‍👧", 5]]) {
    assert.equal(length(text), count, JSON.stringify(text));
  }
});
