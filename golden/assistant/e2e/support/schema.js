// What this chat calls things, in paths and on the screen.
export const rooms = "/chat-sessions";

export const words = {
  title: "My Chat",
  room: "chat session",
  Room: "Chat session",
  Rooms: "Chat sessions",
  message: "message",
  Message: "Message",
  Messages: "Messages",
  assistant: "Assistant",
};

// Pages over the schema's own models.
export const views = [
  "/tickets",
];
