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
  /** Whether the user looks at a token of their own. */
  checking: boolean;
  onCheckToken(): void;
}

export function Toolbar({
  status,
  login,
  filter,
  commands,
  onFilter,
  onClear,
  checking,
  onCheckToken,
}: Props) {
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
      <button
        type="button"
        class="check-token"
        data-action="check-token"
        aria-pressed={checking}
        title="Read a token that you paste, and check its signature"
        onClick={onCheckToken}
      >
        Check a token…
      </button>
      <span class="stretch" />
      <CopyReport login={login} ask={commands.ask} />
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
