// Who else looks at this list.
import { isolated } from "./notice.js";
import { connect } from "./socket.js";

const place = document.querySelector("[data-presence]");
const me = Number(document.body.dataset.userId);

if (me) {
  const connection = connect();
  connection.addEventListener("presence", ({ detail }) => {
    if (detail.view !== place.dataset.presence) return;
    const others = detail.users.filter((user) => user.id !== me).map((user) => isolated(user.name));
    place.textContent = others.length > 0 ? `Also here: ${others.join(", ")}` : "";
  });
  connection.watch(place.dataset.presence);
}
