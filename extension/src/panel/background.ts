/** The panel's side of the port: the latest view and status, and the commands. */

import type { SessionView } from "../../generated/core.d.ts";
import { type Connection, keepConnected } from "../shared/connection.ts";
import {
  PANEL_PORT,
  type PanelCommand,
  type PanelMessage,
  type ReportFormat,
  type Status,
} from "../shared/protocol.ts";

export interface PanelState {
  view: SessionView;
  /** Unknown until the background answers. */
  status: Status | undefined;
  /** The extension was updated: this panel gets no answers any more. */
  orphaned: boolean;
}

export interface Commands {
  record(on: boolean): void;
  clear(): void;
  openAccessPage(): void;
  /** Rejects when the report could not be written. */
  report(login: string | undefined, format: ReportFormat): Promise<string>;
}

interface Waiting {
  resolve(text: string): void;
  reject(): void;
}

export class Background implements Commands {
  state: PanelState = { view: { logins: [], seen: 0, kept: 0 }, status: undefined, orphaned: false };
  readonly #onChange: () => void;
  readonly #connection: Connection<PanelCommand>;
  readonly #waiting = new Map<number, Waiting>();
  #tickets = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#connection = keepConnected<PanelCommand, PanelMessage>(PANEL_PORT, {
      onMessage: (message) => this.#receive(message),
      onDisconnect: () => this.#giveUpWaiting(),
      onLost: () => this.#change({ orphaned: true }),
    });
  }

  record(on: boolean): void {
    this.#connection.post({ type: "record", on });
  }

  clear(): void {
    this.#connection.post({ type: "clear" });
  }

  openAccessPage(): void {
    this.#connection.post({ type: "openAccessPage" });
  }

  report(login: string | undefined, format: ReportFormat): Promise<string> {
    const ticket = this.#tickets++;
    this.#connection.post({ type: "report", ticket, format, ...(login === undefined ? {} : { login }) });
    return new Promise((resolve, reject) => this.#waiting.set(ticket, { resolve, reject }));
  }

  #receive(message: PanelMessage): void {
    switch (message.type) {
      case "view":
        this.#change({ view: message.view });
        break;
      case "status":
        this.#change({ status: message.status });
        break;
      case "report":
        this.#answered(message.ticket)?.resolve(message.text);
        break;
      case "reportFailed":
        this.#answered(message.ticket)?.reject();
        break;
    }
  }

  #giveUpWaiting(): void {
    for (const { reject } of this.#waiting.values()) reject();
    this.#waiting.clear();
  }

  #answered(ticket: number): Waiting | undefined {
    const waiting = this.#waiting.get(ticket);
    this.#waiting.delete(ticket);
    return waiting;
  }

  #change(change: Partial<PanelState>): void {
    this.state = { ...this.state, ...change };
    this.#onChange();
  }
}
