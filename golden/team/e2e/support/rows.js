// What makes rows of the schema's own models; what a row refers to is made first.

// A number for a row that is unlike the others.
export const number = () => 10_000 + Math.floor(Math.random() * 90_000);

export const made = {
  user: async (ada) => ada.id,
  room: (ada) => ada.opens("Quiet", { kind: "closed" }),
  message: async (ada) => (await ada.said(await made.room(ada), "Hello")).id,
  login: async (ada) => (await ada.api("GET", "/api/me/sessions")).items[0].id,
};

export const samples = {
  Decision: async (ada, n) => ({
    "summary": `sample ${String(n).padStart(5, "0")}`,
    "decided_at": `2030-01-${String((n % 28) + 1).padStart(2, "0")}T12:30:00Z`,
    "message_id": await made.message(ada),
  }),
  Project: async (ada, n) => ({
    "name": `sample ${String(n).padStart(5, "0")}`,
  }),
  Task: async (ada, n) => ({
    "title": `sample ${String(n).padStart(5, "0")}`,
    "notes": `sample ${String(n).padStart(5, "0")}`,
    "due_on": `2030-01-${String((n % 28) + 1).padStart(2, "0")}`,
    "done": true,
    "project_id": await added(ada, "Project"),
  }),
};

const paths = {
  Decision: "/api/decisions",
  Project: "/api/projects",
  Task: "/api/tasks",
};

// Adds a row over the API, and gives its id.
export async function added(ada, model) {
  return (await add(ada, model, await samples[model](ada, number()))).id;
}

export const add = (ada, model, row) => ada.api("POST", paths[model], row);

// Writes values into a form on a page, by default into the one that adds or changes a row.
export async function fill(page, row, form = "form[data-form]") {
  for (const [name, value] of Object.entries(row)) {
    const input = page.locator(`${form} [name="${name}"]`);
    const kind = await input.evaluate((element) => element.type);
    if (kind === "select-one") await input.selectOption(String(value));
    else if (kind === "checkbox") await input.setChecked(value);
    else if (kind === "datetime-local") await input.fill(value.slice(0, 16));
    else await input.fill(typeof value === "object" ? JSON.stringify(value) : String(value));
  }
}
