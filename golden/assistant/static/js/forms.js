// Forms and buttons that speak to the JSON API: `data-api="PATCH /api/me"`, and `data-done` for what follows: `reload`,
// `remove` (the row), a path to go to, or a sentence to show. `data-body` is a button's JSON, `data-ask` a question first.
import { call } from "./api.js";
import { ask, toast } from "./notice.js";

export function forms(root) {
  root.addEventListener("submit", onSubmit);
  root.addEventListener("click", onClick);
  root.querySelector('[aria-invalid="true"]')?.focus();
}

async function onSubmit(event) {
  const form = event.target;
  if (form.matches("[data-form]")) {
    if (form.getAttribute("aria-busy") === "true") event.preventDefault();
    form.setAttribute("aria-busy", "true");
  }
  if (!form.matches("[data-api]")) return;
  event.preventDefault();
  clear(form);
  await request(form, values(form), (problem) => show(form, problem));
  form.querySelectorAll('input[type="password"]').forEach((input) => (input.value = ""));
}

// What a form's fields hold: texts, or where a field names its `data-kind`, JSON of that kind, and nothing where it is blank.
function values(form) {
  const given = Object.fromEntries(new FormData(form));
  for (const input of form.querySelectorAll("[data-kind]")) given[input.name] = value(input);
  return given;
}

function value({ value: text, checked, dataset: { kind } }) {
  if (kind === "bool") return checked;
  if (text.trim() === "") return null;
  if (kind === "int" || kind === "float") return Number(text);
  return kind === "datetime" ? new Date(`${text}Z`).toISOString() : text;
}

async function onClick(event) {
  const button = event.target.closest("button[data-api]");
  if (!button) return;
  const { ask: question, body } = button.dataset;
  if (question && !(await ask(question, { yes: button.textContent.trim() }))) return;
  await request(button, body ? JSON.parse(body) : undefined, (problem) => toast(problem.message));
}

async function request(element, body, failed) {
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  const [method, path] = element.dataset.api.split(" ");
  try {
    await call(method, path, body);
    element.closest("[data-part]")?.removeAttribute("data-touched");
    done(element, element.dataset.done);
  } catch (problem) {
    failed(problem);
  } finally {
    element.removeAttribute("aria-busy");
  }
}

function done(element, what) {
  if (what === "reload") return location.reload();
  if (what === "remove") return element.closest("li, tr").remove();
  if (what.startsWith("/")) return location.assign(what);
  toast(what);
}

export function clear(form) {
  for (const place of form.querySelectorAll("[data-problem]")) {
    place.hidden = true;
    form.elements[place.dataset.problem]?.removeAttribute?.("aria-invalid");
  }
}

export function show(form, problem) {
  const fields = Object.entries(problem.errors ?? {});
  let unplaced = fields.length === 0 ? [problem.message] : [];
  for (const [name, messages] of fields) {
    const place = form.querySelector(`[data-problem="${CSS.escape(name)}"]`);
    if (!place) {
      unplaced = unplaced.concat(messages);
      continue;
    }
    place.textContent = messages.join(" ");
    place.hidden = false;
    form.elements[name]?.setAttribute?.("aria-invalid", "true");
  }
  const whole = form.querySelector('[data-problem="form"]');
  if (unplaced.length > 0) {
    whole.textContent = unplaced.join(" ");
    whole.hidden = false;
  }
  form.querySelector('[aria-invalid="true"]')?.focus();
}
