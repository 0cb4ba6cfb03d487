import { useState } from "preact/hooks";
import type { Status } from "../shared/protocol.ts";
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

export type Tool = "message" | "open" | "token";

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
        title={isOfFiles ? "Forget these files" : "Forget all logins"}
        onClick={onClear}
      >
        <Icon name="clear" />
        <span class="label">Clear</span>
      </button>
      <span class="separator" />
      <nav class="places" aria-label="Places">
        <button
          type="button"
          class="tool"
          data-action="logins"
          aria-pressed={tool === undefined}
          title="What was recorded (Esc)"
          onClick={() => onTool(undefined)}
        >
          <Icon name="logins" />
          <span class="label">Logins</span>
          {tool && failures > 0 && (
            <span class="tag error" title="Failed while you were elsewhere">
              {failures}
            </span>
          )}
        </button>
        <ToolButton
          own="message"
          icon="explain"
          label="Explain an error"
          title="From the message that an app or a provider shows to its causes"
          tool={tool}
          onTool={onTool}
        />
        <ToolButton
          own="token"
          icon="token"
          label="Check a token"
          title="Read a token that you paste, and check its signature"
          tool={tool}
          onTool={onTool}
        />
        <ToolButton
          own="open"
          icon="open"
          label="Open…"
          title="Read a HAR, a log or what curl prints: files, or text that you paste"
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
          title="Only logins of this tab, and of its popups"
          onClick={() => ownTab.onChange(!ownTab.isOn)}
        >
          This tab
        </button>
      )}
      <input
        type="search"
        placeholder="Filter: host, client, rule, outcome…"
        aria-label="Filter logins"
        value={filter}
        onInput={(event) => onFilter(event.currentTarget.value)}
        onKeyDown={({ key }) => key === "Enter" && document.getElementById("logins")?.focus()}
      />
      <button type="button" data-action="shortcuts" title="Keys (?)" onClick={() => setHelp(true)}>
        <span aria-hidden="true">?</span>
        <span class="spoken">Keys</span>
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
  const stop = isBlind ? "Nothing is seen without access to sites; stop recording" : "Stop recording";
  return (
    <button
      type="button"
      class="record"
      data-action="record"
      aria-pressed={recording}
      data-blind={isBlind ? "" : undefined}
      title={recording ? stop : "Start recording"}
      onClick={() => onChange(!recording)}
    >
      <Icon name={recording ? "recording" : "paused"} />
      <span class="label">{recording ? "Recording" : "Record"}</span>
    </button>
  );
}
