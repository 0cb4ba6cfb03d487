import type { Login, Row } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import type { Commands } from "./background.ts";
import { Comparison } from "./comparison.tsx";
import { Diagram } from "./diagram.tsx";
import { MessageList } from "./message-list.tsx";

/** How the messages are shown. */
export type Shape = "list" | "diagram" | "comparison";

const SHAPES = { list: "shapeList", diagram: "shapeDiagram", comparison: "shapeCompare" } as const;

interface Props {
  login: Login;
  row: Row;
  /** The logins that it can be compared with. */
  others: Row[];
  selected: number | undefined;
  /** Whether the outcome is said here, because it has no banner of its own. */
  saidHere: boolean;
  shape: Shape;
  ask: Commands["ask"];
  onShape(shape: Shape): void;
  onSelect(number: number): void;
}

/** The messages of a login. */
export function Happened({ login, row, others, selected, saidHere, shape, ask, onShape, onSelect }: Props) {
  if (login.messages.length === 0) return null;
  return (
    <section>
      <div class="heading">
        <h2>
          {t("whatHappened")} {saidHere && <bdi class="aside">{login.outcome_text}</bdi>}
        </h2>
        <fieldset class="choices" aria-label={t("shownAs")}>
          {(Object.keys(SHAPES) as Shape[]).map((id) => (
            <button
              key={id}
              type="button"
              data-shape={id}
              aria-pressed={id === shape}
              onClick={() => onShape(id)}
            >
              {t(SHAPES[id])}
            </button>
          ))}
        </fieldset>
      </div>
      {shape === "list" && <MessageList login={login} selected={selected} onSelect={onSelect} />}
      {shape === "diagram" && (
        <Diagram
          login={login.key}
          revision={row.revision}
          selected={selected}
          ask={ask}
          onSelect={onSelect}
        />
      )}
      {shape === "comparison" && <Comparison row={row} others={others} ask={ask} onSelect={onSelect} />}
    </section>
  );
}
