import type { Row } from "../../generated/core.d.ts";
import { count, timeOfDay } from "./format.ts";
import { Icon, outcomeIcon } from "./icon.tsx";
import { Listbox } from "./listbox.tsx";

interface Props {
  rows: Row[];
  selected: string;
  /** Whether these are logins of private windows. */
  isPrivate: boolean;
  onSelect(id: string): void;
}

export function LoginList({ rows, selected, isPrivate, onSelect }: Props) {
  const options = rows.map((row) => ({
    key: row.key,
    attributes: {
      class: "login",
      "data-login": row.id,
      "data-kind": row.kind,
      "data-outcome": row.outcome,
      "data-inside": row.inside ?? "",
      "data-root-cause": row.cause?.rule ?? "",
      "data-private": isPrivate ? "" : undefined,
    },
    content: <Summary row={row} isPrivate={isPrivate} />,
  }));
  return <Listbox name="logins" label="Logins" options={options} selected={selected} onSelect={onSelect} />;
}

function Summary({ row, isPrivate }: { row: Row; isPrivate: boolean }) {
  const facts = [isPrivate && "private", row.description, count(row.messages, "message")];
  if (row.findings > 0) facts.push(count(row.findings, "finding"));
  return (
    <>
      <Icon {...outcomeIcon(row)} />
      <bdi class="title">{row.title}</bdi>
      {row.cause && <span class={`cause ${row.cause.severity}`}>{row.cause.title}</span>}
      <span class="facts">{facts.filter(Boolean).join(" · ")}</span>
      <time>{timeOfDay(row.started)}</time>
    </>
  );
}
