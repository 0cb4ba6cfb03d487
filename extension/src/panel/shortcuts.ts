/** Keys that act wherever the focus is, but where somebody writes. Each does what a click does, so there is one way to everything. */

import type { TextKey } from "../shared/texts.ts";

interface Shortcut {
  key: string;
  /** What it does, for those who read the list of them. */
  does: TextKey;
}

interface Acting extends Shortcut {
  act(): void;
}

const ALL: Acting[] = [
  { key: "/", does: "keyFilter", act: () => focus("input[type=search]") },
  { key: "j", does: "keyNext", act: () => move("ArrowDown") },
  { key: "k", does: "keyPrevious", act: () => move("ArrowUp") },
  { key: "l", does: "keyLogins", act: () => focus("#logins") },
  { key: "m", does: "keyMessages", act: () => focus("#messages, .diagram [aria-pressed=true]") },
  { key: "c", does: "keyCopy", act: () => press("copy-report") },
  { key: "e", does: "explainError", act: () => press("tool-message") },
  { key: "t", does: "checkToken", act: () => press("tool-token") },
  { key: "o", does: "openRecording", act: () => press("tool-open") },
  { key: ",", does: "settings", act: () => press("tool-settings") },
  { key: "?", does: "keyKeys", act: () => press("shortcuts") },
];

export const SHORTCUTS: readonly Shortcut[] = [
  ...ALL,
  { key: "Esc", does: "keyBack" },
  { key: "← ↑ ↓ →", does: "keyMove" },
];

/** What a key does; undefined for keys of the browser, of fields and of what lies above all else. */
export function actionOf(event: KeyboardEvent): (() => void) | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return undefined;
  if (isWriting(event.target) || isCovered()) return undefined;
  return ALL.find(({ key }) => key === event.key)?.act;
}

/** Whether a dialog or a menu lies above the panel. */
export function isCovered(): boolean {
  // What a word means covers nothing.
  return document.querySelector("dialog[open], :popover-open:not(.tip)") !== null;
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, textarea, select");
}

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

/** In the list with the focus, else among the logins. */
function move(key: string): void {
  const list = document.activeElement?.closest("[role=listbox]") ?? document.querySelector("#logins");
  list?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

function press(action: string): void {
  document.querySelector<HTMLElement>(`[data-action="${action}"]:enabled`)?.click();
}
