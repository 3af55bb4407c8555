// The panel with the people; wide screens keep it as it was left.
import { layer } from "./layer.js";

export function people(room) {
  const panel = room.main.querySelector("[data-members]");
  const toggle = room.main.querySelector("[data-members-toggle]");
  const wide = matchMedia("(min-width: 70rem)");
  const covers = matchMedia("(max-width: 46rem)");

  const show = (open) => {
    panel.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
  };
  const cover = layer(() => {
    show(false);
    toggle.focus();
  });
  show(wide.matches && localStorage.getItem("people") !== "closed");
  toggle.addEventListener("click", () => {
    if (covers.matches && !panel.hidden) return cover.shut();
    show(panel.hidden);
    if (wide.matches) localStorage.setItem("people", panel.hidden ? "closed" : "open");
    else if (!panel.hidden) panel.querySelector("[data-members-close]").focus();
    if (covers.matches) cover.open();
  });
  panel.querySelector("[data-members-close]").addEventListener("click", () => {
    if (wide.matches) localStorage.setItem("people", "closed");
    cover.shut();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") cover.shut();
  });
}

// The names of people by their ids.
export function names(room) {
  const rows = room.main.querySelectorAll("[data-people] [data-user]");
  return new Map([...rows].map((row) => [Number(row.dataset.user), row.querySelector(".person-name").textContent]));
}
