// The first account is the administrator's: it is made before any spec can take it.
import { request } from "@playwright/test";

export const administrator = { name: "Root", email: "root@example.com", password: "the root of it all" };

export default async function firstAccount(config) {
  for (const { use } of config.projects) await register(use.baseURL);
}

async function register(baseURL) {
  const api = await request.newContext({ baseURL, extraHTTPHeaders: { origin: baseURL } });
  const response = await api.post("/api/register", { data: administrator });
  if (!response.ok()) throw new Error(`no first account: ${response.status()} ${await response.text()}`);
  await api.dispose();
}
