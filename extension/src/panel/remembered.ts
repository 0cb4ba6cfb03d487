/** How somebody likes the panel: it outlives the panel, and holds nothing of what was recorded. */

type Preference = "shortcuts-off" | "width-logins" | "width-detail";

export function remembered(preference: Preference): string | undefined {
  try {
    return localStorage.getItem(preference) ?? undefined;
  } catch {
    // Browsers can forbid it.
    return undefined;
  }
}

/** Without a value it is forgotten. */
export function remember(preference: Preference, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(preference);
    else localStorage.setItem(preference, value);
  } catch {
    // Then it holds until the panel closes.
  }
}
