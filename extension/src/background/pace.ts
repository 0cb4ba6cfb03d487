/**
 * Long work in short pieces. Everything runs on one thread: what does not pause keeps a click on *Clear* waiting.
 */

/** The longest that others wait, in milliseconds; a piece that has begun is finished. */
const SLICE = 30;
/** So many events are one piece. */
const PIECE = 32;

export class Pace {
  readonly #now: () => number;
  readonly #pause: () => Promise<void>;
  #since: number;
  #spent = 0;

  /** Counts from now on. */
  constructor(now = () => performance.now(), pause = letOthersIn) {
    this.#now = now;
    this.#pause = pause;
    this.#since = now();
  }

  /** How long the work has taken so far, without the pauses. */
  get spent(): number {
    return this.#spent + this.#now() - this.#since;
  }

  /** Lets others in, where it is time to. */
  async breathe(): Promise<void> {
    const worked = this.#now() - this.#since;
    if (worked < SLICE) return;
    this.#spent += worked;
    await this.#pause();
    this.#since = this.#now();
  }
}

/** Pieces of a list. */
export function pieces<T>(items: T[]): T[][] {
  const count = Math.ceil(items.length / PIECE);
  return Array.from({ length: count }, (_, index) => items.slice(index * PIECE, (index + 1) * PIECE));
}

/** Until all that waits now had its turn; promises alone give way to nobody. */
function letOthersIn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
