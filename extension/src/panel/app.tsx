import { useCallback, useState } from "preact/hooks";
import type { Row } from "../../generated/core.d.ts";
import type { Given } from "../import/messages.ts";
import type { Answers, Commands, PanelState } from "./background.ts";
import { Banners } from "./banners.tsx";
import { listedRows, shownRow } from "./choice.ts";
import { Empty } from "./empty.tsx";
import type { ImportState } from "./import.ts";
import { Logins } from "./logins.tsx";
import { MessageExplainer } from "./message-explainer.tsx";
import { NoLogins } from "./no-logins.tsx";
import { Opener } from "./opener.tsx";
import { RecordingBar } from "./recording-bar.tsx";
import { StatusBar } from "./status-bar.tsx";
import { TokenChecker } from "./token-checker.tsx";
import { type Tool, Toolbar } from "./toolbar.tsx";
import { useGiven } from "./use-given.ts";
import { type Files, type Recording, useRecordings } from "./use-recordings.ts";

interface Props {
  state: PanelState;
  commands: Commands;
  files: Files;
  /** What is open; undefined while nothing is. */
  opened: ImportState | undefined;
}

export function App({ state, commands, files, opened }: Props) {
  const { shown, show, open, close } = useRecordings(state, commands.ask, files, opened);
  const [tool, setTool] = useState<Tool>();
  const { choice, choose } = shown;
  const isOfFiles = shown.files !== undefined;
  const listed = listedRows(shown.listed.rows, choice.filter);
  const row = shownRow(listed, choice);

  const onGiven = useCallback(
    (given: Given[]) => {
      setTool(undefined);
      open(given);
    },
    [open],
  );
  const isDragged = useGiven(onGiven);
  const clear = () => {
    choose({ filter: "" });
    if (isOfFiles) close();
    else commands.clear();
  };
  const showRecording = (files: boolean) => {
    setTool(undefined);
    show(files);
  };
  return (
    <div class="panel">
      <Toolbar
        status={state.status}
        login={row?.key}
        filter={choice.filter}
        commands={commands}
        ask={shown.ask}
        isOfFiles={isOfFiles}
        onFilter={(filter) => choose({ ...choice, filter })}
        onClear={clear}
        tool={tool}
        onTool={setTool}
      />
      {opened && <RecordingBar opened={opened} isShown={isOfFiles} onShow={showRecording} onClose={close} />}
      {!isOfFiles && (
        <Banners status={state.status} orphaned={state.orphaned} onGrant={() => commands.openAccessPage()} />
      )}
      <Content
        shown={shown}
        listed={listed}
        row={row}
        state={state}
        commands={commands}
        tool={tool}
        onTool={setTool}
        onGiven={onGiven}
        onClose={close}
      />
      <StatusBar
        listed={shown.listed}
        ignored={state.status?.ignored ?? 0}
        isPrivate={state.status?.private ?? false}
        isOfFiles={isOfFiles}
      />
      {isDragged && <div class="drop">Drop to read it here</div>}
    </div>
  );
}

interface ContentProps {
  shown: Recording;
  /** The rows that match the filter. */
  listed: Row[];
  row: Row | undefined;
  state: PanelState;
  commands: Commands;
  tool: Tool | undefined;
  onTool(tool: Tool | undefined): void;
  onGiven(files: Given[]): void;
  onClose(): void;
}

function Content({ shown, listed, row, state, commands, tool, onTool, onGiven, onClose }: ContentProps) {
  const { ask, choice, choose, files } = shown;
  const { rows } = shown.listed;
  const answers: Answers = { ask, fetch: commands.fetch };
  const showLogin = (key: string) => {
    onTool(undefined);
    choose({ filter: "", login: key });
  };
  if (tool === "token") return <TokenChecker commands={answers} />;
  if (tool === "message") return <MessageExplainer rows={rows} ask={ask} onLogin={showLogin} />;
  if (tool === "open") return <Opener onGiven={onGiven} />;
  if (row) {
    const isPrivate = !files && (state.status?.private ?? false);
    const its = { listed, row, choice, isPrivate, answers };
    return <Logins {...its} onChoice={choose} />;
  }
  const filtered = rows.length > 0;
  if (files) return <NoLogins opened={files} filtered={filtered} onClose={onClose} />;
  return <Empty status={state.status} filtered={filtered} onOpen={() => onTool("open")} />;
}
