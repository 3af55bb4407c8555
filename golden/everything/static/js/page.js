// What every page does: times, forms, the menu, the theme, the keyboard, and news in the sidebar.
import { forms } from "./forms.js";
import { sidebar } from "./sidebar.js";
import { localise } from "./times.js";

localise(document);
forms(document);
if (document.body.dataset.userId) {
  sidebar();
  menu();
  theme();
}

function menu() {
  const root = document.documentElement;
  const opener = document.querySelector("[data-menu]");
  const show = (open) => {
    root.toggleAttribute("data-menu-open", open);
    opener?.setAttribute("aria-expanded", String(open));
    if (open) document.querySelector(".sidebar .brand").focus();
  };
  opener?.addEventListener("click", () => show(!root.hasAttribute("data-menu-open")));
  for (const closer of document.querySelectorAll("[data-menu-close]")) {
    closer.addEventListener("click", () => {
      show(false);
      opener?.focus();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root.hasAttribute("data-menu-open")) {
      show(false);
      opener?.focus();
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (opener && getComputedStyle(opener).display !== "none") show(true);
      document.querySelector("[data-search]").select();
    }
  });
}

function theme() {
  const choice = document.querySelector("[data-theme-choice]");
  const chosen = localStorage.getItem("theme") ?? "";
  choice.querySelector(`input[value="${chosen}"]`).checked = true;
  choice.addEventListener("change", ({ target }) => {
    if (target.value) {
      localStorage.setItem("theme", target.value);
      document.documentElement.dataset.theme = target.value;
    } else {
      localStorage.removeItem("theme");
      delete document.documentElement.dataset.theme;
    }
  });
}
