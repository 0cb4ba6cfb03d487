/**
 * A session that survives a trap. A trap poisons the WASM instance for good, so a new one replays what was good
 * before, and then halves the suspects until the event to leave out is alone: of many that costs a few replays.
 *
 * What an event breaks may come to light when somebody looks: the suspects of a look are the events since the last one
 * that went well.
 *
 * All of it pauses now and then, and in a pause `restart` ends it. Nothing is replayed at any price.
 */

import type { Answer, CaptureEvent, Changes, Ingested, Question } from "../../generated/core.d.ts";
import { Pace, pieces } from "./pace.ts";

/**
 * What making a session again may cost, and finding what broke it, in milliseconds each. Chromium stops a worker of which nothing was
 * heard for 30 seconds, and the next one would begin the same again.
 */
const BUDGET = 20_000;

export interface CoreSession {
  ingest(events: CaptureEvent[]): Ingested;
  changes(since: number): Changes;
  ask(question: Question, now: number): Answer;
  wantsBody(started: CaptureEvent, status: number): boolean;
  set(settings: string): void;
}

export interface Accepted extends Ingested {
  /** The events that did not break anything, in order. */
  accepted: CaptureEvent[];
}

interface Looked<T> {
  result: T;
  /** The look broke, and the session was made again. What broke it may have been forgotten already. */
  recovered: boolean;
  /** The events that had to be left out, for the look broke on them. */
  dropped: CaptureEvent[];
}

/** Why a history is given up: it breaks the core each time, or it costs too much. */
export type Loss = "broken" | "tooDear";

/** What was going on is wanted no more. */
export class Restarted extends Error {}

export class ReplayingSession {
  readonly #create: () => CoreSession;
  readonly #onLost: (loss: Loss) => void;
  readonly #pace: () => Pace;
  #session: CoreSession;
  /** Counts the sessions: what was seen of an earlier one says nothing of this one. */
  #epoch = 0;
  /** Counts what ends everything that goes on. */
  #restarts = 0;
  /** Events that nobody has looked at yet. */
  #unseen = 0;

  /** `create` makes a session on a fresh instance; `onLost` hears that what was good could not be replayed. */
  constructor(create: () => CoreSession, onLost: (loss: Loss) => void, pace = () => new Pace()) {
    this.#create = create;
    this.#onLost = onLost;
    this.#pace = pace;
    this.#session = create();
  }

  /** Another number for each session that was begun. */
  get epoch(): number {
    return this.#epoch;
  }

  /**
   * Folds events in. `history` gives the events before them, should they have to be replayed. One call waits for the other: the
   * caller sees to it.
   */
  ingest(events: CaptureEvent[], history: () => CaptureEvent[]): Promise<Accepted> {
    return this.#fold(events, history, Number.POSITIVE_INFINITY);
  }

  /** Folds in what an earlier session had seen; nothing where that costs too much. */
  resume(events: CaptureEvent[]): Promise<Accepted> {
    return this.#fold(events, () => [], BUDGET);
  }

  /**
   * Looks at the session. `history` gives all events that it holds: where the look breaks, those that nobody has looked at
   * yet are suspected. A look that breaks for another reason is not answered, and the session is made again.
   */
  async look<T>(look: (session: CoreSession) => T, history: () => CaptureEvent[]): Promise<Looked<T>> {
    try {
      const result = look(this.#session);
      this.#unseen = 0;
      return { result, recovered: false, dropped: [] };
    } catch {
      return this.#lookAgain(look, history());
    }
  }

  /** Whether an answer is worth reading. What this breaks comes to light with the next events. */
  wants(started: CaptureEvent, status: number): boolean {
    try {
      return this.#session.wantsBody(started, status);
    } catch {
      return false;
    }
  }

  /** Starts again with nothing, at once: what goes on ends with `Restarted`. */
  restart(): void {
    this.#restarts += 1;
    this.#unseen = 0;
    this.#begin();
  }

  async #fold(events: CaptureEvent[], history: () => CaptureEvent[], budget: number): Promise<Accepted> {
    const pace = this.#pace();
    let all = nothing();
    for (const some of pieces(events)) {
      this.#unseen += some.length;
      try {
        add(all, this.#session.ingest(some), some);
      } catch {
        all.changed = true;
        const before = [...history(), ...all.accepted];
        const sifted = await this.#sift(some, before, (few) => add(all, this.#session.ingest(few), few));
        if (!sifted) all = nothing(true);
      }
      await this.#breathe(pace);
      if (pace.spent > budget) {
        this.#lose("tooDear");
        return nothing(true);
      }
    }
    return all;
  }

  async #lookAgain<T>(look: (session: CoreSession) => T, history: CaptureEvent[]): Promise<Looked<T>> {
    const kept = history.slice(0, Math.max(0, history.length - this.#unseen));
    const suspects = history.slice(kept.length);
    const dropped = await this.#sift(suspects, kept, (some) => {
      this.#session.ingest(some);
      look(this.#session);
    });
    this.#unseen = 0;
    try {
      return { result: look(this.#session), recovered: true, dropped: dropped ?? [] };
    } catch {
      await this.#replay(kept);
      throw new Error();
    }
  }

  /**
   * Tries suspects, all at once and then by halves, behind what is good, to which it adds those that are; answers the others, or
   * nothing where all was lost. Whoever is alone and breaks it is one of them; so are all that are left when the search has
   * cost too much.
   */
  async #sift(
    suspects: CaptureEvent[],
    good: CaptureEvent[],
    attempt: (some: CaptureEvent[]) => void,
  ): Promise<CaptureEvent[] | undefined> {
    const pace = this.#pace();
    const bad: CaptureEvent[] = [];
    const waiting = [suspects];
    if (!(await this.#replay(good))) return undefined;
    for (let some = waiting.pop(); some; some = waiting.pop()) {
      if (some.length === 0) continue;
      if (pace.spent > BUDGET) {
        bad.push(...some);
        continue;
      }
      try {
        attempt(some);
        good.push(...some);
      } catch {
        if (!(await this.#replay(good))) return undefined;
        const half = some.length >> 1;
        if (half === 0) bad.push(...some);
        else waiting.push(some.slice(half), some.slice(0, half));
      }
      await this.#breathe(pace);
    }
    return bad;
  }

  /** Makes the session again from these events; false where that could not be, and it is empty then. */
  async #replay(events: CaptureEvent[]): Promise<boolean> {
    this.#begin();
    const pace = this.#pace();
    for (const some of pieces(events)) {
      try {
        this.#session.ingest(some);
      } catch {
        this.#lose("broken");
        return false;
      }
      await this.#breathe(pace);
      if (pace.spent > BUDGET) {
        this.#lose("tooDear");
        return false;
      }
    }
    return true;
  }

  #lose(loss: Loss): void {
    this.#begin();
    this.#unseen = 0;
    this.#onLost(loss);
  }

  #begin(): void {
    this.#epoch += 1;
    this.#session = this.#create();
  }

  async #breathe(pace: Pace): Promise<void> {
    const restarts = this.#restarts;
    await pace.breathe();
    if (restarts !== this.#restarts) throw new Restarted();
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
  all.changed ||= more.changed;
  all.evicted ||= more.evicted;
  all.forgotten = more.forgotten;
  all.accepted.push(...events);
}

function nothing(changed = false): Accepted {
  const lists = { forget: [], strip: [], owned: [], idle: [], forgetTabs: [], accepted: [] };
  return { ...lists, changed, evicted: false, forgotten: 0 };
}
