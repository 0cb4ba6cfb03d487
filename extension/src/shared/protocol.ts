/** The messages between the parts of the extension. They survive JSON, which is how Chromium carries them. */

import type { CaptureEvent, Cause, LoginTokens, SessionView, TokenAnswer } from "../../generated/core.d.ts";

/** Part of the ports' names, so that parts of different versions never talk to each other. */
const VERSION = 1;

/** Between a panel and the background. */
export const PANEL_PORT = `panel/${VERSION}`;
/** From a DevTools page, which is there as long as DevTools is open, to the background. */
export const DEVTOOLS_PORT = `devtools/${VERSION}`;

/** What a DevTools page sends. */
export interface DevtoolsMessage {
  type: "captured";
  events: CaptureEvent[];
}

/** What the background tells a DevTools page: whether bodies are worth reading. */
export interface DevtoolsOrder {
  type: "record";
  on: boolean;
}

/** What a panel asks for. */
export type PanelCommand =
  | { type: "record"; on: boolean }
  | { type: "clear" }
  | { type: "openAccessPage" }
  | { type: "ask"; ticket: number; question: Question };

/** What a panel wants to know, beside the view. */
export type Question =
  | { about: "report"; login?: string; format: ReportFormat }
  /** The tokens of a login, with the provider's keys where they were fetched; `reveal` shows personal claims as they stand. */
  | { about: "tokens"; login: string; keys: string; reveal: boolean }
  /** A token that the user pasted, and the keys for it. */
  | { about: "token"; text: string; keys: string; reveal: boolean }
  /** The causes that an error message can have. */
  | { about: "causes"; message: string }
  /** The keys at an address: the only request that the extension ever makes, on the user's click. */
  | { about: "keys"; url: string };

/** The answer to each question. */
export interface Answers {
  report: string;
  tokens: LoginTokens;
  token: TokenAnswer;
  causes: Cause[];
  keys: string;
}

export type Answer = Answers[keyof Answers];

export type ReportFormat = "markdown" | "json";

/** What the background sends to a panel. */
export type PanelMessage =
  | { type: "view"; view: SessionView }
  | { type: "status"; status: Status }
  | { type: "answer"; ticket: number; answer: Answer }
  /** With what to tell the user, where there is more to say than that it failed. */
  | { type: "noAnswer"; ticket: number; why?: string };

export interface Status {
  /** Whether requests are being watched. */
  recording: boolean;
  access: Access;
  notices: Notice[];
  /** How many requests turned out to play no role. */
  ignored: number;
}

/** Which sites the browser shows to the extension. */
export type Access = "all" | "some" | "none";

/** Something that makes the view less than the truth. */
export type Notice =
  /** The event log was full: the oldest requests are gone. */
  | "evicted"
  /** An event broke the core and was left out. */
  | "skipped"
  /** The core broke for good: earlier logins are gone. */
  | "restarted"
  /** The core could not be loaded. */
  | "unavailable";
