/** Collects events until the core can take them, and then hands them over in batches. */

import type { CaptureEvent } from "../../generated/core.d.ts";
import { inOrder, inOrderOfHops } from "./order.ts";

/** Long enough to take the events of one response at once, too short to be seen. */
const BATCH_DELAY = 60;

type Take = (events: CaptureEvent[]) => void;

export class Inbox {
  #events: CaptureEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #take: Take | undefined;

  push(...events: CaptureEvent[]): void {
    this.#events.push(...events);
    this.#timer ??= setTimeout(() => this.drain(), BATCH_DELAY);
  }

  open(take: Take): void {
    this.#take = take;
    this.#events = inOrderOfHops(this.#events);
    this.drain();
  }

  /** Hands over now what would be handed over soon. */
  drain(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#take || this.#events.length === 0) return;

    const events = this.#events;
    this.#events = [];
    this.#take(inOrder(events));
  }

  clear(): void {
    this.#events = [];
  }
}
