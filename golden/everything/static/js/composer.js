// Writing: Enter sends, Shift+Enter starts a line, the up arrow edits one's last message, Escape stops editing
// or replying.
import { call } from "./api.js";
import { drafts } from "./drafts.js";
import { fits, tell } from "./length.js";
import { toast } from "./notice.js";
import { replying } from "./replying.js";
import { sending } from "./sending.js";

// Tells "written" on the form while somebody types, and "sent" once it is off. The signal ends it all.
export function composer(room, signal) {
  const form = room.main.querySelector("[data-composer]");
  if (!form) return;
  const text = form.querySelector("[data-text]");
  const mode = form.querySelector("[data-editing]");
  const touch = matchMedia("(pointer: coarse)").matches;
  const kept = drafts();
  const reply = replying(room, form);
  const send = sending(room, signal, (message) => giveBack(message));
  let editing = null;

  form.querySelector("[data-send]").disabled = false;
  // Somebody may have typed before this ran.
  write(text.value || kept.text(room.id));
  kept.write(room.id, text.value);
  if (!touch && !room.main.dataset.target) text.focus({ preventScroll: true });
  takeUpEdit();

  text.addEventListener("input", () => {
    grow(text);
    if (editing) kept.writeEdit(room.id, { id: editing.dataset.messageId, text: text.value });
    else kept.write(room.id, text.value);
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
    } else if (event.key === "Escape" && reply.current()) {
      reply.stop();
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
    if (!fits(text)) return toast(`That is too long: use at most ${Number(text.dataset.limit).toLocaleString()} characters.`);
    if (editing) return saveEdit(body);
    // Kept as unsent before it is no longer a draft, so that it is always somewhere.
    send(body, reply.current());
    write("");
    kept.write(room.id, "");
    reply.stop();
    form.dispatchEvent(new Event("sent"));
  });
  form.querySelector("[data-stop-editing]").addEventListener("click", stopEditing);
  form.querySelector("[data-stop-replying]").addEventListener("click", () => {
    reply.stop();
    text.focus();
  });
  room.main.addEventListener("message-edit", ({ detail }) => edit(detail), { signal });
  room.main.addEventListener("message-reply", ({ detail }) => answer(detail), { signal });
  // Another tab writes the same draft; and a page that comes back as it was may have an older one.
  const follow = () => {
    reply.show(Boolean(editing));
    if (!editing && text.value !== kept.text(room.id)) write(kept.text(room.id));
  };
  kept.addEventListener("elsewhere", ({ detail }) => detail === room.id && follow(), { signal });
  addEventListener("pageshow", follow, { signal });

  function write(value) {
    text.value = value;
    grow(text);
    tell(text);
  }

  // What was certainly not stored is a draft again, before whatever has been written since.
  function giveBack({ body, reply_to }) {
    if (reply_to && !reply.current()) reply.take(reply_to);
    kept.write(room.id, [body, kept.text(room.id)].filter(Boolean).join("\n\n"));
    if (!editing) write(kept.text(room.id));
  }

  function answer(article) {
    stopEditing();
    reply.start(article);
    text.focus();
  }

  async function edit(article, changed) {
    stopEditing();
    try {
      const body = changed ?? (await call("GET", `/api/messages/${article.dataset.messageId}`)).body;
      editing = article;
      article.classList.add("message-editing");
      mode.hidden = false;
      reply.show(true);
      write(body);
      text.focus();
    } catch (problem) {
      toast(problem.message);
    }
  }

  function takeUpEdit() {
    const unsaved = kept.edit(room.id);
    const article = unsaved && room.log.find(unsaved.id);
    if (article && !article.hasAttribute("data-deleted")) edit(article, unsaved.text);
  }

  function stopEditing() {
    if (!editing) return;
    room.log.find(editing.dataset.messageId)?.classList.remove("message-editing");
    editing = null;
    mode.hidden = true;
    reply.show();
    kept.writeEdit(room.id, null);
    write(kept.text(room.id));
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

// For browsers without `field-sizing`.
function grow(text) {
  if (CSS.supports("field-sizing", "content")) return;
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}
