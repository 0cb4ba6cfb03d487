import { useEffect, useState } from "preact/hooks";
import type { LoginTokens as Answer, Place } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import type { Answers } from "./background.ts";
import { CopyButton } from "./copy-button.tsx";
import { FetchKeys } from "./fetch-keys.tsx";
import { TokenCard } from "./token-card.tsx";

interface Props {
  /** Its key. */
  login: string;
  /** Another number whenever something in it changed: until then nothing is verified again. */
  revision: number;
  commands: Answers;
  onMessage(number: number): void;
}

/** Every token of a login: where it came from and went, and what is right and wrong about it. */
export function LoginTokens({ login, revision, commands, onMessage }: Props) {
  const { ask } = commands;
  const [reveal, setReveal] = useState(false);
  const [keys, setKeys] = useState("");
  const [answer, setAnswer] = useState<Answer>();
  const [problem, setProblem] = useState<string>();
  // Another revision has other tokens.
  useEffect(() => {
    let isCurrent = true;
    ask({ about: "tokens", login, keys, reveal }).then(
      (answer) => {
        if (!isCurrent) return;
        setAnswer(answer);
        setProblem(undefined);
      },
      (error: Error) => isCurrent && setProblem(error.message),
    );
    return () => {
      isCurrent = false;
    };
  }, [login, revision, keys, reveal, ask]);

  const keysAt = answer?.keysAt;
  if (!answer) return problem ? <p role="alert">{problem}</p> : null;
  if (answer.tokens.length === 0) return <p class="none">{t("noToken")}</p>;
  return (
    <>
      <label class="reveal">
        <input type="checkbox" checked={reveal} onChange={() => setReveal(!reveal)} /> {t("showClaims")}
      </label>
      {keysAt && (
        <div class="keys">
          {t("noKeys")}
          <FetchKeys label={t("fetchFrom")} found={keysAt} fetch={commands.fetch} onKeys={setKeys} />
        </div>
      )}
      {problem && <p role="alert">{problem}</p>}
      {answer.tokens.map(({ token, text, came, went }, position) => (
        <section key={position} class="login-token">
          <p class="way">
            <code class="secret">
              <bdi>{text}</bdi>
            </code>{" "}
            <CopyButton
              action="copy-token"
              title={t("copyToken")}
              text={async () => {
                const place = came[0] ?? went[0];
                return place && (await ask({ about: "value", login, ...place }));
              }}
            />{" "}
            <Places word={t("cameIn")} places={came} onMessage={onMessage} />{" "}
            <Places word={t("wentOut")} places={went} onMessage={onMessage} />
          </p>
          <TokenCard token={token} />
        </section>
      ))}
    </>
  );
}

function Places({ word, places, onMessage }: { word: string; places: Place[]; onMessage(n: number): void }) {
  if (places.length === 0) return null;
  return (
    <span>
      {word}{" "}
      {places.map(({ message, part }) => (
        <button
          key={`${message} ${part}`}
          type="button"
          title={part}
          aria-label={t("messageNumber", message)}
          onClick={() => onMessage(message)}
        >
          <span class="number">{message}</span>
        </button>
      ))}
    </span>
  );
}
