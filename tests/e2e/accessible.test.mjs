/** Every state of the panel and of the page is accessible, as far as a program can tell. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { STATES } from "../screens/states.mjs";
import { expectAccessible } from "./axe.mjs";
import { servePage } from "./serve.mjs";
import { inEachBrowser } from "./setup.mjs";
import { chooseFiles, fill } from "./words.mjs";

inEachBrowser("accessibility", (stage) => {
  let page;
  let panel;
  let server;
  before(async () => {
    server = await servePage();
    ({ page, panel } = await stage.openPanel("healthy"));
  });
  after(() => server.close());

  for (const [state, reach] of Object.entries(STATES)) {
    test(`the panel: ${state}`, async () => {
      await reach({ lab: stage.lab, page, panel });
      await expectAccessible(panel, state);
    });
  }

  test("the panel, low and narrow", async () => {
    await panel.click("[data-action=undo]");
    await panel.waitFor("[data-root-cause-card]");
    await panel.setSize({ width: 900, height: 300 });
    await expectAccessible(panel, "900 × 300");
    // No window of Firefox gets so narrow.
    if (stage.browser.name === "firefox") return;
    await panel.setSize({ width: 350, height: 300 });
    await expectAccessible(panel, "350 × 300");
    await panel.setSize({ width: 270, height: 600 });
    await expectAccessible(panel, "270 × 600");
    assert.deepEqual(await panel.read(outside), [], "what runs out of the panel, or into something else");
  });

  test("the page: what it begins with, a login, its report, a message, a token", async () => {
    const alone = await stage.browser.newPage(server.url);
    await alone.waitFor(".opener");
    await expectAccessible(alone, "opener");
    await alone.click("[data-action=example]");
    await alone.waitFor("[data-detail]");
    await expectAccessible(alone, "login");
    await alone.click("[data-action=copy-menu]");
    await expectAccessible(alone, "menu");
    await alone.click("[data-action=preview-report]");
    await alone.waitFor("dialog[open] [data-preview]");
    await expectAccessible(alone, "preview");
    await alone.click("[data-action=close-preview]");
    await alone.click("[data-action=tool-message]");
    await alone.read(fill, "message", "AADSTS50011: The redirect URI does not match");
    await alone.waitFor("[data-cause]");
    await expectAccessible(alone, "message");
    await alone.click("[data-action=tool-token]");
    await alone.read(fill, "token", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2EuZXhhbXBsZSJ9.");
    await alone.waitFor("[data-token]");
    await expectAccessible(alone, "token");
    await alone.click("[data-action=tool-open]");
    await alone.read(chooseFiles, [{ name: "note.txt", text: "nothing of a login" }]);
    await alone.waitFor("[data-nothing]");
    await expectAccessible(alone, "nothing found");
  });
});

/** What stands where the panel does not reach, and messages whose parts lie on each other. */
function outside() {
  const name = (element) => `${element.tagName} ${element.className} ${element.textContent.slice(0, 30)}`;
  const right = (element) => element.getBoundingClientRect().right;
  const out = [...document.querySelectorAll(".toolbar *, .heading *, .root-cause *, .message")].filter(
    (element) => right(element) > innerWidth,
  );
  const rows = [...document.querySelectorAll(".message")].filter((message) => {
    const [name, ended] = [".name", ".ended"].map((part) =>
      message.querySelector(part).getBoundingClientRect(),
    );
    return name.right > ended.left && name.bottom > ended.top + 1 && ended.bottom > name.top + 1;
  });
  return [...out, ...rows].map(name);
}
