import { count } from "./format.ts";
import type { Listed } from "./rows.ts";

interface Props {
  listed: Listed;
  /** How many requests turned out to play no role. */
  ignored: number;
}

export function StatusBar({ listed, ignored }: Props) {
  const messages = listed.rows.reduce((sum, row) => sum + row.messages, 0);
  return (
    <footer class="status-bar">
      <span>
        {count(listed.rows.length, "login")} · {count(messages, "message")}
      </span>
      <span>
        {count(listed.kept + ignored, "request")} seen, {count(ignored)} ignored
      </span>
      <span>Everything stays in this browser. Secrets are masked.</span>
    </footer>
  );
}
