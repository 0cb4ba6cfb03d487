/** Preferences of the extension: in its own storage, which all its pages and the background share. */

import type { Keeper } from "./preferences.ts";
import { webext } from "./webext.ts";

const KEY = "preferences";

export const keptByBrowser: Keeper = {
  read: async () => (await webext.storage.local.get(KEY))[KEY],
  write: (preferences) => webext.storage.local.set({ [KEY]: preferences }),
  // In DevTools a page is told the language of DevTools as its user's.
  languages: () => webext.i18n.getAcceptLanguages(),
  onWritten: (listener) =>
    webext.storage.onChanged.addListener((changes, area) => {
      if (area === "local" && KEY in changes) listener();
    }),
};
