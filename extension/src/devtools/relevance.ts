/**
 * Which network entries are worth the reading of their body. By kind of content alone: what a login is, only
 * the core knows.
 */

import { BODY_LIMIT, isData, isOtherText, mediaType } from "../shared/media.ts";
import type { NetworkEntry } from "../shared/webext.ts";

/** The part of a network entry that says what it is. */
export type Summary = Pick<NetworkEntry, "request" | "response">;

/** False for what never carries anything of a login: pictures, fonts, styles, scripts, media. */
export function mayMatter({ request, response }: Summary): boolean {
  if (!request.url.startsWith("http")) return false;
  return !/^(image|font|audio|video)\/|^text\/(css|javascript)|javascript$|wasm$/i.test(
    mediaType(response.content.mimeType),
  );
}

/** A page that answers a navigation is for people; all other text can be what a server says to a client. */
export function isWorthReading({ request, response }: Summary): boolean {
  if (request.method === "OPTIONS" || isRedirect(response)) return false;
  if (response.content.size > BODY_LIMIT) return false;

  const type = mediaType(response.content.mimeType);
  if (isData(type)) return true;
  // A wrong type is a fault of its own: then the method tells, or the status.
  if (isOtherText(type)) {
    return (
      request.method !== "GET" || type === "" || type.startsWith("text/plain") || isCallOfScript(request)
    );
  }
  return false;
}

function isRedirect({ status }: Summary["response"]): boolean {
  return status >= 300 && status < 400;
}

/** A navigation asks for HTML first; fetch asks for anything, or for what it needs. */
function isCallOfScript({ headers }: Summary["request"]): boolean {
  const accept = headers.find(({ name }) => name.toLowerCase() === "accept")?.value ?? "";
  return !accept.includes("text/html");
}
