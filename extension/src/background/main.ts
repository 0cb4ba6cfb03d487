/**
 * The background: everything that has to hear events is registered in this first turn, before anything is
 * loaded. No top-level await and no dynamic import, or the event that woke the worker is lost.
 */

import { webext } from "../shared/webext.ts";
import { currentAccess, onAccessChange, openAccessPage } from "./access.ts";
import { type Core, loadCore } from "./core.ts";
import { fetchKeys } from "./fetch-keys.ts";
import { Hub } from "./hub.ts";
import { Inbox } from "./inbox.ts";
import { Listeners } from "./listeners.ts";
import { Recorder } from "./recorder.ts";
import { load, type Stored } from "./store.ts";

const inbox = new Inbox();
const recorder = new Recorder(new Listeners((event) => inbox.push(event)));
const stored: Promise<Stored> = load();
const core: Promise<Core> = stored.then(loadCore);
/** What the user said since the worker began, which counts more than what was stored before. */
let ordered: boolean | undefined;

const hub = new Hub({
  changes: async (since) => (await core).changes(since),
  status: async () => {
    const { state } = await stored;
    const { notices, ignored } = state;
    return { recording: recorder.wanted, access: await currentAccess(), notices, ignored };
  },
  answer: async (question) => {
    const loaded = await core;
    inbox.drain();
    return loaded.ask(question);
  },
  fetch: async (url, typed) => {
    const text = await fetchKeys(url, typed);
    return (await core).ask({ about: "fetched", text });
  },
  record: (on) => void record(on),
  clear: () => void clear(),
  openAccessPage,
  captured: (events) => {
    if (recorder.wanted) inbox.push(...events);
  },
  devtoolsOpened: () => recorder.witnessCame(),
  devtoolsClosed: () => recorder.witnessLeft(),
});

onAccessChange(() => {
  recorder.renew();
  hub.publish();
});

webext.runtime.onSuspend?.addListener(() => void save());

void resume();

/** Goes on where the stopped worker was. */
async function resume(): Promise<void> {
  const { state } = await stored;
  recorder.wanted = ordered ?? state.record;
  try {
    const loaded = await core;
    inbox.open((events) => {
      if (loaded.ingest(events)) hub.publish();
      else hub.publishStatus();
    });
  } catch {
    // Without the core nothing would ever take the events.
    recorder.wanted = false;
    inbox.clear();
    state.notices.push("unavailable");
  }
  hub.publish();
}

async function record(on: boolean): Promise<void> {
  ordered = on;
  recorder.wanted = on;
  hub.publish();
  const { state } = await stored;
  state.record = on;
  (await core).save();
}

async function clear(): Promise<void> {
  inbox.clear();
  (await core).clear();
  hub.publish();
}

async function save(): Promise<void> {
  inbox.drain();
  (await core).save();
}
