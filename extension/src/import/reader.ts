/** Reads files with a core of its own, and answers questions about them. What breaks it breaks nothing else. */

import type { Answer, Changes, Obstacle, Question, Reading } from "../../generated/core.d.ts";
import type { Given, ImportNews, ImportOrder } from "./messages.ts";

/** What the core does with files. */
export interface CoreFiles {
  set(settings: string): void;
  takes(size: number): boolean;
  read(name: string, bytes: Uint8Array): void;
  leaveOut(name: string, obstacle: Obstacle): void;
  changes(since: number): Changes;
  ask(question: Question, now: number): Answer;
}

export class Reader {
  readonly #load: () => Promise<CoreFiles>;
  readonly #tell: (news: ImportNews) => void;
  #files: CoreFiles | undefined;

  constructor(load: () => Promise<CoreFiles>, tell: (news: ImportNews) => void) {
    this.#load = load;
    this.#tell = tell;
  }

  async obey(order: ImportOrder): Promise<void> {
    if (order.type === "read") await this.#read(order.files, order.settings);
    else this.#answer(order.ticket, order.question);
  }

  async #read(given: Given[], settings: string): Promise<void> {
    const files = await this.#load().catch(() => undefined);
    if (!files) {
      this.#tell({ type: "unavailable" });
      return;
    }
    files.set(settings);
    for (const [index, one] of given.entries()) {
      this.#tell({ type: "reading", index });
      const bytes = await bytesOf(one, files);
      try {
        if (bytes instanceof Uint8Array) files.read(one.name, bytes);
        else files.leaveOut(one.name, bytes);
      } catch {
        this.#tell({ type: "broke", index });
        return;
      }
    }
    try {
      const { answer } = files.ask({ about: "reading" }, Date.now());
      // The core answers what it was asked, and these are files.
      const reading = answer as Reading;
      this.#tell({ type: "done", changes: files.changes(0), reading });
      this.#files = files;
    } catch {
      this.#tell({ type: "broke" });
    }
  }

  #answer(ticket: number, question: Question): void {
    try {
      const answer = this.#files?.ask(question, Date.now());
      this.#tell(answer ? { type: "answer", ticket, answer } : { type: "noAnswer", ticket });
    } catch (error) {
      // What is no failure of its memory is a question that it does not take.
      this.#tell(isPoisoned(error) ? { type: "broke" } : { type: "noAnswer", ticket });
    }
  }
}

/** The bytes of a file, or why they are not read. */
async function bytesOf({ content, broke }: Given, files: CoreFiles): Promise<Uint8Array | Obstacle> {
  if (broke) return { why: "broke" };
  if (!files.takes(content.size)) return { why: "tooLarge", size: content.size };
  try {
    return new Uint8Array(await content.arrayBuffer());
  } catch {
    return { why: "notGiven" };
  }
}

/** A trap, or the end of the stack; what the core refuses is a plain error. */
function isPoisoned(error: unknown): boolean {
  return !(error instanceof Error) || error.constructor !== Error;
}
