/** Preferences of the page: where pages keep what they remember. */

import type { Keeper } from "../shared/preferences.ts";

const KEY = "preferences";

const listeners: (() => void)[] = [];

export const keptByPage: Keeper = {
  read: async () => JSON.parse(localStorage.getItem(KEY) ?? "null"),
  write: async (preferences) => {
    localStorage.setItem(KEY, JSON.stringify(preferences));
    for (const listener of listeners) listener();
  },
  languages: async () => navigator.languages,
  onWritten: (listener) => {
    listeners.push(listener);
    // Another tab wrote them.
    addEventListener("storage", ({ key }) => key === KEY && listener());
  },
};
