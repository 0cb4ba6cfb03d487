/** Logins of other tabs: named so in the list, and hidden on a click. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./setup.mjs";
import { expectLogins, logIn } from "./words.mjs";

inEachBrowser("this tab", (stage) => {
  test("a login of another tab is told from one of this tab, and can be hidden", async () => {
    const { page, panel } = await stage.openPanel("healthy");
    const app = stage.app("healthy");
    await logIn(page, app);
    await expectLogins(panel, [app.expect]);
    assert.equal(await panel.read(isThere, "[data-action=own-tab]"), false);

    const other = await stage.browser.newPage(app.url);
    await logIn(other, app);
    await expectLogins(panel, [app.expect, app.expect]);
    assert.deepEqual(await panel.read(whereTheyRun), [true, false]);

    await panel.click("[data-action=own-tab]");
    await panel.waitFor(".login-list .hidden");
    assert.deepEqual(await panel.read(whereTheyRun), [false]);
    await panel.click("[data-action=show-all]");
    await panel.waitFor("[data-login] ~ [data-login]");
  });
});

function isThere(selector) {
  return document.querySelector(selector) !== null;
}

/** Of each login, the newest first, whether it says that it runs in another tab. */
function whereTheyRun() {
  return [...document.querySelectorAll("[data-login] .facts")].map(({ textContent }) =>
    textContent.includes("other tab"),
  );
}
