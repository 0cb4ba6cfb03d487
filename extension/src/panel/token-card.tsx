import type { Claim, JudgementKind, Token } from "../../generated/core.d.ts";
import { type TextKey, t } from "../shared/texts.ts";
import { localTime } from "./format.ts";
import { Icon, type IconProps } from "./icon.tsx";

/** A token in words: what is wrong with it, its signature, its claims. */
export function TokenCard({ token }: { token: Token }) {
  const summarised = token.checks.filter(({ text }) => text !== token.summary);
  return (
    <article class="token" data-token={token.kind} data-token-state={token.state}>
      <h1>
        <Icon {...iconOf(token.state)} />
        <bdi>{token.summary}</bdi>
      </h1>
      <p class="facts">
        {token.name} · {token.form}
      </p>
      <ul class="checks">
        <li data-signature={token.signature.state}>
          <Icon {...iconOf(token.signature.judgement)} />
          <span>
            <b>{t("signature")}</b> <bdi>{token.signature.text}</bdi>
          </span>
        </li>
        {summarised.map(({ state, text, specification }) => (
          <li key={text} data-check={state}>
            <Icon {...iconOf(state)} />
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
      <Claims title={t("claims")} claims={token.claims} />
      {token.disclosed.length > 0 && (
        <Claims
          title={t("disclosed")}
          claims={token.disclosed.flatMap(({ claim }) => (claim ? [claim] : []))}
        />
      )}
      <Claims title={t("header")} claims={token.header} />
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

function iconOf(kind: JudgementKind): IconProps {
  return { ...ICONS[kind], label: t(ICONS[kind].label) };
}

const ICONS: Record<JudgementKind, IconProps & { label: TextKey }> = {
  wrong: { name: "error", tone: "error", label: "judgeWrong" },
  warning: { name: "warning", tone: "warning", label: "judgeWarning" },
  unknown: { name: "unseen", tone: "muted", label: "judgeUnknown" },
  info: { name: "info", tone: "info", label: "judgeInfo" },
  right: { name: "ok", tone: "ok", label: "judgeRight" },
};
