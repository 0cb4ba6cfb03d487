import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import type { Row } from "../../generated/core.d.ts";
import { counted, t, woven } from "../shared/texts.ts";
import { isOfTab } from "./choice.ts";
import { timeOfDay } from "./format.ts";
import { Icon, outcomeIcon } from "./icon.tsx";
import { Listbox } from "./listbox.tsx";

interface Props {
  rows: Row[];
  selected: string;
  /** Whether these are logins of private windows. */
  isPrivate: boolean;
  /** The tab that DevTools looks at: others are named so. */
  tab: number | undefined;
  /** How many filters hide. */
  hidden: number;
  /** The keys of those that failed unseen. */
  unread: ReadonlySet<string>;
  onSelect(id: string): void;
  /** Shows all again. */
  onAll(): void;
}

export function LoginList({ rows, selected, isPrivate, tab, hidden, unread, onSelect, onAll }: Props) {
  // A failure is offered, never jumped to: somebody may be reading.
  const failure = rows.find(({ key }) => unread.has(key));
  // A row that did not change is not drawn again: there can be thousands.
  const summaries = useMemo(() => new WeakMap<Row, VNode>(), [isPrivate, tab]);
  const summaryOf = (row: Row) => {
    const known = summaries.get(row);
    if (known) return known;
    const isElsewhere = tab !== undefined && !isOfTab(row, tab);
    const summary = <Summary row={row} isPrivate={isPrivate} isElsewhere={isElsewhere} />;
    summaries.set(row, summary);
    return summary;
  };
  const options = rows.map((row) => ({
    key: row.key,
    attributes: {
      class: "login",
      "data-login": row.id,
      "data-kind": row.kind,
      "data-outcome": row.outcome,
      "data-inside": row.inside ?? "",
      "data-root-cause": row.cause?.rule ?? "",
      "data-silent": row.isSilent ? "" : undefined,
      "data-unread": unread.has(row.key) ? "" : undefined,
      "data-private": isPrivate ? "" : undefined,
    },
    content: summaryOf(row),
  }));
  return (
    <nav class="login-list" aria-label={t("loginList")}>
      {failure && (
        <button type="button" class="offer" data-action="show-failure" onClick={() => onSelect(failure.key)}>
          <Icon name="error" tone="error" />{" "}
          {woven("loginFailed", <bdi>{failure.cause?.title ?? failure.title}</bdi>)}
        </button>
      )}
      <Listbox name="logins" label={t("logins")} options={options} selected={selected} onSelect={onSelect} />
      {hidden > 0 && (
        <p class="hidden">
          {t("hidden", counted("login", hidden))}{" "}
          <button type="button" class="link" data-action="show-all" onClick={onAll}>
            {t("showAll")}
          </button>
        </p>
      )}
    </nav>
  );
}

interface SummaryProps {
  row: Row;
  isPrivate: boolean;
  isElsewhere: boolean;
}

function Summary({ row, isPrivate, isElsewhere }: SummaryProps) {
  const facts = [
    isPrivate && t("private"),
    isElsewhere && t("otherTab"),
    row.lap > 2 && t("lap", row.lap),
    row.description,
    counted("message", row.messages),
  ];
  if (row.findings > 0) facts.push(counted("finding", row.findings));
  return (
    <>
      <Icon {...outcomeIcon(row)} />
      <bdi class="title" title={row.title}>
        {row.name}
      </bdi>
      {row.cause && <span class={`cause ${row.cause.severity}`}>{row.cause.title}</span>}
      <span class="facts">{facts.filter(Boolean).join(" · ")}</span>
      <time>{timeOfDay(row.started)}</time>
    </>
  );
}
