/** Recording without DevTools: it begins and ends on a click, outlives the worker, and the button says so. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaptureEvent } from "../generated/core.d.ts";
import { FakeBrowser, type FakePanel, recordedLogin } from "./browser.ts";

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

test("whoever says Stop last has it stopped, and whoever says Record last has it recorded", async () => {
  const browser = new FakeBrowser({ devtools: false });
  for (const tab of [2, 3]) browser.openTab(tab);
  const panels = [1, 2, 3].map((tab) => browser.panel(tab));
  const [panel] = panels as [FakePanel];
  const check = async (isOn: boolean) => {
    for (const isStopped of [false, true]) {
      if (isStopped) browser.stop();
      const { status } = await browser.seen();
      const seen = [status?.recording, status?.watched, browser.isListening];
      assert.deepEqual(seen, [isOn, isOn, isOn], isStopped ? "after a stop of the background" : "at once");
    }
  };
  for (const one of panels) one.watch(true);
  await browser.idle();
  panel.record(false);
  panel.watch(true);
  await check(true);

  const later = browser.panel();
  later.record(false);
  await browser.idle();
  later.watch(true);
  later.record(false);
  await check(false);
});

test("Stop of a tab that only begins to be recorded ends it", async () => {
  const browser = new FakeBrowser({ devtools: false });
  const popup = browser.panel();
  await browser.idle();
  popup.watch(true);
  popup.watch(false);
  await browser.idle();
  assert.deepEqual([popup.status?.watched, browser.isListening], [false, false]);
  popup.watch(true);
  popup.watch(false);
  popup.watch(true);
  await browser.idle();
  assert.deepEqual([popup.status?.watched, browser.isListening], [true, true]);
});

test("Record in DevTools right after Stop is what a stopped background goes on with", async () => {
  const browser = new FakeBrowser();
  const panel = browser.panel();
  panel.watch(true);
  await browser.idle();
  panel.record(false);
  panel.record(true);
  await browser.idle();
  browser.stop();
  assert.equal((await browser.seen()).status?.recording, true);
});

test("DevTools that is open on another tab is none that is open on this one", async () => {
  const browser = new FakeBrowser({ devtools: false });
  browser.openTab(2);
  const popup = browser.panel(1);
  browser.openDevtools(2);
  const panel = browser.panel(2);
  await browser.idle();
  assert.deepEqual([popup.status?.devtools, panel.status?.devtools], [false, true]);
  assert.equal(popup.status?.listening, true);
  // Something else still listens when it closes.
  popup.watch(true);
  await browser.idle();
  browser.closeDevtools(2);
  await browser.idle();
  assert.deepEqual([popup.status?.devtools, panel.status?.devtools], [false, false]);
});

test("no tab is recorded that is not there any more, and nothing is kept of one", async () => {
  const browser = new FakeBrowser({ devtools: false });
  browser.openTab(2);
  const view = browser.view(2);
  view.watch(true);
  await browser.idle();
  assert.deepEqual(watchedIn(browser), [2]);
  browser.stop();
  browser.forgetTabs((tab) => tab === 2);
  browser.wake();
  await browser.idle();
  assert.deepEqual(watchedIn(browser), []);
  browser.view(2).watch(true);
  await browser.idle();
  assert.deepEqual([watchedIn(browser), (await browser.seen(2)).status?.watched], [[], false]);
});

test("the badge says what is so after Stop, Clear and Undo, whatever happens to the page and the background", async () => {
  const browser = new FakeBrowser({ devtools: false, stands: true });
  browser.panel().watch(true);
  await browser.idle();
  await tellAll(browser, LOGIN);
  const says = async (text: string, when: string) => {
    for (const disturb of [() => {}, () => browser.loadPage(1)]) {
      await browser.idle();
      disturb();
      await browser.idle();
      assert.equal(browser.signs.get(1)?.text ?? "", text, when);
    }
  };
  const stop = () => {
    browser.stop();
    // Nothing wakes it but the page.
    browser.loadPage(1);
  };
  await says("●1", "recording");
  let panel = browser.panel();
  /** Clears in a panel that was opened after the restart. */
  const clears = async (when: string) => {
    panel = browser.panel();
    await browser.idle();
    panel.clear();
    await says("", when);
  };
  panel.clear();
  await says("●", "after Clear");
  panel.undo();
  await says("●1", "after Undo");
  panel.record(false);
  await says("1", "after Stop");
  stop();
  await says("1", "after Stop and a restart");

  await clears("after Stop and Clear");
  panel.undo();
  await says("1", "after Stop and Undo");
  stop();
  await says("1", "after Stop, Undo and a restart");

  await clears("after the last Clear");
  browser.elapse();
  await browser.idle();
  stop();
  await says("", "after a restart with nothing to say");
  assert.equal(browser.starts, 3, "what has nothing to say is not woken");
});

test("a stopped background tells the broken logins of a private tab again", async () => {
  const browser = new FakeBrowser({ devtools: false, saysPrivate: true });
  browser.openTab(5, true);
  browser.panel(5).watch(true);
  await browser.idle();
  const login = recordedLogin("chromium", "redirect-uri", 5).filter(({ type }) => type !== "content");
  await tellAll(browser, login, 5);
  assert.equal(browser.signs.get(5)?.text, "●1");
  browser.stop();
  browser.loadPage(5);
  await browser.idle();
  assert.equal(browser.signs.get(5)?.text, "●1");
});

test("without the core nothing says that it records, also after a click, until it is there", async () => {
  const browser = new FakeBrowser({ devtools: false });
  browser.hasCore = false;
  const popup = browser.panel();
  await browser.idle();
  for (let click = 0; click < 2; click++) {
    popup.watch(true);
    await browser.idle();
    const { recording, watched, listening, notices } = popup.status ?? {};
    assert.deepEqual([recording, watched, listening, notices], [false, false, false, ["unavailable"]]);
    assert.equal(browser.signs.get(1)?.text ?? "", "");
  }
  browser.stop();
  browser.hasCore = true;
  const { status } = await browser.seen();
  assert.deepEqual([status?.recording, status?.watched, status?.notices], [true, true, []]);
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

/** The tabs that the next background would go on to record. */
function watchedIn(browser: FakeBrowser): number[] {
  return JSON.parse(browser.storage.get("watched") ?? "[]");
}

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
