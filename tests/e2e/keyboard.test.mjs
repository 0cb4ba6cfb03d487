/** Everything without a mouse: in the real panel, and on the page. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "./drivers/poll.mjs";
import { servePage } from "./serve.mjs";
import { inEachBrowser } from "./setup.mjs";

const CARD = "[data-root-cause-card]";
/** More than there are places to stop at. */
const MOST_STOPS = 60;

inEachBrowser("the keyboard", (stage) => {
  let server;
  before(async () => {
    server = await servePage();
  });
  after(() => server.close());

  test("the panel: from empty to a copied report", async () => {
    const { panel } = await stage.openPanel("healthy");
    await panel.waitFor(".empty ol");
    // DevTools gives its panels no focus before somebody goes there.
    await panel.read(() => window.focus());
    await fromEmptyToReport(stage, panel);
  });

  test("the page: from empty to a copied report, and all that keys do", async () => {
    const page = await stage.browser.newPage(server.url);
    await page.waitFor(".opener");
    await fromEmptyToReport(stage, page);

    // All keys are shown, and what had the focus gets it back.
    await page.press("l");
    await focusIsOn(page, "#logins");
    await page.press("?");
    await page.waitFor("dialog.shortcuts[open]");
    assert.match(await page.read(textOf, "dialog.shortcuts"), /\/Filter the logins/);
    await page.press("Escape");
    await focusIsOn(page, "#logins");

    // A tool is left the same way.
    await page.press("t");
    await focusIsOn(page, "[name=token]");
    await page.press("Escape");
    await focusIsOn(page, "#logins");

    // Letters are letters where somebody writes.
    await page.press("/");
    await focusIsOn(page, "input[type=search]");
    for (const letter of "cot") await page.press(letter);
    assert.equal(await page.read(() => document.activeElement.value), "cot");
    await page.waitFor(".empty, .nothing");
    await page.read(() => {
      document.activeElement.value = "";
      document.activeElement.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await page.waitFor("#logins");
    await page.press("Enter");
    await focusIsOn(page, "#logins");

    // The messages, one after the other, when the login is shown again.
    await page.waitFor("#messages");
    await page.press("m");
    await focusIsOn(page, "#messages");
    const number = await page.read(shownMessage);
    await page.press("k");
    await page.waitFor(`[data-detail="${number - 1}"]`);
    await page.press("ArrowDown");
    await page.waitFor(`[data-detail="${number}"]`);

    // The report is read in a dialog that a menu opens.
    await page.press("l");
    await tabTo(page, "[data-action=copy-menu]");
    await page.press("Enter");
    await focusIsOn(page, "[data-action=preview-report]");
    await page.press("Enter");
    await page.waitFor("dialog.preview[open]");
    await page.press("Escape");
    await focusIsOn(page, "[data-action=copy-menu]");

    // Who does not want single keys gets none.
    await page.press("?");
    await page.waitFor("dialog.shortcuts[open]");
    await tabTo(page, "[name=shortcuts]");
    await page.press(" ");
    await page.press("Escape");
    await page.press("t");
    await focusIsOn(page, "[data-action=copy-menu]");
    await page.close();
  });
});

async function fromEmptyToReport(stage, view) {
  await tabTo(view, "[data-action=example]");
  await view.press("Enter");
  await view.waitFor(CARD);
  await view.press("c");
  await view.waitFor("[data-copied]");
  const title = await view.read(textOf, `${CARD} h1 > span`);
  assert.ok((await stage.browser.clipboard()).includes(title), title);
}

/** Goes on until something has the focus. */
async function tabTo(view, selector) {
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if (await view.read(hasFocus, selector)) return;
    await view.press("Tab");
  }
  throw new Error(`no key leads to ${selector}`);
}

async function focusIsOn(view, selector) {
  await until(
    `the focus on ${selector}`,
    async () => {
      assert.ok(await view.read(hasFocus, selector), await view.read(whatHasFocus));
      return true;
    },
    10_000,
  );
}

function whatHasFocus() {
  return document.activeElement?.cloneNode().outerHTML ?? "nothing";
}

function hasFocus(selector) {
  return document.activeElement?.matches(selector) ?? false;
}

function textOf(selector) {
  return document.querySelector(selector).textContent;
}

function shownMessage() {
  return Number(document.querySelector("[data-detail]").dataset.detail);
}
