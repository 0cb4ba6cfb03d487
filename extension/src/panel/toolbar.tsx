import type { Login } from "../../generated/core.d.ts";
import type { Status } from "../shared/protocol.ts";
import type { Commands } from "./background.ts";
import { CopyReport } from "./copy-report.tsx";
import { Icon } from "./icon.tsx";

interface Props {
  status: Status | undefined;
  login: Login | undefined;
  filter: string;
  commands: Commands;
  onFilter(filter: string): void;
  onClear(): void;
}

export function Toolbar({ status, login, filter, commands, onFilter, onClear }: Props) {
  return (
    <div class="toolbar" role="toolbar" aria-label="Capture">
      <Record recording={status?.recording ?? false} onChange={(on) => commands.record(on)} />
      <button type="button" data-action="clear" title="Forget all logins" onClick={onClear}>
        <Icon name="clear" />
        Clear
      </button>
      <span class="separator" />
      <input
        type="search"
        placeholder="Filter: host, client, rule, outcome…"
        aria-label="Filter logins"
        value={filter}
        onInput={(event) => onFilter(event.currentTarget.value)}
      />
      <span class="stretch" />
      <CopyReport login={login} report={(id, format) => commands.report(id, format)} />
    </div>
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
