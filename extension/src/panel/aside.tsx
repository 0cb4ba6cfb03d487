import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../shared/texts.ts";
import * as TABS from "./aside/index.ts";
import type { AsideProps, AsideTab } from "./aside-tab.ts";
import { Tabs } from "./tabs.tsx";

type TabId = keyof typeof TABS;

const ALL: Record<TabId, AsideTab> = { ...TABS };
const IDS = Object.keys(ALL) as TabId[];

/** Beside the story: the chosen message, or something about its login. */
export function Aside(props: AsideProps) {
  const { message, isChosen, commands, onMessage } = props;
  const aside = useRef<HTMLElement>(null);
  const [selected, setSelected] = useState<TabId>("message");
  // Who chooses a message wants to see it.
  useEffect(() => {
    setSelected("message");
    // In a narrow panel it stands below the list.
    if (isChosen) aside.current?.scrollIntoView({ block: "start" });
  }, [message.key, isChosen]);
  const toMessage = (number: number) => {
    onMessage(number);
    setSelected("message");
  };
  const ids = IDS.filter((id) => ALL[id].isThere?.(commands) ?? true);
  const shown = ids.includes(selected) ? selected : "message";
  const { Content } = ALL[shown];
  return (
    <aside ref={aside} class="detail" aria-label={t("details")}>
      <Tabs<TabId>
        label={t("details")}
        tabs={ids.map((id) => ({ id, label: ALL[id].label(message) }))}
        selected={shown}
        onSelect={setSelected}
      >
        <Content {...props} onMessage={toMessage} />
      </Tabs>
    </aside>
  );
}
