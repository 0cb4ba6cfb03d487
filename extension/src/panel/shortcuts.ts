/** Keys that act wherever the focus is, but where somebody writes. Each does what a click does, so there is one way to everything. */

interface Shortcut {
  key: string;
  /** What it does, for those who read the list of them. */
  does: string;
}

interface Acting extends Shortcut {
  act(): void;
}

const ALL: Acting[] = [
  { key: "/", does: "Filter the logins", act: () => focus("input[type=search]") },
  { key: "j", does: "Next in the list", act: () => move("ArrowDown") },
  { key: "k", does: "Previous in the list", act: () => move("ArrowUp") },
  { key: "l", does: "To the logins", act: () => focus("#logins") },
  { key: "m", does: "To the messages", act: () => focus("#messages, .diagram [aria-pressed=true]") },
  { key: "c", does: "Copy the report", act: () => press("copy-report") },
  { key: "e", does: "Explain an error", act: () => press("tool-message") },
  { key: "t", does: "Check a token", act: () => press("tool-token") },
  { key: "o", does: "Open a recording", act: () => press("tool-open") },
  { key: "?", does: "Show these keys", act: () => press("shortcuts") },
];

export const SHORTCUTS: readonly Shortcut[] = [
  ...ALL,
  { key: "Esc", does: "Back to the logins" },
  { key: "← ↑ ↓ →", does: "Move in a list, between tabs, in a menu" },
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
