import type { Evidence, Fact, Login, Message, Detail as More } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import type { Answers } from "./background.ts";
import { CopyButton, TakeButton } from "./copy-button.tsx";
import { FieldTable } from "./field-table.tsx";
import { Folded } from "./folded.tsx";
import { duration } from "./format.ts";
import { Body } from "./message-body.tsx";
import { Cookies } from "./message-cookies.tsx";
import { CorsCheck } from "./message-cors.tsx";
import { Raw } from "./message-raw.tsx";
import { StatusTag } from "./status-tag.tsx";
import { Term } from "./terms.tsx";
import { useAnswer } from "./use-answer.ts";

interface Props {
  login: Login;
  /** Another number whenever something in the login changed. */
  revision: number;
  message: Message;
  commands: Answers;
  onMessage(number: number): void;
}

/** One message in full. */
export function Detail({ login, revision, message, commands, onMessage }: Props) {
  const { ask, inNetwork } = commands;
  const its = { login: login.key, message: message.number };
  const value = (part: string) => ask({ about: "value", part, ...its });
  const { answer: more, problem } = useAnswer({ about: "message", ...its }, revision, ask) ?? {};

  const evidence = evidenceIn(login, message.number);
  const meanings = new Map(more?.meanings.map(({ part, gloss }) => [part, gloss]));
  const fields = { evidence, meanings, value };
  return (
    <div data-detail={message.number} data-whole={more !== undefined}>
      <h1>
        <span class="number">{message.number}</span> <Term name={message.kind}>{message.name}</Term>
      </h1>
      <p class="request-line">
        <StatusTag message={message} /> <bdi>{message.url}</bdi>
      </p>
      <p class="copies">
        <CopyButton action="copy-url" title={t("copyUrlTitle")} text={() => value("url")}>
          {t("copyUrl")}
        </CopyButton>
        <CopyButton action="copy-curl" title={t("copyCurlTitle")} text={() => ask({ about: "curl", ...its })}>
          {t("copyCurl")}
        </CopyButton>
        {inNetwork && <InNetwork address={() => value("url")} show={inNetwork} />}
      </p>
      <Tags message={message} />
      {problem && <p role="alert">{problem}</p>}
      <FieldTable title={t("parameters")} fields={message.parameters} {...fields} />
      {more?.request_body && <Body title={t("requestBody")} name="request-body" body={more.request_body} />}
      <h2>{t("response")}</h2>
      <p>
        <bdi>{message.response_body}</bdi>
      </p>
      <FieldTable fields={message.response_fields} {...fields} />
      {more && <After more={more} number={message.number} onMessage={onMessage} />}
      <FieldTable
        name="response-headers"
        title={t("responseHeaders")}
        fields={message.response_headers}
        {...fields}
      />
      <FieldTable
        name="request-headers"
        title={t("requestHeaders")}
        fields={message.request_headers}
        {...fields}
      />
      {more && <Made facts={more.facts} source={message.source ?? undefined} notSeen={more.not_seen} />}
      <Raw {...its} revision={revision} ask={ask} />
    </div>
  );
}

interface InNetworkProps {
  address(): Promise<string | undefined>;
  show(address: string): Promise<void>;
}

/** Leads to the same request in DevTools, as far as a browser lets it. */
function InNetwork({ address, show }: InNetworkProps) {
  const take = async () => {
    const url = new URL((await address()) ?? "");
    // What it carries need not stand in one more place.
    await show(url.origin + url.pathname);
    return "";
  };
  return (
    <TakeButton action="in-network" title={t("inNetworkTitle")} take={take} failure={t("couldNotShow")}>
      {t("inNetwork")}
    </TakeButton>
  );
}

/** What follows from the answer. */
function After({ more, number, onMessage }: { more: More; number: number } & Pick<Props, "onMessage">) {
  const { response_body, cors, cookies } = more;
  return (
    <>
      {response_body && <Body title={t("responseBody")} name="response-body" body={response_body} />}
      {cors && <CorsCheck cors={cors} number={number} onMessage={onMessage} />}
      {cookies && <Cookies cookies={cookies} number={number} onMessage={onMessage} />}
    </>
  );
}

interface MadeProps {
  facts: Fact[];
  /** Where it can be looked up. */
  source: string | undefined;
  notSeen: string[];
}

/** When and by whom it was made, and what the recording lacks of it. */
function Made({ facts, source, notSeen }: MadeProps) {
  return (
    <>
      <Folded title={t("made")} name="facts">
        <dl class="fields">
          {facts.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
          {source && (
            <div>
              <dt>{t("recordedAs")}</dt>
              <dd>
                <bdi>{source}</bdi>
              </dd>
            </div>
          )}
        </dl>
      </Folded>
      {notSeen.map((sentence) => (
        <p key={sentence} class="none">
          {sentence}
        </p>
      ))}
    </>
  );
}

function Tags({ message }: { message: Message }) {
  return (
    <p class="facts">
      <span class="tag">{message.via}</span>
      {message.seen === "server" && <span class="tag">{t("seenByServer")}</span>}
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
