/**
 * The background: everything that has to hear events is registered in this first turn, before anything is
 * loaded. No top-level await and no dynamic import, or the event that woke the worker is lost.
 */

import type { CaptureEvent, Row } from "../../generated/core.d.ts";
import { changed, type Listed, NOTHING } from "../panel/rows.ts";
import { webext } from "../shared/webext.ts";
import { currentAccess, currentReading, onAccessChange, openAccessPage, stopReading } from "./access.ts";
import { Answers } from "./answers.ts";
import { Badge } from "./badge.ts";
import type { Seen } from "./core.ts";
import { apartEngine, engine } from "./engine.ts";
import { fetchKeys } from "./fetch-keys.ts";
import { Hub } from "./hub.ts";
import { Listeners } from "./listeners.ts";
import { PrivateWindows } from "./private-windows.ts";
import { Recorder } from "./recorder.ts";
import { Recording } from "./recording.ts";
import { onSettings } from "./settings.ts";
import type { State } from "./store.ts";
import { Watches } from "./watches.ts";

const told = {
  changed: () => {
    hub.publish();
    badge.refresh();
  },
  counted: () => hub.publishStatus(),
};
const shared = new Recording("", engine, told);
/** What comes from private windows; not even begun while there are none. */
const apart = new Recording("private/", apartEngine, told);

const answers = new Answers(wants, sort);
const listeners = new Listeners(sort, answers);
const recorder = new Recorder(
  listeners,
  () => void note({ devtools: false }),
  () => hub.publish(),
);
const windows = new PrivateWindows(() => {
  apart.discard();
  looks.delete(true);
});
const watches = new Watches(() => {
  recorder.hasWatches = !watches.isEmpty;
  hub.publish();
  badge.refresh();
});
const badge = new Badge({
  rows: async () => [...(await rows(false)), ...(await rows(true))],
  watched: () => (recorder.wanted ? watches.all : []),
  hasAccess: async () => (await currentAccess()) !== "none",
  canUndo: () => shared.canUndo || apart.canUndo,
  note: (badge) => void note({ badge }),
});
/** How far the badge has looked, and what it saw. */
const looks = new Map<boolean, { listed: Listed; seen: Seen }>();
/** What the user said since the worker began, which counts more than what was stored before. */
let ordered: boolean | undefined;

const hub = new Hub({
  isPrivate: (tab) => windows.isPrivate(tab),
  changes: (seen, isPrivate) => of(isPrivate).changes(seen),
  status: async (isPrivate) => {
    const { notices, ignored, dropped } = await of(isPrivate).state();
    const access = await currentAccess();
    const reading = await currentReading();
    const { canUndo } = of(isPrivate);
    const { wanted: recording, isListening: listening } = recorder;
    const counts = { ignored, dropped };
    return { recording, listening, access, reading, notices, ...counts, canUndo, private: isPrivate };
  },
  isWatched: (tab) => recorder.wanted && watches.has(tab),
  answer: (question, isPrivate) => of(isPrivate).ask(question),
  fetch: async (url, typed, isPrivate) => {
    const text = await fetchKeys(url, typed);
    return of(isPrivate).ask({ about: "fetched", text });
  },
  record: (on) => void record(on),
  watch: (tab, on, isPrivate) => void watch(tab, on, isPrivate),
  clear: (isPrivate) => {
    of(isPrivate).clear();
    looks.delete(isPrivate);
    badge.refresh();
  },
  undo: (isPrivate) => {
    of(isPrivate).undo();
    badge.refresh();
  },
  endUndo: (isPrivate) => of(isPrivate).endUndo(),
  openAccessPage,
  stopReading: () => void stopReading(),
  captured: (events, tab) => {
    if (recorder.wanted) for (const event of events) sort(event, tab);
  },
  devtoolsOpened: () => {
    recorder.witnessCame();
    void note({ devtools: true });
  },
  devtoolsClosed: () => recorder.witnessLeft(),
});

onAccessChange(() => {
  recorder.renew();
  hub.publish();
  badge.refresh();
});

onSettings((settings) => {
  for (const recording of [shared, apart]) recording.set(settings).catch(() => {});
});

webext.runtime.onSuspend?.addListener(() => {
  void shared.save();
  if (apart.isOpen) void apart.save();
});

void resume();

/** Goes on where the stopped worker was. */
async function resume(): Promise<void> {
  const { record, devtools, badge: spoke } = await shared.state();
  recorder.wanted = ordered ?? record;
  await watches.ready();
  if (!devtools) recorder.expectNobody();
  await expectCore();
  hub.publish();
  await badge.resume(spoke);
}

/** Without the core nothing would ever take the events. */
async function expectCore(): Promise<void> {
  await shared.open().catch(() => {
    recorder.wanted = false;
  });
}

async function record(on: boolean): Promise<void> {
  ordered = on;
  recorder.wanted = on;
  hub.publish();
  badge.refresh();
  // Who says *Stop* means all of it.
  if (!on) await watches.endAll();
  const state = await shared.state();
  // Meanwhile the user may have said something else.
  state.record = ordered ?? on;
  await shared.save();
  await expectCore();
  hub.publish();
}

async function watch(tab: number, on: boolean, isPrivate: boolean): Promise<void> {
  // Nothing is lost until that is written down.
  const recording = on && !recorder.wanted ? record(true) : undefined;
  if (on) await watches.begin(tab, isPrivate);
  else await watches.end(tab);
  await recording;
}

/** Notes something for the worker that comes after this one. */
async function note(what: Partial<Pick<State, "devtools" | "badge">>): Promise<void> {
  const state = await shared.state();
  const before = { ...state };
  Object.assign(state, what);
  if (state.devtools !== before.devtools || state.badge !== before.badge) await shared.save();
}

/** What is listed, for the badge: nothing is looked at twice, and no recording that holds nothing is begun for it. */
async function rows(isPrivate: boolean): Promise<Row[]> {
  const recording = of(isPrivate);
  if (!recording.isOpen && (await recording.isEmpty())) return [];
  const before = looks.get(isPrivate);
  const { changes, seen } = await recording.changes(before?.seen);
  const listed = changed(before?.listed ?? NOTHING, changes);
  looks.set(isPrivate, { listed, seen });
  return listed.rows;
}

function of(isPrivate: boolean): Recording {
  return isPrivate ? apart : shared;
}

/** Gives an event to whom it belongs: at once where that is known, or its place in the order is lost. */
function sort(event: CaptureEvent, tab: number, said?: boolean): void {
  const known = windows.knows(tab, said);
  if (known !== undefined) take(event, known);
  else void windows.isPrivate(tab, said).then((isPrivate) => take(event, isPrivate, tab));
}

/** Whether an answer is worth reading while it passes: at once where that is known, or the answer would have to wait. */
function wants(started: CaptureEvent, status: number, said?: boolean): boolean | Promise<boolean> {
  const tab = "tab" in started ? started.tab : -1;
  const known = windows.knows(tab, said);
  if (known !== undefined) return of(known).wants(started, status);
  return windows.isPrivate(tab, said).then((isPrivate) => of(isPrivate).wants(started, status));
}

function take(event: CaptureEvent, isPrivate: boolean, asked?: number): void {
  // Nobody knows whose tab it was when its closing is the first that is heard of it.
  const both = event.type === "tabClosed" && asked !== undefined;
  if (!isPrivate || both) shared.push(event);
  // What comes late, after the last private window closed, is gone with it.
  if ((isPrivate || both) && windows.areThere) apart.push(event);
}
