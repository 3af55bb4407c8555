// One bar of actions for all messages: it goes to the one that is pointed at, touched or focused.
import { call } from "./api.js";
import { ask, toast } from "./notice.js";
import { quote } from "./quote.js";

export function actions(room) {
  const bar = room.main.querySelector("[data-actions]");
  const { element } = room.log;

  const show = (article) => {
    const usable = article && !article.matches("[data-deleted], [data-pending]");
    bar.hidden = !usable;
    if (usable && bar.parentElement !== article) article.append(bar);
  };
  element.addEventListener("pointerover", ({ target, pointerType }) => {
    const busy = bar.contains(document.activeElement) || document.querySelector("[data-picker]:popover-open");
    if (pointerType === "mouse" && !busy) show(target.closest(".message"));
  });
  element.addEventListener("focusin", ({ target }) => show(target.closest(".message")));
  element.addEventListener("click", ({ target }) => {
    const article = target.closest(".message");
    if (!target.closest("a, button")) show(article);
  });
  element.addEventListener("pointerleave", () => {
    if (!element.contains(document.activeElement) && !document.querySelector("[data-picker]:popover-open")) show(null);
  });
  element.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !element.contains(relatedTarget) && !relatedTarget.closest("[data-picker]")) show(null);
  });

  const deeds = { reply, link: copyLink, edit, delete: remove };
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-action]");
    if (button) deeds[button.dataset.action]?.(room, button.closest(".message"));
  });
}

async function copyLink(room, article) {
  const link = `${location.origin}${room.path}/messages/${article.dataset.messageId}`;
  try {
    await navigator.clipboard.writeText(link);
    toast("Link copied");
  } catch {
    toast(link);
  }
}

function reply(room, article) {
  room.main.dispatchEvent(new CustomEvent("message-reply", { detail: article }));
}

function edit(room, article) {
  room.main.dispatchEvent(new CustomEvent("message-edit", { detail: article }));
}

async function remove(room, article) {
  const said = quote(article.querySelector("[data-body]"));
  const yes = await ask("Delete this for everybody?", { quote: said, yes: "Delete" });
  if (!yes) return room.log.focus(article);
  try {
    await call("DELETE", `/api/messages/${article.dataset.messageId}`);
  } catch (problem) {
    toast(problem.message);
  }
}
