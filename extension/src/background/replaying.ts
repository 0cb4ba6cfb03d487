/**
 * A session that survives a trap. A trap poisons the WASM instance for good, so a new one replays what was good
 * before, and then takes the suspects one by one to find the event to leave out.
 */

import type { CaptureEvent, Cause, Hop, Ingested, LoginTokens, SessionView } from "../../generated/core.d.ts";

export interface CoreSession {
  ingest(events: CaptureEvent[]): Ingested;
  view(): SessionView;
  report(login: string | undefined, format: string): string;
  causes(message: string): Cause[];
  tokens(login: string, keys: string, now: number, reveal: boolean): LoginTokens;
}

export interface Accepted extends Ingested {
  /** The events that did not break anything, in order. */
  accepted: CaptureEvent[];
}

export class ReplayingSession {
  readonly #create: () => CoreSession;
  readonly #onLost: () => void;
  #session: CoreSession;
  #view: SessionView;

  /** `create` makes a session on a fresh instance; `onLost` hears that what was good could not be replayed. */
  constructor(create: () => CoreSession, onLost: () => void) {
    this.#create = create;
    this.#onLost = onLost;
    this.#session = create();
    this.#view = this.#session.view();
  }

  get view(): SessionView {
    return this.#view;
  }

  /** Folds events in. `history` gives the events before them, should they have to be replayed. */
  ingest(events: CaptureEvent[], history: () => CaptureEvent[]): Accepted {
    try {
      return { ...this.#attempt(events), accepted: events };
    } catch {
      return this.#ingestOneByOne(events, history());
    }
  }

  /** Asks the session. A question that breaks it is not answered, and the session is made again. */
  ask<T>(question: (session: CoreSession) => T, history: () => CaptureEvent[]): T {
    try {
      return question(this.#session);
    } catch {
      this.#replay(history());
      throw new Error();
    }
  }

  /** Starts again with nothing. */
  restart(): void {
    this.#replay([]);
  }

  #ingestOneByOne(events: CaptureEvent[], history: CaptureEvent[]): Accepted {
    const accepted: CaptureEvent[] = [];
    const forget: string[] = [];
    const strip: Hop[] = [];
    this.#replay(history);
    for (const event of events) {
      try {
        const ingested = this.#attempt([event]);
        forget.push(...ingested.forget);
        strip.push(...ingested.strip);
        accepted.push(event);
      } catch {
        this.#replay([...history, ...accepted]);
      }
    }
    return { changed: true, forget, strip, accepted };
  }

  /** The view is part of the attempt: what cannot be shown must not stay. */
  #attempt(events: CaptureEvent[]): Ingested {
    const result = this.#session.ingest(events);
    if (result.changed) this.#view = this.#session.view();
    return result;
  }

  #replay(events: CaptureEvent[]): void {
    try {
      this.#session = this.#create();
      this.#session.ingest(events);
      this.#view = this.#session.view();
    } catch {
      this.#session = this.#create();
      this.#view = this.#session.view();
      this.#onLost();
    }
  }
}
