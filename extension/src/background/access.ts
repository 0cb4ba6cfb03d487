/** Which sites the browser shows to the extension, and where the user can change that. */

import type { Access } from "../shared/protocol.ts";
import { ACCESS, webext } from "../shared/webext.ts";

export async function currentAccess(): Promise<Access> {
  if (await webext.permissions.contains(ACCESS)) return "all";
  const { origins = [] } = await webext.permissions.getAll();
  return origins.length > 0 ? "some" : "none";
}

/** Calls back when the user gives or takes access, here or in the browser's own settings. */
export function onAccessChange(changed: () => void): void {
  webext.permissions.onAdded.addListener(changed);
  webext.permissions.onRemoved.addListener(changed);
}

/** A panel in DevTools cannot ask for permissions in every browser; a page in a tab can. */
export function openAccessPage(): void {
  void webext.tabs.create({ url: webext.runtime.getURL("access.html") });
}
