import type { Reading } from "../shared/protocol.ts";
import { count } from "./format.ts";
import type { Listed } from "./rows.ts";

interface Props {
  listed: Listed;
  /** How many requests turned out to play no role. */
  ignored: number;
  isPrivate: boolean;
  /** Whether all this was read from files. */
  isOfFiles: boolean;
  /** Whether answers are read while they pass. */
  reading: Reading;
  onRead(on: boolean): void;
}

export function StatusBar({ listed, ignored, isPrivate, isOfFiles, reading, onRead }: Props) {
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
      {!isOfFiles && reading !== "impossible" && <AnswerReading isOn={reading === "on"} onChange={onRead} />}
      <span>Everything stays in this browser. Secrets are masked.</span>
    </footer>
  );
}

/** Says whether answers are read while they pass, and changes it. */
function AnswerReading({ isOn, onChange }: { isOn: boolean; onChange(on: boolean): void }) {
  return (
    <span data-answers={isOn ? "on" : "off"}>
      {isOn ? "Answers are read while they pass. " : "Answers are read by DevTools alone. "}
      <button
        type="button"
        class="link"
        data-action="answers"
        title={isOn ? STOP : START}
        onClick={() => onChange(!isOn)}
      >
        {isOn ? "Stop" : "Read all of a login…"}
      </button>
    </span>
  );
}

const START =
  "Also what DevTools loses: the answer before a page leaves for another one, those to popups and service workers";
const STOP = "Leave answers to DevTools, and give the permission back";
