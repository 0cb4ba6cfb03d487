/**
 * The tabs that the user records without DevTools. They outlive the worker and not the browser; those of private windows have a
 * key of their own, which goes with the last of these.
 */

import { webext } from "../shared/webext.ts";
import type { Realm } from "./store.ts";

const KEY = "watched";

export class Watches {
  readonly #onChange: () => void;
  readonly #tabs = new Map<number, Realm>();
  /** Tabs that closed, which nothing that was stored before brings back. */
  readonly #gone = new Set<number>();
  readonly #ready: Promise<void>;

  /** Has to be made in the first turn of the worker. `onChange` hears when a tab is recorded, or is not any more. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
    webext.tabs.onRemoved.addListener((tab) => {
      this.#gone.add(tab);
      void this.set(tab, false, false);
    });
    this.#ready = this.#load();
  }

  /** Resolves when what the stopped worker knew is known. */
  ready(): Promise<void> {
    return this.#ready;
  }

  get isEmpty(): boolean {
    return this.#tabs.size === 0;
  }

  /** Those that are recorded, of private windows or of the others. */
  of(isPrivate: boolean): number[] {
    const realm = realmOf(isPrivate);
    return [...this.#tabs].filter(([, its]) => its === realm).map(([tab]) => tab);
  }

  has(tab: number): boolean {
    return this.#tabs.has(tab);
  }

  /** Begins or ends the recording of a tab. */
  async set(tab: number, on: boolean, isPrivate: boolean): Promise<void> {
    await this.#ready;
    if (on === this.#tabs.has(tab) || (on && this.#gone.has(tab))) return;
    const realm = this.#tabs.get(tab) ?? realmOf(isPrivate);
    if (on) this.#tabs.set(tab, realm);
    else this.#tabs.delete(tab);
    this.#onChange();
    await this.#save(realm);
  }

  /** Ends all of them. */
  async stopAll(): Promise<void> {
    await this.#ready;
    for (const tab of [...this.#tabs.keys()]) await this.set(tab, false, false);
  }

  async #load(): Promise<void> {
    for (const isPrivate of [false, true]) {
      const key = realmOf(isPrivate) + KEY;
      const items: Record<string, unknown> = await webext.storage.session.get(key);
      const stored = items[key];
      for (const tab of Array.isArray(stored) ? stored : []) {
        const isThere = await webext.tabs.get(tab).then(
          () => true,
          () => false,
        );
        if (isThere && !this.#gone.has(tab)) this.#tabs.set(tab, realmOf(isPrivate));
      }
    }
    if (!this.isEmpty) this.#onChange();
  }

  async #save(realm: Realm): Promise<void> {
    const key = realm + KEY;
    const tabs = [...this.#tabs].filter(([, its]) => its === realm).map(([tab]) => tab);
    if (tabs.length > 0) await webext.storage.session.set({ [key]: tabs });
    else await webext.storage.session.remove(key);
  }
}

function realmOf(isPrivate: boolean): Realm {
  return isPrivate ? "private/" : "";
}
