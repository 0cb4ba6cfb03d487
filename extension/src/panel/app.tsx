import { useState } from "preact/hooks";
import type { Commands, PanelState } from "./background.ts";
import { Banners } from "./banners.tsx";
import { type Choice, listedLogins, shownLogin, shownMessage } from "./choice.ts";
import { Detail } from "./detail.tsx";
import { Empty } from "./empty.tsx";
import { LoginList } from "./login-list.tsx";
import { StatusBar } from "./status-bar.tsx";
import { Story } from "./story.tsx";
import { Toolbar } from "./toolbar.tsx";

interface Props {
  state: PanelState;
  commands: Commands;
}

export function App({ state, commands }: Props) {
  const [choice, setChoice] = useState<Choice>({ filter: "" });
  const listed = listedLogins(state.view.logins, choice.filter);
  const login = shownLogin(listed, choice);
  const message = login && shownMessage(login, choice);

  const clear = () => {
    setChoice({ filter: "" });
    commands.clear();
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
      />
      <Banners status={state.status} orphaned={state.orphaned} onGrant={() => commands.openAccessPage()} />
      {login ? (
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
            {message && <Detail login={login} message={message} />}
          </div>
        </div>
      ) : (
        <Empty status={state.status} filtered={choice.filter !== "" && state.view.logins.length > 0} />
      )}
      <StatusBar view={state.view} ignored={state.status?.ignored ?? 0} />
    </div>
  );
}
