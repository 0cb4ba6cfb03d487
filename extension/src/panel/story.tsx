import type { Login, Row } from "../../generated/core.d.ts";
import { groupsOf, rootCause } from "./choice.ts";
import { FindingList } from "./finding-list.tsx";
import { Hypotheses } from "./hypotheses.tsx";
import { MessageList } from "./message-list.tsx";
import { Outcome } from "./outcome.tsx";
import { RootCause } from "./root-cause.tsx";

interface Props {
  login: Login;
  row: Row;
  message: number | undefined;
  onMessage(number: number): void;
}

/** One login from top to bottom: what is wrong, what happened, what else was found. */
export function Story({ login, row, message, onMessage }: Props) {
  const cause = rootCause(login);
  const groups = groupsOf(login);
  const consequences = groups.find(({ finding }) => finding === cause)?.consequences ?? [];
  const hasBanner = !cause || login.outcome !== "failed";
  return (
    <main class="story" aria-label="Login">
      {cause && <RootCause finding={cause} explains={consequences.length} onMessage={onMessage} />}
      {hasBanner && <Outcome row={row} />}
      <Hypotheses hypotheses={login.hypotheses} />
      <MessageList login={login} selected={message} saidHere={!hasBanner} onSelect={onMessage} />
      <FindingList groups={groups} cause={cause} onMessage={onMessage} />
      <NotSeen sentences={login.not_seen} />
    </main>
  );
}

function NotSeen({ sentences }: { sentences: string[] }) {
  if (sentences.length === 0) return null;
  return (
    <section class="not-seen">
      <h2>Not seen</h2>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
