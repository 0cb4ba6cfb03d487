import type { Reading } from "../shared/protocol.ts";
import { counted, t } from "../shared/texts.ts";
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
        {counted("login", listed.rows.length)} · {counted("message", messages)}
      </span>
      {isOfFiles ? (
        <span>{t("requestsRead", counted("request", listed.seen), count(listed.seen - listed.kept))}</span>
      ) : (
        <span>{t("requestsSeen", counted("request", listed.kept + ignored), count(ignored))}</span>
      )}
      {isPrivate && !isOfFiles && <span data-private-note>{t("privateNote")}</span>}
      {!isOfFiles && reading !== "impossible" && <AnswerReading isOn={reading === "on"} onChange={onRead} />}
      <span>{t("staysMasked")}</span>
    </footer>
  );
}

/** Says whether answers are read while they pass, and changes it. */
function AnswerReading({ isOn, onChange }: { isOn: boolean; onChange(on: boolean): void }) {
  return (
    <span data-answers={isOn ? "on" : "off"}>
      {t(isOn ? "answersOn" : "answersOff")}{" "}
      <button
        type="button"
        class="link"
        data-action="answers"
        title={t(isOn ? "answersStopTitle" : "answersStartTitle")}
        onClick={() => onChange(!isOn)}
      >
        {t(isOn ? "stop" : "answersStart")}
      </button>
    </span>
  );
}
