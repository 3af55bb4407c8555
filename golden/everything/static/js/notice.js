// What the page says by itself: short notes, and questions before something cannot be undone.

const LASTS = 5_000;

export function toast(text) {
  const note = document.createElement("p");
  note.className = "toast";
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
