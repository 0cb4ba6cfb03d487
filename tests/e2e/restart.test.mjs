/** The browser ends in the middle of a login, and starts again with the same profile. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { inEachBrowser } from "./setup.mjs";
import { allMessageKinds, beginLogin, expectLogins, finishLogin, logIn, waitUntilIdle } from "./words.mjs";

inEachBrowser(
  "a restart of the browser",
  (stage) => {
    let address;
    let page;
    let panel;

    test("comes while one login is over and another one goes on", async () => {
      const broken = stage.app("redirect-uri");
      const before = await stage.openPanel(broken.name);
      await logIn(before.page, broken);
      await expectLogins(before.panel, [broken.expect]);
      if (stage.browser.name === "firefox") await allowAnswers(stage, before.panel);
      await beginLogin(before.page, stage.app("server"));
      address = await before.page.read(() => location.href);
      await waitUntilIdle(before.panel);
      await stage.browser.restart();
    });

    test("leaves nothing of the recording", async () => {
      page = await stage.browser.newPage(address);
      panel = await stage.browser.openPanel(page);
      await expectLogins(panel, []);
      const stored = await panel.read(async () => JSON.stringify(await chrome.storage.session.get(null)));
      assert.ok(!stored.includes("/redirect-uri/"), "nothing was written to disk");
    });

    test("leaves what the user allowed", async () => {
      assert.equal(await panel.read(() => document.querySelector("[data-banner=permission]")), null);
      if (stage.browser.name === "firefox") await panel.waitFor("[data-answers=on]");
    });

    test("lets the login be finished, of which the rest is shown without an alarm", async () => {
      await finishLogin(page);
      await expectLogins(panel, [stage.app("server").expect]);
      assert.deepEqual(await allMessageKinds(panel), ["authorization-response"]);
    });

    test("is followed by logins as ever", async () => {
      const healthy = stage.app("healthy");
      await logIn(page, healthy);
      await expectLogins(panel, [healthy.expect, stage.app("server").expect]);
    });
  },
  { lasting: true },
);

async function allowAnswers(stage, panel) {
  await panel.click("[data-action=answers]");
  const question = await stage.browser.findPage((url) => url.endsWith("/access.html#answers"));
  await stage.browser.acceptAccess(question);
  await panel.waitFor("[data-answers=on]");
  await question.close();
}
