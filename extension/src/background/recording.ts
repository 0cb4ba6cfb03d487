/** Everything of one kind of windows: events on their way, the core, and what is stored. */

import type { Answer, CaptureEvent, Changes, Question } from "../../generated/core.d.ts";
import { Core, type Seen } from "./core.ts";
import type { Engine } from "./engine.ts";
import { Inbox } from "./inbox.ts";
import { currentSettings } from "./settings.ts";
import { empty, erase, load, type Realm, type State, type Stored, Writer } from "./store.ts";

interface Listener {
  /** There is something to see. */
  changed(): void;
  /** Only the status is another one. */
  counted(): void;
}

/** For so long what was cleared can be had back, in milliseconds. It is in memory, and written nowhere. */
const UNDO_FOR = 10_000;

export class Recording {
  readonly #realm: Realm;
  readonly #engine: Engine;
  readonly #listener: Listener;
  readonly #inbox = new Inbox();
  #loading: Promise<Stored> | undefined;
  #starting: Promise<Core> | undefined;
  #stored: Stored | undefined;
  #writer: Writer | undefined;
  #core: Core | undefined;
  /** It was cleared before anything was read. */
  #clearedEarly = false;
  /** What was said while the core was on its way, which counts more than what was kept before. */
  #settings: string | undefined;
  /** What was cleared just now. */
  #cleared: Stored | undefined;
  #forgetting: ReturnType<typeof setTimeout> | undefined;

  constructor(realm: Realm, engine: Engine, listener: Listener) {
    this.#realm = realm;
    this.#engine = engine;
    this.#listener = listener;
  }

  /** Whether anything was asked of it yet. */
  get isOpen(): boolean {
    return this.#starting !== undefined;
  }

  /** Goes on where the stopped worker was. Rejects where the core does not load: nothing would ever take the events then. */
  open(): Promise<Core> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** What is stored, before the core has seen it again. */
  async state(): Promise<State> {
    return (await this.#load()).state;
  }

  /** Whether nothing is stored. */
  async isEmpty(): Promise<boolean> {
    return (await this.#load()).log.isEmpty;
  }

  push(...events: CaptureEvent[]): void {
    this.#inbox.push(...events);
    this.open().catch(() => this.#inbox.clear());
  }

  async changes(seen: Seen | undefined): Promise<{ changes: Changes; seen: Seen }> {
    return (await this.open()).changes(seen);
  }

  async ask(question: Question): Promise<Answer> {
    const core = await this.open();
    this.#inbox.drain();
    return core.ask(question);
  }

  /** Takes something else into account from now on, for what is there already, too. */
  async set(settings: string): Promise<void> {
    this.#settings = settings;
    await this.#core?.set(settings);
    this.#listener.changed();
  }

  /** Whether an answer is worth reading while it passes; later, where the core is not there yet. */
  wants(started: CaptureEvent, status: number): boolean | Promise<boolean> {
    if (this.#core) return this.#core.wants(started, status);
    return this.open().then((core) => core.wants(started, status));
  }

  /** Whether what was cleared can be had back. */
  get canUndo(): boolean {
    return this.#cleared !== undefined;
  }

  /** Forgets everything at once, whatever goes on; for a moment it can be had back. */
  clear(): void {
    this.endUndo();
    if (this.#core && this.#stored && !this.#stored.log.isEmpty) {
      this.#cleared = { log: this.#stored.log.takeAll(), state: { ...this.#stored.state } };
      this.#forgetting = setTimeout(() => {
        this.endUndo();
        this.#listener.changed();
      }, UNDO_FOR);
    }
    this.#clear();
  }

  /** Has back what was cleared just now. */
  undo(): void {
    const cleared = this.#cleared;
    this.endUndo();
    if (!cleared || !this.#core) return;
    this.#inbox.drain();
    void this.#core.restore(cleared).then(
      () => this.#listener.changed(),
      // It was cleared again while it was read.
      () => {},
    );
  }

  /** What was cleared is gone for good. */
  endUndo(): void {
    clearTimeout(this.#forgetting);
    this.#cleared = undefined;
  }

  #clear(): void {
    this.#inbox.clear();
    if (this.#core) this.#core.clear();
    else if (this.#stored) empty(this.#stored);
    else this.#clearedEarly = true;
    void this.#writer?.flush();
  }

  /** Forgets everything at once, and leaves no trace. */
  discard(): void {
    this.endUndo();
    this.#clear();
    void Promise.resolve(this.#writer?.flush()).then(() => erase(this.#realm));
  }

  /** Writes down what is known. */
  async save(): Promise<void> {
    this.#inbox.drain();
    await this.#core?.settled();
    await this.#writer?.flush();
  }

  #load(): Promise<Stored> {
    this.#loading ??= load(this.#realm).then((stored) => {
      if (this.#clearedEarly) empty(stored);
      this.#stored = stored;
      this.#writer = new Writer(this.#realm, stored, () => this.#listener.counted());
      if (this.#clearedEarly) void this.#writer.flush();
      return stored;
    });
    return this.#loading;
  }

  async #start(): Promise<Core> {
    // Together with all that follows: an answer that begins waits for this.
    const reading = currentSettings();
    const stored = await this.#load();
    const notices = stored.state.notices.filter((notice) => notice !== "unavailable");
    try {
      await this.#engine.load();
      stored.state.notices = notices;
    } catch (error) {
      stored.state.notices = [...notices, "unavailable"];
      throw error;
    }
    const kept = await reading;
    const settings = this.#settings ?? kept;
    this.#core = new Core(this.#engine, stored, settings, this.#writer as Writer, () =>
      this.#listener.counted(),
    );
    await this.#core.resume().catch(() => {});
    this.#inbox.open((events) => void this.#take(events));
    return this.#core;
  }

  async #take(events: CaptureEvent[]): Promise<void> {
    const changed = await this.#core?.ingest(events).catch(() => true);
    if (changed) this.#listener.changed();
    else this.#listener.counted();
  }
}
