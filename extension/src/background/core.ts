/** Owns the WASM instance: loads it, feeds it, and keeps the log from which its session can be made again. */

import init, {
  __wbg_reset_state,
  type Answer,
  type CaptureEvent,
  type Changes,
  type Question,
  Session,
} from "../../generated/core.js";
import type { Notice } from "../shared/protocol.ts";
import { webext } from "../shared/webext.ts";
import { type Accepted, type CoreSession, ReplayingSession } from "./replaying.ts";
import { type Stored, Writer } from "./store.ts";

/** Loads the core and brings it to where the stopped worker was. */
export async function loadCore(stored: Stored): Promise<Core> {
  await init({ module_or_path: fetch(webext.runtime.getURL("core.wasm")) });
  return new Core(stored);
}

export class Core {
  readonly #stored: Stored;
  readonly #writer: Writer;
  readonly #session: ReplayingSession;
  #pristine = true;

  constructor(stored: Stored) {
    this.#stored = stored;
    this.#writer = new Writer(stored, () => this.#note("unwritten"));
    this.#session = new ReplayingSession(
      () => this.#createSession(),
      () => this.#lose(),
    );
    this.#replayLog();
  }

  /** Folds events in; says whether something is to be seen that was not before. */
  ingest(events: CaptureEvent[]): boolean {
    const ingested = this.#session.ingest(events, () => this.#stored.log.events());
    if (ingested.accepted.length < events.length) this.#note("skipped");
    this.#keep(ingested, (event) => this.#stored.log.append(event));
    this.#writer.schedule();
    return ingested.changed;
  }

  /** What changed since the look of that revision. Nothing is computed before somebody looks. */
  changes(since: number): Changes {
    return this.#look((session) => session.changes(since));
  }

  ask(question: Question): Answer {
    return this.#look((session) => session.ask(question, Date.now()));
  }

  clear(): void {
    const { log, state } = this.#stored;
    log.clear();
    state.ignored = 0;
    state.forgotten = 0;
    state.notices = [];
    this.#session.restart();
    this.save();
  }

  save(): void {
    void this.#writer.flush();
  }

  #createSession(): Session {
    if (!this.#pristine) __wbg_reset_state();
    this.#pristine = false;
    return new Session(this.#stored.state.forgotten);
  }

  #replayLog(): void {
    const { log } = this.#stored;
    const events = log.events();
    const ingested = this.#session.ingest(events, () => []);
    if (ingested.accepted.length < events.length) {
      log.replaceBy(ingested.accepted);
      this.#note("skipped");
    }
    this.#keep(ingested, () => {});
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
    state.forgotten = ingested.forgotten;
    if (ingested.evicted) this.#note("evicted");
  }

  /** Looks at the session; what breaks the look is left out of it and of the log. */
  #look<T>(look: (session: CoreSession) => T): T {
    const { log } = this.#stored;
    const { result, dropped } = this.#session.look(look, () => log.events());
    if (dropped.length > 0) {
      const gone = new Set(dropped);
      log.replaceBy(log.events().filter((event) => !gone.has(event)));
      this.#note("skipped");
    }
    return result;
  }

  #lose(): void {
    this.#stored.log.clear();
    this.#note("restarted");
  }

  #note(notice: Notice): void {
    const { state } = this.#stored;
    if (!state.notices.includes(notice)) state.notices.push(notice);
    this.#writer.schedule();
  }
}
