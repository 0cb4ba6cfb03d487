import { useEffect, useState } from "preact/hooks";
import type { ReportFormat } from "../../generated/core.d.ts";
import type { Commands } from "./background.ts";
import { copyText } from "./copy.ts";
import { Icon } from "./icon.tsx";

const CONFIRMATION = 2_000;
const MENU = "copy-menu";

/** What the button copies: the form for a ticket. */
const TICKET = "markdown";

interface Props {
  /** The key of the login that is shown. */
  login: string | undefined;
  ask: Commands["ask"];
}

type Result = "copied" | "failed";

export function CopyReport({ login, ask }: Props) {
  const [result, setResult] = useState<Result>();
  const [formats, setFormats] = useState<ReportFormat[]>([]);
  const isThere = login !== undefined;
  useEffect(() => {
    // Where nobody answers, the button is left.
    if (isThere) ask({ about: "formats" }).then(setFormats, () => {});
  }, [isThere, ask]);
  useEffect(() => {
    if (!result) return;
    const timer = setTimeout(() => setResult(undefined), CONFIRMATION);
    return () => clearTimeout(timer);
  }, [result]);

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
        onClick={() => copy(login, TICKET)}
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
        {formats
          .filter(({ name }) => name !== TICKET)
          .map(({ name, label }) => (
            <MenuItem
              key={name}
              action={`copy-${name}`}
              label={`This login as ${label}`}
              onClick={() => copy(login, name)}
            />
          ))}
        {formats.map(({ name, label }) => (
          <MenuItem
            key={name}
            action={`copy-all-${name}`}
            label={`All logins as ${label}`}
            onClick={() => copy(undefined, name)}
          />
        ))}
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
