import { useId, useState } from "preact/hooks";
import { originOf, readAddress } from "../shared/address.ts";
import { t } from "../shared/texts.ts";
import type { Commands } from "./background.ts";

interface Props {
  label: string;
  /** Where the keys are likely to be: it came with a token or out of traffic, and nobody wrote it. */
  found: string | undefined;
  fetch: Commands["fetch"];
  onKeys(keys: string): void;
}

/** Fetches keys from an address that the user sees in full, on a click, and nothing else. */
export function FetchKeys({ label, found, fetch, onKeys }: Props) {
  const [written, setWritten] = useState<string>();
  /** The server that the user wrote: what leads to another one from there is not his word. */
  const [origin, setOrigin] = useState<string>();
  const [note, setNote] = useState<string>();
  const id = useId();
  const address = written ?? found ?? "";
  const typed = written !== undefined && originOf(written) === origin;
  const { shown, refusal } = readAddress(address, typed);
  const onInput = (text: string) => {
    setWritten(text);
    setOrigin(originOf(text));
    setNote(undefined);
  };
  const fetchKeys = async () => {
    setNote(t("fetching"));
    try {
      const { keys, next, note } = await fetch(address, typed);
      if (next !== undefined) setWritten(next);
      setNote(note);
      if (keys !== undefined) onKeys(keys);
    } catch (error) {
      setNote((error as Error).message);
    }
  };
  return (
    <>
      <div class="fetch">
        <label>
          {label}
          <input
            type="url"
            name="address"
            placeholder="https://…/jwks"
            value={typed ? written : shown}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
        </label>
        <button
          type="button"
          data-action="fetch-keys"
          disabled={refusal !== undefined}
          aria-describedby={id}
          onClick={fetchKeys}
        >
          {t("fetch")}
        </button>
      </div>
      {address && (
        <p id={id} class="asked">
          {refusal ?? t("fetchAsks")}{" "}
          <code>
            <bdi>{shown}</bdi>
          </code>
        </p>
      )}
      {note && (
        <p role="status" data-note="fetch">
          {note}
        </p>
      )}
    </>
  );
}
