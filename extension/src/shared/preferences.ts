/** What somebody said once, and how they like the panel: kept by the browser, with nothing in it of what was recorded. */

export interface Preferences {
  /** Settings as the core's form wrote them; nobody else looks into them. */
  settings: string;
  theme: Theme;
  /** The form in which a report is copied; empty for the one that fits into a ticket. */
  format: string;
  /** The language of the panel; empty for the browser's. */
  language: string;
}

/** Empty: as everything around it. */
export type Theme = "" | "light" | "dark";

export const NO_PREFERENCES: Preferences = { settings: "", theme: "", format: "", language: "" };

/** Where they are kept. */
export interface Keeper {
  read(): Promise<unknown>;
  /** Rejects where the browser does not keep it. */
  write(preferences: Preferences): Promise<void>;
  /** The languages that its user reads, the dearest first. */
  languages(): Promise<readonly string[]>;
  /** Calls back when they were written, here or elsewhere. */
  onWritten(listener: () => void): void;
}

/** What was kept: by an earlier version, maybe, or by nobody. */
export async function readPreferences(keeper: Keeper): Promise<Preferences> {
  const kept = await keeper.read().catch(() => undefined);
  return preferencesOf(kept);
}

export function preferencesOf(kept: unknown): Preferences {
  const given = (typeof kept === "object" ? kept : undefined) as Record<string, unknown> | null | undefined;
  const text = (name: keyof Preferences) => {
    const value = given?.[name];
    return typeof value === "string" ? value : "";
  };
  const theme = text("theme");
  return {
    settings: text("settings"),
    theme: theme === "light" || theme === "dark" ? theme : "",
    format: text("format"),
    language: text("language"),
  };
}
