import { useEffect, useState } from "preact/hooks";
import type { Question } from "../../generated/core.d.ts";
import type { AnswerTo } from "../shared/protocol.ts";
import type { Commands } from "./background.ts";

/**
 * The answer to a question, which is asked again whenever the revision is another one; undefined until it is there. Where none came
 * at all, what to tell the user.
 */
export function useAnswer<Q extends Question>(
  question: Q,
  revision: number,
  ask: Commands["ask"],
): { answer?: AnswerTo<Q["about"]>; problem?: string } | undefined {
  const [shown, setShown] = useState<{ to: string; answer?: unknown; problem?: string }>();
  const asked = JSON.stringify(question);
  useEffect(() => {
    let isCurrent = true;
    const show = (answer: unknown) => isCurrent && setShown({ to: asked, answer });
    // What was answered before stays: who does not answer now tells everything anew when it is there again.
    const miss = (error: Error) =>
      isCurrent &&
      setShown((before) => (before?.to === asked ? before : { to: asked, problem: error.message }));
    ask(JSON.parse(asked) as Q).then(show, miss);
    return () => {
      isCurrent = false;
    };
  }, [asked, revision, ask]);
  if (shown?.to !== asked) return undefined;
  const { answer, problem } = shown;
  return problem === undefined ? { answer: answer as AnswerTo<Q["about"]> } : { problem };
}
