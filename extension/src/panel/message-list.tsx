import { useState } from "preact/hooks";
import type { Login, Message } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import { rootCause } from "./choice.ts";
import { duration } from "./format.ts";
import { Listbox } from "./listbox.tsx";
import { StatusTag } from "./status-tag.tsx";

/** So many messages may stand before the faulty one; more are folded but for some. */
const MOST_BEFORE = 12;
const LEFT_BEFORE = 3;

interface Props {
  login: Login;
  selected: number | undefined;
  onSelect(number: number): void;
}

/** The messages of a login, one in a line. */
export function MessageList({ login, selected, onSelect }: Props) {
  const [isUnfolded, setUnfolded] = useState(false);
  const faulty = rootCause(login)?.message;
  const folded = isUnfolded ? 0 : foldedBefore(login.messages, faulty, selected);
  const options = login.messages.slice(folded).map((message) => ({
    key: message.key,
    attributes: {
      class: message.number === faulty ? "message faulty" : "message",
      "data-message": String(message.number),
      "data-kind": message.kind,
    },
    content: <Line message={message} />,
  }));
  return (
    <>
      {folded > 0 && (
        <button type="button" class="link" data-action="unfold" onClick={() => setUnfolded(true)}>
          {t("messagesBefore", folded)}
        </button>
      )}
      <Listbox
        name="messages"
        label={t("messages")}
        options={options}
        selected={login.messages.find(({ number }) => number === selected)?.key}
        onSelect={(key) => onSelect(login.messages.find((message) => message.key === key)?.number ?? 0)}
      />
    </>
  );
}

/** How many messages are folded, so that the faulty one is in view. */
export function foldedBefore(
  messages: Pick<Message, "number">[],
  faulty: number | undefined,
  selected: number | undefined,
): number {
  const at = messages.findIndex(({ number }) => number === faulty);
  if (at <= MOST_BEFORE) return 0;
  const folded = at - LEFT_BEFORE;
  // Who chose one of them looks at it.
  return messages.slice(0, folded).some(({ number }) => number === selected) ? 0 : folded;
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
