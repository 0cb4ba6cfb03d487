/** A login that is broken, for whoever has none at hand. */

import type { Given } from "../import/messages.ts";

export async function example(): Promise<Given[]> {
  const response = await fetch("example.jsonl");
  return [{ name: "an example", content: await response.blob() }];
}
