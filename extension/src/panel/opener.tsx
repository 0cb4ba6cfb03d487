import { useRef } from "preact/hooks";
import type { Given } from "../import/messages.ts";
import { ofFiles, ofText, ofTransfer } from "./given.ts";
import { useFocus } from "./use-focus.ts";

interface Props {
  onGiven(files: Given[]): void;
  /** Shows a login that is broken. */
  onExample(): void;
}

/** Where somebody gives what was recorded elsewhere. */
export function Opener({ onGiven, onExample }: Props) {
  const chooser = useRef<HTMLInputElement>(null);
  const field = useFocus<HTMLTextAreaElement>();
  const give = (files: Given[]) => {
    if (files.length > 0) onGiven(files);
  };
  return (
    <main class="opener" aria-label="Open a recording">
      <h1 class="spoken">Open a recording</h1>
      <p>
        A HAR, what <code>curl -v</code> prints, a server's log, a debug log: give what you have, also packed.
        Several files are read together, as one recording.
      </p>
      <p>
        <button type="button" class="primary" data-action="choose" onClick={() => chooser.current?.click()}>
          Choose files…
        </button>{" "}
        or drop them anywhere here, or{" "}
        <button type="button" class="link" data-action="example" onClick={onExample}>
          try an example
        </button>
        .
        <input
          ref={chooser}
          type="file"
          name="files"
          multiple
          hidden
          onChange={({ currentTarget }) => {
            give(ofFiles(currentTarget.files ?? []));
            // The same file can be chosen again.
            currentTarget.value = "";
          }}
        />
      </p>
      <label>
        Or paste the text
        <textarea
          ref={field}
          name="recording"
          rows={5}
          placeholder="It stays in this browser, and is forgotten when you close this."
          spellcheck={false}
          autocomplete="off"
          onPaste={(event) => {
            // Megabytes in a field would only make it slow.
            event.preventDefault();
            give(ofTransfer(event.clipboardData));
          }}
        />
      </label>
      <button type="button" data-action="read" onClick={() => give(ofText(field.current?.value ?? ""))}>
        Read it
      </button>
    </main>
  );
}
