import { useEffect, useState } from "preact/hooks";
import type { Cause, Explanation, Row } from "../../generated/core.d.ts";
import { t, woven } from "../shared/texts.ts";
import type { Commands } from "./background.ts";
import { RuleId } from "./rule-page.tsx";
import { useFocus } from "./use-focus.ts";

/** Typing goes on for this long, in milliseconds. */
const PAUSE = 150;

interface Props {
  /** Another list when something in the recording changed. */
  rows: Row[];
  ask: Commands["ask"];
  onLogin(key: string): void;
}

/** From an error message to its causes, those marked that this recording proves. */
export function MessageExplainer({ rows, ask, onLogin }: Props) {
  const [message, setMessage] = useState("");
  const [explanation, setExplanation] = useState<Explanation>();
  // Another recording proves other causes.
  const field = useFocus<HTMLTextAreaElement>();
  // Asked nothing, the core unpacks its table of texts, for which the first message would wait.
  useEffect(() => void ask({ about: "causes", message: "" }).catch(() => {}), [ask]);
  useEffect(() => {
    let isCurrent = true;
    const show = (explanation?: Explanation) => isCurrent && setExplanation(explanation);
    const timer = setTimeout(() => {
      if (message.trim() === "") show();
      else ask({ about: "causes", message }).then(show, () => show());
    }, PAUSE);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [message, rows, ask]);

  return (
    <main class="explainer" aria-label={t("explainTitle")}>
      <h1 class="spoken">{t("explainTitle")}</h1>
      <label>
        {t("explainField")}
        <textarea
          ref={field}
          name="message"
          rows={3}
          placeholder="grant request is invalid · AADSTS50011 · unexpected &quot;state&quot; response parameter value"
          spellcheck={false}
          autocomplete="off"
          value={message}
          onInput={(event) => setMessage(event.currentTarget.value)}
        />
      </label>
      {explanation && explanation.why !== "" && (
        <p class="none">
          {explanation.certainty === "perhaps" && `${t("perhaps")} `}
          {explanation.why}
        </p>
      )}
      {explanation?.said && <p>{woven("addressSays", <bdi>{explanation.said}</bdi>)}</p>}
      {explanation?.answer && <p>{woven("answerSays", <bdi>{explanation.answer}</bdi>)}</p>}
      {explanation && explanation.difference !== "" && <p>{explanation.difference}</p>}
      <ol class="causes" aria-live="polite">
        {explanation?.causes.map((cause, position) => (
          <CauseItem
            key={position}
            cause={cause}
            // Where the recording shows the cause, the fixes of others would mend what is not broken.
            hasFix={isRootCause(cause) || !explanation.causes.some(isRootCause)}
            onLogin={onLogin}
          />
        ))}
      </ol>
      {explanation && explanation.next.length > 0 && (
        <section>
          <h1>{t("tellsMore")}</h1>
          <ul>
            {explanation.next.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}

function isRootCause({ found_in }: Cause) {
  return found_in.some(({ is_root_cause }) => is_root_cause);
}

type Item = { cause: Cause; hasFix: boolean } & Pick<Props, "onLogin">;

function CauseItem({ cause, hasFix, onLogin }: Item) {
  return (
    <li
      data-cause={cause.rule ?? cause.message}
      data-found={cause.found_in.length > 0}
      data-ruled-out={cause.ruled_out_in.length > 0}
    >
      <h1>{cause.title}</h1>
      {cause.ruled_out_in.length > 0 && <p class="aside">{t("ruledOut")}</p>}
      {!cause.is_of_message && <p class="aside">{t("recordingShows")}</p>}
      {cause.found_in.map(({ key, title, is_root_cause }) => (
        <p key={key}>
          <button type="button" class="found" onClick={() => onLogin(key)}>
            {woven(is_root_cause ? "rootCauseOf" : "foundIn", <bdi>{title}</bdi>)}
          </button>
        </p>
      ))}
      {cause.message && (
        <p class="aside">
          {cause.product}
          {cause.versions && ` (${cause.versions})`}: {cause.message}
        </p>
      )}
      {cause.ruled_out_in.length === 0 && (
        <dl class="advice">
          <dt>{t("proof")}</dt>
          <dd>{cause.proof}</dd>
          {hasFix && <dt class="fix">{t("fix")}</dt>}
          {hasFix && <dd>{cause.fix}</dd>}
        </dl>
      )}
      <p class="references">
        {cause.rule && <RuleId rule={cause.rule} />}
        {cause.specifications.map(({ name, url }) => (
          <a key={url} href={url} target="_blank" rel="noopener noreferrer">
            {name}
          </a>
        ))}
      </p>
    </li>
  );
}
