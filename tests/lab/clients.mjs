/** How each app is registered at the provider. */

import { randomBytes } from "node:crypto";

/**
 * @typedef {object} Client
 * @property {string} name
 * @property {string} issuer
 * @property {string} appOrigin
 * @property {string} clientId
 * @property {string} [clientSecret]
 * @property {string} redirectUri
 * @property {object} registration the client metadata of the provider
 */

/**
 * @param {import("./apps.mjs").App} app
 * @param {{ idp: string, app: string, sameSite: string }} origins `sameSite` is the one that shares cookies with the
 *   provider: browsers keep cookies from hidden frames of other sites
 * @returns {Client}
 */
export function newClient({ name, kind, via, responseType = "code", ...app }, origins) {
  const appOrigin = via === "frame" ? origins.sameSite : origins.app;
  const redirectUri = app.redirectUri ?? `${appOrigin}/${name}/callback`;
  const clientId = `${name}-app`;
  const clientSecret = kind === "server" ? randomBytes(24).toString("base64url") : undefined;
  const grants = responseType === "code" ? ["authorization_code"] : ["authorization_code", "implicit"];
  return {
    name,
    issuer: `${origins.idp}/${name}`,
    appOrigin,
    clientId,
    clientSecret,
    redirectUri,
    registration: {
      application_type: app.redirectUri ? "native" : "web",
      client_id: clientId,
      client_secret: clientSecret,
      token_endpoint_auth_method: clientSecret ? "client_secret_basic" : "none",
      redirect_uris: [redirectUri],
      response_types: [responseType],
      grant_types: [...grants, "refresh_token"],
    },
  };
}
