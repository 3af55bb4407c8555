// What the page says by itself: short notes, and questions before something cannot be undone.

const LASTS = 5_000;

const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const FOREIGN = /[\u0590-\u{10ffff}]/u;

// A name inside of a sentence, where no element can stand: its direction stays its own, and the sentence's stays as it is.
export const isolated = (name) => (FOREIGN.test(name) ? `\u2068${name.replace(TURNING, "")}\u2069` : name);

export function toast(text) {
  const note = document.createElement("p");
  note.className = "toast";
  note.dir = "auto";
  note.textContent = text;
  document.querySelector("[data-toasts]").append(note);
  setTimeout(() => note.remove(), LASTS);
}

// Resolves to whether the answer was yes.
export function ask(question, { quote = "", yes = "Yes" } = {}) {
  const dialog = document.querySelector("[data-confirm]");
  dialog.querySelector("[data-confirm-question]").textContent = question;
  dialog.querySelector("[data-confirm-yes]").textContent = yes;
  const text = dialog.querySelector("[data-confirm-quote]");
  text.textContent = quote;
  text.hidden = !quote;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
