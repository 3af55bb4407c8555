// Replies that are being written: pieces are put where they belong, and a reply can be stopped, tried again or go on.
import { call } from "./api.js";
import { toast } from "./notice.js";

const RUNNING = '[data-run-status="queued"], [data-run-status="streaming"]';

// What a button tells the server; its mark has the same name.
const DEEDS = ["stop", "retry", "continue"];

export function replies(room) {
  const opened = new Set(); // The messages whose thoughts somebody looks at.
  grows(room, "delta", (message) => message.body, writeBody);
  grows(room, "thought", (message) => message.run?.thoughts ?? "", writeThoughts);

  room.log.addEventListener("shown", ({ detail: article }) => {
    // A screen reader is told of a reply once it is whole, not piece by piece.
    article.setAttribute("aria-busy", String(article.querySelector(RUNNING) !== null));
    const thinking = article.querySelector("[data-thinking]");
    if (thinking && opened.has(article.dataset.messageId)) thinking.open = true;
  });
  // This event does not bubble, and an article that is replaced tells nothing.
  room.log.element.addEventListener(
    "toggle",
    ({ target }) => {
      if (!target.matches("[data-thinking]")) return;
      opened[target.open ? "add" : "delete"](target.closest(".message").dataset.messageId);
    },
    true,
  );
  room.main.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-stop], [data-retry], [data-continue]");
    if (button) tell(button, button.closest("[data-run-id]").dataset.runId);
  });
}

// A text that grows by the pieces that this event brings. `read` finds it in a message, `write` puts it on the page.
function grows(room, event, read, write) {
  const texts = new Map(); // message → what has arrived of its text, or a promise of it

  room.log.addEventListener("shown", ({ detail: article }) => {
    const known = texts.get(article.dataset.messageId);
    if (article.querySelector(RUNNING) === null) texts.delete(article.dataset.messageId);
    else if (typeof known === "string") write(article, known);
  });
  room.connection.addEventListener(event, ({ detail }) => {
    if (detail.room === room.id) take(String(detail.message_id), detail);
  });
  room.connection.addEventListener("resumed", ({ detail }) => {
    if (detail.room !== room.id) return;
    for (const run of room.log.element.querySelectorAll(RUNNING)) fetchText(run.closest(".message").dataset.messageId);
  });

  function take(id, { offset, text }) {
    const article = room.log.find(id);
    // The end may overtake the last pieces.
    if (!article?.querySelector(RUNNING)) return;
    const known = texts.get(id) ?? (offset === 0 ? "" : undefined);
    if (typeof known === "string" && offset <= known.length) {
      const whole = known.slice(0, offset) + text;
      if (whole.length < known.length) return;
      texts.set(id, whole);
      write(article, whole);
    } else if (!(known instanceof Promise)) {
      fetchText(id);
    }
  }

  // Something is missing: the server has all of it.
  async function fetchText(id) {
    const asked = call("GET", `/api/messages/${id}`);
    texts.set(id, asked);
    try {
      const message = await asked;
      const article = room.log.find(id);
      if (texts.get(id) !== asked || !article?.querySelector(RUNNING)) return;
      texts.set(id, read(message));
      write(article, read(message));
    } catch {
      texts.delete(id);
    }
  }
}

// Plain text until the reply is done; then the server's rendering takes its place.
function writeBody(article, text) {
  const body = article.querySelector("[data-body]");
  body.classList.add("plain");
  body.textContent = text;
}

function writeThoughts(article, text) {
  const thinking = article.querySelector("[data-thinking]");
  thinking.hidden = text.trim() === "";
  thinking.querySelector("[data-thoughts]").textContent = text;
}

async function tell(button, run) {
  button.disabled = true;
  const deed = DEEDS.find((name) => name in button.dataset);
  try {
    await call("POST", `/api/runs/${run}/${deed}`);
  } catch (problem) {
    toast(problem.message);
  } finally {
    button.disabled = false;
  }
}
