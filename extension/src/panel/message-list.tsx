import type { Login, Message } from "../../generated/core.d.ts";
import { rootCause } from "./choice.ts";
import { duration } from "./format.ts";
import { Listbox } from "./listbox.tsx";
import { StatusTag } from "./status-tag.tsx";

interface Props {
  login: Login;
  selected: number | undefined;
  onSelect(number: number): void;
}

/** The messages of a login, one in a line. */
export function MessageList({ login, selected, onSelect }: Props) {
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
    <Listbox name="messages" label="Messages" options={options} selected={selected} onSelect={onSelect} />
  );
}

function Line({ message }: { message: Message }) {
  // The status has a place of its own.
  const gist = message.gist === String(message.status) ? "" : message.gist;
  return (
    <>
      <span class="number">{message.number}</span>
      <span class="said">
        <span class="name">{message.name}</span>
        {gist && (
          <bdi class="gist" title={gist}>
            {gist}
          </bdi>
        )}
      </span>
      <StatusTag message={message} />
      <span class="via">{message.via}</span>
      <time>{message.offset_ms == null ? "" : `+${duration(message.offset_ms)}`}</time>
    </>
  );
}
