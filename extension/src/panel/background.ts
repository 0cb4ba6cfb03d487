/** The panel's side of the port: what is listed, the status, and the commands. */

import type { Fetched, PageStorage, Question } from "../../generated/core.d.ts";
import { type Connection, keepConnected } from "../shared/connection.ts";
import type { AnswerTo, Asked, PanelCommand, PanelMessage, Status } from "../shared/protocol.ts";
import { t } from "../shared/texts.ts";
import { showInNetwork } from "../shared/webext.ts";
import { changed, type Listed, NOTHING } from "./rows.ts";
import { Tickets } from "./tickets.ts";

export interface PanelState {
  listed: Listed;
  /** Unknown until the background answers. */
  status: Status | undefined;
  /** The extension was updated or removed: this panel gets no answers any more. */
  orphaned: boolean;
}

export interface Commands {
  record(on: boolean): void;
  clear(): void;
  /** Has back what was cleared just now. */
  undo(): void;
  openAccessPage(about: Asked): void;
  /** Answers are not read any more while they pass. */
  stopReading(): void;
  /** Shows DevTools' own list of requests, narrowed to an address; not every browser can. */
  inNetwork: ((address: string) => Promise<void>) | undefined;
  /** Rejects with what to tell the user. */
  ask<Q extends Question>(question: Q): Promise<AnswerTo<Q["about"]>>;
  /** What is at an address, which the user wrote or which came from elsewhere; rejects likewise. */
  fetch(url: string, typed: boolean): Promise<Fetched>;
}

/** Who answers what is asked about a login or a token. */
export interface Answers extends Pick<Commands, "ask" | "fetch" | "inNetwork"> {
  /** What the inspected page has stored, where there is one. Rejects with what to tell the user. */
  readPage?: (() => Promise<PageStorage>) | undefined;
}

export class Background implements Commands {
  state: PanelState = { listed: NOTHING, status: undefined, orphaned: false };
  readonly inNetwork = showInNetwork;
  readonly #onChange: () => void;
  readonly #connection: Connection<PanelCommand>;
  readonly #tickets = new Tickets();

  constructor(onChange: () => void, port: string) {
    this.#onChange = onChange;
    this.ask = this.ask.bind(this);
    this.fetch = this.fetch.bind(this);
    this.#connection = keepConnected<PanelCommand, PanelMessage>(port, {
      onMessage: (message) => this.#receive(message),
      onDisconnect: () => this.#tickets.refuseAll(t("noAnswer")),
      onLost: () => this.#change({ orphaned: true }),
    });
  }

  record(on: boolean): void {
    this.#connection.post({ type: "record", on });
  }

  /** The tab is recorded also without DevTools, or not any more. */
  watch(on: boolean): void {
    this.#connection.post({ type: "watch", on });
  }

  clear(): void {
    this.#connection.post({ type: "clear" });
  }

  undo(): void {
    this.#connection.post({ type: "undo" });
  }

  openAccessPage(about: Asked): void {
    this.#connection.post({ type: "openAccessPage", about });
  }

  stopReading(): void {
    this.#connection.post({ type: "stopReading" });
  }

  async ask<Q extends Question>(question: Q): Promise<AnswerTo<Q["about"]>> {
    const { answer } = await this.#tickets.ask((ticket) =>
      this.#connection.post({ type: "ask", ticket, question }),
    );
    // The background answers what it was asked.
    return answer as AnswerTo<Q["about"]>;
  }

  async fetch(url: string, typed: boolean): Promise<Fetched> {
    const { answer } = await this.#tickets.ask((ticket) =>
      this.#connection.post({ type: "fetch", ticket, url, typed }),
    );
    return answer as Fetched;
  }

  #receive(message: PanelMessage): void {
    switch (message.type) {
      case "changes":
        this.#change({ listed: changed(this.state.listed, message.changes) });
        break;
      case "status":
        this.#change({ status: message.status });
        break;
      case "answer":
        this.#tickets.answered(message.ticket, message.answer);
        break;
      case "noAnswer":
        this.#tickets.refused(message.ticket, message.why ?? t("noAnswer"));
        break;
    }
  }

  #change(change: Partial<PanelState>): void {
    this.state = { ...this.state, ...change };
    this.#onChange();
  }
}
