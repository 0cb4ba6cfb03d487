import type { Login } from "../../generated/core.d.ts";
import { rootCause } from "./choice.ts";
import { count, timeOfDay } from "./format.ts";
import { Icon, outcomeIcon } from "./icon.tsx";
import { Listbox } from "./listbox.tsx";

interface Props {
  logins: Login[];
  selected: string;
  onSelect(id: string): void;
}

export function LoginList({ logins, selected, onSelect }: Props) {
  const options = logins.map((login) => ({
    key: login.key,
    attributes: {
      class: "login",
      "data-login": login.id,
      "data-outcome": login.outcome,
      "data-inside": login.inside ?? "",
      "data-root-cause": login.root_cause ?? "",
    },
    content: <Summary login={login} />,
  }));
  return <Listbox name="logins" label="Logins" options={options} selected={selected} onSelect={onSelect} />;
}

function Summary({ login }: { login: Login }) {
  const cause = rootCause(login);
  const facts = [login.description, count(login.messages.length, "message")];
  if (login.findings.length > 0) facts.push(count(login.findings.length, "finding"));
  return (
    <>
      <Icon {...outcomeIcon(login)} />
      <bdi class="title">{login.title}</bdi>
      {cause && <span class={`cause ${cause.severity}`}>{cause.title}</span>}
      <span class="facts">{facts.filter(Boolean).join(" · ")}</span>
      <time>{timeOfDay(login.started)}</time>
    </>
  );
}
