import { useRef } from "preact/hooks";
import type { Row } from "../../generated/core.d.ts";

/** The keys of logins that failed and were not read; nobody waits for one that was tried in silence, or inside of another. */
export function unread(rows: Row[], read: ReadonlySet<string>): Set<string> {
  const failed = rows.filter(
    ({ key, outcome, isSilent, inside }) => outcome === "failed" && !isSilent && !inside && !read.has(key),
  );
  return new Set(failed.map(({ key }) => key));
}

/**
 * The logins that failed while something else was shown. What was there at first counts as read; `recording` is another one for
 * another list.
 */
export function useUnread(rows: Row[], shown: string | undefined, recording: unknown): ReadonlySet<string> {
  const read = useRef({ keys: new Set<string>(), recording: undefined as unknown });
  if (read.current.recording !== recording || rows.length === 0) {
    read.current = { keys: new Set(rows.map(({ key }) => key)), recording };
  }
  const { keys } = read.current;
  if (shown !== undefined) keys.add(shown);
  return unread(rows, keys);
}
