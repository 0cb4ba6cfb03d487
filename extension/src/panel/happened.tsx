import type { Login } from "../../generated/core.d.ts";
import type { Commands } from "./background.ts";
import { Diagram } from "./diagram.tsx";
import { MessageList } from "./message-list.tsx";

/** How the messages are shown. */
export type Shape = "list" | "diagram";

const SHAPES: Record<Shape, string> = { list: "List", diagram: "Diagram" };

interface Props {
  login: Login;
  revision: number;
  selected: number | undefined;
  /** Whether the outcome is said here, because it has no banner of its own. */
  saidHere: boolean;
  shape: Shape;
  ask: Commands["ask"];
  onShape(shape: Shape): void;
  onSelect(number: number): void;
}

/** The messages of a login. */
export function Happened({ login, revision, selected, saidHere, shape, ask, onShape, onSelect }: Props) {
  if (login.messages.length === 0) return null;
  return (
    <section>
      <div class="heading">
        <h2>What happened {saidHere && <bdi class="aside">{login.outcome_text}</bdi>}</h2>
        <fieldset class="choices" aria-label="Shown as">
          {(Object.keys(SHAPES) as Shape[]).map((id) => (
            <button
              key={id}
              type="button"
              data-shape={id}
              aria-pressed={id === shape}
              onClick={() => onShape(id)}
            >
              {SHAPES[id]}
            </button>
          ))}
        </fieldset>
      </div>
      {shape === "list" ? (
        <MessageList login={login} selected={selected} onSelect={onSelect} />
      ) : (
        <Diagram login={login.key} revision={revision} selected={selected} ask={ask} onSelect={onSelect} />
      )}
    </section>
  );
}
