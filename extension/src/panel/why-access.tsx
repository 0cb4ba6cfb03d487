/** What the browser will ask, why, and how to take it back. */

import { t } from "../shared/texts.ts";
export function WhyAccess() {
  return <p>{t("whyAccess")}</p>;
}
