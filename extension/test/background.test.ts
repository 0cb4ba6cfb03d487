/** The background as a whole, whatever the browser does to it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaptureEvent } from "../generated/core.d.ts";
import { FakeBrowser, type FakePanel, recordedLogin } from "./browser.ts";

const BROWSERS = ["chromium", "firefox"] as const;
const APPS = ["redirect-uri", "healthy", "popup"];

for (const name of BROWSERS) {
  for (const app of APPS) {
    const login = recordedLogin(name, app);

    test(`${name}, ${app}: stopped after each single event, it says the same`, async () => {
      const undisturbed = await seenAfter(new FakeBrowser(), login, async () => {});
      assert.ok(undisturbed.logins.length > 0);
      const browser = new FakeBrowser();
      const stopped = await seenAfter(browser, login, async () => {
        await browser.idle();
        browser.stop();
      });
      assert.deepEqual(stopped, undisturbed);
      assert.ok(browser.starts > login.length * 0.9, `${browser.starts} starts for ${login.length} events`);
    });
  }
}

const LOGIN = recordedLogin("chromium", "redirect-uri");

test("Clear empties the panel and the storage, and the next login is alone", async () => {
  const browser = new FakeBrowser();
  await tellAll(browser, LOGIN);
  const panel = browser.panel();
  await browser.idle();
  assert.equal(panel.listed.rows.length, 1);
  panel.clear();
  await microtasks();
  assert.equal(panel.listed.rows.length, 0, "at once");
  await browser.idle();
  assert.deepEqual([...browser.storage.keys()], ["state"]);
  await tellAll(browser, again(LOGIN, "b"));
  assert.equal((await browser.seen()).rows.length, 1);
});

test("Clear waits neither for a replay nor for what waits for the core", async () => {
  const browser = new FakeBrowser({ slowness: 20 });
  for (let round = 0; round < 40; round++) await tellAll(browser, again(LOGIN, `${round}`), false);
  await browser.idle();
  const before = browser.storage.size;
  browser.stop();

  const panel = browser.panel();
  for (const event of again(LOGIN, "late")) browser.tell(event);
  await wait(150);
  assert.ok(panel.listed.rows.length === 0, "the replay goes on");
  const began = performance.now();
  panel.clear();
  await browser.idle();
  const took = performance.now() - began;
  assert.ok(took < 500, `${took} ms, where a replay takes ${(before * 20) / 8}`);
  assert.deepEqual([...browser.storage.keys()], ["state"]);
  assert.deepEqual((await browser.seen()).rows, []);
});

test("Clear counts that comes before anything was read", async () => {
  const browser = new FakeBrowser();
  await tellAll(browser, LOGIN);
  browser.stop();
  const panel = browser.panel();
  await microtasks();
  panel.clear();
  await browser.idle();
  assert.deepEqual([panel.listed.rows, [...browser.storage.keys()]], [[], ["state"]]);
});

test("a recording that costs too much to be read again is dropped, and the panel says so", async () => {
  const browser = new FakeBrowser();
  await tellAll(browser, LOGIN);
  browser.stop();
  browser.clockStep = 12_000;
  const { rows, status } = await browser.seen();
  assert.deepEqual([rows, status?.notices], [[], ["tooDear"]]);
  assert.ok((status?.dropped ?? 0) > 20, `${status?.dropped}`);
  assert.deepEqual([...browser.storage.keys()], ["state"]);
  browser.clockStep = 0;
  await tellAll(browser, again(LOGIN, "b"));
  assert.equal((await browser.seen()).rows.length, 1, "the next login is recorded");
});

for (const saysPrivate of [false, true]) {
  const how = saysPrivate ? "where the browser says what is private" : "where it has to be asked";

  test(`private logins are marked, kept apart, and gone with the last private window, ${how}`, async () => {
    const browser = new FakeBrowser({ saysPrivate });
    browser.openTab(5, true);
    browser.openTab(6, true, 101);
    browser.openDevtools(5);
    await tellAll(browser, LOGIN);
    await tellAll(browser, privately("chromium"), true, 5);
    await checkApart(browser);

    browser.stop();
    await checkApart(browser);

    browser.closeWindow(100);
    await browser.idle();
    assert.equal((await browser.seen(6)).rows.length, 1, "there is another private window");
    browser.closeWindow(101);
    await browser.idle();
    assert.ok(![...browser.storage.keys()].some((key) => key.startsWith("private/")));
    assert.equal((await browser.seen()).rows.length, 1);
    browser.openTab(7, true);
    assert.deepEqual((await browser.seen(7)).rows, []);
  });

  test(`private logins survive a stop after each event, ${how}`, async () => {
    const browser = new FakeBrowser({ saysPrivate });
    browser.openTab(5, true);
    browser.openDevtools(5);
    for (const event of privately("firefox")) {
      browser.tell(event, 5);
      await browser.idle();
      browser.stop();
    }
    const { rows } = await browser.seen(5);
    assert.equal(rows.length, 1);
    const calm = new FakeBrowser({ saysPrivate });
    calm.openTab(5, true);
    calm.openDevtools(5);
    await tellAll(calm, privately("firefox"), true, 5);
    assert.deepEqual(rows, (await calm.seen(5)).rows);
    assert.deepEqual((await browser.seen()).rows, []);
  });
}

test("private windows that close while the background is stopped leave nothing", async () => {
  const browser = new FakeBrowser();
  browser.openTab(5, true);
  browser.openDevtools(5);
  await tellAll(browser, privately("chromium"), true, 5);
  browser.stop();
  browser.forgetTabs((tab) => tab === 5);
  browser.wake();
  await browser.idle();
  assert.ok(![...browser.storage.keys()].some((key) => key.startsWith("private/")));
});

test("Clear in a private window leaves the other logins, and the reverse", async () => {
  const browser = new FakeBrowser();
  browser.openTab(5, true);
  browser.openDevtools(5);
  await tellAll(browser, LOGIN);
  await tellAll(browser, privately("chromium"), true, 5);
  browser.panel(5).clear();
  await browser.idle();
  assert.deepEqual([(await browser.seen()).rows.length, (await browser.seen(5)).rows.length], [1, 0]);
  await tellAll(browser, privately("firefox"), true, 5);
  browser.panel(1).clear();
  await browser.idle();
  assert.deepEqual([(await browser.seen()).rows.length, (await browser.seen(5)).rows.length], [0, 1]);
});

test("Undo has back what Clear took, with what came since", async () => {
  const browser = new FakeBrowser({ stands: true });
  await tellAll(browser, LOGIN);
  const before = await browser.seen();
  const panel = browser.panel();
  await browser.idle();
  panel.clear();
  await microtasks();
  await tellAll(browser, again(LOGIN, "b"));
  assert.deepEqual([panel.listed.rows.length, panel.status?.canUndo], [1, true]);
  panel.undo();
  await browser.idle();
  assert.deepEqual([panel.listed.rows.length, panel.status?.canUndo], [2, false]);
  const after = await browser.seen();
  assert.ok(after.logins.some((login) => JSON.stringify(login) === JSON.stringify(before.logins[0])));
  // It is there after a restart, too.
  browser.stop();
  assert.deepEqual(await browser.seen(), after);
});

test("what is cleared while Undo waits for the core stays cleared", async () => {
  const browser = new FakeBrowser({ stands: true, slowness: 20 });
  await tellAll(browser, LOGIN);
  const panel = browser.panel();
  await browser.idle();
  panel.clear();
  await microtasks();
  for (let round = 0; round < 10; round++) await tellAll(browser, again(LOGIN, `${round}`), false);
  panel.undo();
  panel.clear();
  await browser.idle();
  assert.deepEqual([panel.listed.rows, [...browser.storage.keys()]], [[], ["state"]]);
  assert.deepEqual((await browser.seen()).rows, []);
});

test("what Undo brings back of private windows goes with the last of them, also while Undo waits for the core", async () => {
  const browser = new FakeBrowser({ stands: true, slowness: 20 });
  const panel = await clearedPrivately(browser);
  await microtasks();
  for (let round = 0; round < 10; round++) {
    await tellAll(browser, again(privately("chromium"), `${round}`), false, 5);
  }
  panel.undo();
  await microtasks();
  browser.closeWindow(100);
  await browser.idle();
  assert.ok(![...browser.storage.keys()].some((key) => key.startsWith("private/")));
  browser.openTab(6, true);
  assert.deepEqual((await browser.seen(6)).rows, []);
});

test("a panel that did not clear is told when Undo is over", async () => {
  const browser = new FakeBrowser({ stands: true });
  await tellAll(browser, LOGIN);
  const [panel, other] = [browser.panel(), browser.panel()];
  await browser.idle();
  panel.clear();
  await browser.idle();
  assert.equal(other.status?.canUndo, true);
  panel.port.close();
  await browser.idle();
  assert.equal(other.status?.canUndo, false);
});

test("Undo has back what was said of the recording, beside what was said since", async () => {
  const browser = new FakeBrowser({ stands: true });
  await tellAll(browser, LOGIN);
  browser.stop();
  browser.clockStep = 12_000;
  const dropped = (await browser.seen()).status?.dropped ?? 0;
  assert.ok(dropped > 20, `${dropped}`);
  browser.clockStep = 0;
  await tellAll(browser, again(LOGIN, "b"));
  const panel = browser.panel();
  await browser.idle();
  const { ignored } = panel.status ?? {};
  panel.clear();
  await browser.idle();
  assert.deepEqual([panel.status?.notices, panel.status?.dropped, panel.status?.ignored], [[], 0, 0]);
  browser.tell(started("trap", "http://app.localhost/?break-core=ingest"));
  await browser.idle();
  panel.undo();
  await browser.idle();
  const said = [["tooDear", "skipped"], dropped, ignored];
  assert.deepEqual([panel.status?.notices, panel.status?.dropped, panel.status?.ignored], said);
  browser.stop();
  const { status } = await browser.seen();
  assert.deepEqual([status?.notices, status?.dropped, status?.ignored], said);
  // What is dropped later counts as well.
  browser.stop();
  browser.clockStep = 12_000;
  assert.ok(((await browser.seen()).status?.dropped ?? 0) > dropped + 20);
});

test("what was cleared is stored nowhere, and gone with time, the next Clear, the panel, the background", async () => {
  const ends: ((browser: FakeBrowser, panel: FakePanel) => void)[] = [
    (_, panel) => panel.clear(),
    (_, panel) => panel.port.close(),
    (browser) => browser.stop(),
    (browser) => browser.elapse(),
  ];
  for (const end of ends) {
    const browser = new FakeBrowser({ stands: true });
    await tellAll(browser, LOGIN);
    const panel = browser.panel();
    await browser.idle();
    panel.clear();
    await browser.idle();
    assert.deepEqual([...browser.storage.keys()], ["state"]);
    assert.equal(panel.status?.canUndo, true);
    end(browser, panel);
    const other = browser.panel();
    other.undo();
    await browser.idle();
    assert.deepEqual([other.listed.rows, other.status?.canUndo], [[], false]);
  }
});

/** A login in a private tab that was cleared, and the panel in which it was. */
async function clearedPrivately(browser: FakeBrowser) {
  browser.openTab(5, true);
  browser.openDevtools(5);
  await tellAll(browser, privately("chromium"), true, 5);
  const panel = browser.panel(5);
  await browser.idle();
  panel.clear();
  return panel;
}

test("what was cleared of private windows goes with the last of them", async () => {
  const browser = new FakeBrowser({ stands: true });
  const panel = await clearedPrivately(browser);
  await browser.idle();
  assert.equal(panel.status?.canUndo, true);
  browser.closeWindow(100);
  await browser.idle();
  panel.undo();
  await browser.idle();
  assert.deepEqual(panel.listed.rows, []);
  assert.ok(![...browser.storage.keys()].some((key) => key.startsWith("private/")));
});

test("a failed write is tried again and told, and told no more once it succeeds", async () => {
  const browser = new FakeBrowser();
  browser.isFull = true;
  await tellAll(browser, LOGIN);
  assert.deepEqual((await browser.seen()).status?.notices, ["unwritten"]);
  browser.stop();
  const after = await browser.seen();
  assert.deepEqual([after.rows, after.status?.notices], [[], ["unwritten"]], "also after it came true");

  browser.isFull = false;
  await tellAll(browser, again(LOGIN, "b"));
  assert.deepEqual((await browser.seen()).status?.notices, []);
  browser.stop();
  assert.equal((await browser.seen()).rows.length, 1);
});

for (const when of ["ingest", "look"]) {
  test(`a trap of the core (${when}) costs its event, and is told; nothing else is lost`, async () => {
    const browser = new FakeBrowser();
    browser.openTab(5, true);
    browser.openDevtools(5);
    await tellAll(browser, privately("chromium"), true, 5);
    await tellAll(browser, LOGIN);
    const hidden = await browser.seen(5);
    const before = await browser.seen();
    const panel = browser.panel();
    browser.tell(started("trap", `http://app.localhost/?break-core=${when}`));
    await browser.idle();
    const after = await browser.seen();
    assert.deepEqual([after.rows, after.logins], [before.rows, before.logins]);
    assert.deepEqual(after.status?.notices, ["skipped"]);
    assert.deepEqual(await browser.seen(5), hidden, "another instance");
    assert.equal(panel.listed.rows.length, 1);

    await tellAll(browser, again(LOGIN, "b"));
    assert.equal((await browser.seen()).rows.length, 2, "and the next login is recorded");
    browser.stop();
    assert.equal((await browser.seen()).rows.length, 2);
  });
}

test("a core that breaks when somebody looks, on what it has forgotten, is told as well", async () => {
  const browser = new FakeBrowser();
  await tellAll(browser, LOGIN);
  const before = await browser.seen();
  browser.tell(started("trap", "http://app.localhost/?break-core=look"));
  browser.tell({ type: "completed", request: "trap", time: 2, status: 200 });
  const after = await browser.seen();
  assert.deepEqual([after.rows, after.status?.notices], [before.rows, ["skipped"]]);
});

test("a browser that starts anew, or an update, begins with nothing", async () => {
  const browser = new FakeBrowser();
  await tellAll(browser, LOGIN);
  browser.restart();
  const { rows, status } = await browser.seen();
  assert.deepEqual([rows, status?.notices, status?.recording], [[], [], true]);
});

test("what another version stored is removed, not read", async () => {
  const browser = new FakeBrowser();
  browser.storage.set("log/request:1", JSON.stringify([[0, { what: "is this" }]]));
  browser.storage.set("state", JSON.stringify({ record: true, notices: ["strange"] }));
  await tellAll(browser, LOGIN);
  const { rows, status } = await browser.seen();
  assert.deepEqual([rows.length, status?.notices], [1, []]);
  assert.ok(!browser.storage.has("log/request:1") || !browser.storage.get("log/request:1")?.includes("what"));
});

test("access that is taken and given again: what was seen stays, and more is seen", async () => {
  const browser = new FakeBrowser();
  await tellAll(browser, LOGIN);
  browser.setAccess(false);
  await tellAll(browser, again(LOGIN, "b"));
  const blind = await browser.seen();
  assert.deepEqual([blind.rows.length, blind.status?.access], [1, "none"]);
  browser.stop();
  browser.setAccess(true);
  await tellAll(browser, again(LOGIN, "c"));
  const { rows, status } = await browser.seen();
  assert.deepEqual([rows.length, status?.access], [2, "all"]);
});

test("200 tabs, their events in turns: each login is there, before and after a stop", async () => {
  const browser = new FakeBrowser({ clock: 0.01 });
  const tabs = Array.from({ length: 200 }, (_, index) => index + 10);
  for (const tab of tabs) browser.openTab(tab);
  // Every fifth logs in, the others read.
  const traffic = tabs.map((tab) => inTab(tab % 5 === 0 ? LOGIN : LOGIN.slice(0, 4), tab));
  for (let at = 0; at < LOGIN.length; at++) {
    for (const events of traffic) for (const event of events.slice(at, at + 1)) browser.tell(event);
    await wait(1);
  }
  const before = await browser.seen();
  assert.equal(before.rows.length, 40);
  assert.equal(new Set(before.rows.map(({ outcome, cause }) => `${outcome} ${cause?.rule}`)).size, 1);
  browser.stop();
  const { rows, status } = await browser.seen();
  assert.deepEqual([rows, status?.notices], [before.rows, []]);
});

async function checkApart(browser: FakeBrowser): Promise<void> {
  const [open, hidden] = [await browser.seen(1), await browser.seen(5)];
  assert.deepEqual([open.rows.length, open.status?.private], [1, false]);
  assert.deepEqual([hidden.rows.length, hidden.status?.private], [1, true]);
  const secret = "private-canary";
  assert.ok(browser.written.some((text) => text.startsWith("private/log/") && text.includes(secret)));
  const leaks = browser.written.filter((text) => !text.startsWith("private/") && text.includes(secret));
  assert.deepEqual(leaks, []);
}

/** A login in the private tab 5, with a word in each of its requests. */
function privately(name: "chromium" | "firefox"): CaptureEvent[] {
  const events = recordedLogin(name, "redirect-uri", 5);
  for (const event of events) {
    if (event.type === "requestSent") event.headers?.push(["X-Word", "private-canary"]);
  }
  return events;
}

/** The same login once more: every value that is made up for each is another one. */
function again(events: CaptureEvent[], mark: string): CaptureEvent[] {
  const round = Number.parseInt(mark, 36) || 40;
  const text = JSON.stringify(events).replaceAll(
    /[A-Za-z0-9_-]{40,}/g,
    (value) => `${mark}${value.slice(mark.length)}`,
  );
  const copies: CaptureEvent[] = JSON.parse(text);
  for (const event of copies) {
    event.time += 1_000_000 * (round + 1);
    if ("request" in event) event.request = `${mark}-${event.request}`;
  }
  return copies;
}

function inTab(events: CaptureEvent[], tab: number): CaptureEvent[] {
  const copies = again(events, tab.toString(36));
  for (const event of copies) {
    event.time += 7 * tab - 1_000_000 * (tab + 1);
    if ("tab" in event && event.tab === 1) event.tab = tab;
  }
  return copies;
}

function started(request: string, url: string): CaptureEvent {
  const rest = { method: "GET", resource: "main_frame", tab: 1, frame: 0 } as const;
  return { type: "requestStarted", request, time: 1, url, body: { kind: "none" }, ...rest };
}

async function tellAll(browser: FakeBrowser, events: CaptureEvent[], wait = true, tab = 1): Promise<void> {
  for (const event of events) browser.tell(event, tab);
  if (wait) await browser.idle();
}

const microtasks = () => new Promise((resolve) => setImmediate(resolve));
const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

async function seenAfter(browser: FakeBrowser, events: CaptureEvent[], between: () => Promise<void>) {
  browser.wake();
  await between();
  for (const event of events) {
    browser.tell(event);
    await between();
  }
  browser.wake();
  return browser.seen();
}

test("settings count at once for what is there, for what comes, and after the worker was stopped", async () => {
  const browser = new FakeBrowser();
  await tellAll(browser, LOGIN);
  assert.equal((await browser.seen()).rows.length, 1);
  const panel = browser.panel();
  await browser.idle();
  browser.setSettings(JSON.stringify({ "ignore-hosts": ["*.localhost"] }));
  await browser.idle();
  assert.equal(panel.listed.rows.length, 0, "the panel is told");
  browser.stop();
  await tellAll(browser, again(LOGIN, "b"));
  assert.equal((await browser.seen()).rows.length, 0, "kept over a stop");
  browser.setSettings("");
  await tellAll(browser, again(LOGIN, "c"));
  assert.ok((await browser.seen()).rows.length > 0, "and taken back");
});

test("settings that nobody can read break nothing", async () => {
  const browser = new FakeBrowser();
  browser.preferences = { settings: '{"of": ["a later version"]}', theme: 7 };
  await tellAll(browser, LOGIN);
  assert.equal((await browser.seen()).rows.length, 1);
});
