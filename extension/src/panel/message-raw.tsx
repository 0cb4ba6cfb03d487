import { useState } from "preact/hooks";
import { t } from "../shared/texts.ts";
import type { Commands } from "./background.ts";
import { Folded } from "./folded.tsx";
import { Lines } from "./lines.tsx";
import { useAnswer } from "./use-answer.ts";

interface Props {
  /** The login's key. */
  login: string;
  message: number;
  revision: number;
  ask: Commands["ask"];
}

/** The message as it went over the wire; its values on purpose alone, and hidden again when it is left. */
export function Raw(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Folded title={t("asSent")} name="raw" onToggle={setOpen}>
      {isOpen && <RawText {...props} />}
    </Folded>
  );
}

function RawText({ login, message, revision, ask }: Props) {
  const [reveal, setReveal] = useState(false);
  const { answer: text, problem } = useAnswer({ about: "raw", login, message, reveal }, revision, ask) ?? {};
  return (
    <>
      <label class="reveal">
        <input
          type="checkbox"
          name="reveal-raw"
          checked={reveal}
          onChange={({ currentTarget }) => setReveal(currentTarget.checked)}
        />{" "}
        {t("revealAll")}
      </label>
      {problem ? (
        <p role="alert">{problem}</p>
      ) : (
        <Lines label={t("asSent")} kind={reveal ? "revealed" : "masked"}>
          <bdi>{text}</bdi>
        </Lines>
      )}
    </>
  );
}
