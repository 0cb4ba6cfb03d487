/** Which answers can say something of a login, by the kind of their content alone: what a login is, only the core knows. */

/** No document of a login is larger, in bytes. */
export const BODY_LIMIT = 1024 * 1024;

/** In lower case, without parameters. */
export function mediaType(contentType: string | undefined): string {
  return (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** What a server says to a client. */
export function isData(type: string): boolean {
  return /[/+](json|jwt|jose|x-www-form-urlencoded|problem)\b/.test(type);
}

/** What is for people, or says too little of itself. */
export function isOtherText(type: string): boolean {
  return /^text\/(html|plain|xml)|^application\/(xml|octet-stream)|^$/.test(type);
}
