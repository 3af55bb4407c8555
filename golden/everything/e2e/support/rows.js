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
  InternationalisationCoordinationNote: async (ada, n) => ({
    "a_field_name_that_is_as_long_as_possible": `sample ${String(n).padStart(5, "0")}`,
    "state_of_the_thing_over_time_and_space": "first",
  }),
  News: async (ada, n) => ({
    "headline": `sample ${String(n).padStart(5, "0")}`,
  }),
  Note: async (ada, n) => ({
    "body": `sample ${String(n).padStart(5, "0")}`,
    "channel_id": await made.room(ada),
  }),
  Series: async (ada, n) => ({
    "name": `sample ${String(n).padStart(5, "0")}`,
  }),
  Enrolment: async (ada, n) => ({
    "role": "owner",
    "note": `sample ${String(n).padStart(5, "0")}`,
    "series_id": await added(ada, "Series"),
    "person_id": await made.user(ada),
  }),
  Status: async (ada, n) => ({
    "label": `sample ${String(n).padStart(5, "0")}`,
  }),
  Order: async (ada, n) => ({
    "match": `sample ${String(n).padStart(5, "0")}`,
    "group": `sample ${String(n).padStart(5, "0")}`,
    "status": "open",
    "loop": true,
    "self": `s${String(n % 1000).padStart(3, "0")}`,
    "person_id": await made.user(ada),
  }),
  Attachment: async (ada, n) => ({
    "name": `sample ${String(n).padStart(5, "0")}`,
    "subject_type": "order",
    "subject_id": await added(ada, "Order"),
  }),
  Type: async (ada, n) => ({
    "name": `sample ${String(n).padStart(5, "0")}`,
    "title": `sample ${String(n).padStart(5, "0")}`,
    "body": `sample ${String(n).padStart(5, "0")}`,
    "small": n,
    "big": n,
    "ratio": n + 0.5,
    "price": `${n}.50`,
    "active": true,
    "starts_at": `2030-01-${String((n % 28) + 1).padStart(2, "0")}T12:30:00Z`,
    "ends_at": `2030-01-${String((n % 28) + 1).padStart(2, "0")}T12:30:00Z`,
    "since": `2030-01-${String((n % 28) + 1).padStart(2, "0")}`,
    "until": `2030-01-${String((n % 28) + 1).padStart(2, "0")}`,
    "data": { "n": n },
    "token": `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
    "blob": `${String(n % 1000).padStart(4, "0")}`,
    "stage": "draft",
  }),
  Voucher: async (ada, n) => ({
    "code": `sample ${String(n).padStart(5, "0")}`,
  }),
  Redemption: async (ada, n) => ({
    "redeemed_at": `2030-01-${String((n % 28) + 1).padStart(2, "0")}T12:30:00Z`,
    "voucher_id": await added(ada, "Voucher"),
  }),
  X: async (ada, n) => ({
    "y": n,
  }),
};

const paths = {
  InternationalisationCoordinationNote: "/api/internationalisation-coordination-notes",
  News: "/api/news",
  Note: "/api/notes",
  Series: "/api/series",
  Enrolment: "/api/enrolments",
  Status: "/api/statuses",
  Order: "/api/orders",
  Attachment: "/api/attachments",
  Type: "/api/types",
  Voucher: "/api/vouchers",
  Redemption: "/api/redemptions",
  X: "/api/xes",
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
