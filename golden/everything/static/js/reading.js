// Says how far one has read: whatever is in view while the page is looked at.

const REST = 200;

export function reading(room) {
  let told = Number(room.main.dataset.readSeq);
  let timer = null;

  const tell = () => {
    timer = null;
    if (document.hidden || room.connection.state !== "open" || !room.log.atEnd()) return;
    const seq = Math.max(0, ...room.log.messages().map((message) => Number(message.dataset.seq)));
    if (seq <= told) return;
    told = seq;
    room.connection.read(room.id, seq);
  };
  const soon = () => (timer ??= setTimeout(tell, REST));

  room.log.addEventListener("shown", soon);
  room.log.addEventListener("scroll", soon);
  document.addEventListener("visibilitychange", soon);
  room.connection.addEventListener("state", soon);
  soon();
}
