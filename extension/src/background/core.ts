/** Owns a session of the core: feeds it, and keeps the log from which it can be made again. */

import type { Answer, CaptureEvent, Changes, Question, Session } from "../../generated/core.js";
import type { Notice } from "../shared/protocol.ts";
import type { Engine } from "./engine.ts";
import { type Accepted, type CoreSession, type Loss, ReplayingSession } from "./replaying.ts";
import { empty, type Stored, type Writer } from "./store.ts";

/** How far somebody has looked: at which session, and at which of its revisions. */
export interface Seen {
  epoch: number;
  revision: number;
}

export class Core {
  readonly #engine: Engine;
  readonly #stored: Stored;
  readonly #writer: Writer;
  readonly #onNotice: () => void;
  readonly #session: ReplayingSession;
  /** One thing after the other: each may pause. */
  #work: Promise<unknown> = Promise.resolve();
  #clears = 0;
  #pristine = true;
  /** What is taken into account beside what is seen, in every session. */
  #settings: string;

  /** `onNotice` hears that there is something to tell the user. */
  constructor(engine: Engine, stored: Stored, settings: string, writer: Writer, onNotice: () => void) {
    this.#engine = engine;
    this.#stored = stored;
    this.#settings = settings;
    this.#writer = writer;
    this.#onNotice = onNotice;
    this.#session = new ReplayingSession(
      () => this.#createSession(),
      (loss) => this.#lose(loss),
    );
  }

  /** Brings it to where the stopped worker was. */
  resume(): Promise<void> {
    return this.#next(() => this.#replay());
  }

  /** Brings back what was cleared, before what came since; nothing where it is cleared again before its turn comes. */
  restore({ log: before, state: cleared }: Stored): Promise<void> {
    const clears = this.#clears;
    return this.#next(async () => {
      if (clears !== this.#clears) return;
      const { log, state } = this.#stored;
      log.replaceBy([...before.events(), ...log.events()]);
      state.ignored += cleared.ignored;
      state.dropped += cleared.dropped;
      state.forgotten = cleared.forgotten;
      state.notices = [...new Set([...cleared.notices, ...state.notices])];
      this.#session.restart();
      this.#writer.schedule();
      return this.#replay();
    });
  }

  /** Folds events in; says whether something is to be seen that was not before. What is cleared before its turn comes is not. */
  async ingest(events: CaptureEvent[]): Promise<boolean> {
    const clears = this.#clears;
    return this.#next(async () => {
      if (clears !== this.#clears) return false;
      const { log } = this.#stored;
      const ingested = await this.#session.ingest(events, () => log.events());
      if (ingested.accepted.length < events.length) this.#note("skipped");
      this.#keep(ingested, (event) => log.append(event));
      this.#writer.schedule();
      return ingested.changed;
    });
  }

  /** What changed since that look. Nothing is computed before somebody looks. */
  changes(seen: Seen | undefined): Promise<{ changes: Changes; seen: Seen }> {
    return this.#look((session) => {
      const { epoch } = this.#session;
      const changes = session.changes(seen?.epoch === epoch ? seen.revision : 0);
      return { changes, seen: { epoch, revision: changes.revision } };
    });
  }

  /** Takes something else into account from now on, for what is there already, too. */
  set(settings: string): Promise<void> {
    return this.#look((session) => {
      this.#settings = settings;
      session.set(settings);
    });
  }

  ask(question: Question): Promise<Answer> {
    return this.#look((session) => session.ask(question, Date.now()));
  }

  /** Whether an answer is worth reading while it passes, as far as is known now: nothing waits for that. */
  wants(started: CaptureEvent, status: number): boolean {
    return this.#session.wants(started, status);
  }

  /** Forgets everything at once, whatever goes on: that ends at its next pause, and what waits for its turn has none. */
  clear(): void {
    this.#clears += 1;
    empty(this.#stored);
    this.#session.restart();
  }

  /** Resolves when all that was to be done so far is done. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** Folds in what the log holds. */
  async #replay(): Promise<void> {
    const { log } = this.#stored;
    const events = log.events();
    const ingested = await this.#session.resume(events);
    const lost = log.isEmpty;
    if (!lost && ingested.accepted.length < events.length) {
      log.replaceBy(ingested.accepted);
      this.#note("skipped");
    }
    if (!lost) this.#keep(ingested, () => {});
  }

  async #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => {});
    return done;
  }

  #createSession(): Session {
    if (!this.#pristine) this.#engine.reset();
    this.#pristine = false;
    const { forgotten } = this.#stored.state;
    const session = this.#engine.create(forgotten);
    try {
      session.set(this.#settings);
      return session;
    } catch {
      // What broke it breaks every session: better none than that.
      this.#settings = "";
      this.#engine.reset();
      return this.#engine.create(forgotten);
    }
  }

  /** Keeps and forgets what the core says, and nothing else. */
  #keep(ingested: Accepted, append: (event: CaptureEvent) => void): void {
    const { log, state } = this.#stored;
    const idle = new Set(ingested.idle);
    for (const { index, hop } of ingested.owned) {
      const event = ingested.accepted[index];
      if (event && "url" in event && !("request" in event)) event.of = hop;
    }
    for (const [index, event] of ingested.accepted.entries()) if (!idle.has(index)) append(event);
    for (const strip of ingested.strip) log.strip(strip);
    for (const hop of ingested.forget) log.forget(hop);
    for (const tab of ingested.forgetTabs) log.forgetTab(tab);
    state.ignored += ingested.forget.length;
    if (ingested.accepted.length > 0) state.forgotten = ingested.forgotten;
    if (ingested.evicted) this.#note("evicted");
  }

  /** Looks at the session; what breaks the look is left out of it and of the log. */
  #look<T>(look: (session: CoreSession) => T): Promise<T> {
    const { log } = this.#stored;
    return this.#next(async () => {
      const { result, recovered, dropped } = await this.#session.look(look, () => log.events());
      if (dropped.length > 0) {
        const gone = new Set(dropped);
        log.replaceBy(log.events().filter((event) => !gone.has(event)));
      }
      if (recovered) this.#note("skipped");
      return result;
    });
  }

  #lose(loss: Loss): void {
    const { log, state } = this.#stored;
    state.dropped += log.size;
    log.clear();
    this.#note(loss === "broken" ? "restarted" : "tooDear");
  }

  #note(notice: Notice): void {
    const { state } = this.#stored;
    if (!state.notices.includes(notice)) state.notices.push(notice);
    this.#writer.schedule();
    this.#onNotice();
  }
}
