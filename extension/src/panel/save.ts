/** Saves what the panel made as a file. */

/** What a masked recording is called. */
export const RECORDING = "oauth-lens-recording.har";

export async function saveText(text: string, name: string): Promise<void> {
  save(new Blob([text], { type: "text/plain;charset=utf-8" }), name);
}

export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
