import { t } from "../shared/texts.ts";
import { remember, remembered } from "./remembered.ts";
import { SHORTCUTS } from "./shortcuts.ts";
import { useModal } from "./use-modal.ts";

const OFF = "shortcuts-off";

/** Whether the user wants no keys that act by themselves (WCAG 2.1.4: who speaks to the computer types many). */
export const areShortcutsOff = () => remembered(OFF) === "yes";

/** Whether single keys act, to be switched. */
export function SingleKeys() {
  return (
    <label>
      <input
        type="checkbox"
        name="shortcuts"
        defaultChecked={!areShortcutsOff()}
        onChange={({ currentTarget }) => remember(OFF, currentTarget.checked ? undefined : "yes")}
      />{" "}
      {t("singleKeys")}
    </label>
  );
}

/** All keys, in a dialog. */
export function ShortcutHelp({ onClose }: { onClose(): void }) {
  const dialog = useModal();
  return (
    <dialog ref={dialog} class="shortcuts" aria-labelledby="shortcuts-title" onClose={onClose}>
      <h1 id="shortcuts-title">{t("keys")}</h1>
      <dl>
        {SHORTCUTS.map(({ key, does }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(does)}</dd>
          </div>
        ))}
      </dl>
      <SingleKeys />
      <button
        type="button"
        class="primary"
        data-action="close-shortcuts"
        onClick={() => dialog.current?.close()}
      >
        {t("close")}
      </button>
    </dialog>
  );
}
