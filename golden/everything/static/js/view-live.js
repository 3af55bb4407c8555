// Keeps a list as it is on the server: when a row changes, the list is loaded again in its place.
import { fragment } from "./api.js";
import { connect } from "./socket.js";
import { localise } from "./times.js";

const list = document.querySelector("[data-live]");
let loading = false;
let stale = false;

// One request at a time; what changes meanwhile makes one more.
async function load() {
  stale = true;
  if (loading) return;
  loading = true;
  try {
    while (stale) {
      stale = false;
      show((await fragment(location.href)).querySelector("[data-live]"));
    }
  } catch {
    // The next change, or the next connection, tries again.
  } finally {
    loading = false;
  }
}

function show(fresh) {
  if (!fresh) return;
  const focused = list.contains(document.activeElement) && document.activeElement.getAttribute("href");
  list.replaceChildren(...fresh.childNodes);
  localise(list);
  if (focused) list.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
}

if (document.body.dataset.userId) {
  const connection = connect();
  connection.watch(list.dataset.live);
  connection.addEventListener("view", ({ detail }) => detail.view === list.dataset.live && load());
  // What changed before the server knew of this page.
  connection.addEventListener("state", ({ detail }) => detail === "open" && load());
  if (connection.state === "open") load();
}
