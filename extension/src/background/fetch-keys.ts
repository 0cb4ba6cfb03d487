import { readAddress } from "../shared/address.ts";

/** Fetches a key set when the user asks for it: one request, without credentials, and no redirect followed. */

/** Larger answers are no key sets, in bytes. */
const LARGEST = 1024 * 1024;

/** Nobody waits longer, in milliseconds. */
const PATIENCE = 15_000;

const TOO_LATE = "No whole answer came within 15 seconds.";

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
    if (error.name === "TimeoutError") throw new Error(TOO_LATE);
    throw new Error(
      "The browser got no answer that it may read: the address is wrong or leads to another one, the server is down, or " +
        "it does not allow other origins (CORS). Open the address in a tab, and paste what you see.",
    );
  });
  if (!response.ok) throw new Error(`The server answered with status ${response.status}.`);
  return text(response);
}

async function text(response: Response): Promise<string> {
  if (!response.body) throw new Error("The answer is empty.");
  const reader = response.body.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  let text = "";
  for (;;) {
    const { done, value } = await reader.read().catch((error: Error) => {
      throw new Error(error.name === "TimeoutError" ? TOO_LATE : "The answer broke off.");
    });
    if (done) return text;

    size += value.length;
    if (size > LARGEST) {
      await reader.cancel().catch(() => {});
      throw new Error("The answer is larger than 1 MiB: it is no key set.");
    }
    try {
      text += decoder.decode(value, { stream: true });
    } catch {
      throw new Error("The answer is no text.");
    }
  }
}
