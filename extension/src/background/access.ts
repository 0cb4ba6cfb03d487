/** What the browser lets the extension see, and where the user can change that. */

import type { Access, Asked, Reading } from "../shared/protocol.ts";
import { ACCESS, canReadAnswers, READING, renewFilters, webext } from "../shared/webext.ts";

export async function currentAccess(): Promise<Access> {
  if (await webext.permissions.contains(ACCESS)) return "all";
  const { origins = [] } = await webext.permissions.getAll();
  return origins.length > 0 ? "some" : "none";
}

/** Whether answers may be read while they pass. What the user allowed is remembered by the browser, and nowhere else. */
export async function currentReading(): Promise<Reading> {
  if (!canReadAnswers) return "impossible";
  return (await webext.permissions.contains(READING)) ? "on" : "off";
}

/** Calls back when the user gives or takes access, here or in the browser's own settings. */
export function onAccessChange(changed: () => void): void {
  webext.permissions.onAdded.addListener(({ permissions = [] }) => {
    if (canReadAnswers && READING.permissions?.some((one) => permissions.includes(one))) renewFilters();
    changed();
  });
  webext.permissions.onRemoved.addListener(changed);
}

/** A panel in DevTools cannot ask for permissions in every browser; a page in a tab can. */
export function openAccessPage(about: Asked): void {
  void webext.tabs.create({ url: webext.runtime.getURL(`access.html#${about}`) });
}

/** Gives back what reading answers takes. */
export async function stopReading(): Promise<void> {
  await webext.permissions.remove(READING);
}
