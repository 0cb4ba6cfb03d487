/** What the user said once of clients, rules and hosts, as the core takes it: nothing here looks into it. */

import { keptByBrowser } from "../shared/kept-by-extension.ts";
import { readPreferences } from "../shared/preferences.ts";
import { speak } from "../shared/texts.ts";

/** Reads them; from then on the language is spoken that is chosen. */
export async function currentSettings(): Promise<string> {
  const [{ settings, language }, languages] = await Promise.all([
    readPreferences(keptByBrowser),
    keptByBrowser.languages().catch(() => []),
  ]);
  speak(language, languages);
  return settings;
}

/** Calls back with the settings whenever they are other ones than before. */
export function onSettings(listener: (settings: string) => void): void {
  let last: string | undefined;
  keptByBrowser.onWritten(
    () =>
      void currentSettings().then((settings) => {
        if (settings !== last) listener(settings);
        last = settings;
      }),
  );
}
