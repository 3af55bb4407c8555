// The panel with the people; wide screens keep it as it was left.

export function people(room) {
  const panel = room.main.querySelector("[data-members]");
  const toggle = room.main.querySelector("[data-members-toggle]");
  const wide = matchMedia("(min-width: 70rem)");

  const show = (open) => {
    panel.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
  };
  const close = () => {
    show(false);
    toggle.focus();
  };
  show(wide.matches && localStorage.getItem("people") !== "closed");
  toggle.addEventListener("click", () => {
    show(panel.hidden);
    if (wide.matches) localStorage.setItem("people", panel.hidden ? "closed" : "open");
    else if (!panel.hidden) panel.querySelector("[data-members-close]").focus();
  });
  panel.querySelector("[data-members-close]").addEventListener("click", () => {
    if (wide.matches) localStorage.setItem("people", "closed");
    close();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
}

// The names of people by their ids.
export function names(room) {
  const rows = room.main.querySelectorAll("[data-people] [data-user]");
  return new Map([...rows].map((row) => [Number(row.dataset.user), row.querySelector(".person-name").textContent]));
}
