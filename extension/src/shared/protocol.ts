/** The messages between the parts of the extension. They survive JSON, which is how Chromium carries them. */

import type { Answer, CaptureEvent, Changes, Question } from "../../generated/core.d.ts";

/** Part of the ports' names, so that parts of different versions never talk to each other. */
const VERSION = 6;

/** Between a panel, or the popup of the toolbar's button, and the background. */
export const PANEL_PORT = `panel/${VERSION}`;
/** From the panel in a tab of its own. It is told nothing of private windows: it would outlive them. */
export const VIEW_PORT = `view/${VERSION}`;
/** From a DevTools page, which is there as long as DevTools is open, to the background. */
export const DEVTOOLS_PORT = `devtools/${VERSION}`;

/** The name of a port says which tab it is about: whether that is private, the background finds out. */
export function portName(kind: string, tab: number): string {
  return `${kind}/${tab}`;
}

/** The kind and the tab of a port. */
export function readPortName(name: string): { kind: string; tab: number } {
  const end = name.lastIndexOf("/");
  return { kind: name.slice(0, end), tab: Number(name.slice(end + 1)) };
}

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
  /** The tab shall be recorded also while DevTools is closed, or not any more. */
  | { type: "watch"; on: boolean }
  | { type: "clear" }
  /** What was cleared just now shall be there again. */
  | { type: "undo" }
  | { type: "openAccessPage"; about: Asked }
  /** Answers shall not be read any more while they pass. */
  | { type: "stopReading" }
  /** A question for the core, which nothing here looks into. */
  | { type: "ask"; ticket: number; question: Question }
  /**
   * What is at an address: the only request that the extension ever makes, on the user's click. `typed`: the user wrote the
   * address, or at least its server; it did not come from traffic.
   */
  | { type: "fetch"; ticket: number; url: string; typed: boolean };

/** The answer to a question. */
export type AnswerTo<About extends Answer["about"]> = Extract<Answer, { about: About }>["answer"];

/** What the background sends to a panel. */
export type PanelMessage =
  | { type: "changes"; changes: Changes }
  | { type: "status"; status: Status }
  | { type: "answer"; ticket: number; answer: Answer }
  /** With what to tell the user, where there is more to say than that it failed. */
  | { type: "noAnswer"; ticket: number; why?: string };

export interface Status {
  /** Whether the user wants requests to be watched. */
  recording: boolean;
  /** Whether this tab is recorded without DevTools. */
  watched: boolean;
  /** Whether DevTools is open on this tab. */
  devtools: boolean;
  /** Whether anything listens: the user wants to record, and DevTools is open somewhere or a tab is recorded without it. */
  listening: boolean;
  access: Access;
  /** Whether answers are read while they pass. */
  reading: Reading;
  notices: Notice[];
  /** How many requests turned out to play no role. */
  ignored: number;
  /** How many events a recording had that could not be read again. */
  dropped: number;
  /** Whether what was cleared can be had back. */
  canUndo: boolean;
  /** Whether all this is of private windows, and goes with the last of them. */
  private: boolean;
}

/** Which sites the browser shows to the extension. */
export type Access = "all" | "some" | "none";

/** Whether answers are read while they pass; not every browser can. */
export type Reading = "on" | "off" | "impossible";

/** What the user is asked to allow: to see requests, or to read answers while they pass. */
export type Asked = "sites" | "answers";

/** Something that makes the view less than the truth. */
export type Notice =
  /** The recording was full: the oldest logins are gone. */
  | "evicted"
  /** The browser did not keep the events: when it stops the extension, this recording is gone. */
  | "unwritten"
  /** Events broke the core and were left out. */
  | "skipped"
  /** The core broke for good: earlier logins are gone. */
  | "restarted"
  /** Reading the recording again took too long: earlier logins are gone. */
  | "tooDear"
  /** The core could not be loaded. */
  | "unavailable";
