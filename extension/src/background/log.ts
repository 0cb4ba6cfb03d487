/**
 * The events that a stopped worker needs to see again: those of requests that can still play a role.
 *
 * Grouped by request, so that what the core forgets goes at once, and mostly before it was ever written. It has no bounds of
 * its own: the core says what goes, or a restart would show something else than was seen.
 */

import type { CaptureEvent, Hop } from "../../generated/core.d.ts";

/** An event and its place in the order of all events. */
type Entry = [place: number, event: CaptureEvent];

/** Groups by name, as they are written. */
export type StoredGroups = Record<string, Entry[]>;

export class EventLog {
  readonly #groups = new Map<string, Entry[]>();
  readonly #resources = new Tally<string>();
  readonly #tabs = new Tally<number>();
  /** Whose requests are nobody's business. */
  readonly #private = new Set<string>();
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

  append(event: CaptureEvent): void {
    const name = groupOf(event);
    if (!this.#matters(event, name)) return;
    if (event.type === "content" && this.#private.has(resourceOf(event))) withoutRequest(event);

    const group = this.#groups.get(name) ?? [];
    this.#groups.set(name, group);
    this.#unwritten.add(name);
    group.push([this.#next++, event]);
    this.#count(event, 1);
  }

  /** Holds these events, and nothing else. */
  replaceBy(events: CaptureEvent[]): void {
    for (const name of [...this.#groups.keys()]) this.#drop(name);
    for (const event of events) this.append(event);
  }

  /** Drops a request that plays no role, and the bodies that can only be its own. */
  forget(request: string): void {
    this.#drop(`request:${request}`);
  }

  /** Drops what was noted of a tab. */
  forgetTab(tab: number): void {
    this.#drop(`tab:${tab}`);
  }

  /** Drops what a request sent, and what DevTools says or will say of it: passwords, what an app does with a token. */
  strip({ request, time }: Hop): void {
    const name = `request:${request}`;
    for (const [, event] of this.#groups.get(name) ?? []) {
      if (event.type !== "requestStarted" || event.time !== time) continue;
      const resource = resourceOf(event);
      this.#private.add(resource);
      event.body = { kind: "unreadable", reason: "private" };
      this.#unwritten.add(name);
      const contents = `content:${resource}`;
      for (const [, content] of this.#groups.get(contents) ?? []) {
        withoutRequest(content);
        this.#unwritten.add(contents);
      }
    }
  }

  clear(): void {
    this.#private.clear();
    for (const name of [...this.#groups.keys()]) this.#drop(name);
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

  #matters(event: CaptureEvent, group: string): boolean {
    switch (event.type) {
      case "requestStarted":
      case "tabOpened":
      case "navigated":
        return true;
      case "content":
        return this.#resources.has(resourceOf(event));
      case "tabClosed":
        return this.#tabs.has(event.tab);
      default:
        // The rest of a request whose beginning was not seen, or was forgotten.
        return this.#groups.has(group);
    }
  }

  #drop(name: string): void {
    const group = this.#groups.get(name);
    if (!group) return;
    this.#groups.delete(name);
    this.#unwritten.delete(name);
    for (const [, event] of group) this.#count(event, -1);

    for (const [, event] of group) {
      if (event.type !== "requestStarted") continue;
      const resource = resourceOf(event);
      if (this.#resources.has(resource)) continue;
      this.#private.delete(resource);
      this.#drop(`content:${resource}`);
    }
  }

  #count(event: CaptureEvent, sign: 1 | -1): void {
    if (event.type !== "requestStarted") return;
    this.#resources.add(resourceOf(event), sign);
    this.#tabs.add(event.tab, sign);
  }
}

/** How often each key is there. */
class Tally<Key> {
  readonly #counts = new Map<Key, number>();

  has(key: Key): boolean {
    return this.#counts.has(key);
  }

  add(key: Key, amount: number): void {
    const count = (this.#counts.get(key) ?? 0) + amount;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
  }
}

function inOrder(groups: Iterable<Entry[]>): Entry[] {
  return [...groups].flat().sort(([one], [other]) => one - other);
}

function groupOf(event: CaptureEvent): string {
  if ("request" in event) return `request:${event.request}`;
  return event.type === "content" ? `content:${resourceOf(event)}` : `tab:${event.tab}`;
}

/** A page that a provider shows is evidence; what was typed into it is not. */
function withoutRequest(event: CaptureEvent): void {
  if (event.type === "content") delete event.requestBody;
}

/** What a request and a DevTools entry have in common. */
function resourceOf(event: { method: string; url: string }): string {
  return `${event.method} ${event.url.split("#", 1)[0]}`;
}
