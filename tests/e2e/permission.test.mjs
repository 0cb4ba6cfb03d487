/** Without access to sites the extension sees nothing, says so, and leads to where access can be given. */

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { until } from "./drivers/poll.mjs";
import { inEachBrowser } from "./setup.mjs";
import { expectLogins, logIn } from "./words.mjs";

const BANNER = "[data-banner=permission]";

inEachBrowser("access to sites", (stage) => {
  let page;
  let panel;
  before(async () => {
    ({ page, panel } = await stage.openPanel("healthy"));
  });

  test("a panel that has it does not ask", async () => {
    await logIn(page, stage.app("healthy"));
    await expectLogins(panel, [stage.app("healthy").expect]);
    assert.equal(await isAsking(panel), false);
  });

  test("a panel that has lost it says so, and sees again once it is given", async () => {
    await stage.browser.revokeHosts();
    await panel.waitFor(BANNER);
    await stage.screenshot(panel, "permission");
    await logIn(page, stage.app("html"));

    await panel.click("[data-action=grant]");
    const question = await stage.browser.findPage((url) => url.endsWith("/access.html#sites"));
    await stage.browser.acceptAccess(question);
    await until("the banner to go", async () => !(await isAsking(panel)));
    await logIn(page, stage.app("redirect-uri"));
    await expectLogins(panel, [stage.app("redirect-uri").expect, stage.app("healthy").expect]);
  });
});

function isAsking(panel) {
  return panel.read((banner) => document.querySelector(banner) !== null, BANNER);
}
