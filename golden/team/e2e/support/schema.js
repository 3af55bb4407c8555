// What this chat calls things, in paths and on the screen.
export const rooms = "/rooms";

export const words = {
  title: "Team Talk",
  room: "room",
  Room: "Room",
  Rooms: "Rooms",
  message: "message",
  Message: "Message",
  Messages: "Messages",
};

// Pages over the schema's own models.
export const views = [
  "/decisions",
  "/projects",
  "/tasks",
];
