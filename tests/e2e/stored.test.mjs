/** What the app has stored in its page, looked at on a click, and compared with its login. */

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { expectAccessible } from "./axe.mjs";
import { inEachBrowser } from "./setup.mjs";
import { beginLogin, expectLogins, finishLogin, waitUntilIdle } from "./words.mjs";

inEachBrowser("what the app has stored", (stage) => {
  let app;
  let page;
  let panel;
  before(async () => {
    app = stage.app("healthy");
    ({ page, panel } = await stage.openPanel(app.name));
  });

  test("on a page of somebody else that is said", async () => {
    await beginLogin(page, app);
    await panel.click("[data-tab=stored]");
    await panel.click("[data-action=look]");
    await panel.waitFor(".stored-notes li");
    assert.match(await panel.read(text, ".stored-notes li"), /This page is of .*, the app of this login of /);
  });

  test("the app's own values are compared, tokens in localStorage are named, and nothing is shown as it stands", async () => {
    await finishLogin(page);
    await expectLogins(panel, [app.expect]);
    const planted = await page.read(plant);
    await panel.click("[data-tab=stored]");
    await panel.click("[data-action=look]");
    await panel.waitFor("[data-what='access token']");
    const seen = await panel.read(values);
    assert.deepEqual(seen.sort(), [
      "access token · warning · Not one that this login got.",
      "code verifier · ok · Belongs to the code_challenge",
      "code verifier · warning · Does not belong to the code_challenge",
      "nonce · ok · Same as sent",
      "state · ok · Same as sent",
      "state · warning · Not the one of this login",
    ]);
    const shown = await panel.read(() => document.body.innerHTML);
    for (const secret of planted) assert.ok(!shown.includes(secret), secret);
    await expectAccessible(panel, "stored");
    await stage.screenshot(panel, "stored");

    await waitUntilIdle(panel);
    const kept = await panel.read(async () => JSON.stringify(await chrome.storage.session.get(null)));
    for (const secret of planted) assert.ok(!kept.includes(secret), "it is kept");
  });

  test("a page that answers whatever it likes harms nobody", async () => {
    await page.read(runInPage, `(${turnHostile})()`);
    await panel.click("[data-action=look]");
    // What the page's own code throws is told, and nothing of an earlier look stays.
    await panel.waitFor(".stored [role=alert]");
    assert.match(await panel.read(text, ".stored [role=alert]"), /own code got in the way/);
    assert.equal(await panel.read(() => document.querySelector("[data-what]")), null);
    assert.equal(await panel.read(() => document.querySelector("img[src=x]")), null);
    assert.equal(await page.read(() => window.touched ?? false), false, "the script wrote something");
  });
});

function text(selector) {
  return document.querySelector(selector).textContent;
}

function values() {
  return [...document.querySelectorAll("[data-what]")].map((value) => {
    const verdict = value
      .querySelector("[data-verdict]")
      .textContent.trim()
      .split(/ \(message| of message/)[0];
    return `${value.dataset.what} · ${value.dataset.tone} · ${verdict}`;
  });
}

/** Stores what a library would have left of another attempt, and a token; answers with the secrets. */
function plant() {
  const state = "left-over-state-of-yesterday";
  const verifier = "left-over-verifier-0123456789-abcdefghijklmnopq";
  const token = "aVerySecretAccessToken0123456789";
  sessionStorage.setItem("a0.spajs.txs.web", JSON.stringify({ state, code_verifier: verifier }));
  localStorage.setItem("CognitoIdentityServiceProvider.web.jane.accessToken", token);
  return [state, verifier, token];
}

/** What the driver runs in Firefox has prototypes of its own: a script of the page has those of the page. */
function runInPage(code) {
  const script = document.createElement("script");
  script.textContent = code;
  document.head.append(script);
}

function turnHostile() {
  localStorage.setItem(
    "oidc.<img src=x onerror=alert(1)>",
    JSON.stringify({ state: "<img src=x>".repeat(50) }),
  );
  for (let at = 0; at < 3_000; at++) sessionStorage.setItem(`oidc.k${at}`, `{"state":"${at}-0123456789"}`);
  Object.prototype.toJSON = () => ({ origin: 1, items: "none" });
  Storage.prototype.setItem = () => {
    window.touched = true;
  };
  Array.prototype.push = () => {
    throw new Error("no");
  };
}
