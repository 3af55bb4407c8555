// Sending: a message is shown at once, and kept in the browser until the server has stored it. However often it is tried
// again, also after the page was left, its `client_id` has it stored once.
import { call } from "./api.js";
import { drafts } from "./drafts.js";
import { quoted } from "./replying.js";

// A message that was left behind longer ago than this waits for a person to say so.
const FRESH = 60 * 60_000;

// Gives what sends a text, and what it answers. `refused` gets back a message that certainly was not stored.
export function sending(room, signal, refused) {
  const kept = drafts();
  for (const message of kept.unsent(room.id)) left(message);
  room.connection.addEventListener("state", ({ detail }) => detail === "open" && again(), { signal });
  // Another tab has had it stored, or has discarded it.
  kept.addEventListener("changed", ({ detail }) => detail === room.id && settle(), { signal });

  return (body, reply_to) => {
    const message = { body, reply_to, client_id: clientId(), at: Date.now() };
    kept.keep(room.id, message);
    attempt(show(message), message);
  };

  function show(message) {
    const article = pending(room, message);
    room.log.pend(article);
    return article;
  }

  // Sent by a page that did not live to see the answer.
  function left(message) {
    const article = show(message);
    fail(article, message, "", Date.now() - message.at < FRESH);
  }

  function again() {
    room.main.querySelectorAll("[data-waiting] [data-again]").forEach((button) => button.click());
  }

  async function attempt(article, message) {
    article.removeAttribute("data-failed");
    article.removeAttribute("data-waiting");
    article.querySelector(".message-failed")?.remove();
    const { body, reply_to, client_id } = message;
    try {
      const sent = await call("POST", `${room.api}/messages`, { body, client_id, reply_to_id: reply_to?.id });
      kept.drop(room.id, client_id);
      stored(article, sent);
    } catch (problem) {
      if (problem.status !== 401) {
        return fail(article, message, problem.errors?.body?.join(" ") ?? problem.message, problem.passing);
      }
      refused(message);
      kept.drop(room.id, client_id);
    }
  }

  // The event that everybody gets replaces it, whichever comes first; unless it was there all along.
  function stored(article, sent) {
    if (room.log.find(sent.id)) return article.isConnected && room.log.drop(article);
    article.dataset.messageId = sent.id;
    article.id = `message-${sent.id}`;
    article.removeAttribute("data-pending");
    const shown = article.querySelector("[data-body]");
    shown.innerHTML = sent.html;
    shown.classList.remove("plain");
  }

  function fail(article, message, reason, waiting) {
    article.setAttribute("data-failed", "");
    article.toggleAttribute("data-waiting", waiting);
    const line = document.createElement("p");
    line.className = "message-failed";
    line.setAttribute("role", "alert");
    line.append(`Not sent. ${reason} `, button("Try again", "again"), button("Discard", "discard"));
    line.querySelector("[data-again]").addEventListener("click", () => attempt(article, message));
    line.querySelector("[data-discard]").addEventListener("click", () => kept.drop(room.id, message.client_id));
    article.querySelector(".message-main").append(line);
  }

  // Takes away what is kept no longer and was not stored from here.
  function settle() {
    const waiting = new Set(kept.unsent(room.id).map((message) => message.client_id));
    for (const article of room.main.querySelectorAll("[data-pending][data-failed]")) {
      if (!waiting.has(article.dataset.clientId)) room.log.drop(article);
    }
  }
}

function pending(room, { body, reply_to, client_id, at }) {
  const article = room.main.querySelector("[data-blank]").content.firstElementChild.cloneNode(true);
  const time = new Date(at).toISOString();
  article.id = "";
  article.dataset.pending = "";
  article.dataset.clientId = client_id;
  article.dataset.at = time;
  article.querySelectorAll("time").forEach((element) => (element.dateTime = time));
  const shown = article.querySelector("[data-body]");
  shown.textContent = body;
  shown.classList.add("plain");
  if (reply_to) shown.before(quoted(room, reply_to));
  return article;
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
