// Reactions: one's own are pressed, a press takes one back, and the picker adds any.
import { call } from "./api.js";
import { isolated, toast } from "./notice.js";
import { names } from "./people.js";

export function reactions(room) {
  const picker = room.main.querySelector("[data-picker]");
  let known = names(room);
  room.main.addEventListener("refreshed", () => (known = names(room)));
  let target = null;

  room.log.addEventListener("shown", ({ detail: article }) => {
    for (const chip of article.querySelectorAll(".reaction")) {
      const users = chip.dataset.users.split(" ").map(Number);
      const mine = users.includes(room.me);
      const who = users.map((user) => (user === room.me ? "you" : isolated(known.get(user) ?? "somebody"))).join(", ");
      chip.setAttribute("aria-pressed", String(mine));
      chip.setAttribute("aria-label", `${chip.dataset.emoji} ${users.length}: ${who}`);
      chip.title = who;
    }
  });
  room.main.addEventListener("click", ({ target: clicked }) => {
    const chip = clicked.closest(".reaction");
    if (chip) toggle(chip.closest(".message"), chip.dataset.emoji);
    const opener = clicked.closest('[data-action="react"]');
    if (opener) open(opener);
  });
  picker.addEventListener("click", ({ target: clicked }) => {
    const emoji = clicked.closest("[data-emoji]")?.dataset.emoji;
    if (!emoji) return;
    picker.hidePopover();
    toggle(room.log.find(target), emoji);
  });
  picker.addEventListener("toggle", ({ newState }) => {
    if (newState === "open") picker.querySelector("button").focus();
    else room.log.find(target)?.focus({ preventScroll: true });
  });

  function open(opener) {
    target = opener.closest(".message").dataset.messageId;
    picker.showPopover();
    const at = opener.getBoundingClientRect();
    const size = picker.getBoundingClientRect();
    const top = at.bottom + 4 + size.height > innerHeight ? at.top - size.height - 4 : at.bottom + 4;
    picker.style.top = `${top}px`;
    picker.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
  }
}

async function toggle(article, emoji) {
  const chip = article.querySelector(`.reaction[data-emoji="${CSS.escape(emoji)}"]`);
  const method = chip?.getAttribute("aria-pressed") === "true" ? "DELETE" : "PUT";
  try {
    await call(method, `/api/messages/${article.dataset.messageId}/reactions/${encodeURIComponent(emoji)}`);
  } catch (problem) {
    toast(problem.message);
  }
}
