/** Which tabs are private, and when the last private window is gone. */

import { webext } from "../shared/webext.ts";

/** So long the other listeners may still ask for a tab that was closed. */
const LINGER = 1_000;

export class PrivateWindows {
  readonly #onNoneLeft: () => void;
  readonly #tabs = new Map<number, boolean>();
  /** Whether there are private windows now, and whether there were any since the worker began. */
  #areThere = false;
  #wereThere = false;
  #isReady = false;
  readonly #ready: Promise<void>;

  /**
   * Has to be made in the first turn of the worker. `onNoneLeft` hears that no private window is open: when the last one
   * closed, and when the worker begins and there is none.
   */
  constructor(onNoneLeft: () => void) {
    this.#onNoneLeft = onNoneLeft;
    webext.windows.onRemoved.addListener(() => void this.#count());
    webext.tabs.onRemoved.addListener((tab) => setTimeout(() => this.#tabs.delete(tab), LINGER));
    this.#ready = Promise.all([this.#lookAtTabs(), this.#count()]).then(() => {
      this.#isReady = true;
    });
  }

  /** Whether any is open, as far as is known. */
  get areThere(): boolean {
    return this.#areThere;
  }

  /** Whether a tab is private, by the browser's own word where it gave one; undefined where that takes a question. */
  knows(tab: number, said?: boolean): boolean | undefined {
    if (!this.#isReady) return undefined;
    const known = said ?? this.#tabs.get(tab);
    return known && !this.#areThere ? undefined : known;
  }

  /**
   * Whether a tab is private. Of no tab at all it is assumed while there are private windows; of a tab that is gone, once there
   * were any.
   */
  async isPrivate(tab: number, said?: boolean): Promise<boolean> {
    await this.#ready;
    const known = said ?? this.#tabs.get(tab) ?? (await this.#ask(tab));
    if (known !== false && !this.#areThere) await this.#count();
    return known ?? (tab < 0 ? this.#areThere : this.#wereThere);
  }

  async #ask(tab: number): Promise<boolean | undefined> {
    if (tab < 0) return undefined;
    try {
      const { incognito } = await webext.tabs.get(tab);
      this.#tabs.set(tab, incognito);
      return incognito;
    } catch {
      return undefined;
    }
  }

  async #lookAtTabs(): Promise<void> {
    for (const { id, incognito } of await webext.tabs.query({})) {
      if (id !== undefined) this.#tabs.set(id, incognito);
    }
  }

  async #count(): Promise<void> {
    const open = await webext.windows.getAll();
    this.#areThere = open.some(({ incognito }) => incognito);
    this.#wereThere ||= this.#areThere;
    if (!this.#areThere) this.#onNoneLeft();
  }
}
