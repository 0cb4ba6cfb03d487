/**
 * Decides whether anything listens: the user wants to record, and DevTools is open somewhere or a tab is recorded without it.
 *
 * Listening starts in the first turn of the worker, before any of this is known, because a listener added later
 * misses the event that woke the worker.
 */

/** DevTools pages come back this quickly after the worker was stopped, or not at all. */
const GRACE = 5_000;
/** So long after that nobody expects them any more, also not after the next stop: they may have to try for a while. */
const GONE = 20_000;

interface Switch {
  add(): void;
  remove(): void;
}

export class Recorder {
  readonly #listeners: Switch;
  readonly #onAlone: () => void;
  readonly #onChange: () => void;
  #wasListening = true;
  #wanted = true;
  #hasWatches = false;
  #witnesses = 0;
  #grace: ReturnType<typeof setTimeout> | undefined;

  /** `onAlone` hears when DevTools stays closed everywhere, `onChange` when something listens, or nothing any more. */
  constructor(listeners: Switch, onAlone: () => void = () => {}, onChange: () => void = () => {}) {
    this.#listeners = listeners;
    this.#onAlone = onAlone;
    this.#onChange = onChange;
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

  /** Whether a tab is recorded without DevTools. */
  set hasWatches(hasWatches: boolean) {
    this.#hasWatches = hasWatches;
    this.#settle();
  }

  /** Whether anything listens. */
  get isListening(): boolean {
    const isWatched = this.#hasWatches || this.#witnesses > 0 || this.#grace !== undefined;
    return this.#wanted && isWatched;
  }

  /** No DevTools was open when the worker was stopped: none comes back. */
  expectNobody(): void {
    if (this.#witnesses > 0) return;
    clearTimeout(this.#grace);
    this.#grace = undefined;
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
      setTimeout(() => this.#witnesses === 0 && this.#onAlone(), GONE);
    }, GRACE);
  }

  #settle(): void {
    if (this.#witnesses > 0) {
      clearTimeout(this.#grace);
      this.#grace = undefined;
    }
    const { isListening } = this;
    if (isListening) this.#listeners.add();
    else this.#listeners.remove();
    if (isListening === this.#wasListening) return;
    this.#wasListening = isListening;
    this.#onChange();
  }
}
