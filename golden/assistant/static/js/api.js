// The JSON API, with its problems as exceptions.
import { toSignIn } from "./session.js";

export class Problem extends Error {
  constructor(status, detail, errors = {}, retryAfter = 0) {
    super(detail);
    this.status = status;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }

  // Whether the same request may do better later: the network, the server or a limit stood in the way.
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

// A body is sent as JSON, or as the form that it is.
export async function call(method, path, body) {
  const headers = { accept: "application/json" };
  const form = body instanceof URLSearchParams;
  if (body !== undefined && !form) headers["content-type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers, body: form ? body : JSON.stringify(body) });
  } catch {
    throw new Problem(0, "The server cannot be reached.");
  }
  const data = response.headers.get("content-type")?.includes("json") ? await response.json() : null;
  if (response.ok) return data;
  // Once whoever asked has had the time to keep what was not stored.
  if (response.status === 401) setTimeout(toSignIn);
  const detail = data?.detail ?? "Something went wrong.";
  throw new Problem(response.status, detail, data?.errors, Number(response.headers.get("retry-after") ?? 0));
}

// A piece of a page.
export async function fragment(path) {
  const response = await fetch(path, { headers: { accept: "text/html" } });
  if (response.redirected && new URL(response.url).pathname === "/login") {
    toSignIn();
    throw new Problem(401, "Sign in first.");
  }
  if (!response.ok) throw new Problem(response.status, "That could not be loaded.");
  const template = document.createElement("template");
  template.innerHTML = await response.text();
  return template.content;
}
