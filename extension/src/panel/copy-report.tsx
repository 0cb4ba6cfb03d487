import { useEffect, useState } from "preact/hooks";
import type { ReportFormat } from "../../generated/core.d.ts";
import type { Commands } from "./background.ts";
import { copyText } from "./copy.ts";
import { Icon } from "./icon.tsx";

const CONFIRMATION = 2_000;
const MENU = "copy-menu";

interface Props {
  /** The key of the login that is shown. */
  login: string | undefined;
  ask: Commands["ask"];
}

type Result = "copied" | "failed";

export function CopyReport({ login, ask }: Props) {
  const [result, setResult] = useState<Result>();
  useEffect(() => {
    if (!result) return;
    const timer = setTimeout(() => setResult(undefined), CONFIRMATION);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = async (id: string | undefined, format: ReportFormat) => {
    document.getElementById(MENU)?.hidePopover();
    setResult(undefined);
    try {
      await copyText(await ask({ about: "report", format, ...(id === undefined ? {} : { login: id }) }));
      setResult("copied");
    } catch {
      setResult("failed");
    }
  };
  return (
    <div class="copy-report">
      <span role="status">
        {result === "copied" && <span data-copied="">Copied</span>}
        {result === "failed" && <span data-copy-failed="">Could not copy</span>}
      </span>
      <button
        type="button"
        class="primary"
        data-action="copy-report"
        title="Copy this login as Markdown, secrets masked"
        disabled={!login}
        onClick={() => copy(login, "markdown")}
      >
        Copy report
      </button>
      <button
        type="button"
        data-action="copy-menu"
        title="Other formats"
        aria-label="Other report formats"
        disabled={!login}
        popovertarget={MENU}
      >
        <Icon name="menu" />
      </button>
      <div id={MENU} popover="auto" class="menu">
        <MenuItem action="copy-json" label="This login as JSON" onClick={() => copy(login, "json")} />
        <MenuItem
          action="copy-all"
          label="All logins as Markdown"
          onClick={() => copy(undefined, "markdown")}
        />
        <MenuItem action="copy-all-json" label="All logins as JSON" onClick={() => copy(undefined, "json")} />
      </div>
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
