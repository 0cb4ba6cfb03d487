/** An update ends a recording, by design: its storage goes with the old version. What comes after it is recorded. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./setup.mjs";
import { expectLogins, logIn } from "./words.mjs";

inEachBrowser("an update", (stage) => {
  test("leaves nothing of the old recording, and records the next login", async () => {
    const app = stage.app("redirect-uri");
    const before = await stage.openPanel(app.name);
    await logIn(before.page, app);
    await expectLogins(before.panel, [app.expect]);

    await stage.browser.reloadExtension();
    const healthy = stage.app("healthy");
    const { page, panel } = await stage.openPanel(healthy.name);
    await expectLogins(panel, []);
    const stored = await panel.read(async () => JSON.stringify(await chrome.storage.session.get(null)));
    assert.ok(!stored.includes(`/${app.name}/`));
    await logIn(page, healthy);
    await expectLogins(panel, [healthy.expect]);
  });
});
