import { useContext, useEffect, useRef, useState } from "preact/hooks";
import type { ReportFormat } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import type { Commands } from "./background.ts";
import { copyText } from "./copy.ts";
import { Icon } from "./icon.tsx";
import { PreferencesContext } from "./liking.ts";
import { target } from "./listbox.tsx";
import { ReportPreview } from "./report-preview.tsx";
import { RECORDING, saveText } from "./save.ts";
import { useShortly } from "./use-shortly.ts";

const MENU = "copy-menu";

/** What the button copies where nobody said otherwise: the form for a ticket. */
export const TICKET = "markdown";

interface Props {
  /** The key of the login. */
  login: string;
  ask: Commands["ask"];
}

type Result = "copied" | "saved" | "failed" | "unsaved";

export function CopyReport({ login, ask }: Props) {
  const [result, setResult] = useShortly<Result>();
  const [formats, setFormats] = useState<ReportFormat[]>([]);
  const usual = useContext(PreferencesContext).format || TICKET;
  const [isRead, setRead] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Where nobody answers, the button is left.
    ask({ about: "formats" }).then(setFormats, () => {});
  }, [ask]);
  const labelOf = (name: string) => formats.find((format) => format.name === name)?.label ?? "Markdown";
  const copy = async (id: string | undefined, format: string) => {
    document.getElementById(MENU)?.hidePopover();
    setResult(undefined);
    try {
      await copyText(await ask({ about: "report", format, ...(id === undefined ? {} : { login: id }) }));
      setResult("copied");
    } catch {
      setResult("failed");
    }
  };
  const saveRecording = async (id: string | undefined) => {
    document.getElementById(MENU)?.hidePopover();
    setResult(undefined);
    try {
      const masked = await ask({ about: "sanitized", ...(id === undefined ? {} : { login: id }) });
      if (masked) await saveText(masked.text, RECORDING);
      setResult(masked ? "saved" : "unsaved");
    } catch {
      setResult("unsaved");
    }
  };
  const read = () => {
    document.getElementById(MENU)?.hidePopover();
    setRead(true);
  };
  const place = () => {
    const at = opener.current?.getBoundingClientRect();
    if (!at || !menu.current) return;
    menu.current.style.inset = `${at.bottom + 3}px ${innerWidth - at.right}px auto auto`;
    menu.current.style.maxHeight = `${innerHeight - at.bottom - 8}px`;
  };
  const move = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll("button") ?? [])];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const next = items[target(event.key, at, items.length)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div class="copy-report">
      <span role="status">
        {result === "copied" && <span data-copied="">{t("copied")}</span>}
        {result === "saved" && <span data-saved="">{t("saved")}</span>}
        {result === "unsaved" && <span data-save-failed="">{t("couldNotSave")}</span>}
        {result === "failed" && <span data-copy-failed="">{t("couldNotCopy")}</span>}
      </span>
      <button
        type="button"
        class="primary"
        data-action="copy-report"
        title={t("copyReportTitle", labelOf(usual))}
        onClick={() => copy(login, usual)}
      >
        {t("copyReport")}
      </button>
      <button
        ref={opener}
        type="button"
        data-action="copy-menu"
        title={t("otherFormats")}
        aria-label={t("otherReportFormats")}
        popovertarget={MENU}
      >
        <Icon name="menu" />
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move between its buttons. */}
      <div
        ref={menu}
        id={MENU}
        popover="auto"
        class="menu"
        onBeforeToggle={place}
        onToggle={({ newState }) => newState === "open" && menu.current?.querySelector("button")?.focus()}
        onKeyDown={move}
      >
        <MenuItem action="preview-report" label={t("readFirst")} onClick={read} />
        {formats
          .filter(({ name }) => name !== usual)
          .map(({ name, label }) => (
            <MenuItem
              key={name}
              action={`copy-${name}`}
              label={t("thisLoginAs", label)}
              onClick={() => copy(login, name)}
            />
          ))}
        {formats.map(({ name, label }) => (
          <MenuItem
            key={name}
            action={`copy-all-${name}`}
            label={t("allLoginsAs", label)}
            onClick={() => copy(undefined, name)}
          />
        ))}
        <MenuItem action="save-recording" label={t("saveLogin")} onClick={() => saveRecording(login)} />
        <MenuItem action="save-all-recording" label={t("saveAll")} onClick={() => saveRecording(undefined)} />
      </div>
      {isRead && <ReportPreview login={login} formats={formats} ask={ask} onClose={() => setRead(false)} />}
    </div>
  );
}

function MenuItem({ action, label, onClick }: { action: string; label: string; onClick(): void }) {
  return (
    <button type="button" data-action={action} onClick={onClick}>
      {label}
    </button>
  );
}
