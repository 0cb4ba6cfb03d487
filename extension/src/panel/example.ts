/** A login that is broken, for whoever has none at hand. */

import type { Given } from "../import/messages.ts";
import { t } from "../shared/texts.ts";

export async function example(): Promise<Given[]> {
  const response = await fetch("example.jsonl");
  return [{ name: t("exampleName"), content: await response.blob() }];
}
