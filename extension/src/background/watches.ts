/**
 * The tabs that the user records without DevTools. They outlive the worker and not the browser; those of private windows have a
 * key of their own, which goes with the last of these.
 */

import { webext } from "../shared/webext.ts";
import type { Realm } from "./store.ts";

const KEY = "watched";
const REALMS: readonly Realm[] = ["", "private/"];

export class Watches {
  readonly #onChange: () => void;
  readonly #tabs = new Map<number, Realm>();
  /** Tabs that shall be recorded, while the browser is asked whether they are there. */
  readonly #beginning = new Set<number>();
  readonly #ready: Promise<void>;

  /** Has to be made in the first turn of the worker. `onChange` hears when a tab is recorded, or is not any more. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
    webext.tabs.onRemoved.addListener((tab) => void this.end(tab));
    this.#ready = this.#load();
  }

  /** Resolves when what the stopped worker knew is known. */
  ready(): Promise<void> {
    return this.#ready;
  }

  get isEmpty(): boolean {
    return this.#tabs.size === 0;
  }

  /** Those that are recorded, private or not. */
  get all(): number[] {
    return [...this.#tabs.keys()];
  }

  has(tab: number): boolean {
    return this.#tabs.has(tab);
  }

  /** Begins to record a tab, if it is there and nobody ends that meanwhile. */
  async begin(tab: number, isPrivate: boolean): Promise<void> {
    this.#beginning.add(tab);
    await this.#ready;
    const isThere = await webext.tabs.get(tab).then(
      () => true,
      () => false,
    );
    if (!this.#beginning.delete(tab) || !isThere || this.#tabs.has(tab)) return;
    const realm = isPrivate ? "private/" : "";
    this.#tabs.set(tab, realm);
    this.#onChange();
    await this.#save(realm);
  }

  async end(tab: number): Promise<void> {
    this.#beginning.delete(tab);
    await this.#ready;
    const realm = this.#tabs.get(tab);
    if (realm === undefined) return;
    this.#tabs.delete(tab);
    this.#onChange();
    await this.#save(realm);
  }

  /** Ends all of them at once: what is begun after this goes on. */
  async endAll(): Promise<void> {
    this.#beginning.clear();
    await this.#ready;
    if (this.isEmpty) return;
    this.#tabs.clear();
    this.#onChange();
    for (const realm of REALMS) await this.#save(realm);
  }

  /** Takes those that are still there; what closes meanwhile is heard of, and waits for this. */
  async #load(): Promise<void> {
    for (const realm of REALMS) {
      const items: Record<string, unknown> = await webext.storage.session.get(realm + KEY);
      const stored = items[realm + KEY];
      if (!Array.isArray(stored)) continue;
      const open = new Set((await webext.tabs.query({})).map(({ id }) => id));
      const there = stored.filter((tab) => open.has(tab));
      for (const tab of there) this.#tabs.set(tab, realm);
      if (there.length < stored.length) await this.#save(realm);
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
