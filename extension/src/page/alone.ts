/** Who answers in a page, where no background is: a worker that has read nothing. */

import type { Fetched, Question } from "../../generated/core.d.ts";
import type { Commands } from "../panel/background.ts";
import { Import } from "../panel/import.ts";
import type { AnswerTo } from "../shared/protocol.ts";
import { t } from "../shared/texts.ts";

export class Alone implements Commands {
  readonly inNetwork = undefined;
  #core: Promise<Import> | undefined;

  constructor() {
    this.ask = this.ask.bind(this);
  }

  async ask<Q extends Question>(question: Q): Promise<AnswerTo<Q["about"]>> {
    this.#core ??= start();
    const core = await this.#core;
    return core.ask(question);
  }

  async fetch(): Promise<Fetched> {
    throw new Error(t("noFetch"));
  }

  // There is no recording.
  record(): void {}
  clear(): void {}
  undo(): void {}
  openAccessPage(): void {}
  stopReading(): void {}
}

function start(): Promise<Import> {
  return new Promise((resolve, reject) => {
    const core = new Import(() => {
      if (core.state?.reading) resolve(core);
      else if (core.state?.problem) reject(new Error(core.state.problem));
    });
    core.open([]);
  });
}
