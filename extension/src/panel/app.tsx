import { useState } from "preact/hooks";
import { Aside } from "./aside.tsx";
import type { Commands, PanelState } from "./background.ts";
import { Banners } from "./banners.tsx";
import { type Choice, listedLogins, shownLogin, shownMessage } from "./choice.ts";
import { Empty } from "./empty.tsx";
import { LoginList } from "./login-list.tsx";
import { MessageExplainer } from "./message-explainer.tsx";
import { StatusBar } from "./status-bar.tsx";
import { Story } from "./story.tsx";
import { TokenChecker } from "./token-checker.tsx";
import { type Tool, Toolbar } from "./toolbar.tsx";

interface Props {
  state: PanelState;
  commands: Commands;
}

export function App({ state, commands }: Props) {
  const [choice, setChoice] = useState<Choice>({ filter: "" });
  const [tool, setTool] = useState<Tool>();
  const listed = listedLogins(state.view.logins, choice.filter);
  const login = shownLogin(listed, choice);
  const message = login && shownMessage(login, choice);

  const clear = () => {
    setChoice({ filter: "" });
    commands.clear();
  };
  const showLogin = (key: string) => {
    setTool(undefined);
    setChoice({ filter: "", login: key });
  };
  return (
    <div class="panel">
      <Toolbar
        status={state.status}
        login={login}
        filter={choice.filter}
        commands={commands}
        onFilter={(filter) => setChoice({ ...choice, filter })}
        onClear={clear}
        tool={tool}
        onTool={setTool}
      />
      <Banners status={state.status} orphaned={state.orphaned} onGrant={() => commands.openAccessPage()} />
      {tool === "token" ? (
        <TokenChecker ask={commands.ask} />
      ) : tool === "message" ? (
        <MessageExplainer logins={state.view.logins} ask={commands.ask} onLogin={showLogin} />
      ) : login ? (
        <div class="body">
          <LoginList
            logins={listed}
            selected={login.key}
            onSelect={(key) => setChoice({ filter: choice.filter, login: key })}
          />
          <div class="scene">
            <Story
              key={login.key}
              login={login}
              message={message?.number}
              onMessage={(number) => setChoice({ ...choice, login: login.key, message: number })}
            />
            {message && (
              <Aside
                login={login}
                message={message}
                ask={commands.ask}
                onMessage={(number) => setChoice({ ...choice, login: login.key, message: number })}
              />
            )}
          </div>
        </div>
      ) : (
        <Empty status={state.status} filtered={choice.filter !== "" && state.view.logins.length > 0} />
      )}
      <StatusBar view={state.view} ignored={state.status?.ignored ?? 0} />
    </div>
  );
}
