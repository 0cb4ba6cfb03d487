/**
 * A session that survives a trap. A trap poisons the WASM instance for good, so a new one replays what was good
 * before, and then halves the suspects until the event to leave out is alone: of many that costs a few replays.
 *
 * What an event breaks may come to light when somebody looks: the suspects of a look are the events since the last one
 * that went well.
 */

import type { Answer, CaptureEvent, Changes, Ingested, Question } from "../../generated/core.d.ts";

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
      return this.#ingestByHalves(events, history());
    }
  }

  /**
   * Looks at the session. `history` gives all events that it holds: where the look breaks, those that nobody has looked at
   * yet are suspected. A look that breaks for another reason is not answered, and the session is made again.
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

  #ingestByHalves(events: CaptureEvent[], history: CaptureEvent[]): Accepted {
    const all = nothing();
    this.#replay(history);
    this.#sift(events, [...history], (some) => add(all, this.#session.ingest(some), some));
    return all;
  }

  #lookAgain<T>(look: (session: CoreSession) => T, history: CaptureEvent[]): Looked<T> {
    const kept = history.slice(0, Math.max(0, history.length - this.#unseen));
    const suspects = history.slice(kept.length);
    this.#replay(kept);
    const dropped = this.#sift(suspects, kept, (some) => {
      this.#session.ingest(some);
      look(this.#session);
    });
    this.#unseen = 0;
    try {
      return { result: look(this.#session), dropped };
    } catch {
      this.#replay(kept);
      throw new Error();
    }
  }

  /**
   * Tries suspects, all at once and then by halves, behind what is good, to which it adds those that are; answers the others.
   * Whoever is alone and breaks it is one of them.
   */
  #sift(
    suspects: CaptureEvent[],
    good: CaptureEvent[],
    attempt: (some: CaptureEvent[]) => void,
  ): CaptureEvent[] {
    const bad: CaptureEvent[] = [];
    const waiting = [suspects];
    for (let some = waiting.pop(); some; some = waiting.pop()) {
      if (some.length === 0) continue;
      try {
        attempt(some);
        good.push(...some);
      } catch {
        this.#replay(good);
        const half = some.length >> 1;
        if (half === 0) bad.push(...some);
        else waiting.push(some.slice(half), some.slice(0, half));
      }
    }
    return bad;
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

/** Adds what came of some more events. */
function add(all: Accepted, more: Ingested, events: CaptureEvent[]): void {
  const before = all.accepted.length;
  all.forget.push(...more.forget);
  all.strip.push(...more.strip);
  all.owned.push(...more.owned.map((owned) => ({ ...owned, index: owned.index + before })));
  all.idle.push(...more.idle.map((index) => index + before));
  all.forgetTabs.push(...more.forgetTabs);
  all.evicted ||= more.evicted;
  all.forgotten = more.forgotten;
  all.accepted.push(...events);
}

function nothing(): Accepted {
  const lists = { forget: [], strip: [], owned: [], idle: [], forgetTabs: [], accepted: [] };
  return { ...lists, changed: true, evicted: false, forgotten: 0 };
}
