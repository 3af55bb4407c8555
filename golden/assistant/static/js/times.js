// Times in the reader's own zone and language; the server writes them in UTC.

const FORMATS = {
  clock: { hour: "2-digit", minute: "2-digit" },
  day: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  moment: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
};
const formats = Object.fromEntries(
  Object.entries(FORMATS).map(([name, options]) => [name, new Intl.DateTimeFormat(undefined, options)]),
);

export const write = (kind, time) => formats[kind].format(new Date(time));

// Hour and minute alone, where there is no room for "PM" and a whole time stands above.
function narrow(time) {
  const parts = formats.clock.formatToParts(new Date(time)).filter(({ type }) => type !== "dayPeriod");
  return parts.map(({ value }) => value).join("").trim();
}

export const sameDay = (first, second) => new Date(first).toDateString() === new Date(second).toDateString();

export function localise(root) {
  for (const time of root.querySelectorAll("time[data-time]")) {
    time.textContent = time.dataset.time === "narrow" ? narrow(time.dateTime) : write(time.dataset.time, time.dateTime);
  }
}
