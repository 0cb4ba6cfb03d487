/** Browsers stop an extension's background when they like: nobody may notice. */

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { copyMatchingReport } from "./report.mjs";
import { inEachBrowser } from "./setup.mjs";
import {
  allMessageKinds,
  beginLogin,
  clear,
  expectLogins,
  finishLogin,
  logIn,
  waitUntilIdle,
} from "./words.mjs";

inEachBrowser("a stopped background", (stage) => {
  let app;
  let page;
  let panel;
  before(async () => {
    app = stage.app("redirect-uri");
    ({ page, panel } = await stage.openPanel(app.name));
  });

  test("loses nothing of a login that it was stopped in", async () => {
    await logIn(page, app);
    await expectLogins(panel, [app.expect]);
    const complete = await allMessageKinds(panel);

    await clear(panel);
    await beginLogin(page, app);
    await waitUntilIdle(panel);
    await stage.browser.stopBackground();
    await finishLogin(page);
    await expectLogins(panel, [app.expect]);
    assert.deepEqual(await allMessageKinds(panel), complete);
  });

  // What the browser tells of a request falls between these: that it began and was sent, that its answer began, that it ended.
  test("loses nothing of a login in which it was stopped before every answer and within each", async () => {
    await clear(panel);
    await logIn(page, app);
    await expectLogins(panel, [app.expect]);
    const complete = await allMessageKinds(panel);
    await clear(panel);
    await page.goto(app.url);
    await waitUntilIdle(panel);

    let stops = 0;
    let turn = Promise.resolve();
    const stop = () => {
      turn = turn.then(async () => {
        await waitUntilIdle(panel);
        await stage.browser.stopBackground();
        stops += 1;
      });
      return turn;
    };
    stage.lab.hold = stop;
    stage.lab.holdBody = stop;
    try {
      // The drivers' own clicks wait for the page that follows, and nothing else can be asked meanwhile.
      for (const [button, next] of [
        ["#login", "#sign-in"],
        ["#sign-in", "[data-done]"],
      ]) {
        await page.read((selector) => document.querySelector(selector).click(), button);
        await page.waitFor(next);
      }
    } finally {
      stage.lab.hold = async () => {};
      stage.lab.holdBody = null;
    }
    await expectLogins(panel, [app.expect]);
    assert.deepEqual(await allMessageKinds(panel), complete);
    assert.ok(stops > 2 * complete.length, `${stops} stops`);
  });

  test("still knows the login, and can report it, when it was stopped after it", async () => {
    await waitUntilIdle(panel);
    await stage.browser.stopBackground();
    await copyMatchingReport(stage.browser, panel);
    await expectLogins(panel, [app.expect]);
  });

  test("records the next login", async () => {
    await waitUntilIdle(panel);
    await stage.browser.stopBackground();
    const healthy = stage.app("healthy");
    await logIn(page, healthy);
    await expectLogins(panel, [healthy.expect, app.expect]);
  });
});
