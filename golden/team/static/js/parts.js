// Puts what the server has now into the page: each `[data-part]`, unless somebody is busy in it.
import { fragment } from "./api.js";
import { localise } from "./times.js";

const marks = ["href", "data-api", "action", "aria-label"];

document.addEventListener("input", ({ target }) => target.closest("[data-part]")?.setAttribute("data-touched", ""));

// Resolves to the names of the parts that are others now.
export async function refresh(path) {
  const page = await fragment(path);
  const title = page.querySelector("title");
  if (title) document.title = title.textContent;
  const swapped = [];
  for (const fresh of page.querySelectorAll("[data-part]")) {
    const old = document.querySelector(`[data-part="${fresh.dataset.part}"]`);
    if (!old || busy(old) || same(old, fresh)) continue;
    swap(old, fresh);
    swapped.push(fresh.dataset.part);
  }
  return swapped;
}

// A part with a state of its own stays as long as the state does: what is written in it is a person's.
function same(old, fresh) {
  return "state" in fresh.dataset && old.dataset.state === fresh.dataset.state;
}

// Whether a form in it is on its way, or has something that is not stored yet.
function busy(part) {
  if ("state" in part.dataset) return false;
  const writing = part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
  return writing || part.hasAttribute("data-touched") || part.querySelector('[aria-busy="true"]') !== null;
}

function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  localise(fresh);
  old.replaceWith(fresh);
  if (focused) [fresh, ...fresh.querySelectorAll("a, button, input, textarea")].find((element) => stands(element, focused))?.focus();
}

// Whether an element is what another one was, in the page of before.
function stands(element, before) {
  if (before.id) return element.id === before.id;
  return element.localName === before.localName && marks.every((mark) => element.getAttribute(mark) === before.getAttribute(mark));
}
