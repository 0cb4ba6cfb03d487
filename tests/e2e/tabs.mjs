/**
 * Two hundred tabs, and logins in some of them: nothing is mixed up, nothing is lost. Takes minutes: `./build.sh tabs`; with `TABS` in
 * the environment as many.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./drivers/poll.mjs";
import { inEachBrowser } from "./setup.mjs";
import { allMessageKinds, beginLogin, clear, expectLogins, finishLogin, logIn } from "./words.mjs";

const TABS = Number(process.env.TABS ?? 200);
const APPS = ["healthy", "redirect-uri", "denied", "state"];

inEachBrowser("two hundred tabs", (stage) => {
  test("change nothing of the logins in a few of them", async (t) => {
    const { panel } = await stage.openPanel("healthy");
    // DevTools reads the answers of its own tab alone: here as there, all logins are in others.
    const page = await stage.browser.newPage(stage.app("healthy").url);
    const apps = APPS.map((name) => stage.app(name));
    const undisturbed = [];
    for (const app of apps) {
      await logIn(page, app);
      await expectLogins(panel, [app.expect]);
      undisturbed.push(await settledKinds(panel));
      await clear(panel);
    }
    const before = await stage.browser.memory();

    const light = `${stage.lab.url}nothing`;
    const begun = [];
    for (let tab = 0; tab < TABS; tab++) {
      const app = tab % (TABS / apps.length) === 0 ? apps[begun.length] : undefined;
      const opened = await stage.browser.newPage(app?.url ?? light);
      if (app) begun.push([opened, await beginLogin(opened, app)]);
    }
    // In another order than they were begun.
    for (const [opened, atProvider] of [...begun].reverse()) await finishLogin(opened, atProvider);

    await expectLogins(panel, apps.map(({ expect }) => expect).reverse());
    for (const [place, { name, expect }] of apps.entries()) {
      const row = `[data-login][data-root-cause="${expect.rootCause}"]`;
      await panel.click(row);
      await panel.waitFor(`${row}[aria-selected=true]`);
      assert.deepEqual(await settledKinds(panel), undisturbed[place], name);
    }
    const after = await stage.browser.memory();
    const mebibytes = (bytes) => `${Math.round(bytes / 2 ** 20)} MiB`;
    t.diagnostic(`the extension takes ${mebibytes(after)}, before ${mebibytes(before)}`);
  });
});

/** The messages of the selected login, once they are the same twice: on a busy machine some come late. */
async function settledKinds(panel) {
  let last = "";
  return until("the messages", async () => {
    const kinds = await allMessageKinds(panel);
    const before = last;
    last = kinds.join();
    return last === before && kinds;
  });
}
