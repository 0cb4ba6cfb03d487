/** The ports: DevTools pages bring events, panels get the view and give commands. */

import type { Answer, CaptureEvent, Changes, Question } from "../../generated/core.d.ts";
import {
  type Asked,
  DEVTOOLS_PORT,
  type DevtoolsMessage,
  type DevtoolsOrder,
  PANEL_PORT,
  type PanelCommand,
  type PanelMessage,
  readPortName,
  type Status,
  VIEW_PORT,
} from "../shared/protocol.ts";
import { type Port, webext } from "../shared/webext.ts";
import type { Seen } from "./core.ts";

/** A login makes dozens of changes a second; nobody reads that fast. */
const CHANGES_DELAY = 100;
/** Counting requests is worth less than the cost of saying so at once. */
const STATUS_DELAY = 1_000;

/** Nothing is listed. */
const NOTHING: Changes = { revision: 0, whole: true, rows: [], gone: [], seen: 0, kept: 0 };

/** What the ports lead to. What is private is told to panels of private tabs alone, and they hear of nothing else. */
export interface Background {
  isPrivate(tab: number): Promise<boolean>;
  /** What changed since that look. */
  changes(seen: Seen | undefined, isPrivate: boolean): Promise<{ changes: Changes; seen: Seen }>;
  status(isPrivate: boolean): Promise<Omit<Status, "watched" | "devtools">>;
  /** Whether a tab is recorded without DevTools. */
  isWatched(tab: number): boolean;
  /** Rejects with what to tell the user, where there is something to tell. */
  answer(question: Question, isPrivate: boolean): Promise<Answer>;
  /** What is at an address, which the user wrote or which came from elsewhere; rejects likewise. */
  fetch(url: string, typed: boolean, isPrivate: boolean): Promise<Answer>;
  record(on: boolean): void;
  watch(tab: number, on: boolean, isPrivate: boolean): void;
  clear(isPrivate: boolean): void;
  /** Has back what was cleared just now. */
  undo(isPrivate: boolean): void;
  /** What was cleared is gone for good. */
  endUndo(isPrivate: boolean): void;
  openAccessPage(about: Asked): void;
  stopReading(): void;
  captured(events: CaptureEvent[], tab: number): void;
  devtoolsOpened(): void;
  devtoolsClosed(): void;
}

/** What a panel is told, and how far it has looked. */
interface Viewer {
  tab: number;
  isPrivate: boolean;
  /** Whether it may have its tab recorded: what is told nothing private begins nothing private. */
  mayWatch: boolean;
  seen: Seen | undefined;
}

export class Hub {
  readonly #background: Background;
  readonly #panels = new Map<Port, Viewer>();
  readonly #devtools = new Map<Port, number>();
  /** The panels in which was cleared last. */
  readonly #cleared = new Map<boolean, Port>();
  #changesTimer: ReturnType<typeof setTimeout> | undefined;
  #statusTimer: ReturnType<typeof setTimeout> | undefined;
  #telling: Promise<void> = Promise.resolve();

  constructor(background: Background) {
    this.#background = background;
    webext.runtime.onConnect.addListener((port) => this.#connected(port));
  }

  /** Tells everybody the status and what changed, soon. */
  publish(): void {
    this.#changesTimer ??= setTimeout(() => {
      this.#changesTimer = undefined;
      void this.#tellStatus().then(() => this.#tellChanges());
    }, CHANGES_DELAY);
  }

  /** Tells everybody the status, some time. */
  publishStatus(): void {
    this.#statusTimer ??= setTimeout(() => {
      this.#statusTimer = undefined;
      void this.#tellStatus();
    }, STATUS_DELAY);
  }

  #connected(port: Port): void {
    const { kind, tab } = readPortName(port.name);
    if (kind === DEVTOOLS_PORT) this.#addDevtools(port, tab);
    else if (kind === PANEL_PORT || kind === VIEW_PORT) this.#addPanel(port, tab, kind === PANEL_PORT);
    else port.disconnect();
  }

  #addDevtools(port: Port, tab: number): void {
    this.#devtools.set(port, tab);
    this.#background.devtoolsOpened();
    port.onMessage.addListener((message: DevtoolsMessage) => this.#background.captured(message.events, tab));
    port.onDisconnect.addListener(() => {
      this.#devtools.delete(port);
      this.#background.devtoolsClosed();
      this.publish();
    });
    void this.#tellStatus();
  }

  #addPanel(port: Port, tab: number, maySeePrivate: boolean): void {
    const viewer = this.#background.isPrivate(tab).then((isTabPrivate): Viewer => {
      const isPrivate = isTabPrivate && maySeePrivate;
      return { tab, isPrivate, mayWatch: isPrivate === isTabPrivate, seen: undefined };
    });
    let isThere = true;
    port.onMessage.addListener(
      (command: PanelCommand) => void viewer.then((known) => this.#obey(command, port, known)),
    );
    port.onDisconnect.addListener(() => {
      isThere = false;
      this.#panels.delete(port);
      for (const [isPrivate, panel] of this.#cleared) {
        if (panel !== port) continue;
        this.#cleared.delete(isPrivate);
        this.#background.endUndo(isPrivate);
        this.publish();
      }
    });
    void viewer.then(async (known) => {
      if (!isThere) return;
      this.#panels.set(port, known);
      await this.#tellStatus();
      await this.#tellChanges();
    });
  }

  async #obey(command: PanelCommand, port: Port, viewer: Viewer): Promise<void> {
    const { tab, isPrivate } = viewer;
    switch (command.type) {
      case "record":
        return this.#background.record(command.on);
      case "watch":
        if (viewer.mayWatch || !command.on) this.#background.watch(tab, command.on, isPrivate);
        return;
      case "clear":
        return this.#clear(isPrivate, port);
      case "undo":
        this.#background.undo(isPrivate);
        return this.publish();
      case "openAccessPage":
        return this.#background.openAccessPage(command.about);
      case "stopReading":
        return this.#background.stopReading();
      case "ask":
        return this.#answer(command.ticket, this.#background.answer(command.question, isPrivate), port);
      case "fetch":
        return this.#answer(
          command.ticket,
          this.#background.fetch(command.url, command.typed, isPrivate),
          port,
        );
    }
  }

  /** Says so before anybody looks at what is left: that may have to wait for the core. */
  #clear(isPrivate: boolean, port: Port): void {
    this.#background.clear(isPrivate);
    this.#cleared.set(isPrivate, port);
    for (const [panel, viewer] of this.#panels) {
      if (viewer.isPrivate !== isPrivate) continue;
      viewer.seen = undefined;
      send(panel, { type: "changes", changes: NOTHING });
    }
    this.publish();
  }

  async #answer(ticket: number, answer: Promise<Answer>, port: Port): Promise<void> {
    try {
      send(port, { type: "answer", ticket, answer: await answer });
    } catch (error) {
      const why = error instanceof Error && error.message ? { why: error.message } : {};
      send(port, { type: "noAnswer", ticket, ...why });
    }
  }

  /** One after the other: what was true before must not be the last that is told. */
  #tellStatus(): Promise<void> {
    this.#telling = this.#telling.then(() => this.#tellStatusNow()).catch(() => {});
    return this.#telling;
  }

  async #tellStatusNow(): Promise<void> {
    const told = new Map<boolean, Omit<Status, "watched" | "devtools">>();
    for (const isPrivate of new Set([false, ...[...this.#panels.values()].map((one) => one.isPrivate)])) {
      told.set(isPrivate, await this.#background.status(isPrivate));
    }
    for (const [panel, { tab, isPrivate }] of this.#panels) {
      const status = told.get(isPrivate);
      if (!status) continue;
      const watched = this.#background.isWatched(tab);
      const devtools = [...this.#devtools.values()].includes(tab);
      send(panel, { type: "status", status: { ...status, watched, devtools } });
    }
    const on = told.get(false)?.recording ?? false;
    for (const devtools of this.#devtools.keys()) send(devtools, { type: "record", on });
  }

  async #tellChanges(): Promise<void> {
    for (const [panel, viewer] of this.#panels) {
      const { seen } = viewer;
      // Where the core did not load there is nothing to see; the status says so.
      const told = await this.#background.changes(seen, viewer.isPrivate).catch(() => undefined);
      // It was cleared, or somebody else told it, in the meantime.
      if (!told || !this.#panels.has(panel) || viewer.seen !== seen) continue;
      viewer.seen = told.seen;
      send(panel, { type: "changes", changes: told.changes });
    }
  }
}

function send(port: Port, message: PanelMessage | DevtoolsOrder): void {
  try {
    port.postMessage(message);
  } catch {
    // It was closed in the meantime.
  }
}
