import { useState } from "preact/hooks";
import type { Choice, FormInput } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";

interface Props {
  id: string;
  input: FormInput;
  /** What can be chosen, where that is how it is written. */
  choices: Choice[];
  text: string;
  problem: string | undefined;
  onInput(text: string): void;
}

/** Something that is asked, as the core describes it, and what is wrong with what stands there. */
export function SettingsInput(props: Props) {
  const { id, input, text, problem, onInput } = props;
  const { name, label, help, example, kind } = input;
  const own = {
    id,
    name,
    placeholder: example,
    spellcheck: false,
    autocomplete: "off",
    "aria-invalid": problem !== undefined,
    "aria-describedby": `${id}-help${problem ? ` ${id}-problem` : ""}`,
  } as const;
  const lines = text.split("\n").length;
  return (
    <div class="input" data-input={name}>
      {kind === "choices" ? (
        <Choices {...props} />
      ) : (
        <>
          <label for={id}>{label}</label>
          {kind === "lines" ? (
            <textarea
              {...own}
              rows={Math.min(Math.max(lines, 2), 8)}
              value={text}
              onInput={({ currentTarget }) => onInput(currentTarget.value)}
            />
          ) : (
            <input
              type="text"
              {...own}
              value={text}
              onInput={({ currentTarget }) => onInput(currentTarget.value)}
            />
          )}
        </>
      )}
      {help && (
        <p id={`${id}-help`} class="help">
          {help}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} class="problem" role="alert">
          <bdi>{problem}</bdi>
        </p>
      )}
    </div>
  );
}

/** Everything that can be chosen, with what is chosen first; what is chosen stands there also while the list is folded. */
function Choices({ id, input, choices, text, problem, onInput }: Props) {
  const [filter, setFilter] = useState("");
  const [isOpen, setOpen] = useState(false);
  const chosen = text.split("\n").filter(Boolean);
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = ({ value, label }: Choice) =>
    words.every((word) => `${value} ${label}`.toLowerCase().includes(word));
  const listed = choices.filter(matches);
  const toggle = (value: string, isOn: boolean) =>
    onInput([...chosen.filter((other) => other !== value), ...(isOn ? [value] : [])].join("\n"));
  return (
    <>
      {chosen.length > 0 && (
        <ul class="chosen" aria-label={t("chosen", input.label)}>
          {chosen.map((value) => (
            <li key={value}>
              <code>{value}</code>{" "}
              <button
                type="button"
                class="link"
                data-action="unchoose"
                aria-label={t("unchoose", value)}
                onClick={() => toggle(value, false)}
              >
                {t("remove")}
              </button>
            </li>
          ))}
        </ul>
      )}
      <details class="choices" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary id={id} aria-invalid={problem !== undefined}>
          {t("choose", choices.length)}
        </summary>
        {isOpen && (
          <>
            <input
              type="text"
              name={`${input.name}-filter`}
              aria-label={t("chooseFilter")}
              placeholder={t("chooseFilter")}
              value={filter}
              onInput={({ currentTarget }) => setFilter(currentTarget.value)}
            />
            <ul>
              {listed.map(({ value, label }) => (
                <li key={value}>
                  <label>
                    <input
                      type="checkbox"
                      name={input.name}
                      value={value}
                      checked={chosen.includes(value)}
                      onChange={({ currentTarget }) => toggle(value, currentTarget.checked)}
                    />{" "}
                    <code>{value}</code> <span class="help">{label}</span>
                  </label>
                </li>
              ))}
            </ul>
            {listed.length === 0 && <p class="none">{t("chooseNone")}</p>}
          </>
        )}
      </details>
    </>
  );
}
