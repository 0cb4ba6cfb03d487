import type { Finding } from "../../generated/core.d.ts";
import { RuleId } from "./rule-page.tsx";

/** The rule, and where it is written. */
export function References({ finding }: { finding: Finding }) {
  return (
    <p class="references">
      <RuleId rule={finding.rule} />
      {finding.specifications.map(({ name, url }) => (
        <a key={url} href={url} target="_blank" rel="noopener noreferrer">
          {name}
        </a>
      ))}
    </p>
  );
}
