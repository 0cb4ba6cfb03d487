import { t } from "../../shared/texts.ts";
import type { AsideTab } from "../aside-tab.ts";
import { LoginTokens } from "../login-tokens.tsx";

export const tokens: AsideTab = {
  label: () => t("tokens"),
  Content: ({ login: { key }, revision, commands, onMessage }) => (
    <LoginTokens key={key} login={key} revision={revision} commands={commands} onMessage={onMessage} />
  ),
};
