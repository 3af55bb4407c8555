// Writing: Enter sends, Shift+Enter starts a line, the up arrow edits one's last message, Escape stops editing.
import { call } from "./api.js";
import { toast } from "./notice.js";

// Tells "written" on the form while somebody types, and "sent" once it is off.
export function composer(room) {
  const form = room.main.querySelector("[data-composer]");
  if (!form) return;
  const text = form.querySelector("[data-text]");
  const mode = form.querySelector("[data-editing]");
  const touch = matchMedia("(pointer: coarse)").matches;
  const draft = `draft:${room.path}`;
  let editing = null;

  form.querySelector("[data-send]").disabled = false;
  text.value ||= sessionStorage.getItem(draft) ?? "";
  grow(text);
  if (!touch && !room.main.dataset.target) text.focus({ preventScroll: true });

  text.addEventListener("input", () => {
    grow(text);
    if (!editing) sessionStorage.setItem(draft, text.value);
    form.dispatchEvent(new Event("written"));
  });
  text.addEventListener("keydown", (event) => {
    // While an input method composes, Enter chooses a word.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey && !touch) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape" && editing) {
      stopEditing();
    } else if (event.key === "ArrowUp" && text.value === "") {
      const own = room.log.messages().filter((message) => message.matches("[data-mine]:not([data-deleted], [data-pending])"));
      if (own.length === 0) return;
      event.preventDefault();
      edit(own.at(-1));
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = text.value.trim();
    if (!body) return;
    if (editing) return saveEdit(body);
    write("");
    sessionStorage.removeItem(draft);
    form.dispatchEvent(new Event("sent"));
    send(room, body);
  });
  room.main.addEventListener("message-edit", ({ detail }) => edit(detail));
  room.connection.addEventListener("state", ({ detail }) => {
    if (detail === "open") room.main.querySelectorAll("[data-waiting] [data-again]").forEach((again) => again.click());
  });

  function write(value) {
    text.value = value;
    grow(text);
  }

  async function edit(article) {
    stopEditing();
    try {
      const message = await call("GET", `/api/messages/${article.dataset.messageId}`);
      editing = article;
      article.classList.add("message-editing");
      mode.hidden = false;
      write(message.body);
      text.focus();
    } catch (problem) {
      toast(problem.message);
    }
  }

  function stopEditing() {
    if (!editing) return;
    room.log.find(editing.dataset.messageId)?.classList.remove("message-editing");
    editing = null;
    mode.hidden = true;
    write(sessionStorage.getItem(draft) ?? "");
    text.focus();
  }

  async function saveEdit(body) {
    try {
      await call("PATCH", `/api/messages/${editing.dataset.messageId}`, { body });
      stopEditing();
    } catch (problem) {
      toast(problem.errors?.body?.join(" ") ?? problem.message);
    }
  }
}

// Shows the message at once. However often it is tried again, its `client_id` has it stored once.
function send(room, body) {
  const id = clientId();
  const article = room.main.querySelector("[data-blank]").content.firstElementChild.cloneNode(true);
  const now = new Date().toISOString();
  article.id = "";
  article.dataset.pending = "";
  article.dataset.clientId = id;
  article.dataset.at = now;
  article.querySelectorAll("time").forEach((time) => (time.dateTime = now));
  const shown = article.querySelector("[data-body]");
  shown.textContent = body;
  shown.classList.add("plain");
  room.log.pend(article);
  attempt(room, article, { body, client_id: id });
}

async function attempt(room, article, message) {
  article.removeAttribute("data-failed");
  article.removeAttribute("data-waiting");
  article.querySelector(".message-failed")?.remove();
  try {
    const sent = await call("POST", `${room.api}/messages`, message);
    // The event that everybody gets replaces it, whichever comes first.
    article.dataset.messageId = sent.id;
    article.id = `message-${sent.id}`;
    article.removeAttribute("data-pending");
  } catch (problem) {
    fail(room, article, message, problem);
  }
}

function fail(room, article, message, problem) {
  article.setAttribute("data-failed", "");
  article.toggleAttribute("data-waiting", problem.passing);
  const line = document.createElement("p");
  line.className = "message-failed";
  line.setAttribute("role", "alert");
  const reason = problem.errors?.body?.join(" ") ?? problem.message;
  line.append(`Not sent. ${reason} `, button("Try again", "again"), button("Discard", "discard"));
  line.querySelector("[data-again]").addEventListener("click", () => attempt(room, article, message));
  line.querySelector("[data-discard]").addEventListener("click", () => room.log.drop(article));
  article.querySelector(".message-main").append(line);
}

function button(label, name) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button button-small";
  element.dataset[name] = "";
  element.textContent = label;
  return element;
}

// Not randomUUID, which a page without TLS does not have.
function clientId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// For browsers without `field-sizing`.
function grow(text) {
  if (CSS.supports("field-sizing", "content")) return;
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}
