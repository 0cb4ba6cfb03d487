/** Recording without DevTools: it begins and ends on a click, outlives the worker, and the button says so. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaptureEvent } from "../generated/core.d.ts";
import { FakeBrowser, recordedLogin } from "./browser.ts";

/** What the browser itself shows: bodies come from DevTools. */
const LOGIN = recordedLogin("chromium", "redirect-uri").filter(({ type }) => type !== "content");

test("nothing listens before a click, also where the popup only was opened", async () => {
  const browser = new FakeBrowser({ devtools: false });
  const popup = browser.panel();
  await browser.idle();
  assert.equal(browser.isListening, false);
  assert.deepEqual([popup.status?.watched, popup.status?.devtools], [false, false]);
  await tellAll(browser, LOGIN);
  assert.deepEqual(popup.listed.rows, []);
});

test("a click records until the next one, and the badge says so", async () => {
  const browser = new FakeBrowser({ devtools: false });
  const popup = browser.panel();
  popup.watch(true);
  await browser.idle();
  assert.equal(popup.status?.watched, true);
  assert.equal(browser.signs.get(1)?.text, "●");
  await tellAll(browser, LOGIN);
  assert.equal(popup.listed.rows.length, 1);
  assert.deepEqual(browser.signs.get(1), {
    text: "●1",
    title: "OAuth Lens: recording this tab, 1 broken login",
  });

  browser.loadPage(1);
  await browser.idle();
  assert.equal(browser.signs.get(1)?.text, "●1", "the browser forgets it with every page");

  popup.watch(false);
  await browser.idle();
  assert.deepEqual([popup.status?.watched, browser.isListening], [false, false]);
  assert.equal(browser.signs.get(1)?.text, "1");
  await tellAll(browser, again(LOGIN));
  assert.equal(popup.listed.rows.length, 1, "what comes after Stop is not seen");
});

test("stopped after each event, it goes on and says the same", async () => {
  const undisturbed = new FakeBrowser({ devtools: false });
  undisturbed.panel().watch(true);
  await undisturbed.idle();
  await tellAll(undisturbed, LOGIN);

  const browser = new FakeBrowser({ devtools: false });
  browser.panel().watch(true);
  for (const event of LOGIN) {
    await browser.idle();
    browser.stop();
    browser.tell(event);
  }
  await browser.idle();
  assert.deepEqual(await browser.seen(), await undisturbed.seen());
  assert.deepEqual(browser.signs, undisturbed.signs);
  assert.ok(browser.starts > LOGIN.length * 0.9);
});

test("it ends with its tab, also where that closes while the worker is stopped", async () => {
  for (const isStopped of [false, true]) {
    const browser = new FakeBrowser({ devtools: false });
    browser.openTab(2);
    browser.panel(2).watch(true);
    await browser.idle();
    assert.equal(browser.isListening, true);
    if (isStopped) {
      browser.stop();
      browser.forgetTabs((tab) => tab === 2);
    } else {
      browser.tell({ type: "tabClosed", tab: 2, time: 0 });
    }
    await browser.idle();
    assert.equal(browser.isListening && (await settled(browser)), false);
  }
});

test("Stop in the panel ends it too, and Record in the popup begins it again", async () => {
  const browser = new FakeBrowser();
  const panel = browser.panel();
  panel.watch(true);
  await browser.idle();
  panel.record(false);
  await browser.idle();
  assert.deepEqual(
    [panel.status?.watched, panel.status?.recording, browser.isListening],
    [false, false, false],
  );
  browser.closeDevtools(1);
  panel.watch(true);
  await browser.idle();
  assert.deepEqual([panel.status?.watched, panel.status?.recording, browser.isListening], [true, true, true]);
});

test("without access the badge does not say that it records", async () => {
  const browser = new FakeBrowser({ devtools: false });
  browser.setAccess(false);
  browser.panel().watch(true);
  await browser.idle();
  assert.equal(browser.signs.get(1)?.text, "!");
  browser.setAccess(true);
  await browser.idle();
  assert.equal(browser.signs.get(1)?.text, "●");
});

test("a recorded private tab leaves nothing behind, and a view in a tab of its own shows nothing private", async () => {
  const browser = new FakeBrowser({ devtools: false, saysPrivate: true });
  browser.openTab(5, true);
  browser.panel(5).watch(true);
  await browser.idle();
  const login = recordedLogin("chromium", "redirect-uri", 5).filter(({ type }) => type !== "content");
  await tellAll(browser, login, 5);
  assert.equal((await browser.seen(5)).rows.length, 1);
  assert.equal(browser.signs.get(5)?.text, "●1");
  assert.deepEqual(
    [...browser.storage.keys()].filter((key) => key.endsWith("watched")),
    ["private/watched"],
  );
  const view = browser.view(5);
  await browser.idle();
  assert.deepEqual([view.listed.rows, view.status?.private], [[], false]);

  browser.closeWindow(100);
  await browser.idle();
  assert.ok(![...browser.storage.keys()].some((key) => key.startsWith("private/")));
  assert.equal(await settled(browser), false);
});

/** Whether anything still listens after the worker had the time to find out. */
async function settled(browser: FakeBrowser): Promise<boolean> {
  await browser.idle();
  return browser.isListening;
}

async function tellAll(browser: FakeBrowser, events: CaptureEvent[], inspected = 1): Promise<void> {
  for (const event of events) browser.tell(event, inspected);
  await browser.idle();
}

/** The same login once more, later. */
function again(events: CaptureEvent[]): CaptureEvent[] {
  return events.map((event) => ({
    ...event,
    time: event.time + 600_000,
    ...("request" in event ? { request: `again-${event.request}` } : {}),
  }));
}
