import type { Status } from "../shared/protocol.ts";
import type { Commands } from "./background.ts";
import { CopyReport } from "./copy-report.tsx";
import { Icon } from "./icon.tsx";

interface Props {
  status: Status | undefined;
  /** The key of the login that is shown. */
  login: string | undefined;
  filter: string;
  commands: Commands;
  /** Who answers what is asked about that login. */
  ask: Commands["ask"];
  /** What is shown was read from files. */
  isOfFiles: boolean;
  onFilter(filter: string): void;
  onClear(): void;
  /** What the user looks at in place of the logins. */
  tool: Tool | undefined;
  onTool(tool: Tool | undefined): void;
}

export type Tool = "message" | "open" | "token";

export function Toolbar(props: Props) {
  const { status, login, filter, commands, ask, isOfFiles, onFilter, onClear, tool, onTool } = props;
  return (
    <div class="toolbar" role="toolbar" aria-label="Capture">
      <Record recording={status?.recording ?? false} onChange={(on) => commands.record(on)} />
      <button
        type="button"
        data-action="clear"
        title={isOfFiles ? "Forget these files" : "Forget all logins"}
        onClick={onClear}
      >
        <Icon name="clear" />
        Clear
      </button>
      <ToolButton
        own="open"
        label="Open…"
        title="Read a HAR, a log or what curl prints: files, or text that you paste"
        tool={tool}
        onTool={onTool}
      />
      <span class="separator" />
      <input
        type="search"
        placeholder="Filter: host, client, rule, outcome…"
        aria-label="Filter logins"
        value={filter}
        onInput={(event) => onFilter(event.currentTarget.value)}
      />
      <ToolButton
        own="message"
        label="Explain an error…"
        title="From the message that an app or a provider shows to its causes"
        tool={tool}
        onTool={onTool}
      />
      <ToolButton
        own="token"
        label="Check a token…"
        title="Read a token that you paste, and check its signature"
        tool={tool}
        onTool={onTool}
      />
      <span class="stretch" />
      <CopyReport login={login} ask={ask} />
    </div>
  );
}

interface ToolProps {
  own: Tool;
  label: string;
  title: string;
  tool: Tool | undefined;
  onTool(tool: Tool | undefined): void;
}

function ToolButton({ own, label, title, tool, onTool }: ToolProps) {
  return (
    <button
      type="button"
      class="tool"
      data-action={`tool-${own}`}
      aria-pressed={tool === own}
      title={title}
      onClick={() => onTool(tool === own ? undefined : own)}
    >
      {label}
    </button>
  );
}

function Record({ recording, onChange }: { recording: boolean; onChange(on: boolean): void }) {
  return (
    <button
      type="button"
      class="record"
      data-action="record"
      aria-pressed={recording}
      title={recording ? "Stop recording" : "Start recording"}
      onClick={() => onChange(!recording)}
    >
      <Icon name={recording ? "recording" : "paused"} />
      {recording ? "Recording" : "Record"}
    </button>
  );
}
