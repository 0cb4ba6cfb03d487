import { useState } from "preact/hooks";
import type { ReportFormat } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import type { Commands } from "./background.ts";
import { copyText } from "./copy.ts";
import { RECORDING, saveText } from "./save.ts";
import { useAnswer } from "./use-answer.ts";
import { useModal } from "./use-modal.ts";

/** What a saved report is called. */
const ENDINGS: Record<string, string> = {
  html: "html",
  json: "json",
  junit: "xml",
  markdown: "md",
  mermaid: "mmd",
  sarif: "sarif",
  svg: "svg",
};

/** What is saved to be opened again, in the list of formats. */
const AS_RECORDING = "recording";

interface Props {
  /** The key of the login. */
  login: string;
  formats: ReportFormat[];
  ask: Commands["ask"];
  onClose(): void;
}

/** Exactly what is copied or saved, to be read first. */
export function ReportPreview({ login, formats, ask, onClose }: Props) {
  const [format, setFormat] = useState("markdown");
  const [isAll, setAll] = useState(false);
  const [hosts, setHosts] = useState(false);
  const [done, setDone] = useState("");
  const dialog = useModal();
  // It is asked anew when something else is chosen, and stays as it was read when the login goes on.
  const whose = isAll ? {} : { login };
  const isRecording = format === AS_RECORDING;
  const question = isRecording
    ? ({ about: "sanitized", hosts, ...whose } as const)
    : ({ about: "report", format, ...whose } as const);
  const { answer, problem } = useAnswer(question, 0, ask) ?? {};
  const text = typeof answer === "string" ? answer : answer?.text;
  const name = isRecording ? RECORDING : `oauth-lens-report.${ENDINGS[format] ?? "txt"}`;
  const act = (what: Promise<void>, said: string) =>
    void what.then(
      () => setDone(said),
      () => setDone(t("previewFailed")),
    );
  return (
    <dialog ref={dialog} class="preview" aria-label={t("preview")} onClose={onClose}>
      <div class="bar">
        <label>
          <span class="spoken">{t("whichLogins")}</span>
          <select
            name="logins"
            value={isAll ? "all" : "this"}
            onChange={(event) => setAll(event.currentTarget.value === "all")}
          >
            <option value="this">{t("thisLogin")}</option>
            <option value="all">{t("allLogins")}</option>
          </select>
        </label>
        <label>
          <span class="spoken">{t("format")}</span>
          <select name="format" value={format} onChange={(event) => setFormat(event.currentTarget.value)}>
            {formats.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
            <option value={AS_RECORDING}>{t("maskedRecording")}</option>
          </select>
        </label>
        {isRecording && (
          <label>
            <input
              type="checkbox"
              name="hosts"
              checked={hosts}
              onChange={(event) => setHosts(event.currentTarget.checked)}
            />
            {t("otherHosts")}
          </label>
        )}
        <span role="status">{problem ?? done}</span>
        <button type="button" onClick={() => dialog.current?.close()} data-action="close-preview">
          {t("close")}
        </button>
        <button
          type="button"
          disabled={text === undefined}
          onClick={() => act(saveText(text ?? "", name), t("saved"))}
          data-action="save-report"
        >
          {t("save")}
        </button>
        <button
          type="button"
          class="primary"
          disabled={text === undefined}
          onClick={() => act(copyText(text ?? ""), t("copied"))}
          data-action="copy-preview"
        >
          {t("copy")}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keyboard. */}
      <pre tabIndex={0} data-preview="">
        {text}
      </pre>
    </dialog>
  );
}
