/** Fetches a key set when the user asks for it: one request, without credentials, and no redirect followed. */

/** Larger answers are no key sets, in bytes. */
const LARGEST = 1024 * 1024;

/** Nobody waits longer, in milliseconds. */
const PATIENCE = 15_000;

/** The text at an address; rejects with a sentence for the user. */
export async function fetchKeys(url: string): Promise<string> {
  if (!/^https?:\/\//i.test(url)) throw new Error("This is no address: it begins with https://");
  const response = await fetch(url, {
    credentials: "omit",
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => {
    throw new Error(
      "The browser got no answer that it may read: the address is wrong, the server is down, or it does not " +
        "allow other origins (CORS). Open the address in a tab, and paste what you see.",
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
    const { done, value } = await reader.read().catch(() => {
      throw new Error("The answer broke off.");
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
