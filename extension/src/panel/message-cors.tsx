import type { CorsState, CorsTable } from "../../generated/core.d.ts";
import { Folded } from "./folded.tsx";
import { Icon, type IconProps } from "./icon.tsx";
import { ToMessage } from "./to-message.tsx";

interface Props {
  cors: CorsTable;
  /** The message that it is about. */
  number: number;
  onMessage(number: number): void;
}

/** Whether the browser lets the page have the answer, step by step. */
export function CorsCheck({ cors, number, onMessage }: Props) {
  const isBad = cors.state === "failed" || cors.state === "doubtful";
  return (
    <Folded title="Cross-origin check" name="cors" isOpen={isBad}>
      <p>
        <bdi>{cors.origin}</bdi> asks another origin. <b>{cors.outcome}</b>
      </p>
      <ol class="verdicts">
        {cors.steps.map(({ state, text, header, message }, position) => (
          <li key={position} data-step={state}>
            <Icon {...ICONS[state]} />
            <div>
              <bdi>{text}</bdi> {message !== number && <ToMessage number={message} onMessage={onMessage} />}
              {header && (
                <code>
                  <bdi>{header}</bdi>
                </code>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Folded>
  );
}

const ICONS: Record<CorsState, IconProps> = {
  passed: { name: "ok", tone: "ok", label: "Passed" },
  failed: { name: "error", tone: "error", label: "Failed" },
  doubtful: { name: "warning", tone: "warning", label: "Doubtful" },
  unseen: { name: "unseen", tone: "muted", label: "Not seen" },
  "not-asked": { name: "abandoned", tone: "muted", label: "Not asked" },
};
