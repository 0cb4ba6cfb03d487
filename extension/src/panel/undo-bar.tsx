import { t } from "../shared/texts.ts";
import { Icon } from "./icon.tsx";

/** Says that what was cleared can still be had back. */
export function UndoBar({ onUndo }: { onUndo(): void }) {
  return (
    <div class="banner info" role="status" data-banner="undo">
      <Icon name="info" />
      <span>{t("cleared")}</span>
      <button type="button" data-action="undo" onClick={onUndo}>
        {t("undo")}
      </button>
    </div>
  );
}
