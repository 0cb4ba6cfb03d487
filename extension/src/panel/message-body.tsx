import type { BodyView } from "../../generated/core.d.ts";
import { Runs } from "./evidence.tsx";
import { Folded } from "./folded.tsx";
import { Lines } from "./lines.tsx";

interface Props {
  title: string;
  name: string;
  body: BodyView;
}

/** A body in lines, what is faulty in it marked. */
export function Body({ title, name, body }: Props) {
  const isFaulty = body.lines.some(({ runs }) => runs.some(({ marked }) => marked));
  return (
    <Folded title={title} name={name} isOpen={isFaulty}>
      <Lines label={title} kind={name}>
        {body.lines.map(({ indent, runs }, position) => (
          <span key={position} class="line">
            {"  ".repeat(indent)}
            <Runs runs={runs} text="" />
          </span>
        ))}
      </Lines>
      {body.left_out && <p class="none">{body.left_out}</p>}
    </Folded>
  );
}
