/** The messages between a panel and the worker that reads files for it. */

import type { Answer, Changes, Question, Reading } from "../../generated/core.d.ts";

/** A file, or a text that was pasted. */
export interface Given {
  name: string;
  content: Blob;
  /** Reading it was the end of the worker before this one. */
  broke?: boolean;
}

/** What a panel asks for: to read files, once, and then for answers about them. */
export type ImportOrder =
  /** `settings`: what is taken into account beside them. */
  { type: "read"; files: Given[]; settings: string } | { type: "ask"; ticket: number; question: Question };

/** What the worker tells it. */
export type ImportNews =
  /** It begins with that file. */
  | { type: "reading"; index: number }
  | { type: "done"; changes: Changes; reading: Reading }
  /** Its core broke, where there is a number while it read that file; it does nothing more. */
  | { type: "broke"; index?: number }
  /** Its core did not load. */
  | { type: "unavailable" }
  | { type: "answer"; ticket: number; answer: Answer }
  | { type: "noAnswer"; ticket: number };
