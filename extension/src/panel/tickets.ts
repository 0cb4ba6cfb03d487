/** Questions that wait for their answers, which come in any order. */

import type { Answer } from "../../generated/core.d.ts";

interface Waiting {
  resolve(answer: Answer): void;
  reject(why: Error): void;
}

export class Tickets {
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;

  /** Sends a question with its ticket. */
  ask(send: (ticket: number) => void): Promise<Answer> {
    const ticket = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(ticket, { resolve, reject });
      send(ticket);
    });
  }

  answered(ticket: number, answer: Answer): void {
    this.#take(ticket)?.resolve(answer);
  }

  /** With what to tell the user. */
  refused(ticket: number, why: string): void {
    this.#take(ticket)?.reject(new Error(why));
  }

  /** Nobody answers what waits now. */
  refuseAll(why: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
    this.#waiting.clear();
  }

  #take(ticket: number): Waiting | undefined {
    const waiting = this.#waiting.get(ticket);
    this.#waiting.delete(ticket);
    return waiting;
  }
}
