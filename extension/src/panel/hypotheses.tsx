import type { Hypothesis } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import { RuleId } from "./rule-page.tsx";

/** Where the cause may lie when the recording does not prove it. */
export function Hypotheses({ hypotheses }: { hypotheses: Hypothesis[] }) {
  if (hypotheses.length === 0) return null;
  return (
    <section class="hypotheses">
      <h2>{t("hypotheses")}</h2>
      <ol>
        {hypotheses.map(({ rule, because, look_at, command }) => (
          <li key={rule} data-hypothesis={rule}>
            <b>
              <bdi>{look_at}</bdi>
            </b>
            <p>
              {because} <RuleId rule={rule} />
            </p>
            {command && <pre>{command}</pre>}
          </li>
        ))}
      </ol>
    </section>
  );
}
