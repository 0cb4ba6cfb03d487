/**
 * What outlives the worker: `storage.session`, which is memory and never disk. Written in batches, because one
 * write an event doubles the cost of watching. Private windows have keys of their own.
 */

import type { Notice } from "../shared/protocol.ts";
import { webext } from "../shared/webext.ts";
import { EventLog, type StoredGroups } from "./log.ts";

/** What is stored in another form is of another version of the extension, and not read. */
const FORM = 1;
const WRITE_DELAY = 200;
/** A write that fails is tried again, each time later; what comes next tries anew. */
const MOST_TRIES = 5;
const GROUP_PREFIX = "log/";
const STATE_KEY = "state";

export interface State {
  form: typeof FORM;
  /** What the user wants; whether anything listens also depends on DevTools being open. */
  record: boolean;
  /** Whether DevTools was open somewhere: only then it comes back after the worker was stopped. */
  devtools: boolean;
  /** Whether the button in the toolbar says something of a tab. */
  badge: boolean;
  /** How many requests played no role: replaying the log does not tell. */
  ignored: number;
  /** How many logins had to make room: the core counts on from there. */
  forgotten: number;
  /** How many events a log had that could not be replayed. */
  dropped: number;
  notices: Notice[];
}

export interface Stored {
  log: EventLog;
  state: State;
}

/** Whose events: a prefix of all keys. */
export type Realm = "" | "private/";

export async function load(realm: Realm): Promise<Stored> {
  const items: Record<string, unknown> = await webext.storage.session.get(null);
  const state = items[realm + STATE_KEY] as Partial<State> | undefined;
  const prefix = realm + GROUP_PREFIX;
  const groups = Object.entries(items)
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, group]) => [key.slice(prefix.length), group]);
  const log = new EventLog(Object.fromEntries(groups) as StoredGroups);
  const fresh: State = {
    form: FORM,
    record: true,
    devtools: false,
    badge: false,
    ignored: 0,
    forgotten: 0,
    dropped: 0,
    notices: [],
  };
  if (state?.form === FORM) return { log, state: { ...fresh, ...state } };
  log.clear();
  return { log, state: fresh };
}

/** Forgets all but what the user wants. */
export function empty({ log, state }: Stored): void {
  log.clear();
  Object.assign(state, { ignored: 0, forgotten: 0, dropped: 0, notices: [] });
}

/** Takes everything of a realm out of the storage. */
export async function erase(realm: Realm, tries = MOST_TRIES): Promise<void> {
  try {
    const items: Record<string, unknown> = await webext.storage.session.get(null);
    const keys = Object.keys(items).filter((key) => key.startsWith(realm));
    if (keys.length > 0) await webext.storage.session.remove(keys);
  } catch {
    if (tries > 1) setTimeout(() => void erase(realm, tries - 1), WRITE_DELAY);
  }
}

export class Writer {
  readonly #realm: Realm;
  readonly #stored: Stored;
  readonly #onChange: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  /** One write after the other: a late one would bring back what the next one removed. */
  #writing: Promise<void> = Promise.resolve();

  /** `onChange` hears when the browser does not keep what it is given, and when it does again. */
  constructor(realm: Realm, stored: Stored, onChange: () => void) {
    this.#realm = realm;
    this.#stored = stored;
    this.#onChange = onChange;
  }

  /** Writes soon what changed since. */
  schedule(delay = WRITE_DELAY): void {
    this.#timer ??= setTimeout(() => void this.flush(), delay);
  }

  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const { log, state } = this.#stored;
    const { changed, removed } = log.takeChanges();
    const prefix = this.#realm + GROUP_PREFIX;
    const items = this.#stateItem();
    for (const [name, entries] of Object.entries(changed)) items[prefix + name] = entries;
    try {
      // What is gone makes room for what is new.
      await webext.storage.session.remove(removed.map((name) => prefix + name));
      await webext.storage.session.set(items);
      this.#failures = 0;
      if (state.notices.includes("unwritten")) await this.#tell(without(state.notices, "unwritten"));
    } catch {
      log.notWritten(Object.keys(changed), removed);
      this.#failures += 1;
      if (this.#failures > 1 && !state.notices.includes("unwritten")) {
        await this.#tell([...state.notices, "unwritten"]);
      }
      if (this.#failures < MOST_TRIES) this.schedule(WRITE_DELAY * 2 ** this.#failures);
    }
  }

  /** Says it now, and after the worker was stopped, for which there may be room. */
  async #tell(notices: Notice[]): Promise<void> {
    this.#stored.state.notices = notices;
    this.#onChange();
    await webext.storage.session.set(this.#stateItem()).catch(() => {});
  }

  #stateItem(): Record<string, unknown> {
    return { [this.#realm + STATE_KEY]: { ...this.#stored.state } };
  }
}

function without(notices: Notice[], notice: Notice): Notice[] {
  return notices.filter((other) => other !== notice);
}
