/** A network entry of DevTools, as the core wants to hear it. */

import type { CaptureEvent, EventBody } from "../../generated/core.d.ts";
import { BODY_LIMIT } from "../shared/media.ts";
import type { Content, NetworkEntry } from "../shared/webext.ts";
import { isWorthReading } from "./relevance.ts";

/** No token request is larger; uploads are. */
const REQUEST_BODY_LIMIT = 256 * 1024;

export type Entry = Pick<NetworkEntry, "request" | "response" | "startedDateTime">;

/** Undefined when the entry says nothing that the requests themselves did not say. */
export function contentEvent(entry: Entry, content: Content | undefined): CaptureEvent | undefined {
  const { request, response } = entry;
  const requestBody = sentText(request.postData?.text);
  if (!isWorthReading(entry) && !isTooLarge(entry) && requestBody === undefined) return undefined;
  return {
    type: "content",
    method: request.method,
    url: request.url,
    time: new Date(entry.startedDateTime).getTime(),
    status: Math.max(0, response.status),
    requestBody,
    body: receivedBody(entry, content),
  };
}

function sentText(text: string | undefined): string | undefined {
  return text && text.length <= REQUEST_BODY_LIMIT ? text : undefined;
}

function receivedBody(entry: Entry, content: Content | undefined): EventBody {
  if (isTooLarge(entry)) return { kind: "unreadable", reason: "tooLarge" };
  if (content) {
    return content.base64 ? { kind: "base64", base64: content.text } : { kind: "text", text: content.text };
  }
  return entry.response.content.size > 0 ? { kind: "unreadable", reason: "notShown" } : { kind: "none" };
}

function isTooLarge({ response }: Entry): boolean {
  return response.content.size > BODY_LIMIT;
}
