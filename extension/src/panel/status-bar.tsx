import type { SessionView } from "../../generated/core.d.ts";
import { count } from "./format.ts";

interface Props {
  view: SessionView;
  /** How many requests turned out to play no role. */
  ignored: number;
}

export function StatusBar({ view, ignored }: Props) {
  const messages = view.logins.reduce((sum, login) => sum + login.messages.length, 0);
  return (
    <footer class="status-bar">
      <span>
        {count(view.logins.length, "login")} · {count(messages, "message")}
      </span>
      <span>
        {count(view.kept + ignored, "request")} seen, {count(ignored)} ignored
      </span>
      <span>Everything stays in this browser. Secrets are masked.</span>
    </footer>
  );
}
