// Who is here: a dot beside each name, and how many others in the header.

export function presence(room) {
  let users = [];
  room.connection.addEventListener("presence", ({ detail }) => {
    if (detail.room !== room.id) return;
    users = detail.users;
    show();
  });
  room.main.addEventListener("refreshed", show);

  function show() {
    const here = new Set(users.map((user) => user.id));
    for (const row of room.main.querySelectorAll("[data-people] [data-user]")) {
      row.querySelector("[data-online]").hidden = !here.has(Number(row.dataset.user));
    }
    here.delete(room.me);
    const count = room.main.querySelector("[data-online-count]");
    count.textContent = here.size === 0 ? "nobody else" : here.size === 1 ? "1 other" : `${here.size} others`;
  }
}
