import type { Finding } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import type { FindingGroup } from "./choice.ts";
import { EvidenceRows } from "./evidence.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { References } from "./references.tsx";
import { Sentence } from "./terms.tsx";

interface Props {
  groups: FindingGroup[];
  /** Has a card of its own; only its consequences are listed. */
  cause: Finding | undefined;
  onMessage(number: number): void;
}

export function FindingList({ groups, cause, onMessage }: Props) {
  const rows = groups.flatMap(({ finding, consequences }) => [
    ...(finding === cause ? [] : [{ finding, follows: false }]),
    ...consequences.map((consequence) => ({ finding: consequence, follows: true })),
  ]);
  if (rows.length === 0) return null;
  return (
    <section class="findings">
      <h2>{t(cause ? "otherFindings" : "findings")}</h2>
      {rows.map(({ finding, follows }, position) => (
        <Row key={position} finding={finding} follows={follows} onMessage={onMessage} />
      ))}
    </section>
  );
}

interface RowProps {
  finding: Finding;
  /** It is a consequence of the finding above. */
  follows: boolean;
  onMessage(number: number): void;
}

function Row({ finding, follows, onMessage }: RowProps) {
  const icon: IconName = follows ? "follows" : finding.severity;
  return (
    <details
      class={follows ? "finding follows" : "finding"}
      data-finding={finding.rule}
      data-kind={finding.kind}
    >
      <summary>
        <Icon name={icon} tone={finding.severity} />
        <span class="title">{finding.title}</span>
        <code>
          {finding.rule}
          {finding.message != null && ` · ${finding.message}`}
        </code>
      </summary>
      <div class="explanation">
        <p>
          <bdi>
            <Sentence text={finding.summary} />
          </bdi>
        </p>
        <EvidenceRows evidence={finding.evidence} onMessage={onMessage} />
        <dl class="advice">
          <dt class="fix">{t("fix")}</dt>
          <dd>
            <Sentence text={finding.fix} />
          </dd>
          <dt>{t("who")}</dt>
          <dd>{finding.actor.text}</dd>
          <dt>{t("why")}</dt>
          <dd>
            <Sentence text={finding.why} />
          </dd>
        </dl>
        <References finding={finding} />
      </div>
    </details>
  );
}
