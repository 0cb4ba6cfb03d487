/** For people who never open DevTools: the button in the toolbar records a login, and says what broke it. */

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { expectAccessible } from "./axe.mjs";
import { until } from "./drivers/poll.mjs";
import { inEachBrowser } from "./setup.mjs";
import { expectLogins, logIn } from "./words.mjs";

inEachBrowser("without DevTools", (stage) => {
  let page;
  let broken;
  before(async () => {
    broken = stage.app("redirect-uri");
    page = await stage.browser.newPage(broken.url);
  });

  /** Opens the popup, does something with it, and closes it. */
  async function inPopup(act) {
    const popup = await stage.browser.openPopup(page);
    await popup.waitFor("main");
    try {
      return await act(popup);
    } finally {
      await popup.close();
    }
  }

  test("a login before the click is not seen", async () => {
    await logIn(page, broken);
    await inPopup(async (popup) => {
      await popup.waitFor("main [data-action=record]");
      assert.deepEqual(await popup.read(sign), "");
      await expectAccessible(popup, "popup, before");
    });
  });

  test("a click records, and the badge says so", async () => {
    await inPopup(async (popup) => {
      await popup.click("main [data-action=record]");
      await popup.waitFor("[data-recording]");
      await popup.waitFor("[data-waits]");
      await expectSign(popup, "●");
      await expectAccessible(popup, "popup, recording");
    });
  });

  test("a broken login gets its cause, who must act, and what was not seen", async () => {
    await logIn(page, broken);
    await inPopup(async (popup) => {
      await popup.waitFor(`[data-root-cause-card][data-rule="${broken.expect.rootCause}"]`);
      await popup.waitFor("[data-actor]");
      await popup.waitFor("[data-blind]");
      assert.equal(await popup.read(isThere, ".evidence"), false, "what proves it is in the full view");
      await expectSign(popup, "●1");
      await expectAccessible(popup, "popup, broken");
      await stage.screenshot(popup, "popup");
      await popup.click("[data-action=copy-report]");
      await popup.waitFor("[data-copied]");
    });
    const copied = await stage.browser.clipboard();
    assert.ok(copied.includes(broken.expect.rootCause), copied.slice(0, 200));
    assert.ok(copied.includes("was not seen"), "what was not seen is said in the report");
  });

  test("a stopped background changes nothing", async () => {
    await stage.browser.stopBackground();
    await inPopup(async (popup) => {
      await popup.waitFor(`[data-root-cause-card][data-rule="${broken.expect.rootCause}"]`);
      await popup.waitFor("[data-recording]");
      await expectSign(popup, "●1");
    });
  });

  test("what only the answer would tell makes no login green", async () => {
    await logIn(page, stage.app("nonce"));
    await inPopup(async (popup) => {
      await popup.waitFor("[data-outcome-banner=out-of-sight]");
      await popup.waitFor(".not-seen li");
      await expectAccessible(popup, "popup, out of sight");
    });
  });

  test("everything is shown in a tab, with the same logins", async () => {
    const popup = await stage.browser.openPopup(page);
    await popup.click("[data-action=show-all]");
    const view = await stage.browser.findPage((url) => /panel\.html#\d+$/.test(url));
    await expectLogins(view, [{ outcome: "out-of-sight", rootCause: "" }, broken.expect]);
    assert.equal(await view.read(isThere, "[data-tab=stored]"), false, "there is no inspected page");
    await expectAccessible(view, "the panel in a tab");
    await view.click("[data-action=clear]");
    await view.waitFor(".empty h1");
    assert.match(await view.read(() => document.querySelector(".empty").textContent), /tab of your app/);
    await expectAccessible(view, "the panel in a tab, empty");
    await logIn(page, broken);
    await expectLogins(view, [broken.expect]);
    await view.close();
  });

  test("Stop ends it, and what comes after is not seen", async () => {
    await inPopup(async (popup) => {
      await popup.click("[data-action=stop]");
      await popup.waitFor("header [data-action=record]");
      await expectSign(popup, "1");
    });
    await logIn(page, broken);
    await inPopup(async (popup) => {
      await popup.waitFor("[data-root-cause-card]");
      assert.equal(await popup.read(isThere, "[data-login]"), false, "a list is there for two and more");
      await expectSign(popup, "1");
    });
  });

  test("the badge stays true after Stop: another page, a stopped background, Clear and Undo", async () => {
    await stage.browser.stopBackground();
    // The browser forgets with each page what was said of a tab, and this alone wakes the background.
    await page.goto(broken.url);
    const expectBadge = (text) =>
      until(`the badge to be “${text}”`, async () => (await stage.browser.badge(page)) === text);
    await expectBadge("1");
    const popup = await stage.browser.openPopup(page);
    await popup.click("[data-action=show-all]");
    const view = await stage.browser.findPage((url) => /panel\.html#\d+$/.test(url));
    await view.waitFor("[data-login]");
    await view.click("[data-action=clear]");
    await view.waitFor("[data-action=undo]");
    await expectBadge("");
    await view.click("[data-action=undo]");
    await view.waitFor("[data-login]");
    await expectBadge("1");
    await view.close();
  });

  test("it ends with its tab", async () => {
    await inPopup(async (popup) => {
      await popup.click("header [data-action=record]");
      await popup.waitFor("[data-recording]");
    });
    const other = await stage.browser.newPage(broken.url);
    await page.close();
    page = other;
    await inPopup(async (popup) => {
      await popup.waitFor("main [data-action=record]");
      const watched = () => popup.read(async () => Object.keys(await chrome.storage.session.get("watched")));
      await until("it to be forgotten", async () => (await watched()).length === 0);
    });
  });

  test("without access it says what the browser will ask, why, and how to take it back; then it records", async () => {
    await stage.browser.revokeHosts();
    const popup = await stage.browser.openPopup(page);
    await popup.waitFor("[data-asks]");
    const words = await popup.read(() => document.querySelector("[data-asks]").textContent);
    assert.match(words, /the browser will ask/);
    assert.match(words, /take it back/);
    await expectAccessible(popup, "popup, without access");
    if (stage.browser.name === "chromium") {
      // Nothing can answer the question that a click brings up there, and it stays.
      await popup.close();
      await stage.browser.grantHosts();
      await inPopup((again) => again.waitFor("main [data-action=record]"));
      return;
    }
    await popup.click("[data-asks] [data-action=record]");
    await popup.close();
    await stage.browser.grantHosts();
    await inPopup((again) => again.waitFor("[data-recording]"));
    await logIn(page, broken);
    await inPopup((again) => again.waitFor(`[data-rule="${broken.expect.rootCause}"]`));
  });
});

function isThere(selector) {
  return document.querySelector(selector) !== null;
}

async function expectSign(popup, text) {
  await until(`the badge to be “${text}”`, async () => (await popup.read(sign)) === text);
}

/** What the badge of the popup's tab says. */
function sign() {
  const tabId = Number(document.querySelector("[data-tab]").dataset.tab);
  return chrome.action.getBadgeText({ tabId });
}
