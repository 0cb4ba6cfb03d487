import { readAddress } from "../shared/address.ts";
import { t } from "../shared/texts.ts";

/** Fetches a key set when the user asks for it: one request, without credentials, and no redirect followed. */

/** Larger answers are no key sets, in bytes. */
const LARGEST = 1024 * 1024;

/** Nobody waits longer, in milliseconds. */
const PATIENCE = 15_000;

/** The text at an address, which the user wrote or which came from elsewhere; rejects with a sentence for the user. */
export async function fetchKeys(url: string, typed: boolean): Promise<string> {
  const { shown, refusal } = readAddress(url, typed);
  if (refusal) throw new Error(refusal);
  const response = await fetch(shown, {
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(PATIENCE),
  }).catch((error: Error) => {
    if (error.name === "TimeoutError") throw new Error(t("fetchLate"));
    throw new Error(t("fetchNone"));
  });
  if (!response.ok) throw new Error(t("fetchStatus", response.status));
  return text(response);
}

async function text(response: Response): Promise<string> {
  if (!response.body) throw new Error(t("fetchEmpty"));
  const reader = response.body.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  let text = "";
  for (;;) {
    const { done, value } = await reader.read().catch((error: Error) => {
      throw new Error(t(error.name === "TimeoutError" ? "fetchLate" : "fetchBroke"));
    });
    if (done) return text;

    size += value.length;
    if (size > LARGEST) {
      await reader.cancel().catch(() => {});
      throw new Error(t("fetchLarge"));
    }
    try {
      text += decoder.decode(value, { stream: true });
    } catch {
      throw new Error(t("fetchNoText"));
    }
  }
}
