import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Block, type Inline, pageOf } from "./pages.ts";

/** Shows a page, while there is somebody who can. */
let open: ((rule: string) => void) | undefined;

/** The id of a rule, which opens its page. */
export function RuleId({ rule }: { rule: string }) {
  return (
    <button
      type="button"
      class="link"
      data-action="rule-page"
      title="What this rule looks at, and how to fix what it finds"
      onClick={() => open?.(rule)}
    >
      <code>{rule}</code>
    </button>
  );
}

/** Where the pages are shown, whatever was clicked. */
export function RulePages() {
  const [rule, setRule] = useState<string>();
  useEffect(() => {
    open = setRule;
    return () => {
      open = undefined;
    };
  }, []);
  return rule === undefined ? null : <RulePage rule={rule} onClose={() => setRule(undefined)} />;
}

/** A rule's page above all else; it leads to those of other rules, and back. */
function RulePage({ rule, onClose }: { rule: string; onClose(): void }) {
  const [way, setWay] = useState([rule]);
  const [page, setPage] = useState<Block[] | "none" | "failed">();
  const dialog = useRef<HTMLDialogElement>(null);
  const text = useRef<HTMLElement>(null);
  const shown = way.at(-1) ?? rule;
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    let isCurrent = true;
    pageOf(shown).then(
      (found) => isCurrent && setPage(found ?? "none"),
      () => isCurrent && setPage("failed"),
    );
    text.current?.scrollTo(0, 0);
    return () => {
      isCurrent = false;
    };
  }, [shown]);
  return (
    <dialog ref={dialog} class="rule-page" aria-label={`About ${shown}`} onClose={onClose}>
      <div class="bar">
        {way.length > 1 && (
          <button type="button" data-action="page-back" onClick={() => setWay(way.slice(0, -1))}>
            Back
          </button>
        )}
        <code>{shown}</code>
        <button
          type="button"
          class="primary"
          data-action="close-page"
          onClick={() => dialog.current?.close()}
        >
          Close
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keyboard. */}
      <section ref={text} class="text" aria-label="Page" data-page={page && shown} tabIndex={0}>
        {page === "none" && <p>No page: this is what a program says of itself, not a rule.</p>}
        {page === "failed" && <p role="alert">The page could not be read.</p>}
        {Array.isArray(page) && <Blocks blocks={page} onRule={(next) => setWay([...way, next])} />}
      </section>
    </dialog>
  );
}

interface BlocksProps {
  blocks: Block[];
  onRule(rule: string): void;
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
        <button key={key} type="button" class="link" data-rule={piece[1]} onClick={() => onRule(piece[1])}>
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
