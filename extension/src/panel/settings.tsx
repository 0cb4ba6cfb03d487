import { useEffect, useRef, useState } from "preact/hooks";
import type { FormInput, FormProblem, ReportFormat, SettingsForm } from "../../generated/core.d.ts";
import type { Preferences, Theme } from "../shared/preferences.ts";
import { languages, t } from "../shared/texts.ts";
import type { Commands } from "./background.ts";
import { copyText } from "./copy.ts";
import { TakeButton } from "./copy-button.tsx";
import { TICKET } from "./copy-report.tsx";
import { SettingsInput } from "./settings-input.tsx";
import { SingleKeys } from "./shortcut-help.tsx";

/** What somebody typed and did not save: the text of each input of each entry of each section. */
export type Draft = string[][][];

export interface SettingsProps {
  preferences: Preferences;
  /** Rejects where the browser does not keep it. */
  onPreferences(change: Partial<Preferences>): Promise<void>;
  draft: Draft | undefined;
  onDraft(draft: Draft | undefined): void;
  ask: Commands["ask"];
}

type Result = "saved" | "unkept" | "failed" | undefined;

/** What somebody says once: how the panel looks, and what the core takes into account. What that is the core says. */
export function Settings({ preferences, onPreferences, draft, onDraft, ask }: SettingsProps) {
  const [form, setForm] = useState<SettingsForm>();
  const [formats, setFormats] = useState<ReportFormat[]>([]);
  const [problems, setProblems] = useState<FormProblem[]>([]);
  const [result, setResult] = useState<Result>();
  const main = useRef<HTMLElement>(null);
  const { settings } = preferences;
  useEffect(() => {
    ask({ about: "settings", written: settings }).then(setForm, () => setResult("failed"));
    ask({ about: "formats" }).then(setFormats, () => {});
  }, [ask, settings]);
  // Whoever comes by key is at the first thing that can be set.
  useEffect(() => main.current?.querySelector("select")?.focus(), []);
  // What is wrong is shown where it is.
  useEffect(() => main.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), [problems]);

  const typed = draft ?? form?.typed ?? [];
  const change = (section: number, entries: string[][]) => {
    setResult(undefined);
    onDraft(typed.map((before, index) => (index === section ? entries : before)));
  };
  const keep = (change: Partial<Preferences>) =>
    onPreferences(change).then(
      () => true,
      () => {
        setResult("unkept");
        return false;
      },
    );
  const save = async () => {
    const checked = await ask({ about: "typedSettings", typed }).catch(() => undefined);
    setProblems(checked?.problems ?? []);
    if (!checked) setResult("failed");
    if (checked?.written === undefined || !(await keep({ settings: checked.written }))) return;
    onDraft(undefined);
    setResult("saved");
  };
  const copyFile = async () => {
    const checked = await ask({ about: "typedSettings", typed });
    setProblems(checked.problems);
    if (checked.file === undefined) throw new Error();
    await copyText(checked.file);
    return t("copied");
  };
  return (
    <main ref={main} class="settings" aria-label={t("settings")}>
      <h1 class="spoken">{t("settings")}</h1>
      <Looks preferences={preferences} formats={formats} onChange={(change) => void keep(change)} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {form?.sections.map(({ name, title, help, entry, paste, inputs }, section) => {
          const entries = typed[section] ?? [];
          const empty = inputs.map(() => "");
          const set = (at: number, input: number, text: string) =>
            change(
              section,
              entries.map((texts, index) =>
                index === at ? texts.map((before, own) => (own === input ? text : before)) : texts,
              ),
            );
          return (
            <section key={name} aria-labelledby={`settings-${name}`} data-section={name}>
              <h2 id={`settings-${name}`}>{title}</h2>
              <p class="help">{help}</p>
              {entries.map((texts, at) => (
                <Entry
                  key={at}
                  name={entry ? t("settingsEntry", entry, at + 1) : undefined}
                  id={`${name}-${at}`}
                  inputs={inputs}
                  choices={form.choices}
                  texts={texts}
                  problems={problems.filter((one) => one.section === section && one.entry === at)}
                  onInput={(input, text) => set(at, input, text)}
                  onRemove={() => {
                    setProblems([]);
                    change(
                      section,
                      entries.filter((_, index) => index !== at),
                    );
                  }}
                />
              ))}
              {paste && (
                <PasteEntry
                  label={paste}
                  ask={ask}
                  onEntry={(pasted) => change(section, withEntry(entries, pasted))}
                />
              )}
              {entry && (
                <button
                  type="button"
                  class="outlined"
                  data-action={`add-${name}`}
                  onClick={() => change(section, [...entries, empty])}
                >
                  {t("settingsAdd", entry)}
                </button>
              )}
            </section>
          );
        })}
        <div class="actions">
          <button type="submit" class="primary" data-action="save-settings" disabled={!form}>
            {t("settingsSave")}
          </button>
          <TakeButton
            action="copy-settings"
            title={t("settingsFileTitle")}
            take={copyFile}
            failure={t("couldNotCopy")}
          >
            {t("settingsFile")}
          </TakeButton>
          <p role="status" data-result={problems.length > 0 ? "refused" : (result ?? (draft && "unsaved"))}>
            {statusOf(problems.length, result, draft !== undefined)}
          </p>
        </div>
      </form>
    </main>
  );
}

/** What was pasted completes the last entry where it says nothing else of it, else it is one more. */
function withEntry(entries: string[][], pasted: string[]): string[][] {
  const last = entries.at(-1);
  const completes = last?.every((text, index) => text.trim() === "" || (pasted[index] ?? "") === "");
  if (!last || !completes) return [...entries, pasted];
  return [...entries.slice(0, -1), last.map((text, index) => text.trim() || (pasted[index] ?? ""))];
}

interface PasteProps {
  label: string;
  ask: Commands["ask"];
  onEntry(texts: string[]): void;
}

/** A document that fills an entry: it is read once, and forgotten. */
function PasteEntry({ label, ask, onEntry }: PasteProps) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [isNone, setNone] = useState(false);
  const read = async () => {
    const texts = await ask({ about: "pastedEntry", text }).catch(() => undefined);
    setNone(!texts);
    if (!texts) return;
    onEntry(texts);
    setText("");
    setOpen(false);
  };
  return (
    <details class="paste" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{label}</summary>
      <textarea
        name="pasted-entry"
        aria-label={label}
        rows={4}
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <button type="button" class="outlined" data-action="read-entry" onClick={read}>
        {t("readIt")}
      </button>{" "}
      <span role="status">{isNone && t("settingsPasteNone")}</span>
    </details>
  );
}

function statusOf(problems: number, result: Result, isChanged: boolean): string {
  if (problems > 0) return t("settingsRefused");
  if (result === "saved") return t("settingsSaved");
  if (result === "unkept") return t("settingsUnkept");
  if (result === "failed") return t("noAnswer");
  return isChanged ? t("settingsUnsaved") : "";
}

interface LooksProps {
  preferences: Preferences;
  formats: ReportFormat[];
  onChange(change: Partial<Preferences>): void;
}

/** What is about the panel alone: it is kept at once. */
function Looks({ preferences, formats, onChange }: LooksProps) {
  const { theme, language, format } = preferences;
  return (
    <section class="looks" aria-label={t("settingsLooks")}>
      <h2>{t("settingsLooks")}</h2>
      <div class="row">
        <Select
          name="theme"
          label={t("theme")}
          value={theme}
          options={[
            ["", t("asBrowser")],
            ["light", t("themeLight")],
            ["dark", t("themeDark")],
          ]}
          onChange={(theme) => onChange({ theme: theme as Theme })}
        />
        <Select
          name="language"
          label={t("language")}
          value={language}
          options={[["", t("asBrowser")], ...languages().map(({ tag, name }): Option => [tag, name])]}
          onChange={(language) => onChange({ language })}
        />
        <Select
          name="format"
          label={t("defaultFormat")}
          value={format || TICKET}
          options={formats.map(({ name, label }): Option => [name, label])}
          onChange={(format) => onChange({ format })}
        />
      </div>
      <SingleKeys />
    </section>
  );
}

type Option = [value: string, label: string];

interface SelectProps {
  name: string;
  label: string;
  value: string;
  options: Option[];
  onChange(value: string): void;
}

function Select({ name, label, value, options, onChange }: SelectProps) {
  return (
    <label>
      {label}
      <select name={name} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

interface EntryProps {
  /** What it is called, where there are several. */
  name: string | undefined;
  id: string;
  inputs: FormInput[];
  choices: SettingsForm["choices"];
  texts: string[];
  problems: FormProblem[];
  onInput(input: number, text: string): void;
  onRemove(): void;
}

function Entry({ name, id, inputs, choices, texts, problems, onInput, onRemove }: EntryProps) {
  const fields = inputs.map((input, index) => (
    <SettingsInput
      key={input.name}
      id={`${id}-${input.name}`}
      input={input}
      choices={choices}
      text={texts[index] ?? ""}
      problem={problems.find((one) => one.input === index)?.text}
      onInput={(text) => onInput(index, text)}
    />
  ));
  if (!name) return <div class="entry">{fields}</div>;
  return (
    <fieldset class="entry many">
      <legend>{name}</legend>
      {fields}
      <button type="button" class="outlined remove" data-action="remove-entry" onClick={onRemove}>
        {t("settingsRemove", name)}
      </button>
    </fieldset>
  );
}
