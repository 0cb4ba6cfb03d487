/**
 * A session that survives a trap. A trap poisons the WASM instance for good, so a new one replays what was good
 * before, and then takes the suspects one by one to find the event to leave out.
 *
 * What an event breaks may come to light when somebody looks: the suspects of a look are the events since the last one
 * that went well.
 */

import type { Answer, CaptureEvent, Changes, Hop, Ingested, Question } from "../../generated/core.d.ts";

export interface CoreSession {
  ingest(events: CaptureEvent[]): Ingested;
  changes(since: number): Changes;
  ask(question: Question, now: number): Answer;
}

export interface Accepted extends Ingested {
  /** The events that did not break anything, in order. */
  accepted: CaptureEvent[];
}

export interface Looked<T> {
  result: T;
  /** The events that had to be left out, for the look broke on them. */
  dropped: CaptureEvent[];
}

export class ReplayingSession {
  readonly #create: () => CoreSession;
  readonly #onLost: () => void;
  #session: CoreSession;
  /** Events that nobody has looked at yet. */
  #unseen = 0;

  /** `create` makes a session on a fresh instance; `onLost` hears that what was good could not be replayed. */
  constructor(create: () => CoreSession, onLost: () => void) {
    this.#create = create;
    this.#onLost = onLost;
    this.#session = create();
  }

  /** Folds events in. `history` gives the events before them, should they have to be replayed. */
  ingest(events: CaptureEvent[], history: () => CaptureEvent[]): Accepted {
    this.#unseen += events.length;
    try {
      return { ...this.#session.ingest(events), accepted: events };
    } catch {
      return this.#ingestOneByOne(events, history());
    }
  }

  /**
   * Looks at the session. `history` gives all events that it holds: where the look breaks, those that nobody has looked at
   * yet are taken one by one. A look that breaks for another reason is not answered, and the session is made again.
   */
  look<T>(look: (session: CoreSession) => T, history: () => CaptureEvent[]): Looked<T> {
    try {
      const result = look(this.#session);
      this.#unseen = 0;
      return { result, dropped: [] };
    } catch {
      return this.#lookAgain(look, history());
    }
  }

  /** Starts again with nothing. */
  restart(): void {
    this.#replay([]);
    this.#unseen = 0;
  }

  #ingestOneByOne(events: CaptureEvent[], history: CaptureEvent[]): Accepted {
    const all: Accepted = { ...NOTHING, changed: true, forget: [], strip: [], forgetTabs: [], accepted: [] };
    const idle: number[] = [];
    this.#replay(history);
    for (const event of events) {
      try {
        const ingested = this.#session.ingest([event]);
        all.forget.push(...ingested.forget);
        all.strip.push(...(ingested.strip satisfies Hop[]));
        all.forgetTabs.push(...ingested.forgetTabs);
        if (ingested.idle.length > 0) idle.push(all.accepted.length);
        all.evicted ||= ingested.evicted;
        all.forgotten = ingested.forgotten;
        all.accepted.push(event);
      } catch {
        this.#replay([...history, ...all.accepted]);
      }
    }
    return { ...all, idle };
  }

  #lookAgain<T>(look: (session: CoreSession) => T, history: CaptureEvent[]): Looked<T> {
    const seen = history.slice(0, Math.max(0, history.length - this.#unseen));
    const kept = [...seen];
    const dropped: CaptureEvent[] = [];
    this.#replay(seen);
    for (const event of history.slice(seen.length)) {
      try {
        this.#session.ingest([event]);
        look(this.#session);
        kept.push(event);
      } catch {
        dropped.push(event);
        this.#replay(kept);
      }
    }
    this.#unseen = 0;
    try {
      return { result: look(this.#session), dropped };
    } catch {
      this.#replay(kept);
      throw new Error();
    }
  }

  #replay(events: CaptureEvent[]): void {
    try {
      this.#session = this.#create();
      this.#session.ingest(events);
    } catch {
      this.#session = this.#create();
      this.#onLost();
    }
  }
}

const NOTHING: Ingested = {
  changed: false,
  forget: [],
  strip: [],
  idle: [],
  forgetTabs: [],
  evicted: false,
  forgotten: 0,
};
