// Pictures of each main state. `npm run screenshots` writes them to docs/screenshots; `VISUAL=1` compares them with the
// accepted ones (`VISUAL=1 npx playwright test how-it-looks --update-snapshots` accepts).
import { expect, rooms, test, words } from "../support/people.js";

const { SCREENSHOTS, VISUAL } = process.env;
const SCREENS = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

test.skip(!SCREENSHOTS && !VISUAL, "set SCREENSHOTS=1 or VISUAL=1");

async function picture(page, name) {
  // Times and names of the moment are none of the design's business.
  const mask = VISUAL ? [page.locator("time"), page.locator(".nav-list")] : [];
  if (VISUAL) await expect(page).toHaveScreenshot(`${name}.png`, { mask });
  else await page.screenshot({ path: `../docs/screenshots/${name}.png`, animations: "disabled" });
}

async function conversation(ada, grace) {
  const room = await ada.opens("Planning the launch", { others: [grace] });
  await ada.opens("Kitchen table", { others: [grace] });
  const { id } = await ada.said(room, `@${words.assistant}, what would be a good first sentence?\n\n- short\n- says who **gains**\n\nSearch for *typos*, too.`);
  await grace.api("PUT", `/api/messages/${id}/reactions/${encodeURIComponent("👍")}`);
  await ada.api("PUT", `/api/messages/${id}/reactions/${encodeURIComponent("🎉")}`);
  return { room, id };
}

for (const [screen, options] of Object.entries(SCREENS)) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${screen}, ${colorScheme}`, async ({ person, browser, baseURL }) => {
      test.slow();
      const named = (state) => `${state}-${screen}-${colorScheme}`;
      const visitor = await browser.newContext({ ...options, colorScheme, baseURL });
      const page = await visitor.newPage();
      await page.goto("/login");
      await picture(page, named("sign-in"));
      await page.goto("/register");
      await page.getByLabel("Name").fill("Ada Lovelace");
      await page.getByLabel("Email").fill("ada@example.com");
      await page.getByLabel("Password").fill("short");
      await page.getByRole("button", { name: "Create account" }).click();
      await expect(page.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
      await picture(page, named("register-problem"));
      await visitor.close();

      const ada = await person("Ada Lovelace", { ...options, colorScheme });
      const grace = await person("Grace Hopper");
      await ada.page.goto("/");
      await picture(ada.page, named("welcome"));
      const { room } = await conversation(ada, grace);
      await ada.goesTo(room);
      await expect(ada.log.locator('[data-run-status="queued"], [data-run-status="streaming"]')).toHaveCount(0);
      await picture(ada.page, named("conversation"));
      await ada.composer.fill(`@${words.assistant} ${"Tell me a story that takes a while. ".repeat(20).trim()}`);
      await ada.page.getByRole("button", { name: "Send" }).click();
      await expect(ada.log.locator('[data-run-status="streaming"]')).toBeVisible();
      await expect(ada.log.locator(".message").last()).toContainText("a story that takes a while.");
      if (!VISUAL) await picture(ada.page, named("streaming"));
      await ada.page.getByRole("button", { name: "Stop" }).click();
      await expect(ada.log).toContainText("Stopped");
      const empty = await ada.opens("A new beginning");
      await ada.goesTo(empty);
      await picture(ada.page, named("empty"));
      await ada.page.goto(rooms);
      await picture(ada.page, named("list"));
      await ada.page.goto(`${rooms}/new`);
      await picture(ada.page, named("new"));
      await ada.page.goto(`${rooms}/${room}/settings`);
      await picture(ada.page, named("room-settings"));
      await ada.page.goto("/settings");
      await picture(ada.page, named("settings"));
      await ada.page.goto(`${rooms}/999999`);
      await picture(ada.page, named("not-found"));
      await ada.page.goto("/search?q=typos");
      await expect(ada.page.locator("mark").first()).toBeVisible();
      await picture(ada.page, named("search"));
      await ada.page.routeWebSocket("**/socket", (socket) => socket.close());
      await ada.page.goto(`${rooms}/${room}`);
      await expect(ada.page.getByText("Reconnecting…")).toBeVisible();
      await picture(ada.page, named("reconnecting"));
    });
  }
}
