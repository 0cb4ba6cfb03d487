import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { TokenAnswer } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import type { Answers } from "./background.ts";
import { FetchKeys } from "./fetch-keys.tsx";
import { TokenCard } from "./token-card.tsx";
import { useFocus } from "./use-focus.ts";

/** Typing goes on for this long, in milliseconds. */
const PAUSE = 150;

/** A token that the user pastes, and the keys for it. Nothing of it is kept, and nothing leaves the browser. */
export function TokenChecker({ commands }: { commands: Answers }) {
  const { ask } = commands;
  const [text, setText] = useState("");
  const [keys, setKeys] = useState("");
  const field = useFocus<HTMLTextAreaElement>();
  const [reveal, setReveal] = useState(false);
  const [answer, setAnswer] = useState<TokenAnswer>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (text.trim() === "") {
      setAnswer(undefined);
      setProblem(undefined);
      return;
    }
    let isCurrent = true;
    const show = (answer: TokenAnswer | undefined, problem?: string) => {
      if (!isCurrent) return;
      setAnswer(answer);
      setProblem(problem);
    };
    const timer = setTimeout(() => {
      ask({ about: "token", text, keys, reveal }).then(show, (error: Error) =>
        show(undefined, error.message),
      );
    }, PAUSE);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, keys, reveal, ask]);

  return (
    <main class="token-checker" aria-label={t("checkToken")}>
      <h1 class="spoken">{t("checkToken")}</h1>
      <form onSubmit={(event) => event.preventDefault()}>
        <Box
          field={field}
          name="token"
          label={t("token")}
          rows={7}
          placeholder={t("tokenPlaceholder")}
          value={text}
          onInput={setText}
        />
        <Box
          name="keys"
          label={t("tokenKeys")}
          rows={5}
          placeholder={t("tokenKeysPlaceholder")}
          value={keys}
          onInput={setKeys}
        />
        {answer?.keysProblem && <p role="alert">{answer.keysProblem}</p>}
        <FetchKeys label={t("orFetch")} found={answer?.keysAt} fetch={commands.fetch} onKeys={setKeys} />
        <label class="reveal">
          <input type="checkbox" checked={reveal} onChange={() => setReveal(!reveal)} /> {t("showClaims")}
        </label>
      </form>
      <div class="pane" aria-live="polite">
        {problem && <p role="alert">{problem}</p>}
        {!answer && <p class="none">{t("tokenPaste")}</p>}
        {answer?.tokens.map(({ name, token }, position) => (
          <section key={position}>
            {name && <h2>{name}</h2>}
            <TokenCard token={token} />
          </section>
        ))}
      </div>
    </main>
  );
}

interface BoxProps {
  field?: RefObject<HTMLTextAreaElement | null>;
  name: string;
  label: string;
  rows: number;
  placeholder: string;
  value: string;
  onInput(value: string): void;
}

function Box({ field, name, label, rows, placeholder, value, onInput }: BoxProps) {
  return (
    <label>
      {label}
      <textarea
        ref={field ?? null}
        name={name}
        rows={rows}
        placeholder={placeholder}
        spellcheck={false}
        autocomplete="off"
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </label>
  );
}
