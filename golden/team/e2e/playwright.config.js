// Starts the server on a free port with a database of its own, and lets several people use it at once.
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { defineConfig, devices } from "@playwright/test";

// The first process decides, and the workers inherit.
process.env.E2E_DATA ??= mkdtempSync(join(tmpdir(), "team-talk-"));
process.env.E2E_PORT ??= await freePort();
const serve = process.env.CHAT_BINARY ?? "cargo run --quiet --";
const address = (port) => `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 1 : 0,
  reporter: process.env.CI ? "github" : "list",
  timeout: 30_000,
  expect: { timeout: 7_000, toHaveScreenshot: { animations: "disabled", maxDiffPixelRatio: 0.01 } },
  globalSetup: "./support/first-account.js",
  globalTeardown: "./support/clean-up.js",
  use: {
    ...devices["Desktop Chrome"],
    locale: "en-GB",
    timezoneId: "Europe/London",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.PLAYWRIGHT_CHROMIUM || undefined,
      args: process.env.PLAYWRIGHT_CHROMIUM_ARGS?.split(" ").filter(Boolean) ?? [],
    },
  },
  projects: [{ name: "people", use: { baseURL: address(process.env.E2E_PORT) } }],
  webServer: server(process.env.E2E_PORT),
});

function server(port, settings = {}) {
  return {
    command: `${serve} serve --port ${port}`,
    cwd: "..",
    url: `${address(port)}/ready`,
    timeout: 600_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
    env: {
      TEAM_TALK_DATABASE_URL: `sqlite://${join(process.env.E2E_DATA, `${port}.db`)}`,
      TEAM_TALK_LOGIN_ATTEMPTS: "10000",
      TEAM_TALK_MESSAGES_PER_MINUTE: "100000",
      TEAM_TALK_PASSWORD_MEMORY: "64",
      TEAM_TALK_PASSWORD_PASSES: "1",
      TEAM_TALK_DRAIN_DELAY: "0",
      RUST_LOG: process.env.RUST_LOG ?? "warn",
      ...settings,
    },
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(String(port)));
    });
  });
}
