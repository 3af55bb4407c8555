// Replies that are being written: pieces are put where they belong, and a reply can be stopped or tried again.
import { call } from "./api.js";
import { toast } from "./notice.js";

const RUNNING = '[data-run-status="queued"], [data-run-status="streaming"]';

export function replies(room) {
  const texts = new Map(); // message → what has arrived of its text, or a promise of it

  room.log.addEventListener("shown", ({ detail: article }) => {
    const running = article.querySelector(RUNNING) !== null;
    // A screen reader is told of a reply once it is whole, not piece by piece.
    article.setAttribute("aria-busy", String(running));
    if (!running) texts.delete(article.dataset.messageId);
    else if (typeof texts.get(article.dataset.messageId) === "string") write(article, texts.get(article.dataset.messageId));
  });
  room.connection.addEventListener("delta", ({ detail }) => {
    if (detail.room === room.id) take(String(detail.message_id), detail);
  });
  room.connection.addEventListener("resumed", ({ detail }) => {
    if (detail.room !== room.id) return;
    for (const run of room.log.element.querySelectorAll(RUNNING)) fetchText(run.closest(".message").dataset.messageId);
  });
  room.main.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-stop], [data-retry]");
    if (button) tell(button, button.closest("[data-run-id]").dataset.runId);
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
      texts.set(id, message.body);
      write(article, message.body);
    } catch {
      texts.delete(id);
    }
  }
}

// Plain text until the reply is done; then the server's rendering takes its place.
function write(article, text) {
  const body = article.querySelector("[data-body]");
  body.classList.add("plain");
  body.textContent = text;
}

async function tell(button, run) {
  button.disabled = true;
  try {
    await call("POST", `/api/runs/${run}/${button.matches("[data-retry]") ? "retry" : "stop"}`);
  } catch (problem) {
    toast(problem.message);
  } finally {
    button.disabled = false;
  }
}
