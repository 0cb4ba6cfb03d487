/**
 * What the browser's events say, as the core wants to hear it. Pure functions that interpret nothing.
 *
 * Deliberately absent: any knowledge of OAuth. What plays no role in a login, the core forgets.
 */

import type { CaptureEvent, EventBody } from "../../generated/core.d.ts";
import type {
  Completed,
  Failed,
  HttpHeader,
  Redirected,
  RequestBody,
  RequestSent,
  RequestStarted,
  ResponseStarted,
} from "../shared/webext.ts";

/** No token request is larger; uploads are. */
const BODY_LIMIT = 256 * 1024;

export function requestStarted(details: RequestStarted): CaptureEvent {
  return {
    type: "requestStarted",
    request: details.requestId,
    time: details.timeStamp,
    method: details.method,
    url: details.url,
    resource: details.type,
    tab: details.tabId,
    frame: details.frameId,
    initiator: details.initiator ?? originOf(details.originUrl),
    container: details.cookieStoreId,
    body: requestBody(details.requestBody),
  };
}

export function requestSent(details: RequestSent): CaptureEvent {
  return {
    type: "requestSent",
    request: details.requestId,
    time: details.timeStamp,
    headers: headerPairs(details.requestHeaders),
  };
}

export function responseStarted(details: ResponseStarted): CaptureEvent {
  return {
    type: "responseStarted",
    request: details.requestId,
    time: details.timeStamp,
    status: statusOf(details.statusCode),
    headers: headerPairs(details.responseHeaders),
  };
}

export function redirected(details: Redirected): CaptureEvent {
  return {
    type: "redirected",
    request: details.requestId,
    time: details.timeStamp,
    status: statusOf(details.statusCode),
    location: details.redirectUrl,
    headers: headerPairs(details.responseHeaders),
  };
}

export function completed(details: Completed): CaptureEvent {
  return {
    type: "completed",
    request: details.requestId,
    time: details.timeStamp,
    status: statusOf(details.statusCode),
    fromCache: details.fromCache,
  };
}

export function failed(details: Failed): CaptureEvent {
  return { type: "failed", request: details.requestId, time: details.timeStamp, error: details.error };
}

interface Navigation {
  tabId: number;
  frameId: number;
  timeStamp: number;
  url: string;
}

/** Only a URL with a fragment says something that the requests did not. */
export function navigated(details: Navigation): CaptureEvent | undefined {
  if (!details.url.startsWith("http") || !details.url.includes("#")) return undefined;
  const { tabId: tab, frameId: frame, timeStamp: time, url } = details;
  return { type: "navigated", tab, frame, time, url };
}

interface CreatedTarget {
  tabId: number;
  sourceTabId: number;
  timeStamp: number;
}

export function tabOpened(details: CreatedTarget): CaptureEvent {
  return { type: "tabOpened", tab: details.tabId, opener: details.sourceTabId, time: details.timeStamp };
}

export function tabClosed(tab: number, time: number): CaptureEvent {
  return { type: "tabClosed", tab, time };
}

function requestBody(body: RequestBody): EventBody {
  if (!body) return { kind: "none" };
  if (body.formData) return formBody(body.formData);
  if (body.raw) return rawBody(body.raw);
  return { kind: "unreadable", reason: "notShown" };
}

function formBody(form: Record<string, (string | ArrayBuffer)[]>): EventBody {
  const fields = Object.entries(form).map(([name, values]): [string, string[]] => [name, values.map(textOf)]);
  const size = fields.flat(2).reduce((sum, text) => sum + text.length, 0);
  return size > BODY_LIMIT ? { kind: "unreadable", reason: "tooLarge" } : { kind: "form", fields };
}

function rawBody(parts: { bytes?: ArrayBuffer; file?: string }[]): EventBody {
  const chunks: Uint8Array[] = [];
  for (const { bytes } of parts) {
    if (!bytes) return { kind: "unreadable", reason: "notShown" };
    chunks.push(new Uint8Array(bytes));
  }
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (size === 0) return { kind: "none" };
  if (size > BODY_LIMIT) return { kind: "unreadable", reason: "tooLarge" };
  return { kind: "base64", base64: btoa(chunks.map(latin1).join("")) };
}

function headerPairs(headers: HttpHeader[] | undefined): [string, string][] {
  return (headers ?? []).map(({ name, value, binaryValue }) => [
    name,
    value ?? (binaryValue ? latin1(new Uint8Array(binaryValue)) : ""),
  ]);
}

function textOf(value: string | ArrayBuffer): string {
  return typeof value === "string" ? value : new TextDecoder().decode(value);
}

/** One character for each byte: what HTTP says of header bytes beyond ASCII, and what base64 starts from. */
function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function originOf(url: string | undefined): string | undefined {
  return url && URL.canParse(url) ? new URL(url).origin : undefined;
}

/** The core's statuses are 16 bits without sign; browsers use 0 and below for "none". */
function statusOf(code: number): number {
  return Math.max(0, code);
}
