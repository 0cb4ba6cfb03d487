import { useEffect, useRef } from "preact/hooks";
import { areShortcutsOff } from "./shortcut-help.tsx";
import { actionOf, isCovered } from "./shortcuts.ts";
import type { Tool } from "./toolbar.tsx";

/** Lets keys act, and Esc lead back: to the logins, and to what had the focus before. */
export function useKeys(tool: Tool | undefined, onBack: () => void): void {
  const way = useRef<(() => void) | undefined>(undefined);
  // While it is drawn, what had the focus still is there.
  const before = useRef(tool);
  if (before.current === undefined && tool !== undefined) way.current = wayBack();
  useEffect(() => {
    if (before.current !== undefined && tool === undefined && isFocusLost()) way.current?.();
    before.current = tool;
  }, [tool]);
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        if (!isCovered()) onBack();
        return;
      }
      const action = areShortcutsOff() ? undefined : actionOf(event);
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", act);
    return () => document.removeEventListener("keydown", act);
  }, [onBack]);
}

/** What leads back to what has the focus now, also when that was drawn anew. */
function wayBack(): () => void {
  const from = document.activeElement;
  if (!(from instanceof HTMLElement)) return () => {};
  const { action } = from.dataset;
  const name = from.id ? `#${CSS.escape(from.id)}` : action && `[data-action="${action}"]`;
  return () => (from.isConnected || !name ? from : document.querySelector<HTMLElement>(name))?.focus();
}

function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
