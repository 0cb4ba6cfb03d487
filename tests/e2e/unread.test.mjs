/** What a browser does not show is said, and what is no login makes none. */

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { until } from "./drivers/poll.mjs";
import { inEachBrowser } from "./setup.mjs";
import { clear, logIn, waitUntilIdle } from "./words.mjs";

inEachBrowser("what is not seen", (stage) => {
  let page;
  let panel;
  before(async () => {
    ({ page, panel } = await stage.openPanel("healthy"));
  });

  test("tokens that nobody could read make no login green", async () => {
    const other = await stage.browser.newPage(stage.app("leaving").url);
    // DevTools reads the answers of its own tab alone.
    await logIn(other, stage.app("leaving"));
    await until("the login", async () => (await panel.read(rows)).length === 1);
    await waitUntilIdle(panel);
    assert.equal((await panel.read(rows))[0].outcome, "out-of-sight");
    assert.ok(await panel.read((words) => document.body.textContent.includes(words), LOST));
    await other.close();
    await clear(panel);
  });

  test("a stranger's metadata, and what DevTools itself asks for, are no login and change none", async () => {
    const healthy = stage.app("healthy");
    const stranger = `${stage.app("denied").issuer}/.well-known/openid-configuration`;
    await page.goto(healthy.url);
    await page.read(async (url) => {
      await (await fetch(url)).text();
      await fetch("/.well-known/appspecific/com.chrome.devtools.json");
    }, stranger);
    await waitUntilIdle(panel);
    const document = { kind: "discovery", outcome: "succeeded", rootCause: "" };
    assert.deepEqual(await panel.read(rows), [document]);
    await logIn(page, healthy);
    await until("the login", async () => (await panel.read(rows))[0].outcome === healthy.expect.outcome);
    await waitUntilIdle(panel);
    const others = (await panel.read(rows)).slice(1);
    assert.deepEqual((await panel.read(rows))[0], { kind: "login", ...healthy.expect });
    // It may count as read for the login, which is at the same server.
    assert.ok(others.length === 0 || (others.length === 1 && others[0].kind === "discovery"));
  });
});

const LOST = "The body of the token response was not recorded";

function rows() {
  return [...document.querySelectorAll("[data-login]")].map(({ dataset }) => ({
    kind: dataset.kind,
    outcome: dataset.outcome,
    rootCause: dataset.rootCause,
  }));
}
