import type { Login } from "../../generated/core.d.ts";
import { Icon, outcomeIcon } from "./icon.tsx";

/** How the login ended, where no root cause says it. */
export function Outcome({ login }: { login: Login }) {
  const icon = outcomeIcon(login);
  return (
    <section class={`outcome ${icon.tone}`} aria-label="Outcome" data-outcome-banner={login.outcome}>
      <Icon {...icon} />
      <bdi>{login.outcome_text}</bdi>
    </section>
  );
}
