import { useEffect, useState } from "preact/hooks";
import type { Login, Message } from "../../generated/core.d.ts";
import type { Commands } from "./background.ts";
import { Detail } from "./detail.tsx";
import { LoginTokens } from "./login-tokens.tsx";
import { type Tab, Tabs } from "./tabs.tsx";

type TabId = "message" | "tokens";

interface Props {
  login: Login;
  message: Message;
  ask: Commands["ask"];
  onMessage(number: number): void;
}

/** Beside the story: the chosen message, or the login's tokens. */
export function Aside({ login, message, ask, onMessage }: Props) {
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
          <LoginTokens key={login.key} login={login} ask={ask} onMessage={toMessage} />
        )}
      </Tabs>
    </aside>
  );
}
