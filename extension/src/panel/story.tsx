import type { Login, Row } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import type { Commands } from "./background.ts";
import { groupsOf, rootCause } from "./choice.ts";
import { FindingList } from "./finding-list.tsx";
import { Happened, type Shape } from "./happened.tsx";
import { Hypotheses } from "./hypotheses.tsx";
import { NotSeen } from "./not-seen.tsx";
import { Outcome } from "./outcome.tsx";
import { RootCause } from "./root-cause.tsx";

interface Props {
  login: Login;
  row: Row;
  /** The logins that it can be compared with. */
  others: Row[];
  message: number | undefined;
  shape: Shape;
  ask: Commands["ask"];
  onShape(shape: Shape): void;
  onMessage(number: number): void;
}

/** One login from top to bottom: what is wrong, what happened, what else was found. */
export function Story({ login, row, others, message, shape, ask, onShape, onMessage }: Props) {
  const cause = rootCause(login);
  const groups = groupsOf(login);
  const consequences = groups.find(({ finding }) => finding === cause)?.consequences ?? [];
  const hasBanner = !cause || login.outcome !== "failed";
  const explained = { explains: consequences.length, login: login.key, ask, onMessage };
  return (
    <main class="story" aria-label={t("login")}>
      {/* Said to those who do not see the card, when another cause is found. */}
      <p class="spoken" role="status">
        {cause ? t("rootCauseIs", cause.title) : login.outcome_text}
      </p>
      {cause && <RootCause finding={cause} {...explained} />}
      {hasBanner && <Outcome row={row} ask={cause ? undefined : ask} />}
      <Hypotheses hypotheses={login.hypotheses} />
      <Happened
        login={login}
        row={row}
        others={others}
        selected={message}
        saidHere={!hasBanner}
        shape={shape}
        ask={ask}
        onShape={onShape}
        onSelect={onMessage}
      />
      <FindingList groups={groups} cause={cause} onMessage={onMessage} />
      <NotSeen sentences={login.not_seen} />
    </main>
  );
}
