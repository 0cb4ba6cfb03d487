/** The panel's side of the port: the latest view and status, and the commands. */

import type { SessionView } from "../../generated/core.d.ts";
import { type Connection, keepConnected } from "../shared/connection.ts";
import {
  type Answer,
  type Answers,
  PANEL_PORT,
  type PanelCommand,
  type PanelMessage,
  type Question,
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
  /** Rejects with what to tell the user. */
  ask<Q extends Question>(question: Q): Promise<Answers[Q["about"]]>;
}

const NO_ANSWER = "The extension did not answer. Try it again.";

interface Waiting {
  resolve(answer: Answer): void;
  reject(why: Error): void;
}

export class Background implements Commands {
  state: PanelState = { view: { logins: [], seen: 0, kept: 0 }, status: undefined, orphaned: false };
  readonly #onChange: () => void;
  readonly #connection: Connection<PanelCommand>;
  readonly #waiting = new Map<number, Waiting>();
  #tickets = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.ask = this.ask.bind(this);
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

  ask<Q extends Question>(question: Q): Promise<Answers[Q["about"]]> {
    const ticket = this.#tickets++;
    this.#connection.post({ type: "ask", ticket, question });
    return new Promise((resolve, reject) => {
      // The background answers what it was asked.
      this.#waiting.set(ticket, { resolve: (answer) => resolve(answer as Answers[Q["about"]]), reject });
    });
  }

  #receive(message: PanelMessage): void {
    switch (message.type) {
      case "view":
        this.#change({ view: message.view });
        break;
      case "status":
        this.#change({ status: message.status });
        break;
      case "answer":
        this.#answered(message.ticket)?.resolve(message.answer);
        break;
      case "noAnswer":
        this.#answered(message.ticket)?.reject(new Error(message.why ?? NO_ANSWER));
        break;
    }
  }

  #giveUpWaiting(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(NO_ANSWER));
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
