// What this chat calls things, in paths and on the screen.
export const rooms = "/channels";

export const words = {
  title: "Everything & <More>",
  room: "channel",
  Room: "Channel",
  Rooms: "Channels",
  message: "post",
  Message: "Post",
  Messages: "Posts",
  assistant: "Iris",
};

// Pages over the schema's own models.
export const views = [
  "/attachments",
  "/enrolments",
  "/long-ones",
  "/match",
  "/news",
  "/notes",
  "/orders",
  "/series",
  "/statuses",
  "/types",
  "/vouchers",
];
