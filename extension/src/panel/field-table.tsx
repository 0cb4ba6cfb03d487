import type { Evidence, Field } from "../../generated/core.d.ts";
import { CopyButton } from "./copy-button.tsx";
import { Runs } from "./evidence.tsx";

interface Props {
  title?: string;
  /** Whether they are shown on a click only, as long as no finding points there. */
  isFolded?: boolean;
  fields: Field[];
  /** What findings point to, by part. */
  evidence: Map<string, Evidence>;
  /** What stands at a part, not masked. */
  value(part: string): Promise<string | undefined>;
}

export function FieldTable({ title, isFolded = false, fields, evidence, value }: Props) {
  if (fields.length === 0) return null;
  const table = (
    <dl class="fields">
      {fields.map((field, position) => (
        <Row key={position} field={field} evidence={evidence.get(field.part)} value={value} />
      ))}
    </dl>
  );
  if (isFolded) {
    return (
      <details class="folded" open={fields.some(({ part }) => evidence.has(part))}>
        <summary>
          <h2>{title}</h2> {fields.length}
        </summary>
        {table}
      </details>
    );
  }
  return (
    <>
      {title && <h2>{title}</h2>}
      {table}
    </>
  );
}

interface RowProps {
  field: Field;
  evidence: Evidence | undefined;
  value: Props["value"];
}

function Row({ field, evidence, value }: RowProps) {
  // What is computed stands nowhere, and is as it is shown.
  const text = async () => (await value(field.part)) ?? (field.secret ? undefined : field.value);

  return (
    <div class={evidence ? "evident" : undefined}>
      <dt title={field.part}>
        <bdi>{field.name}</bdi>
      </dt>
      <dd>
        <code class={field.secret ? "secret" : undefined}>
          <Runs runs={evidence?.runs ?? []} text={field.value} />
        </code>
        {field.note && <bdi class="tag">{field.note}</bdi>}
        <CopyButton action="copy-value" title={`Copy ${field.name}, not masked`} text={text} />
      </dd>
    </div>
  );
}
