import type { AsideTab } from "../aside-tab.ts";
import { Detail } from "../detail.tsx";

export const message: AsideTab = {
  label: ({ number }) => `Message ${number}`,
  Content: ({ login, message, commands }) => <Detail login={login} message={message} ask={commands.ask} />,
};
