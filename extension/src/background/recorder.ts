/**
 * Decides whether anything listens: the user wants to record, and DevTools is open somewhere.
 *
 * Listening starts in the first turn of the worker, before any of this is known, because a listener added later
 * misses the event that woke the worker.
 */

/** DevTools pages come back this quickly after the worker was stopped, or not at all. */
const GRACE = 5_000;

interface Switch {
  add(): void;
  remove(): void;
}

export class Recorder {
  readonly #listeners: Switch;
  #wanted = true;
  #witnesses = 0;
  #grace: ReturnType<typeof setTimeout> | undefined;

  constructor(listeners: Switch) {
    this.#listeners = listeners;
    listeners.add();
    this.#expectWitness();
  }

  /** Whether the user wants to record. */
  get wanted(): boolean {
    return this.#wanted;
  }

  set wanted(wanted: boolean) {
    this.#wanted = wanted;
    this.#settle();
  }

  /** A DevTools window opened. */
  witnessCame(): void {
    this.#witnesses += 1;
    this.#settle();
  }

  /** A DevTools window closed. */
  witnessLeft(): void {
    this.#witnesses -= 1;
    if (this.#witnesses === 0) this.#expectWitness();
  }

  /** Registers the listeners again: what they may see has changed. */
  renew(): void {
    this.#listeners.remove();
    this.#settle();
  }

  #expectWitness(): void {
    this.#grace = setTimeout(() => {
      this.#grace = undefined;
      this.#settle();
    }, GRACE);
  }

  #settle(): void {
    if (this.#witnesses > 0) {
      clearTimeout(this.#grace);
      this.#grace = undefined;
    }
    const watched = this.#witnesses > 0 || this.#grace !== undefined;
    if (this.#wanted && watched) this.#listeners.add();
    else this.#listeners.remove();
  }
}
