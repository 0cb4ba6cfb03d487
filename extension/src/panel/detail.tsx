import type { Evidence, Login, Message } from "../../generated/core.d.ts";
import { FieldTable } from "./field-table.tsx";
import { duration } from "./format.ts";
import { StatusTag } from "./status-tag.tsx";

interface Props {
  login: Login;
  message: Message;
}

/** One message in full. */
export function Detail({ login, message }: Props) {
  const evidence = evidenceIn(login, message.number);
  return (
    <div data-detail={message.number}>
      <h1>
        <span class="number">{message.number}</span> {message.name}
      </h1>
      <p class="request-line">
        <StatusTag message={message} /> <bdi>{message.url}</bdi>
      </p>
      <Facts message={message} />
      <FieldTable title="Parameters" fields={message.parameters} evidence={evidence} />
      <h2>Response</h2>
      <p>
        <bdi>{message.response_body}</bdi>
      </p>
      <FieldTable fields={message.response_fields} evidence={evidence} />
      <FieldTable isFolded title="Response headers" fields={message.response_headers} evidence={evidence} />
      <FieldTable isFolded title="Request headers" fields={message.request_headers} evidence={evidence} />
    </div>
  );
}

function Facts({ message }: { message: Message }) {
  return (
    <p class="facts">
      <span class="tag">{message.via}</span>
      {message.seen === "server" && <span class="tag">seen by the server</span>}
      {message.duration_ms != null && <span class="tag">{duration(message.duration_ms)}</span>}
      {message.error && <bdi class="tag error">{message.error}</bdi>}
      {message.joined_by && <span class="joined">{message.joined_by}</span>}
    </p>
  );
}

/** The evidence of all findings in one message, by the part it points to; the root cause's first. */
function evidenceIn(login: Login, message: number): Map<string, Evidence> {
  const evidence = login.findings
    .flatMap((finding) => finding.evidence)
    .filter((item) => item.message === message);
  return new Map(evidence.reverse().map((item) => [item.part, item]));
}
