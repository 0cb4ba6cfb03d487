/**
 * What outlives the worker: `storage.session`, which is memory and never disk. Written in batches, because one
 * write an event doubles the cost of watching.
 */

import type { Notice } from "../shared/protocol.ts";
import { webext } from "../shared/webext.ts";
import { EventLog, type StoredGroups } from "./log.ts";

const WRITE_DELAY = 200;
const GROUP_PREFIX = "log/";
const STATE_KEY = "state";

export interface State {
  /** What the user wants; whether anything listens also depends on DevTools being open. */
  record: boolean;
  /** How many requests played no role: replaying the log does not tell. */
  ignored: number;
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
  const state = items[STATE_KEY] as State | undefined;
  return {
    log: new EventLog(Object.fromEntries(groups) as StoredGroups),
    state: state ?? { record: true, ignored: 0, notices: [] },
  };
}

export class Writer {
  readonly #stored: Stored;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(stored: Stored) {
    this.#stored = stored;
  }

  /** Writes soon what changed since. */
  schedule(): void {
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_DELAY);
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;

    const { log, state } = this.#stored;
    const { changed, removed } = log.takeChanges();
    const items: Record<string, unknown> = { [STATE_KEY]: state };
    for (const [name, entries] of Object.entries(changed)) items[GROUP_PREFIX + name] = entries;
    await Promise.all([
      webext.storage.session.set(items),
      webext.storage.session.remove(removed.map((name) => GROUP_PREFIX + name)),
    ]);
  }
}
