import { Icon } from "./icon.tsx";

/** Says that what was cleared can still be had back. */
export function UndoBar({ onUndo }: { onUndo(): void }) {
  return (
    <div class="banner info" role="status" data-banner="undo">
      <Icon name="info" />
      <span>Cleared. It stays in memory for up to ten seconds, and is gone then.</span>
      <button type="button" data-action="undo" onClick={onUndo}>
        Undo
      </button>
    </div>
  );
}
