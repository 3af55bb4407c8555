// What every page does: times, forms, the menu, the theme, the keyboard, and news in the sidebar.
import { forms } from "./forms.js";
import { layer } from "./layer.js";
import { lengths } from "./length.js";
import { lists } from "./lists.js";
import { signingOut } from "./session.js";
import { sidebar } from "./sidebar.js";
import { localise } from "./times.js";

localise(document);
forms(document);
document.addEventListener("click", ownLinks, true);
lengths(document);
if (document.body.dataset.userId) {
  sidebar();
  lists();
  signingOut();
  menu();
  theme();
}

// A link that somebody wrote opens beside the page, unless it leads to another page of ours.
function ownLinks({ target }) {
  const link = target.closest('a[target="_blank"]');
  if (link?.origin === location.origin) link.removeAttribute("target");
}

function menu() {
  const root = document.documentElement;
  const opener = document.querySelector("[data-menu]");
  const show = (open) => {
    root.toggleAttribute("data-menu-open", open);
    opener?.setAttribute("aria-expanded", String(open));
  };
  const drawer = layer(() => {
    show(false);
    opener?.focus();
  });
  const open = () => {
    show(true);
    drawer.open();
    document.querySelector(".sidebar .brand").focus();
  };
  opener?.addEventListener("click", () => (root.hasAttribute("data-menu-open") ? drawer.shut() : open()));
  for (const closer of document.querySelectorAll("[data-menu-close]")) closer.addEventListener("click", () => drawer.shut());
  document.querySelector(".sidebar").addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || !plain || !root.hasAttribute("data-menu-open")) return;
    // In the place of the menu, so that Back leads to this page.
    event.preventDefault();
    location.replace(link.href);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root.hasAttribute("data-menu-open")) drawer.shut();
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (opener && getComputedStyle(opener).display !== "none") open();
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
