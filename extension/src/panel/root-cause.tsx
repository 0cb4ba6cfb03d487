import type { Finding } from "../../generated/core.d.ts";
import { EvidenceRows } from "./evidence.tsx";
import { count } from "./format.ts";
import { Icon } from "./icon.tsx";
import { References } from "./references.tsx";

interface Props {
  finding: Finding;
  /** How many other findings follow from this one. */
  explains: number;
  onMessage(number: number): void;
}

export function RootCause({ finding, explains, onMessage }: Props) {
  return (
    <section
      class={`root-cause ${finding.severity}`}
      aria-label="Root cause"
      data-root-cause-card=""
      data-rule={finding.rule}
    >
      <h1>
        <Icon name={finding.severity} tone={finding.severity} />
        <span>{finding.title}</span>
      </h1>
      <p>
        <bdi>{finding.summary}</bdi> <span class={`tag ${finding.severity}`}>root cause</span>{" "}
        {explains > 0 && <span class="tag">explains {count(explains, "more finding")}</span>}{" "}
        {finding.confidence_text && (
          <span class="tag" title={finding.confidence_text}>
            inferred from effects
          </span>
        )}
      </p>
      <EvidenceRows evidence={finding.evidence} onMessage={onMessage} />
      <dl class="advice">
        <dt class="fix">Fix</dt>
        <dd>{finding.fix}</dd>
        <dt>Who</dt>
        <dd data-actor={finding.actor.id}>{finding.actor.text}</dd>
        <dt>Verify</dt>
        <dd>{finding.verify}</dd>
        <dt>Why</dt>
        <dd>{finding.why}</dd>
        <dt>Wrong if</dt>
        <dd>{finding.disproof}</dd>
      </dl>
      <References finding={finding} />
    </section>
  );
}
