import { t } from "../../shared/texts.ts";
import type { AsideTab } from "../aside-tab.ts";
import { Detail } from "../detail.tsx";

export const message: AsideTab = {
  label: ({ number }) => t("messageNumber", number),
  Content: ({ login, revision, message, commands, onMessage }) => (
    // What was revealed of one message is hidden again at the next.
    <Detail
      key={`${login.key} ${message.number}`}
      login={login}
      revision={revision}
      message={message}
      commands={commands}
      onMessage={onMessage}
    />
  ),
};
