import type { Evidence, Run } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";

interface Props {
  evidence: Evidence[];
  onMessage(number: number): void;
}

/** What was seen, one place below the other, so that differences meet the eye. */
export function EvidenceRows({ evidence, onMessage }: Props) {
  if (evidence.length === 0) return null;
  return (
    <div class="evidence">
      {evidence.map((item) => (
        <div key={`${item.message} ${item.part} ${item.source}`} class="row">
          {item.message === 0 ? (
            <bdi>{item.source ?? item.part}</bdi>
          ) : (
            <button
              type="button"
              title={t("showMessage", item.message)}
              onClick={() => onMessage(item.message)}
            >
              <span class="number">{item.message}</span> <bdi>{item.part}</bdi>
            </button>
          )}
          <div>
            <code>
              <Runs runs={item.runs} text={item.shows} />
            </code>
            {item.note && <bdi class="note">{item.note}</bdi>}
          </div>
        </div>
      ))}
    </div>
  );
}

/** A shown text with its telling pieces marked. */
export function Runs({ runs, text }: { runs: Run[]; text: string }) {
  if (runs.length === 0) return <bdi>{text}</bdi>;
  return (
    <bdi>{runs.map((run, position) => (run.marked ? <mark key={position}>{run.text}</mark> : run.text))}</bdi>
  );
}
