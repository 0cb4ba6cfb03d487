import { useState } from "preact/hooks";
import type { Comparison as Compared, Difference, First, Row, Step } from "../../generated/core.d.ts";
import { counted, t } from "../shared/texts.ts";
import type { Commands } from "./background.ts";
import { timeOfDay } from "./format.ts";
import { useAnswer } from "./use-answer.ts";

interface Props {
  row: Row;
  /** The logins that it can be compared with. */
  others: Row[];
  ask: Commands["ask"];
  onSelect(number: number): void;
}

/** What is different from another login, message by message. */
export function Comparison({ row, others, ask, onSelect }: Props) {
  const [chosen, setChosen] = useState<string>();
  // One that is gone cannot be compared with.
  const other = others.some(({ key }) => key === chosen) ? chosen : undefined;
  const question = { about: "compare" as const, login: row.key, other };
  const revision = others.reduce((sum, { revision }) => sum + revision, row.revision);
  const compared = useAnswer(question, revision, ask);
  if (others.length === 0) {
    return <p>{t("compareNothing")}</p>;
  }
  return (
    <div class="comparison">
      <label class="with">
        {t("comparedWith")}{" "}
        <select value={other ?? ""} onChange={(event) => setChosen(event.currentTarget.value || undefined)}>
          <option value="">{t("compareUsual")}</option>
          {others.map((other) => (
            <option key={other.key} value={other.key}>
              {other.id} · {other.name} {timeOfDay(other.started)}
            </option>
          ))}
        </select>
      </label>
      {compared?.problem && <p role="alert">{compared.problem}</p>}
      {compared && !compared.problem && !compared.answer && <p>{t("compareNone")}</p>}
      {compared?.answer && <Differences compared={compared.answer} onSelect={onSelect} />}
    </div>
  );
}

function Differences({ compared, onSelect }: { compared: Compared; onSelect: Props["onSelect"] }) {
  const { first, steps, leftOut, alike, other } = compared;
  return (
    <>
      <p class="other">
        <bdi>
          {other.id} · {other.title}
        </bdi>{" "}
        {timeOfDay(other.started)} <bdi class="aside">{other.outcomeText}</bdi>
      </p>
      <FirstDifference first={first} isAlike={steps.length === 0} />
      {steps.map((step) => (
        <StepTable key={`${step.this} ${step.other}`} step={step} onSelect={onSelect} />
      ))}
      <p>
        {leftOut > 0 && `${t("compareMore", counted("moreMessage", leftOut))} `}
        {t("compareAlike", counted("message", alike))}
      </p>
    </>
  );
}

function FirstDifference({ first, isAlike }: { first: First | null | undefined; isAlike: boolean }) {
  if (first) {
    return (
      <p class="first">
        <strong>{t(first.isCause ? "compareCause" : "compareFirst")}</strong> <bdi>{first.text}</bdi>
      </p>
    );
  }
  return <p class="first">{t(isAlike ? "compareSame" : "compareHarmless")}</p>;
}

function StepTable({ step, onSelect }: { step: Step; onSelect: Props["onSelect"] }) {
  const { name, this: number, other, gist, differences } = step;
  const telling = differences.filter(({ matters }) => matters);
  const rest = differences.filter(({ matters }) => !matters);
  return (
    <section>
      <h3>
        {number == null ? (
          <>
            {t("compareMissing", name)} <span class="aside">{t("compareOfOther", other ?? "")}</span>
          </>
        ) : (
          <button type="button" onClick={() => onSelect(number)}>
            <span class="number">{number}</span> {name}{" "}
            {other == null && <span class="aside">{t("compareOnly")}</span>}
          </button>
        )}
      </h3>
      {gist && (
        <p>
          <bdi>{gist}</bdi>
        </p>
      )}
      {telling.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("comparePart")}</th>
              <th scope="col">{t("thisLogin")}</th>
              <th scope="col">{t("compareOther")}</th>
            </tr>
          </thead>
          <tbody>
            {telling.map((difference) => (
              <DifferenceRow key={difference.part} difference={difference} />
            ))}
          </tbody>
        </table>
      )}
      {rest.length > 0 && (
        <p>
          {t("compareAlso")} <bdi>{rest.map(({ part }) => part).join(", ")}</bdi>
        </p>
      )}
    </section>
  );
}

function DifferenceRow({ difference }: { difference: Difference }) {
  const value = (text: string | null | undefined) =>
    text == null ? (
      <em>{t("notThere")}</em>
    ) : (
      <code>
        <bdi>{text}</bdi>
      </code>
    );
  return (
    <tr>
      <th scope="row">
        <bdi>{difference.part}</bdi>
      </th>
      <td>{value(difference.this)}</td>
      <td>{value(difference.other)}</td>
    </tr>
  );
}
