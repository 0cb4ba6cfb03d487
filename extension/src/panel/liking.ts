/** The preferences of a page of ours: read before it is drawn, and again whenever they were written. */

import { createContext } from "preact";
import { type Keeper, NO_PREFERENCES, type Preferences, readPreferences } from "../shared/preferences.ts";
import { speak } from "../shared/texts.ts";

export class Liking {
  current: Preferences = NO_PREFERENCES;
  readonly #keeper: Keeper;
  #languages: readonly string[] = [];
  readonly #onChange: (before: Preferences) => void;

  constructor(keeper: Keeper, onChange: (before: Preferences) => void) {
    this.#keeper = keeper;
    this.#onChange = onChange;
    this.change = this.change.bind(this);
  }

  /** Reads them for the first time. */
  async begin(): Promise<void> {
    this.#languages = await this.#keeper.languages().catch(() => []);
    await this.#read();
    this.#keeper.onWritten(() => void this.#read());
  }

  /** Rejects where the browser does not keep it; it counts all the same, as long as this page is open. */
  async change(change: Partial<Preferences>): Promise<void> {
    const preferences = { ...this.current, ...change };
    this.#take(preferences);
    await this.#keeper.write(preferences);
  }

  async #read(): Promise<void> {
    this.#take(await readPreferences(this.#keeper));
  }

  #take(preferences: Preferences): void {
    const before = this.current;
    this.current = preferences;
    const { documentElement } = document;
    documentElement.dataset.theme = preferences.theme;
    documentElement.lang = speak(preferences.language, this.#languages);
    if (JSON.stringify(before) !== JSON.stringify(preferences)) this.#onChange(before);
  }
}

/** For what lies deep in a page. */
export const PreferencesContext = createContext<Preferences>(NO_PREFERENCES);
