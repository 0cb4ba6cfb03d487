import type { Row } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import type { Commands } from "./background.ts";
import { CopyReport } from "./copy-report.tsx";
import { Icon, outcomeIcon } from "./icon.tsx";

interface Props {
  row: Row;
  /** Who answers for the report; without it, the report is copied elsewhere. */
  ask?: Commands["ask"] | undefined;
}

/** How the login ended, where no root cause says it. */
export function Outcome({ row, ask }: Props) {
  const icon = outcomeIcon(row);
  return (
    <section class={`outcome ${icon.tone}`} aria-label={t("outcome")} data-outcome-banner={row.outcome}>
      <Icon {...icon} />
      <bdi>{row.outcomeText}</bdi>
      {ask && <CopyReport login={row.key} ask={ask} />}
    </section>
  );
}
