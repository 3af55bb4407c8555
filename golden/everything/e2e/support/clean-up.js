import { rm } from "node:fs/promises";

export default async function cleanUp() {
  await rm(process.env.E2E_DATA, { recursive: true, force: true });
}
