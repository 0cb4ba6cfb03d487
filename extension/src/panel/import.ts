/** The files that a panel shows in place of what the browser does: read by a worker, forgotten with it. */

import type { Question, Reading } from "../../generated/core.d.ts";
import type { Given, ImportNews, ImportOrder } from "../import/messages.ts";
import type { AnswerTo } from "../shared/protocol.ts";
import { t } from "../shared/texts.ts";
import { count } from "./format.ts";
import { changed, type Listed, NOTHING } from "./rows.ts";
import { Tickets } from "./tickets.ts";
export interface ImportState {
  /** `login.har`, `login.har, token.txt`, `login.har and 4 more`. */
  title: string;
  listed: Listed;
  /** What there is to say about the files; undefined while they are read. */
  reading: Reading | undefined;
  /** The file that is being read. */
  current: string | undefined;
  /** Why there is nothing to see. */
  problem: string | undefined;
}

/** Names that are written out in a title. */
const NAMED = 2;

/** As much of a worker as is needed. */
export type Worked = Pick<Worker, "postMessage" | "terminate" | "onmessage" | "onerror">;

export class Import {
  /** Undefined while no files are open. */
  state: ImportState | undefined;
  readonly #onChange: () => void;
  readonly #start: () => Worked;
  /** What is taken into account beside the files. */
  #settings = "";
  #files: Given[] = [];
  #worker: Worked | undefined;
  readonly #tickets = new Tickets();
  /** Revisions of other files are never those of these. */
  #tellings = 0;

  constructor(onChange: () => void, start: () => Worked = () => new Worker("import.js")) {
    this.#onChange = onChange;
    this.#start = start;
    this.ask = this.ask.bind(this);
  }

  /** Reads files as one recording, in place of those before. */
  open(files: Given[]): void {
    this.#files = files;
    this.#read();
  }

  /** Takes something else into account: what is open is read again. */
  set(settings: string): void {
    if (settings === this.#settings) return;
    this.#settings = settings;
    if (this.state) this.#read();
  }

  /** Forgets everything, whatever goes on. */
  close(): void {
    this.#stop();
    this.#files = [];
    this.state = undefined;
    this.#onChange();
  }

  /** Rejects with what to tell the user. */
  async ask<Q extends Question>(question: Q): Promise<AnswerTo<Q["about"]>> {
    const worker = this.#worker;
    if (!worker) throw new Error(t("importStopped"));
    const { answer } = await this.#tickets.ask((ticket) =>
      this.#order(worker, { type: "ask", ticket, question }),
    );
    // The worker answers what it was asked.
    return answer as AnswerTo<Q["about"]>;
  }

  #read(): void {
    this.#stop();
    this.state = {
      title: titleOf(this.#files),
      listed: { ...NOTHING, tellings: this.#tellings++ },
      reading: undefined,
      current: this.#files[0]?.name,
      problem: undefined,
    };
    const worker = this.#start();
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<ImportNews>) => {
      if (worker === this.#worker) this.#hear(data);
    };
    worker.onerror = () => {
      if (worker === this.#worker) this.#fail(t("unavailable"));
    };
    this.#order(worker, { type: "read", files: this.#files, settings: this.#settings });
    this.#onChange();
  }

  #order(worker: Worked, order: ImportOrder): void {
    worker.postMessage(order);
  }

  #hear(news: ImportNews): void {
    switch (news.type) {
      case "reading":
        this.#change({ current: this.#files[news.index]?.name });
        break;
      case "done":
        this.#done(news.changes, news.reading);
        break;
      case "broke":
        this.#broke(news.index);
        break;
      case "unavailable":
        this.#fail(t("unavailable"));
        break;
      case "answer":
        this.#tickets.answered(news.ticket, news.answer);
        break;
      case "noAnswer":
        this.#tickets.refused(news.ticket, t("importStopped"));
        break;
    }
  }

  #done(changes: Parameters<typeof changed>[1], reading: Reading): void {
    const listed = changed(this.state?.listed ?? NOTHING, changes);
    this.#change({ listed, reading, current: undefined });
  }

  /** Reads the others again, without the file that broke it. */
  #broke(index: number | undefined): void {
    const broken = index === undefined ? undefined : this.#files[index];
    if (broken && !broken.broke) {
      this.#files = this.#files.map((file) => (file === broken ? { ...file, broke: true } : file));
      this.#read();
    } else {
      this.#fail(t("importBroke"));
    }
  }

  #fail(problem: string): void {
    this.#stop();
    this.#change({ problem, current: undefined, reading: undefined, listed: NOTHING });
  }

  #stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#tickets.refuseAll(t("importStopped"));
  }

  #change(change: Partial<ImportState>): void {
    if (!this.state) return;
    this.state = { ...this.state, ...change };
    this.#onChange();
  }
}

function titleOf(files: Given[]): string {
  const names = files.map(({ name }) => name);
  if (names.length <= NAMED) return names.join(", ");
  return t("filesMore", names[0] ?? "", count(names.length - 1));
}
