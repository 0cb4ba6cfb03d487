import type { Login, Message } from "../../generated/core.d.ts";
import { rootCause } from "./choice.ts";
import { duration } from "./format.ts";
import { Listbox } from "./listbox.tsx";
import { StatusTag } from "./status-tag.tsx";

interface Props {
  login: Login;
  selected: number | undefined;
  /** Whether the outcome is said here, because it has no banner of its own. */
  saidHere: boolean;
  onSelect(number: number): void;
}

export function MessageList({ login, selected, saidHere, onSelect }: Props) {
  const faulty = rootCause(login)?.message;
  const options = login.messages.map((message) => ({
    key: message.number,
    attributes: {
      class: `message ${message.number === faulty ? "faulty" : ""} ${message.seen}`,
      "data-message": String(message.number),
      "data-kind": message.kind,
    },
    content: <Line message={message} />,
  }));
  return (
    <section>
      <h2>What happened {saidHere && <bdi class="aside">{login.outcome_text}</bdi>}</h2>
      <Listbox name="messages" label="Messages" options={options} selected={selected} onSelect={onSelect} />
    </section>
  );
}

function Line({ message }: { message: Message }) {
  return (
    <>
      <span class="number">{message.number}</span>
      <span class="name">{message.name}</span>
      <StatusTag message={message} />
      <span class="via">{message.via}</span>
      <time>{message.offset_ms == null ? "" : `+${duration(message.offset_ms)}`}</time>
      <bdi class="gist">{message.gist}</bdi>
    </>
  );
}
