import { useState } from "preact/hooks";
import { Aside } from "./aside.tsx";
import type { Commands, PanelState } from "./background.ts";
import { Banners } from "./banners.tsx";
import { type Choice, listedRows, shownMessage, shownRow } from "./choice.ts";
import { Empty } from "./empty.tsx";
import { LoginList } from "./login-list.tsx";
import { MessageExplainer } from "./message-explainer.tsx";
import { StatusBar } from "./status-bar.tsx";
import { Story } from "./story.tsx";
import { TokenChecker } from "./token-checker.tsx";
import { type Tool, Toolbar } from "./toolbar.tsx";
import { useLogin } from "./use-login.ts";

interface Props {
  state: PanelState;
  commands: Commands;
}

export function App({ state, commands }: Props) {
  const [choice, setChoice] = useState<Choice>({ filter: "" });
  const [tool, setTool] = useState<Tool>();
  const { rows } = state.listed;
  const listed = listedRows(rows, choice.filter);
  const row = shownRow(listed, choice);
  const login = useLogin(row, commands.ask);
  const message = login && shownMessage(login, choice);

  const clear = () => {
    setChoice({ filter: "" });
    commands.clear();
  };
  const showLogin = (key: string) => {
    setTool(undefined);
    setChoice({ filter: "", login: key });
  };
  const showMessage = (key: string) => (number: number) =>
    setChoice({ ...choice, login: key, message: number });
  return (
    <div class="panel">
      <Toolbar
        status={state.status}
        login={row?.key}
        filter={choice.filter}
        commands={commands}
        onFilter={(filter) => setChoice({ ...choice, filter })}
        onClear={clear}
        tool={tool}
        onTool={setTool}
      />
      <Banners status={state.status} orphaned={state.orphaned} onGrant={() => commands.openAccessPage()} />
      {tool === "token" ? (
        <TokenChecker commands={commands} />
      ) : tool === "message" ? (
        <MessageExplainer rows={rows} ask={commands.ask} onLogin={showLogin} />
      ) : row ? (
        <div class="body">
          <LoginList
            rows={listed}
            selected={row.key}
            isPrivate={state.status?.private ?? false}
            onSelect={(key) => setChoice({ filter: choice.filter, login: key })}
          />
          <div class="scene">
            {login && (
              <Story
                key={login.key}
                login={login}
                row={row}
                message={message?.number}
                onMessage={showMessage(login.key)}
              />
            )}
            {login && message && (
              <Aside
                login={login}
                revision={row.revision}
                message={message}
                commands={commands}
                onMessage={showMessage(login.key)}
              />
            )}
          </div>
        </div>
      ) : (
        <Empty status={state.status} filtered={choice.filter !== "" && rows.length > 0} />
      )}
      <StatusBar
        listed={state.listed}
        ignored={state.status?.ignored ?? 0}
        isPrivate={state.status?.private ?? false}
      />
    </div>
  );
}
