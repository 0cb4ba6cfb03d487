import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../shared/texts.ts";
import { type Block, type Inline, pageOf } from "./pages.ts";
import { useModal } from "./use-modal.ts";

const Opening = createContext<(rule: string) => void>(() => {});

/** The id of a rule, which opens its page. */
export function RuleId({ rule }: { rule: string }) {
  const open = useContext(Opening);
  return (
    <button
      type="button"
      class="link"
      data-action="rule-page"
      title={t("rulePage")}
      onClick={() => open(rule)}
    >
      <code>{rule}</code>
    </button>
  );
}

/** Shows the pages of rules above what is in it. */
export function RulePages({ children }: { children: ComponentChildren }) {
  const [rule, setRule] = useState<string>();
  return (
    <Opening.Provider value={setRule}>
      {children}
      {rule !== undefined && <RulePage rule={rule} onClose={() => setRule(undefined)} />}
    </Opening.Provider>
  );
}

/** A page on the way from the first one. */
interface Step {
  rule: string;
  /** Which of its links led on: the focus is there again when somebody comes back. */
  link?: number;
}

/** What was read of a page. */
interface Read {
  rule: string;
  page: Block[] | "none" | "failed";
}

/** A rule's page above all else; it leads to those of other rules, and back. */
function RulePage({ rule: first, onClose }: { rule: string; onClose(): void }) {
  const [way, setWay] = useState<Step[]>([{ rule: first }]);
  const [read, setRead] = useState<Read>();
  const dialog = useModal();
  const text = useRef<HTMLElement>(null);
  const { rule, link } = way.at(-1) ?? { rule: first };
  // That of another rule is none while this one is read.
  const page = read?.rule === rule ? read.page : undefined;
  useEffect(() => {
    let isCurrent = true;
    const show = (page: Read["page"]) => isCurrent && setRead({ rule, page });
    pageOf(rule).then(
      (found) => show(found ?? "none"),
      () => show("failed"),
    );
    return () => {
      isCurrent = false;
    };
  }, [rule]);
  useLayoutEffect(() => {
    // The first page gets the focus as the dialog gives it.
    if (!text.current || page === undefined || (way.length === 1 && link === undefined)) return;
    text.current.scrollTo(0, 0);
    const from = link === undefined ? undefined : linksIn(text.current)[link];
    (from ?? text.current).focus();
  }, [way, page]);
  const follow = (next: string, from: HTMLElement) => {
    const link = text.current ? linksIn(text.current).indexOf(from) : 0;
    setWay([...way.slice(0, -1), { rule, link }, { rule: next }]);
  };
  return (
    <dialog ref={dialog} class="rule-page" aria-label={t("aboutRule", rule)} onClose={onClose}>
      <div class="bar">
        {way.length > 1 && (
          <button type="button" data-action="page-back" onClick={() => setWay(way.slice(0, -1))}>
            {t("back")}
          </button>
        )}
        <code>{rule}</code>
        <button
          type="button"
          class="primary"
          data-action="close-page"
          onClick={() => dialog.current?.close()}
        >
          {t("close")}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keyboard. */}
      <section ref={text} class="text" aria-label={t("rulePageText")} data-page={page && rule} tabIndex={0}>
        {page === "none" && <p>{t("noRulePage")}</p>}
        {page === "failed" && <p role="alert">{t("rulePageFailed")}</p>}
        {Array.isArray(page) && <Blocks blocks={page} onRule={follow} />}
      </section>
    </dialog>
  );
}

/** What leads from a page to those of other rules. */
function linksIn(page: HTMLElement): HTMLElement[] {
  return [...page.querySelectorAll<HTMLElement>("[data-rule]")];
}

interface BlocksProps {
  blocks: Block[];
  /** With what was clicked. */
  onRule(rule: string, link: HTMLElement): void;
}

function Blocks({ blocks, onRule }: BlocksProps) {
  return (
    <>
      {blocks.map((block, position) => (
        <BlockElement key={position} block={block} onRule={onRule} />
      ))}
    </>
  );
}

function BlockElement({ block, onRule }: { block: Block; onRule: BlocksProps["onRule"] }) {
  const inside = (content: Inline[]) => <Inlines content={content} onRule={onRule} />;
  switch (block[0]) {
    case "h":
      return block[1] === 1 ? <h1>{inside(block[2])}</h1> : <h2>{inside(block[2])}</h2>;
    case "p":
      return <p>{inside(block[1])}</p>;
    case "pre":
      return <pre>{block[1]}</pre>;
    case "ul":
    case "ol": {
      const List = block[0];
      return (
        <List>
          {block[1].map((item, position) => (
            <li key={position}>
              <Blocks blocks={item} onRule={onRule} />
            </li>
          ))}
        </List>
      );
    }
    case "table":
      return (
        <table>
          <thead>
            <Cells row={block[1][0] ?? []} Cell="th" onRule={onRule} />
          </thead>
          <tbody>
            {block[1].slice(1).map((row, position) => (
              <Cells key={position} row={row} Cell="td" onRule={onRule} />
            ))}
          </tbody>
        </table>
      );
  }
}

interface CellsProps {
  row: Inline[][];
  Cell: "th" | "td";
  onRule: BlocksProps["onRule"];
}

function Cells({ row, Cell, onRule }: CellsProps) {
  return (
    <tr>
      {row.map((cell, position) => (
        <Cell key={position}>
          <Inlines content={cell} onRule={onRule} />
        </Cell>
      ))}
    </tr>
  );
}

function Inlines({ content, onRule }: { content: Inline[]; onRule: BlocksProps["onRule"] }) {
  return <>{content.map((piece, position) => inline(piece, position, onRule))}</>;
}

function inline(piece: Inline, key: number, onRule: BlocksProps["onRule"]): ComponentChildren {
  if (typeof piece === "string") return piece;
  switch (piece[0]) {
    case "code":
      return <code key={key}>{piece[1]}</code>;
    case "rule":
      return (
        <button
          key={key}
          type="button"
          class="link"
          data-rule={piece[1]}
          onClick={({ currentTarget }) => onRule(piece[1], currentTarget)}
        >
          <code>{piece[1]}</code>
        </button>
      );
    case "a":
      return (
        <a key={key} href={piece[1]} target="_blank" rel="noopener noreferrer">
          <Inlines content={piece[2]} onRule={onRule} />
        </a>
      );
    default: {
      const Kind = piece[0];
      return (
        <Kind key={key}>
          <Inlines content={piece[1]} onRule={onRule} />
        </Kind>
      );
    }
  }
}
