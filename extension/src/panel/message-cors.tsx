import type { CorsState, CorsTable } from "../../generated/core.d.ts";
import { type TextKey, t, woven } from "../shared/texts.ts";
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
    <Folded title={t("cors")} name="cors" isOpen={isBad}>
      <p>
        {woven("corsAsks", <bdi>{cors.origin}</bdi>)} <b>{cors.outcome}</b>
      </p>
      <ol class="verdicts">
        {cors.steps.map(({ state, text, header, message }, position) => (
          <li key={position} data-step={state}>
            <Icon {...ICONS[state]} label={t(ICONS[state].label)} />
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

const ICONS: Record<CorsState, IconProps & { label: TextKey }> = {
  passed: { name: "ok", tone: "ok", label: "corsPassed" },
  failed: { name: "error", tone: "error", label: "corsFailed" },
  doubtful: { name: "warning", tone: "warning", label: "corsDoubtful" },
  unseen: { name: "unseen", tone: "muted", label: "corsUnseen" },
  "not-asked": { name: "abandoned", tone: "muted", label: "corsNotAsked" },
};
