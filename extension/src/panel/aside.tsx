import { useEffect, useState } from "preact/hooks";
import type { Login, Message } from "../../generated/core.d.ts";
import type { Commands } from "./background.ts";
import { Detail } from "./detail.tsx";
import { LoginTokens } from "./login-tokens.tsx";
import { type Tab, Tabs } from "./tabs.tsx";

type TabId = "message" | "tokens";

interface Props {
  login: Login;
  /** Another number whenever something in the login changed. */
  revision: number;
  message: Message;
  commands: Commands;
  onMessage(number: number): void;
}

/** Beside the story: the chosen message, or the login's tokens. */
export function Aside({ login, revision, message, commands, onMessage }: Props) {
  const [tab, setTab] = useState<TabId>("message");
  // Who chooses a message wants to see it.
  useEffect(() => setTab("message"), [message.number]);
  const tabs: Tab<TabId>[] = [
    { id: "message", label: `Message ${message.number}` },
    { id: "tokens", label: "Tokens" },
  ];
  const toMessage = (number: number) => {
    onMessage(number);
    setTab("message");
  };
  return (
    <aside class="detail" aria-label="Details">
      <Tabs<TabId> label="Details" tabs={tabs} selected={tab} onSelect={setTab}>
        {tab === "message" ? (
          <Detail login={login} message={message} />
        ) : (
          <LoginTokens
            key={login.key}
            login={login.key}
            revision={revision}
            commands={commands}
            onMessage={toMessage}
          />
        )}
      </Tabs>
    </aside>
  );
}
