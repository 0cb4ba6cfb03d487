import { useState } from "preact/hooks";
import type { Row } from "../../generated/core.d.ts";
import { isOfTab } from "./choice.ts";

export interface OwnTab {
  /** The tab that DevTools looks at, where it is known. */
  tab: number | undefined;
  /** Whether there are logins of other tabs. */
  hasOthers: boolean;
  /** Whether those are hidden. */
  isOn: boolean;
  onChange(on: boolean): void;
}

/** Whether the logins of the tab that DevTools looks at are shown, or those of all. */
export function useOwnTab(rows: Row[], tab: number | undefined): OwnTab {
  const [isOn, onChange] = useState(false);
  const hasOthers = tab !== undefined && rows.some((row) => !isOfTab(row, tab));
  return { tab, hasOthers, isOn, onChange };
}
