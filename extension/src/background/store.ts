/**
 * What outlives the worker: `storage.session`, which is memory and never disk. Written in batches, because one
 * write an event doubles the cost of watching.
 */

import type { Notice } from "../shared/protocol.ts";
import { webext } from "../shared/webext.ts";
import { EventLog, type StoredGroups } from "./log.ts";

const WRITE_DELAY = 200;
/** A write that fails is tried again, each time later; what comes next tries anew. */
const MOST_TRIES = 5;
const GROUP_PREFIX = "log/";
const STATE_KEY = "state";

export interface State {
  /** What the user wants; whether anything listens also depends on DevTools being open. */
  record: boolean;
  /** How many requests played no role: replaying the log does not tell. */
  ignored: number;
  /** How many logins had to make room: the core counts on from there. */
  forgotten: number;
  notices: Notice[];
}

export interface Stored {
  log: EventLog;
  state: State;
}

export async function load(): Promise<Stored> {
  const items: Record<string, unknown> = await webext.storage.session.get(null);
  const groups = Object.entries(items)
    .filter(([key]) => key.startsWith(GROUP_PREFIX))
    .map(([key, group]) => [key.slice(GROUP_PREFIX.length), group]);
  const state = items[STATE_KEY] as Partial<State> | undefined;
  return {
    log: new EventLog(Object.fromEntries(groups) as StoredGroups),
    state: { record: true, ignored: 0, forgotten: 0, notices: [], ...state },
  };
}

export class Writer {
  readonly #stored: Stored;
  readonly #onFailure: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  /** `onFailure` hears that the browser does not keep what it is given. */
  constructor(stored: Stored, onFailure: () => void) {
    this.#stored = stored;
    this.#onFailure = onFailure;
  }

  /** Writes soon what changed since. */
  schedule(delay = WRITE_DELAY): void {
    this.#timer ??= setTimeout(() => void this.flush(), delay);
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;

    const { log, state } = this.#stored;
    const { changed, removed } = log.takeChanges();
    const items: Record<string, unknown> = { [STATE_KEY]: state };
    for (const [name, entries] of Object.entries(changed)) items[GROUP_PREFIX + name] = entries;
    try {
      // What is gone makes room for what is new.
      await webext.storage.session.remove(removed.map((name) => GROUP_PREFIX + name));
      await webext.storage.session.set(items);
      this.#failures = 0;
    } catch {
      log.notWritten(Object.keys(changed), removed);
      this.#failures += 1;
      if (this.#failures > 1) this.#onFailure();
      if (this.#failures < MOST_TRIES) this.schedule(WRITE_DELAY * 2 ** this.#failures);
    }
  }
}
