/** Looks into the page that DevTools looks at. */

import type { PageStorage } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import { evaluate } from "../shared/webext.ts";
import { collect, LIMITS, sifted } from "./page-storage.ts";

/** A page that does not answer in this time never does, in milliseconds. */
const PATIENCE = 5_000;

/** What it has stored. Rejects with what to tell the user. */
export async function readPageStorage(): Promise<PageStorage> {
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error(t("pageSilent"))), PATIENCE),
  );
  const said = await Promise.race([evaluate(`(${collect})(${JSON.stringify(LIMITS)})`), late]);
  const storage = sifted(said);
  if (!storage) throw new Error(t("pageOther"));
  return storage;
}
