import type { Finding } from "../../generated/core.d.ts";
import { counted, t } from "../shared/texts.ts";
import type { Commands } from "./background.ts";
import { CopyReport } from "./copy-report.tsx";
import { EvidenceRows } from "./evidence.tsx";
import { Icon } from "./icon.tsx";
import { References } from "./references.tsx";
import { Sentence } from "./terms.tsx";

interface Props {
  finding: Finding;
  /** How many other findings follow from this one. */
  explains: number;
  /** The key of the login. */
  login: string;
  ask: Commands["ask"];
  /** Without it the messages are not beside the card: what proves the cause stands elsewhere. */
  onMessage?: ((number: number) => void) | undefined;
}

/** What is wrong and what to do about it, before anything that proves it. */
export function RootCause({ finding, explains, login, ask, onMessage }: Props) {
  return (
    <section
      class={`root-cause ${finding.severity}`}
      aria-label={t("rootCause")}
      data-root-cause-card=""
      data-rule={finding.rule}
    >
      <header>
        <h1>
          <Icon name={finding.severity} tone={finding.severity} />
          <span>{finding.title}</span>
        </h1>
        <CopyReport login={login} ask={ask} />
      </header>
      <p>
        <bdi>
          <Sentence text={finding.summary} />
        </bdi>{" "}
        {finding.confidence_text && (
          <span class="tag" title={finding.confidence_text}>
            {t("likely")}
          </span>
        )}
      </p>
      <dl class="advice">
        <dt class="fix">{t("fix")}</dt>
        <dd>
          <Sentence text={finding.fix} />
        </dd>
        <dt>{t("who")}</dt>
        <dd data-actor={finding.actor.id}>{finding.actor.text}</dd>
      </dl>
      {onMessage && <Proof finding={finding} explains={explains} onMessage={onMessage} />}
    </section>
  );
}

/** What proves it, how to verify the fix, and what would show that it was something else. */
function Proof({
  finding,
  explains,
  onMessage,
}: {
  finding: Finding;
  explains: number;
  onMessage(number: number): void;
}) {
  return (
    <>
      <EvidenceRows evidence={finding.evidence} onMessage={onMessage} />
      <dl class="advice">
        <dt>{t("verify")}</dt>
        <dd>
          <Sentence text={finding.verify} />
        </dd>
        <dt>{t("why")}</dt>
        <dd>
          <Sentence text={finding.why} />
        </dd>
        <dt>{t("wrongIf")}</dt>
        <dd>
          <Sentence text={finding.disproof} />
        </dd>
        {explains > 0 && <dt>{t("explains")}</dt>}
        {explains > 0 && <dd data-explains={explains}>{counted("explained", explains)}</dd>}
      </dl>
      <References finding={finding} />
    </>
  );
}
