import type { Evidence, Field } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import { CopyButton } from "./copy-button.tsx";
import { Runs } from "./evidence.tsx";
import { Folded } from "./folded.tsx";
import { Term } from "./terms.tsx";

interface Props {
  title?: string /** With it they are shown on a click only, as long as no finding points there. */;
  name?: string;
  fields: Field[];
  /** What findings point to, by part. */
  evidence: Map<string, Evidence>;
  /** What they are for, by part. */
  meanings: Map<string, string>;
  /** What stands at a part, not masked. */
  value(part: string): Promise<string | undefined>;
}

export function FieldTable({ title, name, fields, evidence, meanings, value }: Props) {
  if (fields.length === 0) return null;
  const table = (
    <dl class="fields">
      {fields.map((field, position) => (
        <Row
          key={position}
          field={field}
          gloss={meanings.get(field.part) ?? null}
          evidence={evidence.get(field.part)}
          value={value}
        />
      ))}
    </dl>
  );
  if (name && title) {
    const isOpen = fields.some(({ part }) => evidence.has(part));
    return (
      <Folded title={title} amount={fields.length} name={name} isOpen={isOpen}>
        {table}
      </Folded>
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
  /** What it is for; null where that is not known. */
  gloss: string | null;
  evidence: Evidence | undefined;
  value: Props["value"];
}

function Row({ field, gloss, evidence, value }: RowProps) {
  // What is computed stands nowhere, and is as it is shown.
  const text = async () => (await value(field.part)) ?? (field.secret ? undefined : field.value);

  return (
    <div class={evidence ? "evident" : undefined}>
      <dt title={field.part}>
        <Term name={field.name} gloss={gloss}>
          <bdi>{field.name}</bdi>
        </Term>
      </dt>
      <dd>
        <code class={field.secret ? "secret" : undefined}>
          <Runs runs={evidence?.runs ?? []} text={field.value} />
        </code>
        {field.note && <bdi class="tag">{field.note}</bdi>}
        <CopyButton action="copy-value" title={t("copyField", field.name)} text={text} />
      </dd>
    </div>
  );
}
