import type { Claim, JudgementKind, Token } from "../../generated/core.d.ts";
import { localTime } from "./format.ts";
import { Icon, type IconProps } from "./icon.tsx";

/** A token in words: what is wrong with it, its signature, its claims. */
export function TokenCard({ token }: { token: Token }) {
  const summarised = token.checks.filter(({ text }) => text !== token.summary);
  return (
    <article class="token" data-token={token.kind} data-token-state={token.state}>
      <h1>
        <Icon {...ICONS[token.state]} />
        <bdi>{token.summary}</bdi>
      </h1>
      <p class="facts">
        {token.name} · {token.form}
      </p>
      <ul class="checks">
        <li data-signature={token.signature.state}>
          <Icon {...ICONS[token.signature.judgement]} />
          <span>
            <b>Signature</b> <bdi>{token.signature.text}</bdi>
          </span>
        </li>
        {summarised.map(({ state, text, specification }) => (
          <li key={text} data-check={state}>
            <Icon {...ICONS[state]} />
            <span>
              <bdi>{text}</bdi>{" "}
              {specification && (
                <a href={specification.url} target="_blank" rel="noopener noreferrer">
                  {specification.name}
                </a>
              )}
            </span>
          </li>
        ))}
      </ul>
      <Claims title="Claims" claims={token.claims} />
      {token.disclosed.length > 0 && (
        <Claims
          title="Shown along with it"
          claims={token.disclosed.flatMap(({ claim }) => (claim ? [claim] : []))}
        />
      )}
      <Claims title="Header" claims={token.header} />
    </article>
  );
}

function Claims({ title, claims }: { title: string; claims: Claim[] }) {
  if (claims.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <dl class="fields">
        {claims.map((claim, position) => (
          <div key={position} data-claim={claim.name}>
            <dt>
              <bdi>{claim.name}</bdi>
            </dt>
            <dd>
              <code class={claim.secret ? "secret" : undefined}>
                <bdi>{claim.value}</bdi>
              </code>
              {claim.meaning && <bdi class="meaning">{claim.meaning}</bdi>}
              {claim.time_ms != null && <bdi class="meaning">{localTime(claim.time_ms)}</bdi>}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const ICONS: Record<JudgementKind, IconProps> = {
  wrong: { name: "error", tone: "error", label: "Wrong" },
  warning: { name: "warning", tone: "warning", label: "Warning" },
  unknown: { name: "unseen", tone: "muted", label: "Not known" },
  info: { name: "info", tone: "info", label: "Worth knowing" },
  right: { name: "ok", tone: "ok", label: "Right" },
};
