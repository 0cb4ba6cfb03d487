import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Row } from "../../generated/core.d.ts";
import type { Given } from "../import/messages.ts";
import type { Preferences } from "../shared/preferences.ts";
import { t } from "../shared/texts.ts";
import type { Answers, Commands, PanelState } from "./background.ts";
import { Banners } from "./banners.tsx";
import { listedRows, shownRow } from "./choice.ts";
import { Empty } from "./empty.tsx";
import { example } from "./example.ts";
import type { ImportState } from "./import.ts";
import { PreferencesContext } from "./liking.ts";
import { Logins } from "./logins.tsx";
import { MessageExplainer } from "./message-explainer.tsx";
import { NoLogins } from "./no-logins.tsx";
import { Opener } from "./opener.tsx";
import { RecordingBar } from "./recording-bar.tsx";
import { RulePages } from "./rule-page.tsx";
import { type Draft, Settings, type SettingsProps } from "./settings.tsx";
import { StatusBar } from "./status-bar.tsx";
import { Terms } from "./terms.tsx";
import { TokenChecker } from "./token-checker.tsx";
import { type Tool, Toolbar } from "./toolbar.tsx";
import { UndoBar } from "./undo-bar.tsx";
import { useGiven } from "./use-given.ts";
import { useKeys } from "./use-keys.ts";
import { useOwnTab } from "./use-own-tab.ts";
import { type Files, type Recording, useRecordings } from "./use-recordings.ts";
import { useUnread } from "./use-unread.ts";

interface Props {
  state: PanelState;
  commands: Commands;
  files: Files;
  /** What is open; undefined while nothing is. */
  opened: ImportState | undefined;
  preferences: Preferences;
  /** Rejects where the browser does not keep it. */
  onPreferences(change: Partial<Preferences>): Promise<void>;
  /** Calls back with what is searched elsewhere, until the answer is called. */
  onSearch?(search: (words: string) => void): () => void;
  /** The tab that DevTools looks at. */
  tab?: number;
  /** Reads what the inspected page has stored, where there is one. */
  readPage?: Answers["readPage"];
  /** It is a tab of its own, and the logins are those of another one. */
  isElsewhere?: boolean;
  /** Nothing is watched here: files are all that there is. */
  isPage?: boolean;
}

export function App(props: Props) {
  const {
    state,
    commands,
    files,
    opened,
    preferences,
    onPreferences,
    onSearch,
    tab,
    readPage,
    isElsewhere = false,
    isPage = false,
  } = props;
  const { shown, show, open, close } = useRecordings(state, commands.ask, files, opened);
  const [tool, setTool] = useState<Tool>();
  const [draft, setDraft] = useState<Draft>();
  const { choice, choose } = shown;
  const isOfFiles = shown.files !== undefined;
  const { rows } = shown.listed;
  // Of files nobody knows in which tab they began.
  const ownTab = useOwnTab(rows, isOfFiles ? undefined : tab);
  const listed = listedRows(rows, choice.filter, ownTab.isOn ? ownTab.tab : undefined);
  const row = shownRow(listed, choice);
  const toLogins = useCallback(() => setTool(undefined), []);
  const failures = useUnread(rows, tool ? undefined : row?.key, shown.ask);
  // Whatever comes later, who reads goes on reading.
  const key = row?.key;
  useEffect(() => {
    if (key !== undefined && choice.login === undefined) choose({ ...choice, login: key });
  });
  // One listener for all renders: what is searched while it is changed would be lost.
  const search = useRef((_: string) => {});
  search.current = (filter) => choose({ ...choice, filter });
  useEffect(() => onSearch?.((filter) => search.current(filter)), []);
  useKeys(tool, toLogins);

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
  const showAll = () => {
    ownTab.onChange(false);
    choose({ ...choice, filter: "" });
  };
  const showRecording = (files: boolean) => {
    setTool(undefined);
    show(files);
  };
  return (
    <PreferencesContext.Provider value={preferences}>
      <Terms ask={commands.ask}>
        <RulePages>
          <div class="panel">
            <Toolbar
              status={state.status}
              filter={choice.filter}
              commands={commands}
              failures={failures.size}
              isOfFiles={isOfFiles}
              isPage={isPage}
              ownTab={ownTab}
              onFilter={(filter) => choose({ ...choice, filter })}
              onClear={clear}
              tool={tool}
              onTool={setTool}
            />
            {opened && (
              <RecordingBar
                opened={opened}
                isShown={isOfFiles}
                isPage={isPage}
                onShow={showRecording}
                onClose={close}
              />
            )}
            {!isOfFiles && !isPage && (
              <Banners
                status={state.status}
                orphaned={state.orphaned}
                // Where nothing is listed, its place is the middle.
                isEmpty={rows.length === 0 && tool === undefined}
                onGrant={() => commands.openAccessPage("sites")}
              />
            )}
            {!isOfFiles && state.status?.canUndo && <UndoBar onUndo={() => commands.undo()} />}
            <Content
              shown={shown}
              listed={listed}
              tab={ownTab.tab}
              row={row}
              failures={failures}
              state={state}
              commands={commands}
              readPage={readPage}
              isElsewhere={isElsewhere}
              // Whoever opens the page wants to give it something.
              tool={isPage && !isOfFiles ? (tool ?? "open") : tool}
              onTool={setTool}
              onAll={showAll}
              onGiven={onGiven}
              onClose={close}
              settings={{ preferences, onPreferences, draft, onDraft: setDraft, ask: commands.ask }}
            />
            <StatusBar
              listed={shown.listed}
              ignored={state.status?.ignored ?? 0}
              isPrivate={state.status?.private ?? false}
              isOfFiles={isOfFiles}
              reading={isPage ? "impossible" : (state.status?.reading ?? "impossible")}
              onRead={(on) => (on ? commands.openAccessPage("answers") : commands.stopReading())}
            />
            {isDragged && <div class="drop">{t("dropHere")}</div>}
          </div>
        </RulePages>
      </Terms>
    </PreferencesContext.Provider>
  );
}

interface ContentProps {
  shown: Recording;
  /** The rows that match the filter. */
  listed: Row[];
  /** The tab that DevTools looks at, where it is known. */
  tab: number | undefined;
  row: Row | undefined;
  /** The keys of logins that failed unseen. */
  failures: ReadonlySet<string>;
  state: PanelState;
  commands: Commands;
  readPage: Answers["readPage"];
  isElsewhere: boolean;
  tool: Tool | undefined;
  onTool(tool: Tool | undefined): void;
  /** Shows what filters hide. */
  onAll(): void;
  onGiven(files: Given[]): void;
  onClose(): void;
  settings: SettingsProps;
}

function Content({
  shown,
  listed,
  tab,
  row,
  failures,
  state,
  commands,
  readPage,
  isElsewhere,
  tool,
  onTool,
  onAll,
  onGiven,
  onClose,
  settings,
}: ContentProps) {
  const { ask, choice, choose, files } = shown;
  const { rows } = shown.listed;
  // DevTools has the requests of its own tab alone.
  const isHere = !files && tab !== undefined && row?.tabs.includes(tab);
  const inNetwork = isHere ? commands.inNetwork : undefined;
  // Of files there is no page.
  const pageReader = files ? undefined : readPage;
  const answers: Answers = { ask, fetch: commands.fetch, inNetwork, readPage: pageReader };
  const showLogin = (key: string) => {
    onTool(undefined);
    onAll();
    choose({ filter: "", login: key });
  };
  if (tool === "settings") return <Settings {...settings} />;
  if (tool === "token") return <TokenChecker commands={answers} />;
  if (tool === "message") return <MessageExplainer rows={rows} ask={ask} onLogin={showLogin} />;
  if (tool === "open") return <Opener onGiven={onGiven} onExample={() => void example().then(onGiven)} />;
  if (row) {
    const isPrivate = !files && (state.status?.private ?? false);
    const hidden = rows.length - listed.length;
    const its = { listed, tab, all: rows, row, hidden, unread: failures, choice, isPrivate, answers };
    return <Logins {...its} onChoice={choose} onAll={onAll} />;
  }
  const filtered = rows.length > 0;
  if (files) return <NoLogins opened={files} filtered={filtered} onClose={onClose} />;
  return (
    <Empty
      status={state.status}
      isElsewhere={isElsewhere}
      hidden={filtered ? (choice.filter.trim() ? "filter" : "tabs") : undefined}
      onGrant={() => commands.openAccessPage("sites")}
      onOpen={() => onTool("open")}
      onExample={() => void example().then(onGiven)}
      onAll={onAll}
    />
  );
}
