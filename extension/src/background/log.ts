/**
 * The events that a stopped worker needs to see again: those of requests that can still play a role.
 *
 * Grouped by request, so that what the core forgets goes at once, and mostly before it was ever written. It has no bounds and
 * no opinion of its own: the core says what goes and whose a body is, or a restart would show something else than was seen.
 */

import type { CaptureEvent, Hop, Strip } from "../../generated/core.d.ts";

/** An event and its place in the order of all events. */
type Entry = [place: number, event: CaptureEvent];

/** Groups by name, as they are written. */
export type StoredGroups = Record<string, Entry[]>;

export class EventLog {
  readonly #groups = new Map<string, Entry[]>();
  readonly #unwritten = new Set<string>();
  readonly #written: Set<string>;
  #next = 0;

  constructor(stored: StoredGroups = {}) {
    for (const [place, event] of inOrder(Object.values(stored))) {
      this.#next = place;
      this.append(event);
    }
    this.#written = new Set(Object.keys(stored));
    this.#unwritten.clear();
  }

  /** All events in the order in which they came. */
  events(): CaptureEvent[] {
    return inOrder(this.#groups.values()).map(([, event]) => event);
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  /** How many events it holds. */
  get size(): number {
    return [...this.#groups.values()].reduce((sum, group) => sum + group.length, 0);
  }

  append(event: CaptureEvent): void {
    const name = groupOf(event);
    const group = this.#groups.get(name) ?? [];
    this.#groups.set(name, group);
    this.#unwritten.add(name);
    group.push([this.#next++, event]);
  }

  /** Holds these events, and nothing else. */
  replaceBy(events: CaptureEvent[]): void {
    for (const name of [...this.#groups.keys()]) this.#drop(name);
    for (const event of events) this.append(event);
  }

  /** Drops a request that plays no role, with its bodies; others may share its id. */
  forget({ request, time }: Hop): void {
    const name = `request:${request}`;
    const all = this.#groups.get(name) ?? [];
    const gone = new Set(ofHop(all, time));
    const rest = all.filter((entry) => !gone.has(entry));
    if (rest.length === 0) {
      this.#drop(name);
    } else if (rest.length < all.length) {
      this.#groups.set(name, rest);
      this.#unwritten.add(name);
    }
  }

  /** Drops what was noted of a tab. */
  forgetTab(tab: number): void {
    this.#drop(`tab:${tab}`);
  }

  /** Drops what a request sent and what DevTools says of it: passwords, what an app does with a token. */
  strip({ hop: { request, time }, answer }: Strip): void {
    const name = `request:${request}`;
    for (const [, event] of ofHop(this.#groups.get(name) ?? [], time)) {
      if (event.type === "content") delete event.requestBody;
      if (event.type === "requestStarted" || (event.type === "content" && answer)) {
        event.body = { kind: "unreadable", reason: "private" };
      }
      this.#unwritten.add(name);
    }
  }

  clear(): void {
    for (const name of [...this.#groups.keys()]) this.#drop(name);
  }

  /** Gives away what it holds: another log that is written nowhere. */
  takeAll(): EventLog {
    const taken = new EventLog();
    for (const [name, group] of this.#groups) taken.#groups.set(name, group);
    this.clear();
    return taken;
  }

  /** What has to be written and removed since the last call. */
  takeChanges(): { changed: StoredGroups; removed: string[] } {
    const changed: StoredGroups = {};
    for (const name of this.#unwritten) changed[name] = this.#groups.get(name) ?? [];
    const removed = [...this.#written].filter((name) => !this.#groups.has(name));

    for (const name of this.#unwritten) this.#written.add(name);
    for (const name of removed) this.#written.delete(name);
    this.#unwritten.clear();
    return { changed, removed };
  }

  /** Notes that changes which were taken did not reach the storage. */
  notWritten(changed: string[], removed: string[]): void {
    for (const name of changed) if (this.#groups.has(name)) this.#unwritten.add(name);
    for (const name of removed) this.#written.add(name);
  }

  #drop(name: string): void {
    this.#groups.delete(name);
    this.#unwritten.delete(name);
  }
}

function inOrder(groups: Iterable<Entry[]>): Entry[] {
  return [...groups].flat().sort(([one], [other]) => one - other);
}

/** What is known of one of the requests that share an id: it goes on until the next one begins. */
function ofHop(group: Entry[], time: number): Entry[] {
  let began: number | undefined;
  return group.filter(([, event]) => {
    if (event.type === "requestStarted") began = event.time;
    return (ownerOf(event)?.time ?? began) === time;
  });
}

function groupOf(event: CaptureEvent): string {
  if ("request" in event) return `request:${event.request}`;
  const owner = ownerOf(event);
  if (owner) return `request:${owner.request}`;
  return "tab" in event ? `tab:${event.tab}` : "";
}

/** Which request brought it, by the word of the core. */
function ownerOf(event: CaptureEvent): Hop | undefined {
  return "of" in event ? event.of : undefined;
}
