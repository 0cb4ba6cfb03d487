import { useEffect, useState } from "preact/hooks";
import type { Login, LoginToken, Place } from "../../generated/core.d.ts";
import type { Commands } from "./background.ts";
import { TokenCard } from "./token-card.tsx";

interface Props {
  login: Login;
  ask: Commands["ask"];
  onMessage(number: number): void;
}

/** Every token of a login: where it came from and went, and what is right and wrong about it. */
export function LoginTokens({ login, ask, onMessage }: Props) {
  const [reveal, setReveal] = useState(false);
  const [tokens, setTokens] = useState<LoginToken[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    ask({ about: "tokens", login: login.key, reveal }).then(
      (tokens) => {
        if (!isCurrent) return;
        setTokens(tokens);
        setProblem(undefined);
      },
      (error: Error) => isCurrent && setProblem(error.message),
    );
    return () => {
      isCurrent = false;
    };
  }, [login, reveal, ask]);

  if (problem) return <p role="alert">{problem}</p>;
  if (!tokens) return null;
  if (tokens.length === 0) return <p class="none">No token was seen in this login.</p>;
  return (
    <>
      <label class="reveal">
        <input type="checkbox" checked={reveal} onChange={() => setReveal(!reveal)} /> Show personal claims
      </label>
      {tokens.map(({ token, text, came, went }, position) => (
        <section key={position} class="login-token">
          <p class="way">
            <code class="secret">
              <bdi>{text}</bdi>
            </code>{" "}
            <Places word="came in" places={came} onMessage={onMessage} />{" "}
            <Places word="went out in" places={went} onMessage={onMessage} />
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
          aria-label={`Message ${message}`}
          onClick={() => onMessage(message)}
        >
          <span class="number">{message}</span>
        </button>
      ))}
    </span>
  );
}
