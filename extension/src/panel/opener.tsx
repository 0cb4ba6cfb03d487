import { useRef } from "preact/hooks";
import type { Given } from "../import/messages.ts";
import { t, woven } from "../shared/texts.ts";
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
    <main class="opener" aria-label={t("openRecording")}>
      <h1 class="spoken">{t("openRecording")}</h1>
      <p>{woven("openWhat", <code>curl -v</code>)}</p>
      <p>
        {woven(
          "openHow",
          <button type="button" class="primary" data-action="choose" onClick={() => chooser.current?.click()}>
            {t("chooseFiles")}
          </button>,
          <button type="button" class="link" data-action="example" onClick={onExample}>
            {t("openExample")}
          </button>,
        )}
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
        {t("openPaste")}
        <textarea
          ref={field}
          name="recording"
          rows={5}
          placeholder={t("openPlaceholder")}
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
        {t("readIt")}
      </button>
    </main>
  );
}
