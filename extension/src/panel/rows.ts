/** The rows of the list, as the background's changes made them. */

import type { Changes, Row } from "../../generated/core.d.ts";

export interface Listed {
  /** In the order in which they began. */
  rows: Row[];
  /** Requests that were seen. */
  seen: number;
  /** Requests that belong to a login and are kept. */
  kept: number;
  /** How often everything was told anew. */
  tellings: number;
}

export const NOTHING: Listed = { rows: [], seen: 0, kept: 0, tellings: 0 };

/** More than a session has revisions. */
const REVISIONS = 2 ** 32;

/**
 * What is listed after a change: new rows, other rows in place of old ones, fewer rows. Who tells everything anew is another session,
 * which counts its revisions from the start: here they never come twice, or a login that was asked for in vain would not be asked for
 * again.
 */
export function changed(listed: Listed, { whole, rows, gone, seen, kept }: Changes): Listed {
  const tellings = listed.tellings + (whole ? 1 : 0);
  const byKey = new Map(whole ? [] : listed.rows.map((row) => [row.key, row]));
  for (const key of gone) byKey.delete(key);
  for (const row of rows) byKey.set(row.key, { ...row, revision: tellings * REVISIONS + row.revision });
  return {
    rows: [...byKey.values()].sort((one, other) => one.number - other.number),
    seen,
    kept,
    tellings,
  };
}
