import { count } from "./format.ts";
import type { Listed } from "./rows.ts";

interface Props {
  listed: Listed;
  /** How many requests turned out to play no role. */
  ignored: number;
  isPrivate: boolean;
  /** Whether all this was read from files. */
  isOfFiles: boolean;
}

export function StatusBar({ listed, ignored, isPrivate, isOfFiles }: Props) {
  const messages = listed.rows.reduce((sum, row) => sum + row.messages, 0);
  return (
    <footer class="status-bar">
      <span>
        {count(listed.rows.length, "login")} · {count(messages, "message")}
      </span>
      {isOfFiles ? (
        <span>
          {count(listed.seen, "request")} read, {count(listed.seen - listed.kept)} of no login
        </span>
      ) : (
        <span>
          {count(listed.kept + ignored, "request")} seen, {count(ignored)} ignored
        </span>
      )}
      {isPrivate && !isOfFiles && (
        <span data-private-note>Private: forgotten when the last private window closes.</span>
      )}
      <span>Everything stays in this browser. Secrets are masked.</span>
    </footer>
  );
}
