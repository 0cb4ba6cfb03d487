import { useState } from "preact/hooks";
import type { Status } from "../shared/protocol.ts";
import { t } from "../shared/texts.ts";
import type { Commands } from "./background.ts";
import { Icon, type IconName } from "./icon.tsx";
import { ShortcutHelp } from "./shortcut-help.tsx";
import type { OwnTab } from "./use-own-tab.ts";

interface Props {
  status: Status | undefined;
  filter: string;
  commands: Commands;
  /** How many logins failed unseen. */
  failures: number;
  /** What is shown was read from files. */
  isOfFiles: boolean;
  /** Nothing is watched here. */
  isPage: boolean;
  ownTab: OwnTab;
  onFilter(filter: string): void;
  onClear(): void;
  /** What the user looks at in place of the logins. */
  tool: Tool | undefined;
  onTool(tool: Tool | undefined): void;
}

export type Tool = "message" | "open" | "settings" | "token";

export function Toolbar(props: Props) {
  const { status, filter, commands, failures, isOfFiles, isPage, ownTab, onFilter, onClear, tool, onTool } =
    props;
  const [isHelp, setHelp] = useState(false);
  return (
    <header class="toolbar">
      {!isPage && <Record status={status} onChange={(on) => commands.record(on)} />}
      <button
        type="button"
        data-action="clear"
        title={t(isOfFiles ? "forgetFiles" : "forgetAll")}
        onClick={onClear}
      >
        <Icon name="clear" />
        <span class="label">{t("clear")}</span>
      </button>
      <span class="separator" />
      <nav class="places" aria-label={t("places")}>
        <button
          type="button"
          class="tool"
          data-action="logins"
          aria-pressed={tool === undefined}
          title={t("loginsTitle")}
          onClick={() => onTool(undefined)}
        >
          <Icon name="logins" />
          <span class="label">{t("logins")}</span>
          {tool && failures > 0 && (
            <span class="tag error" title={t("failedUnseen")}>
              {failures}
            </span>
          )}
        </button>
        <ToolButton
          own="message"
          icon="explain"
          label={t("explainError")}
          title={t("explainErrorTitle")}
          tool={tool}
          onTool={onTool}
        />
        <ToolButton
          own="token"
          icon="token"
          label={t("checkToken")}
          title={t("checkTokenTitle")}
          tool={tool}
          onTool={onTool}
        />
        <ToolButton
          own="open"
          icon="open"
          label={t("open")}
          title={t("openTitle")}
          tool={tool}
          onTool={onTool}
        />
      </nav>
      <span class="stretch" />
      {ownTab.hasOthers && (
        <button
          type="button"
          class="tool"
          data-action="own-tab"
          aria-pressed={ownTab.isOn}
          title={t("thisTabTitle")}
          onClick={() => ownTab.onChange(!ownTab.isOn)}
        >
          {t("thisTab")}
        </button>
      )}
      <input
        type="search"
        placeholder={t("filterPlaceholder")}
        aria-label={t("filter")}
        value={filter}
        onInput={(event) => onFilter(event.currentTarget.value)}
        onKeyDown={({ key }) => key === "Enter" && document.getElementById("logins")?.focus()}
      />
      <button
        type="button"
        class="tool"
        data-action="tool-settings"
        aria-pressed={tool === "settings"}
        title={t("settingsKey")}
        onClick={() => onTool(tool === "settings" ? undefined : "settings")}
      >
        <Icon name="settings" />
        <span class="spoken">{t("settings")}</span>
      </button>
      <button type="button" data-action="shortcuts" title={t("keysTitle")} onClick={() => setHelp(true)}>
        <span aria-hidden="true">?</span>
        <span class="spoken">{t("keys")}</span>
      </button>
      {isHelp && <ShortcutHelp onClose={() => setHelp(false)} />}
    </header>
  );
}

interface ToolProps {
  own: Tool;
  icon: IconName;
  label: string;
  title: string;
  tool: Tool | undefined;
  onTool(tool: Tool | undefined): void;
}

function ToolButton({ own, icon, label, title, tool, onTool }: ToolProps) {
  return (
    <button
      type="button"
      class="tool"
      data-action={`tool-${own}`}
      aria-pressed={tool === own}
      title={title}
      onClick={() => onTool(tool === own ? undefined : own)}
    >
      <Icon name={icon} />
      <span class="label">{label}</span>
    </button>
  );
}

function Record({ status, onChange }: { status: Status | undefined; onChange(on: boolean): void }) {
  const recording = status?.recording ?? false;
  const isBlind = recording && status?.access === "none";
  const stop = t(isBlind ? "stopBlind" : "stopRecording");
  return (
    <button
      type="button"
      class="record"
      data-action="record"
      aria-pressed={recording}
      data-blind={isBlind ? "" : undefined}
      title={recording ? stop : t("startRecording")}
      onClick={() => onChange(!recording)}
    >
      <Icon name={recording ? "recording" : "paused"} />
      <span class="label">{t(recording ? "isRecording" : "record")}</span>
    </button>
  );
}
