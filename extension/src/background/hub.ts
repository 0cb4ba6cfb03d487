/** The ports: DevTools pages bring events, panels get the view and give commands. */

import type { Answer, CaptureEvent, Changes, Question } from "../../generated/core.d.ts";
import {
  DEVTOOLS_PORT,
  type DevtoolsMessage,
  type DevtoolsOrder,
  PANEL_PORT,
  type PanelCommand,
  type PanelMessage,
  type Status,
} from "../shared/protocol.ts";
import { type Port, webext } from "../shared/webext.ts";

/** A login makes dozens of changes a second; nobody reads that fast. */
const CHANGES_DELAY = 100;
/** Counting requests is worth less than the cost of saying so at once. */
const STATUS_DELAY = 1_000;

export interface Background {
  /** What changed since the look of that revision. */
  changes(since: number): Promise<Changes>;
  status(): Promise<Status>;
  /** Rejects with what to tell the user, where there is something to tell. */
  answer(question: Question): Promise<Answer>;
  /** What is at an address, which the user wrote or which came from elsewhere; rejects likewise. */
  fetch(url: string, typed: boolean): Promise<Answer>;
  record(on: boolean): void;
  clear(): void;
  openAccessPage(): void;
  captured(events: CaptureEvent[]): void;
  devtoolsOpened(): void;
  devtoolsClosed(): void;
}

export class Hub {
  readonly #background: Background;
  /** Each panel with the revision that it has seen: 0 where it has seen nothing. */
  readonly #panels = new Map<Port, number>();
  readonly #devtools = new Set<Port>();
  #changesTimer: ReturnType<typeof setTimeout> | undefined;
  #statusTimer: ReturnType<typeof setTimeout> | undefined;

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
    if (port.name === DEVTOOLS_PORT) this.#addDevtools(port);
    else if (port.name === PANEL_PORT) this.#addPanel(port);
    else port.disconnect();
  }

  #addDevtools(port: Port): void {
    this.#devtools.add(port);
    this.#background.devtoolsOpened();
    port.onMessage.addListener((message: DevtoolsMessage) => this.#background.captured(message.events));
    port.onDisconnect.addListener(() => {
      this.#devtools.delete(port);
      this.#background.devtoolsClosed();
    });
    void this.#tellStatus();
  }

  #addPanel(port: Port): void {
    this.#panels.set(port, 0);
    port.onMessage.addListener((command: PanelCommand) => void this.#obey(command, port));
    port.onDisconnect.addListener(() => this.#panels.delete(port));
    void this.#tellStatus().then(() => this.#tellChanges());
  }

  async #obey(command: PanelCommand, port: Port): Promise<void> {
    switch (command.type) {
      case "record":
        return this.#background.record(command.on);
      case "clear":
        return this.#background.clear();
      case "openAccessPage":
        return this.#background.openAccessPage();
      case "ask":
        return this.#answer(command.ticket, this.#background.answer(command.question), port);
      case "fetch":
        return this.#answer(command.ticket, this.#background.fetch(command.url, command.typed), port);
    }
  }

  async #answer(ticket: number, answer: Promise<Answer>, port: Port): Promise<void> {
    try {
      send(port, { type: "answer", ticket, answer: await answer });
    } catch (error) {
      const why = error instanceof Error && error.message ? { why: error.message } : {};
      send(port, { type: "noAnswer", ticket, ...why });
    }
  }

  async #tellStatus(): Promise<void> {
    const status = await this.#background.status();
    for (const panel of this.#panels.keys()) send(panel, { type: "status", status });
    for (const devtools of this.#devtools) send(devtools, { type: "record", on: status.recording });
  }

  async #tellChanges(): Promise<void> {
    for (const [panel, since] of this.#panels) {
      // Where the core did not load there is nothing to see; the status says so.
      const changes = await this.#background.changes(since).catch(() => undefined);
      if (!changes || !this.#panels.has(panel)) continue;
      this.#panels.set(panel, changes.revision);
      send(panel, { type: "changes", changes });
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
