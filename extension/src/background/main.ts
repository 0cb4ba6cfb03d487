/**
 * The background: everything that has to hear events is registered in this first turn, before anything is
 * loaded. No top-level await and no dynamic import, or the event that woke the worker is lost.
 */

import type { CaptureEvent } from "../../generated/core.d.ts";
import { webext } from "../shared/webext.ts";
import { currentAccess, currentReading, onAccessChange, openAccessPage, stopReading } from "./access.ts";
import { Answers } from "./answers.ts";
import { apartEngine, engine } from "./engine.ts";
import { fetchKeys } from "./fetch-keys.ts";
import { Hub } from "./hub.ts";
import { Listeners } from "./listeners.ts";
import { PrivateWindows } from "./private-windows.ts";
import { Recorder } from "./recorder.ts";
import { Recording } from "./recording.ts";

const told = { changed: () => hub.publish(), counted: () => hub.publishStatus() };
const shared = new Recording("", engine, told);
/** What comes from private windows; not even begun while there are none. */
const apart = new Recording("private/", apartEngine, told);

const answers = new Answers(wants, sort);
const recorder = new Recorder(new Listeners(sort, answers));
const windows = new PrivateWindows(() => apart.discard());
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
    const counts = { ignored, dropped };
    return { recording: recorder.wanted, access, reading, notices, ...counts, canUndo, private: isPrivate };
  },
  answer: (question, isPrivate) => of(isPrivate).ask(question),
  fetch: async (url, typed, isPrivate) => {
    const text = await fetchKeys(url, typed);
    return of(isPrivate).ask({ about: "fetched", text });
  },
  record: (on) => void record(on),
  clear: (isPrivate) => of(isPrivate).clear(),
  undo: (isPrivate) => of(isPrivate).undo(),
  endUndo: (isPrivate) => of(isPrivate).endUndo(),
  openAccessPage,
  stopReading: () => void stopReading(),
  captured: (events, tab) => {
    if (recorder.wanted) for (const event of events) sort(event, tab);
  },
  devtoolsOpened: () => recorder.witnessCame(),
  devtoolsClosed: () => recorder.witnessLeft(),
});

onAccessChange(() => {
  recorder.renew();
  hub.publish();
});

webext.runtime.onSuspend?.addListener(() => {
  void shared.save();
  if (apart.isOpen) void apart.save();
});

void resume();

/** Goes on where the stopped worker was. */
async function resume(): Promise<void> {
  const { record } = await shared.state();
  recorder.wanted = ordered ?? record;
  // Without the core nothing would ever take the events.
  await shared.open().catch(() => {
    recorder.wanted = false;
  });
  hub.publish();
}

async function record(on: boolean): Promise<void> {
  ordered = on;
  recorder.wanted = on;
  hub.publish();
  const state = await shared.state();
  state.record = on;
  await shared.save();
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
