/** Owns the WASM instance: loads it, feeds it, and keeps the log from which its session can be made again. */

import init, {
  __wbg_reset_state,
  type CaptureEvent,
  fetchKeys,
  Session,
  type SessionView,
  token,
} from "../../generated/core.js";
import type { Answer, Notice, Question } from "../shared/protocol.ts";
import { webext } from "../shared/webext.ts";
import { ReplayingSession } from "./replaying.ts";
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
    this.#writer = new Writer(stored);
    this.#session = new ReplayingSession(
      () => this.#createSession(),
      () => this.#lose(),
    );
    this.#replayLog();
  }

  get view(): SessionView {
    return this.#session.view;
  }

  /** Folds events in; says whether the view may have changed. */
  ingest(events: CaptureEvent[]): boolean {
    const { log, state } = this.#stored;
    const { changed, forget, strip, accepted } = this.#session.ingest(events, () => log.events());
    if (accepted.length < events.length) this.#note("skipped");

    for (const event of accepted) if (log.append(event)) this.#note("evicted");
    for (const hop of strip) log.strip(hop);
    for (const request of forget) log.forget(request);
    state.ignored += forget.length;
    this.#writer.schedule();
    return changed;
  }

  /** Rejects with what to tell the user, or without words when the core could not write the answer. */
  async answer(question: Question): Promise<Answer> {
    if (question.about === "keys") return fetchKeys(question.url);
    return this.#session.ask(
      (session) => {
        switch (question.about) {
          case "report":
            return session.report(question.login, question.format);
          case "tokens":
            return session.tokens(question.login, question.keys, Date.now(), question.reveal);
          case "causes":
            return session.causes(question.message);
          case "token":
            return token(question.text, question.keys, Date.now(), question.reveal);
        }
      },
      () => this.#stored.log.events(),
    );
  }

  clear(): void {
    const { log, state } = this.#stored;
    log.clear();
    state.ignored = 0;
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
    return new Session();
  }

  #replayLog(): void {
    const { log } = this.#stored;
    const events = log.events();
    const { forget, strip, accepted } = this.#session.ingest(events, () => []);
    for (const hop of strip) log.strip(hop);
    for (const request of forget) log.forget(request);
    if (accepted.length === events.length) return;

    log.clear();
    for (const event of accepted) log.append(event);
    this.#note("skipped");
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
