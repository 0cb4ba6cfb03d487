import { useState } from "preact/hooks";
import type { Stored, StoredNote, StoredValue } from "../../generated/core.d.ts";
import { counted, t } from "../shared/texts.ts";
import type { Answers } from "./background.ts";
import { Icon } from "./icon.tsx";

interface Props {
  /** Its key. */
  login: string;
  commands: Answers;
}

/** What the page has stored of a login, looked at on a click: what is shown goes when something else is. */
export function StoredValues({ login, commands }: Props) {
  const { ask, readPage } = commands;
  const [stored, setStored] = useState<Stored>();
  const [problem, setProblem] = useState<string>();
  const [isReading, setReading] = useState(false);
  if (!readPage) return null;
  const look = async () => {
    setReading(true);
    setProblem(undefined);
    try {
      const answer = await ask({ about: "stored", login, page: await readPage() });
      setStored(answer ?? undefined);
      if (!answer) setProblem(t("loginGone"));
    } catch (error) {
      setStored(undefined);
      setProblem(error instanceof Error ? error.message : t("rulePageFailed"));
    }
    setReading(false);
  };
  return (
    <div class="stored" data-stored={stored ? stored.values.length : ""}>
      <h1>{t("storedTitle")}</h1>
      <p>{t("storedHelp")}</p>
      <p>
        <button type="button" class="primary" disabled={isReading} data-action="look" onClick={look}>
          {t(stored ? "lookAgain" : "look")}
        </button>
      </p>
      <div role="status">
        {problem && <p role="alert">{problem}</p>}
        {stored && stored.values.length > 0 && (
          <p>{t("valuesOfLogin", counted("value", stored.values.length))}</p>
        )}
      </div>
      {stored?.values.map((value, position) => (
        <Value key={position} value={value} />
      ))}
      {stored && <Notes notes={stored.notes} />}
    </div>
  );
}

function Value({ value }: { value: StoredValue }) {
  const { what, store, name, library, verdict, tone, hygiene } = value;
  return (
    <section data-what={what} data-tone={tone}>
      <h2>
        {what}
        <span class="aside">
          {store}
          {library && ` · ${t("asLibrary", library)}`}
        </span>
      </h2>
      <p class="place">
        <bdi>{name}</bdi>
      </p>
      <p>
        <code class="secret">
          <bdi>{value.value}</bdi>
        </code>
      </p>
      <p data-verdict="">
        <Icon name={tone} tone={tone} /> <bdi>{verdict}</bdi>
      </p>
      {hygiene && <p class="hygiene">{hygiene}</p>}
    </section>
  );
}

function Notes({ notes }: { notes: StoredNote[] }) {
  return (
    <ul class="stored-notes">
      {notes.map(({ text, tone }) => (
        <li key={text}>
          <Icon name={tone} tone={tone} /> <bdi>{text}</bdi>
        </li>
      ))}
    </ul>
  );
}
