// What people do with a row beside changing its fields: forms that open in a dialog, a notice of what was done, and news
// of what others do. Without a script a form has a page of its own, and the page that it leads back to says what was done.
import { call, fragment } from "./api.js";
import { clear, show } from "./forms.js";
import { toast } from "./notice.js";
import { connect } from "./socket.js";
import { localise } from "./times.js";

const place = document.querySelector("[data-events]");
const titles = JSON.parse(place.dataset.titles);
// What was done here and is yet to come back as news, which takes no longer than this.
const own = [];
const NEWS = 5_000;

document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit);
if (document.body.dataset.userId) listen();

function onClick(event) {
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const link = event.target.closest("a[data-event], [data-event-close]");
  if (!link || !plain) return;
  const dialog = link.closest("dialog");
  event.preventDefault();
  if (dialog) return dialog.close();
  open(link);
}

// The form of another page, in a dialog on this one.
async function open(link) {
  const form = await loaded(link.href);
  if (!form) return location.assign(link.href);
  const title = Object.assign(document.createElement("h2"), { id: "event-title", textContent: link.textContent.trim() });
  const dialog = Object.assign(document.createElement("dialog"), { className: "dialog" });
  dialog.setAttribute("aria-labelledby", title.id);
  // What is sent from here needs no other page to wait for.
  form.removeAttribute("data-form");
  dialog.append(title, form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  form.querySelector("input, select, textarea")?.focus();
}

async function loaded(path) {
  try {
    return (await fragment(path)).querySelector("[data-event-form]");
  } catch {
    return null;
  }
}

async function onSubmit(event) {
  const form = event.target;
  if (!form.matches("[data-event-form]")) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  const news = name(form.dataset.eventForm, form.dataset.row);
  own.push(news);
  try {
    clear(form);
    const { notice } = await call("POST", new URL(form.action).pathname, new URLSearchParams(new FormData(form)));
    form.closest("dialog")?.close();
    toast(notice);
    setTimeout(() => forget(news), NEWS);
  } catch (problem) {
    forget(news);
    if (form.querySelector("[data-problem]")) show(form, problem);
    else toast(problem.message);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function listen() {
  const connection = connect();
  connection.watch(place.dataset.events);
  connection.addEventListener("view", ({ detail: { view, action, id } }) => {
    const row = rowOf(id);
    if (view !== place.dataset.events || (place.dataset.row && place.dataset.row !== row)) return;
    if (titles[action] && !forget(name(action, row))) toast(`${titles[action]}: just done`);
    if (place.dataset.row) refresh();
  });
}

// A composite key in the order of its fields' names.
function rowOf(id) {
  if (typeof id !== "object") return String(id);
  const fields = Object.keys(id).sort();
  return fields.map((field) => id[field]).join("/");
}

const name = (event, row) => `${event} ${row}`;

// Whether it was there to be forgotten.
function forget(news) {
  const at = own.indexOf(news);
  if (at >= 0) own.splice(at, 1);
  return at >= 0;
}

// The row's page as it is now; of a row that is gone it stays as it was.
async function refresh() {
  try {
    const fresh = (await fragment(location.pathname)).querySelector("[data-events] dl");
    if (!fresh) return;
    place.querySelector("dl").replaceWith(fresh);
    localise(place);
  } catch {
    // The next change tries again.
  }
}
