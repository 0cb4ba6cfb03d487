/** Where the keys of a token are likely to be. */

import type { Token } from "../../generated/core.d.ts";

/** The address of its issuer's discovery document (OpenID Connect Discovery §4); empty where it has no issuer. */
export function keysAddress(token: Token | undefined): string {
  const issuer = token?.claims.find(({ name }) => name === "iss")?.value ?? "";
  if (!/^https?:\/\//.test(issuer) || !URL.canParse(issuer)) return "";
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}
