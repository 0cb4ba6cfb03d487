import { useEffect, useState } from "preact/hooks";
import type { Question } from "../../generated/core.d.ts";
import type { AnswerTo } from "../shared/protocol.ts";
import type { Commands } from "./background.ts";

/** The answer to a question, which is asked again whenever the revision is another one; undefined until it is there. */
export function useAnswer<Q extends Question>(
  question: Q,
  revision: number,
  ask: Commands["ask"],
): { answer: AnswerTo<Q["about"]> } | undefined {
  const [shown, setShown] = useState<{ to: string; answer: unknown }>();
  const asked = JSON.stringify(question);
  useEffect(() => {
    let isCurrent = true;
    const show = (answer: unknown) => isCurrent && setShown({ to: asked, answer });
    // Who does not answer now tells everything anew when it is there again.
    ask(JSON.parse(asked) as Q).then(show, () => {});
    return () => {
      isCurrent = false;
    };
  }, [asked, revision, ask]);
  return shown?.to === asked ? { answer: shown.answer as AnswerTo<Q["about"]> } : undefined;
}
