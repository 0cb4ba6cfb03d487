/** The kinds of logins there are, and the moments at which a panel can be opened. */

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { inEachBrowser } from "./setup.mjs";
import {
  allMessageKinds,
  beginLogin,
  clear,
  expectedOf,
  expectLogins,
  finishLogin,
  logIn,
} from "./words.mjs";

const KINDS = ["server", "form-post", "popup", "frame", "fragment"];

inEachBrowser("kinds of logins", (stage) => {
  let page;
  let panel;
  before(async () => {
    ({ page, panel } = await stage.openPanel("healthy"));
  });

  for (const kind of KINDS) {
    test(kind, async () => {
      await clear(panel);
      await logIn(page, stage.app(kind));
      await expectLogins(panel, expectedOf(stage.app(kind)));
      await stage.screenshot(panel, kind);
    });
  }

  test("two logins at once, in two tabs", async () => {
    await clear(panel);
    const [healthy, broken] = ["healthy", "redirect-uri"].map((name) => stage.app(name));
    const other = await stage.browser.newPage(broken.url);
    await beginLogin(page, healthy);
    await beginLogin(other, broken);
    await finishLogin(page);
    await finishLogin(other);
    await expectLogins(panel, [broken.expect, healthy.expect]);
    await other.close();
  });

  test("nothing is recorded while recording is off", async () => {
    await clear(panel);
    const [unseen, seen] = ["redirect-uri", "healthy"].map((name) => stage.app(name));
    await panel.click("[data-action=record][aria-pressed=true]");
    await panel.waitFor("[data-action=record][aria-pressed=false]");
    await logIn(page, unseen);
    await panel.click("[data-action=record]");
    await panel.waitFor("[data-action=record][aria-pressed=true]");
    await logIn(page, seen);
    await expectLogins(panel, [seen.expect]);
  });
});

inEachBrowser("a panel opened in the middle of a login", (stage) => {
  test("shows the rest of it, and no false alarm", async () => {
    const app = stage.app("healthy");
    const page = await stage.browser.newPage(app.url);
    await beginLogin(page, app);
    const panel = await stage.browser.openPanel(page);
    // The extension may have listened for a moment after it was installed.
    await clear(panel);
    await finishLogin(page);
    await expectLogins(panel, [app.expect]);
    const kinds = await allMessageKinds(panel);
    assert.ok(kinds.includes("authorization-response") && kinds.includes("token-request"), kinds.join());
  });
});
