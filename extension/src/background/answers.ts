/**
 * Reads answers while they pass to the page, where the browser lets it (Firefox) and the user asked for it. DevTools does not have
 * the answer that a page reads before it leaves for another one.
 *
 * Each piece goes on as it came, before anything else is done with it. What is read is what may play a role by the word of the
 * core, up to a limit; what is longer goes on without anybody looking.
 */

import type { CaptureEvent, EventBody } from "../../generated/core.d.ts";
import { BODY_LIMIT, isData, isOtherText, mediaType } from "../shared/media.ts";
import {
  canReadAnswers,
  filterAnswer,
  REQUEST_FILTER,
  type ResponseStarted,
  type StreamFilter,
  type Whose,
  webext,
} from "../shared/webext.ts";

type Started = Extract<CaptureEvent, { type: "requestStarted" }>;

/** Whether an answer is worth reading; later, where the core is not there yet. */
type Wants = (started: CaptureEvent, status: number, isPrivate?: boolean) => boolean | Promise<boolean>;
/** Takes an event, the tab that it is of, and whether that tab is private, where the browser says so. */
export type Sink = (event: CaptureEvent, tab: number, isPrivate?: boolean) => void;

/** Most requests whose beginning is known, most answers that are read at a time, and most bytes that are held of them. */
const MOST_REQUESTS = 512;
const MOST_ANSWERS = 32;
const MOST_BYTES = 8 * BODY_LIMIT;

/** What is sent tells the role of a request when it is no longer than this, in characters. */
const LONGEST_SENT = 16 * 1024;

/** So long an answer waits for a core that is loaded just now, in milliseconds. */
const PATIENCE = 1_000;

/** A request that goes on. */
interface Request {
  started: Started;
  isPrivate: boolean | undefined;
  answer?: Answer;
}

/** An answer that passes. */
interface Answer {
  filter: StreamFilter;
  status: number;
  pieces: Uint8Array[];
  size: number;
  /** All of it has passed, or was too much. */
  isOver: boolean;
  /** Why nothing more of it is read. */
  left?: "tooLarge" | "notShown";
  /** The request is over as well. */
  isComplete: boolean;
}

export class Answers {
  readonly #wants: Wants;
  readonly #sink: Sink;
  readonly #requests = new Map<string, Request>();
  #reading = 0;
  #held = 0;
  /** Whether answers are read: the user allowed it. */
  #isOn = false;

  constructor(wants: Wants, sink: Sink) {
    this.#wants = wants;
    this.#sink = sink;
  }

  /** Begins, where that is allowed; what it answers ends it. Has to run in the first turn of the worker. */
  listen(): () => void {
    const { onHeadersReceived } = webext.webRequest;
    const listener = (details: ResponseStarted & Whose) => this.#begins(details);
    // The browser refuses a listener that can hold an answer back where the user did not allow that.
    this.#isOn =
      canReadAnswers &&
      succeeds(() => onHeadersReceived.addListener(listener as never, REQUEST_FILTER, EXTRA));
    return () => {
      if (this.#isOn) onHeadersReceived.removeListener(listener as never);
      this.#isOn = false;
      for (const { answer } of this.#requests.values()) if (answer) this.#leave(answer, "notShown");
      this.#requests.clear();
    };
  }

  /** Hears all that happens to requests. */
  hear(event: CaptureEvent, isPrivate?: boolean): void {
    if (!this.#isOn || !("request" in event)) return;
    switch (event.type) {
      case "requestStarted":
        this.#remember(event, isPrivate);
        break;
      case "completed":
        this.#complete(event.request);
        break;
      case "redirected":
      case "failed":
        this.#forget(event.request);
        break;
    }
  }

  #complete(name: string): void {
    const answer = this.#requests.get(name)?.answer;
    if (answer) {
      answer.isComplete = true;
      this.#tell(name);
    } else {
      this.#forget(name);
    }
  }

  /** What broke off is not what the server said. */
  #forget(name: string): void {
    const answer = this.#requests.get(name)?.answer;
    if (answer) this.#leave(answer, "notShown");
    this.#requests.delete(name);
  }

  #remember(started: Started, isPrivate: boolean | undefined): void {
    this.#requests.delete(started.request);
    this.#requests.set(started.request, { started: withoutLargeBody(started), isPrivate });
    if (this.#requests.size <= MOST_REQUESTS) return;
    for (const [oldest, { answer }] of this.#requests) {
      if (answer) continue;
      this.#requests.delete(oldest);
      return;
    }
  }

  /** The headers of an answer are there, and go on when this is over. */
  #begins(details: ResponseStarted): Promise<void> | undefined {
    const request = this.#requests.get(details.requestId);
    if (!request || request.answer || !mayBeRead(details)) return undefined;
    const wanted = this.#wants(request.started, details.statusCode, request.isPrivate);
    if (wanted === true) this.#read(request, details);
    if (typeof wanted === "boolean") return undefined;
    return before(PATIENCE, wanted).then((isWanted) => {
      if (isWanted && this.#isOn) this.#read(request, details);
    });
  }

  #read(request: Request, { requestId, statusCode }: ResponseStarted): void {
    if (this.#reading >= MOST_ANSWERS || this.#held >= MOST_BYTES) return;
    let filter: StreamFilter;
    try {
      filter = filterAnswer(requestId);
    } catch {
      return;
    }
    this.#reading += 1;
    const answer: Answer = {
      filter,
      status: statusCode,
      pieces: [],
      size: 0,
      isOver: false,
      isComplete: false,
    };
    request.answer = answer;
    filter.ondata = ({ data }) => {
      filter.write(data);
      this.#keep(answer, data);
    };
    filter.onstop = () => {
      // An answer that broke off ends as such, which `close` would hide from the page.
      filter.disconnect();
      this.#end(answer);
      this.#tell(requestId);
    };
    // The answer is not on its way any more, or nobody may stand in it.
    filter.onerror = () => this.#drop(answer, "notShown");
  }

  #keep(answer: Answer, data: ArrayBuffer): void {
    if (answer.isOver) return;
    answer.size += data.byteLength;
    this.#held += data.byteLength;
    answer.pieces.push(new Uint8Array(data));
    if (answer.size > BODY_LIMIT || this.#held > MOST_BYTES) this.#leave(answer, "tooLarge");
  }

  /** Lets an answer go on alone. */
  #leave(answer: Answer, why: "tooLarge" | "notShown"): void {
    if (answer.isOver) return;
    succeeds(() => answer.filter.disconnect());
    this.#drop(answer, why);
  }

  #drop(answer: Answer, why: "tooLarge" | "notShown"): void {
    if (answer.isOver) return;
    this.#end(answer);
    answer.left = why;
    answer.pieces = [];
  }

  #end(answer: Answer): void {
    if (answer.isOver) return;
    answer.isOver = true;
    this.#reading -= 1;
    this.#held -= answer.size;
  }

  /** Says what an answer was, once all of it has passed and nothing broke off. */
  #tell(name: string): void {
    const request = this.#requests.get(name);
    const answer = request?.answer;
    if (!request || !answer?.isOver || !answer.isComplete) return;
    this.#requests.delete(name);
    if (answer.left === "notShown") return;
    const { started, isPrivate } = request;
    const { request: id, time, method, url, tab } = started;
    const body: EventBody = answer.left ? { kind: "unreadable", reason: answer.left } : bodyOf(answer.pieces);
    const of = { request: id, time };
    this.#sink(
      { type: "content", method, url, time, status: answer.status, body, of, passed: true },
      tab,
      isPrivate,
    );
  }
}

const EXTRA = ["blocking", "responseHeaders"] as never;

function withoutLargeBody(started: Started): Started {
  const { body } = started;
  const sent = body?.kind === "base64" ? [body.base64] : body?.kind === "form" ? body.fields.flat(2) : [];
  const size = sent.reduce((sum, text) => sum + text.length, 0);
  return size > LONGEST_SENT ? { ...started, body: { kind: "unreadable", reason: "tooLarge" } } : started;
}

/** Whether an answer has a body that is text, and no more of it than is read. */
function mayBeRead({ statusCode, method, responseHeaders = [] }: ResponseStarted): boolean {
  if (statusCode < 200 || statusCode === 204 || (statusCode >= 300 && statusCode < 400)) return false;
  if (method === "HEAD" || method === "OPTIONS") return false;
  const header = (wanted: string) => responseHeaders.find(({ name }) => name.toLowerCase() === wanted)?.value;
  if (Number(header("content-length") ?? 0) > BODY_LIMIT) return false;
  const type = mediaType(header("content-type"));
  return isData(type) || isOtherText(type);
}

function bodyOf(pieces: Uint8Array[]): EventBody {
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (size === 0) return { kind: "none" };
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return { kind: "base64", base64: btoa(text) };
  }
}

/** What comes in time; false otherwise. */
function before(milliseconds: number, wanted: Promise<boolean>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), milliseconds));
  return Promise.race([wanted.catch(() => false), late]);
}

function succeeds(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
