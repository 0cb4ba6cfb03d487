/** What the button in the browser's toolbar says of a tab: how many of its logins are broken, and whether it is recorded. */

import type { Row } from "../../generated/core.d.ts";
import { counted, t } from "../shared/texts.ts";
import { webext } from "../shared/webext.ts";

/** Looking costs a diagnosis of what changed; nobody reads a number faster. */
const DELAY = 500;

const COLORS = { broken: "#b3261e", recorded: "#0b57d0" };
const QUIET = { sign: "", fact: undefined, color: COLORS.recorded };
const RECORDS = { sign: "●", fact: "badgeRecords", color: COLORS.recorded } as const;
/** Recorded, and the browser shows nothing of it. */
const BLIND = { sign: "!", fact: "badgeBlind", color: COLORS.broken } as const;
/** A badge has room for four characters. */
const MOST = 99;
const NAME = "OAuth Lens";

/** What there is to say, and who hears whether there is something. */
interface Told {
  /** All that is listed, private or not. */
  rows(): Promise<Row[]>;
  /** The tabs that are recorded without DevTools. */
  watched(): number[];
  /** Whether the browser shows any request. */
  hasAccess(): Promise<boolean>;
  /** Whether what was cleared can be had back. */
  canUndo(): boolean;
  /** Hears whether there is something to say, for the worker that comes after this one. */
  note(speaks: boolean): void;
}

interface Sign {
  text: string;
  title: string;
  color: string;
}

/**
 * It begins to speak when a tab is recorded without DevTools, and is silent again once there is nothing to say, and nothing that
 * can come back. While it is silent nothing is looked at: the core has better things to do.
 */
export class Badge {
  readonly #told: Told;
  readonly #shown = new Set<number>();
  #speaks = false;
  #listens = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #work: Promise<void> = Promise.resolve();

  /** Has to be made in the first turn of the worker: a page that was loaded may have woken it. */
  constructor(told: Told) {
    this.#told = told;
    this.#listen(true);
  }

  /** Goes on where the stopped worker was, which had something to say or not. What is not so any more is taken back. */
  async resume(spoke: boolean): Promise<void> {
    if (spoke) this.#speak(true);
    this.refresh();
    this.#listen(this.#speaks);
    if (!spoke) return;
    for (const { id } of await webext.tabs.query({})) {
      if (id !== undefined && (await said(id)) !== "") this.#shown.add(id);
    }
    this.refresh();
  }

  /** Says soon what there is to say now. */
  refresh(): void {
    if (this.#told.watched().length > 0) this.#speak(true);
    if (!this.#speaks) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#work = this.#work.then(() => this.#show()).catch(() => {});
    }, DELAY);
  }

  /** The browser forgets what was said of a tab when that goes to another page. */
  #onPage = (_tab: number, { status }: { status?: string }): void => {
    if (status === "complete") this.refresh();
  };

  #speak(speaks: boolean): void {
    if (speaks === this.#speaks) return;
    this.#speaks = speaks;
    this.#listen(speaks);
    this.#told.note(speaks);
  }

  #listen(on: boolean): void {
    if (on === this.#listens) return;
    this.#listens = on;
    const { onUpdated } = webext.tabs;
    if (on) onUpdated.addListener(this.#onPage);
    else onUpdated.removeListener(this.#onPage);
  }

  async #show(): Promise<void> {
    // What is had back meanwhile is among the rows.
    const canUndo = this.#told.canUndo();
    const broken = brokenByTab(await this.#told.rows());
    const watched = new Set(this.#told.watched());
    const hasAccess = watched.size === 0 || (await this.#told.hasAccess());
    const now = new Set([...broken.keys(), ...watched]);
    for (const tab of new Set([...now, ...this.#shown])) {
      const isWatched = watched.has(tab);
      await show(tab, signOf(broken.get(tab) ?? 0, isWatched, hasAccess));
      if (now.has(tab)) this.#shown.add(tab);
      else this.#shown.delete(tab);
    }
    if (now.size === 0 && !canUndo && this.#told.watched().length === 0) this.#speak(false);
  }
}

/** How many logins of each tab are broken. What runs without the user is often refused, and nobody waits for it. */
function brokenByTab(rows: Row[]): Map<number, number> {
  const broken = new Map<number, number>();
  for (const { mark, isSilent, inside, tabs } of rows) {
    if (mark !== "failed" || isSilent || inside) continue;
    for (const tab of tabs) broken.set(tab, (broken.get(tab) ?? 0) + 1);
  }
  return broken;
}

function signOf(broken: number, isWatched: boolean, hasAccess: boolean): Sign {
  const state = isWatched ? (hasAccess ? RECORDS : BLIND) : QUIET;
  const failures = broken > 0 ? counted("brokenLogin", broken) : "";
  const count = broken > MOST ? `${MOST}+` : broken > 0 ? String(broken) : "";
  const facts = [state.fact && t(state.fact), failures].filter(Boolean).join(", ");
  return {
    text: state.sign + count,
    title: facts ? `${NAME}: ${facts}` : NAME,
    color: broken > 0 ? COLORS.broken : state.color,
  };
}

async function show(tabId: number, { text, title, color }: Sign): Promise<void> {
  const { action } = webext;
  try {
    await action.setBadgeText({ tabId, text });
    await action.setTitle({ tabId, title });
    await action.setBadgeBackgroundColor({ tabId, color });
    await action.setBadgeTextColor({ tabId, color: "#ffffff" });
  } catch {
    // The tab closed in the meantime.
  }
}

function said(tabId: number): Promise<string> {
  return webext.action.getBadgeText({ tabId }).catch(() => "");
}
