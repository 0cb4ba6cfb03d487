/** The ports: DevTools pages bring events, panels get the view and give commands. */

import type { CaptureEvent, SessionView } from "../../generated/core.d.ts";
import {
  type Answer,
  DEVTOOLS_PORT,
  type DevtoolsMessage,
  type DevtoolsOrder,
  PANEL_PORT,
  type PanelCommand,
  type PanelMessage,
  type Question,
  type Status,
} from "../shared/protocol.ts";
import { type Port, webext } from "../shared/webext.ts";

/** A login makes dozens of changes a second; nobody reads that fast. */
const VIEW_DELAY = 100;
/** Counting requests is worth less than the cost of saying so at once. */
const STATUS_DELAY = 1_000;

export interface Background {
  view(): Promise<SessionView>;
  status(): Promise<Status>;
  /** Rejects with what to tell the user, where there is something to tell. */
  answer(question: Question): Promise<Answer>;
  record(on: boolean): void;
  clear(): void;
  openAccessPage(): void;
  captured(events: CaptureEvent[]): void;
  devtoolsOpened(): void;
  devtoolsClosed(): void;
}

export class Hub {
  readonly #background: Background;
  readonly #panels = new Set<Port>();
  readonly #devtools = new Set<Port>();
  #viewTimer: ReturnType<typeof setTimeout> | undefined;
  #statusTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(background: Background) {
    this.#background = background;
    webext.runtime.onConnect.addListener((port) => this.#connected(port));
  }

  /** Tells everybody the status and the view, soon. */
  publish(): void {
    this.#viewTimer ??= setTimeout(() => {
      this.#viewTimer = undefined;
      void this.#tellStatus().then(() => this.#tellView());
    }, VIEW_DELAY);
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
    this.#panels.add(port);
    port.onMessage.addListener((command: PanelCommand) => void this.#obey(command, port));
    port.onDisconnect.addListener(() => this.#panels.delete(port));
    void this.#tellStatus().then(() => this.#tellView());
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
        return this.#answer(command.ticket, command.question, port);
    }
  }

  async #answer(ticket: number, question: Question, port: Port): Promise<void> {
    try {
      send(port, { type: "answer", ticket, answer: await this.#background.answer(question) });
    } catch (error) {
      const why = error instanceof Error && error.message ? { why: error.message } : {};
      send(port, { type: "noAnswer", ticket, ...why });
    }
  }

  async #tellStatus(): Promise<void> {
    const status = await this.#background.status();
    for (const panel of this.#panels) send(panel, { type: "status", status });
    for (const devtools of this.#devtools) send(devtools, { type: "record", on: status.recording });
  }

  async #tellView(): Promise<void> {
    // Where the core did not load there is no view; the status says so.
    const view = await this.#background.view().catch(() => undefined);
    if (!view) return;
    for (const panel of this.#panels) send(panel, { type: "view", view });
  }
}

function send(port: Port, message: PanelMessage | DevtoolsOrder): void {
  try {
    port.postMessage(message);
  } catch {
    // It was closed in the meantime.
  }
}
