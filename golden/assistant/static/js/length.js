// How much more fits into a field: said near the limit and beyond it. Nothing that is typed or pasted is ever cut.

const NEAR = 0.9;

// Characters as the server counts them: composed, and not JavaScript's units.
export const length = (text) => [...text.trim().normalize("NFC")].length;

export const fits = (input) => length(input.value) <= Number(input.dataset.limit);

export function lengths(root) {
  root.addEventListener("input", ({ target }) => target.matches("[data-limit]") && tell(target));
}

export function tell(input) {
  const limit = Number(input.dataset.limit);
  const left = limit - length(input.value);
  const place = document.getElementById(`${input.id}-length`);
  place.hidden = left > limit * (1 - NEAR);
  place.toggleAttribute("data-over", left < 0);
  const characters = Math.abs(left) === 1 ? "character" : "characters";
  place.textContent = `${Math.abs(left).toLocaleString()} ${characters} ${left < 0 ? "too many" : "left"}`;
  if (left < 0) input.setAttribute("aria-invalid", "true");
  else if (place.hasAttribute("data-was-over")) input.removeAttribute("aria-invalid");
  place.toggleAttribute("data-was-over", left < 0);
}
