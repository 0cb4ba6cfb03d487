import type { Evidence, Login, Message } from "../../generated/core.d.ts";
import type { Commands } from "./background.ts";
import { CopyButton } from "./copy-button.tsx";
import { FieldTable } from "./field-table.tsx";
import { duration } from "./format.ts";
import { StatusTag } from "./status-tag.tsx";

interface Props {
  login: Login;
  message: Message;
  ask: Commands["ask"];
}

/** One message in full. */
export function Detail({ login, message, ask }: Props) {
  const its = { login: login.key, message: message.number };
  const value = (part: string) => ask({ about: "value", part, ...its });

  const evidence = evidenceIn(login, message.number);
  return (
    <div data-detail={message.number}>
      <h1>
        <span class="number">{message.number}</span> {message.name}
      </h1>
      <p class="request-line">
        <StatusTag message={message} /> <bdi>{message.url}</bdi>
      </p>
      <p class="copies">
        <CopyButton action="copy-url" title="The address as it stands, not masked" text={() => value("url")}>
          Copy URL
        </CopyButton>
        <CopyButton
          action="copy-curl"
          title="A command that sends this again; its secrets are variables"
          text={() => ask({ about: "curl", ...its })}
        >
          Copy as cURL
        </CopyButton>
      </p>
      <Facts message={message} />
      <FieldTable title="Parameters" fields={message.parameters} evidence={evidence} value={value} />
      <h2>Response</h2>
      <p>
        <bdi>{message.response_body}</bdi>
      </p>
      <FieldTable fields={message.response_fields} evidence={evidence} value={value} />
      <FieldTable
        isFolded
        title="Response headers"
        fields={message.response_headers}
        evidence={evidence}
        value={value}
      />
      <FieldTable
        isFolded
        title="Request headers"
        fields={message.request_headers}
        evidence={evidence}
        value={value}
      />
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
