// Which message the next one answers: named above the text, and kept with the draft.
import { drafts } from "./drafts.js";
import { excerpt } from "./quote.js";

export function replying(room, form) {
  const kept = drafts();
  const mode = form.querySelector("[data-replying]");
  const name = form.querySelector("[data-replying-to]");

  // `{ id, author, excerpt }`, or null.
  const current = () => kept.reply(room.id);

  // Hidden while something else is written, as a change of a message.
  function show(aside = false) {
    const to = current();
    mode.hidden = aside || !to;
    name.textContent = to?.author ?? "";
  }

  function take(to) {
    kept.writeReply(room.id, to);
    show();
  }

  const start = (article) =>
    take({
      id: Number(article.dataset.messageId),
      author: article.querySelector(".message-author").textContent,
      excerpt: excerpt(article),
    });

  show();
  return { current, show, take, start, stop: () => take(null) };
}

// The line above a reply that says what it answers.
export function quoted(room, { id, author, excerpt }) {
  const line = room.main.querySelector("[data-blank-quote]").content.firstElementChild.cloneNode(true);
  line.href = `${room.path}/messages/${id}`;
  line.dataset.quotes = id;
  line.querySelector("[data-quote-author]").textContent = author;
  line.querySelector("[data-quote-text]").textContent = excerpt;
  return line;
}
