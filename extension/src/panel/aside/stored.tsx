import { t } from "../../shared/texts.ts";
import type { AsideTab } from "../aside-tab.ts";
import { StoredValues } from "../stored-values.tsx";

export const stored: AsideTab = {
  label: () => t("stored"),
  isThere: ({ readPage }) => readPage !== undefined,
  Content: ({ login: { key }, commands }) => <StoredValues key={key} login={key} commands={commands} />,
};
