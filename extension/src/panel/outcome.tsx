import type { Row } from "../../generated/core.d.ts";
import { Icon, outcomeIcon } from "./icon.tsx";

/** How the login ended, where no root cause says it. */
export function Outcome({ row }: { row: Row }) {
  const icon = outcomeIcon(row);
  return (
    <section class={`outcome ${icon.tone}`} aria-label="Outcome" data-outcome-banner={row.outcome}>
      <Icon {...icon} />
      <bdi>{row.outcomeText}</bdi>
    </section>
  );
}
