/** The apps of the lab: each logs in, and each breaks the login in its own way. */

/**
 * @typedef {object} App
 * @property {string} name names its path, its client and its tenant at the provider
 * @property {string} title
 * @property {string} about what is broken, in a line
 * @property {"spa" | "server"} [kind] who exchanges the code
 * @property {"redirect" | "popup" | "frame"} [via] how a single-page app goes to the provider
 * @property {string} [responseType]
 * @property {string} [responseMode]
 * @property {string} [bug] what the app itself does wrong, see `client/oauth.mjs`
 * @property {"blob" | "worker" | "router" | "leaving"} [habit] what the app does in its own way, see `client/`
 * @property {string} [redirectUri] where the answer goes, if not to the app's own page
 * @property {string} [fault] what goes wrong at the provider or before it, see `faults.mjs`
 * @property {Expectation} expect
 *
 * @typedef {object} Expectation
 * @property {"succeeded" | "failed" | "out-of-sight"} outcome
 * @property {string} rootCause a rule's id; empty for a healthy login
 * @property {number} [logins] how many logins one click makes
 */

const SUCCEEDED = { outcome: "succeeded", rootCause: "" };
const OUT_OF_SIGHT = { outcome: "out-of-sight", rootCause: "" };

/** @type {App[]} */
export const apps = [
  healthy(
    "healthy",
    "Healthy",
    "A single-page app: code with PKCE, tokens and userinfo by cross-origin fetch.",
  ),
  broken(
    "redirect-uri",
    "redirect_uri with a slash too many",
    "The token request sends another redirect_uri than the authorization request.",
    "redirect-uri/token-mismatch",
    { bug: "redirect-uri" },
  ),
  broken(
    "state",
    "State changed",
    "Something between provider and app changes the case of the query.",
    "state/reencoded",
    { fault: "state" },
  ),
  broken(
    "html",
    "HTML instead of JSON",
    "The token endpoint answers 200 with the page of a firewall.",
    "format/html-instead-of-json",
    { fault: "html" },
  ),
  broken(
    "cors",
    "Token response without CORS",
    "The token response lacks Access-Control-Allow-Origin.",
    "cors/no-acao",
    { fault: "cors" },
  ),
  broken(
    "preflight",
    "Preflight refused",
    "The token endpoint answers OPTIONS with 405.",
    "cors/preflight-status",
    { fault: "preflight" },
  ),
  broken(
    "pkce",
    "Wrong PKCE verifier",
    "The app makes a new verifier when it comes back from the provider.",
    "pkce/verifier-mismatch",
    { bug: "verifier" },
  ),
  broken(
    "nonce",
    "Wrong nonce",
    "The ID token carries another nonce than the app asked for.",
    "nonce/mismatch",
    { fault: "nonce" },
  ),
  broken(
    "denied",
    "Access denied",
    "The provider does not let Alice use this app.",
    "callback/access-denied",
    { fault: "denied" },
  ),
  broken("expired", "Expired ID token", "The ID token expired an hour ago.", "jwt/expired", {
    fault: "expired",
  }),
  broken(
    "gateway",
    "Bad gateway",
    "The token endpoint answers 502: a proxy cannot reach the provider.",
    "network/gateway-5xx",
    { fault: "gateway" },
  ),
  broken(
    "refused",
    "Connection refused",
    "The discovery document names a token endpoint on a closed port.",
    "network/refused",
    { fault: "refused" },
  ),
  healthy("server", "Healthy: server app", "The app's server exchanges the code.", {
    kind: "server",
    expect: OUT_OF_SIGHT,
  }),
  healthy("form-post", "Healthy: form_post", "The provider posts the code to the app's server.", {
    kind: "server",
    responseMode: "form_post",
    expect: OUT_OF_SIGHT,
  }),
  healthy("popup", "Healthy: popup", "The login happens in a popup window.", { via: "popup" }),
  healthy("frame", "Healthy: silent renew", "After the login, a hidden frame renews it with prompt=none.", {
    via: "frame",
    expect: { ...SUCCEEDED, logins: 2 },
  }),
  healthy("fragment", "Healthy: fragment", "Hybrid flow: code and ID token come in the fragment.", {
    responseType: "code id_token",
    responseMode: "fragment",
  }),
  healthy(
    "router",
    "Healthy: router",
    "The app wipes the answer from its URL, and has a router in the fragment.",
    {
      responseMode: "fragment",
      habit: "router",
    },
  ),
  healthy(
    "worker",
    "Healthy: service worker",
    "A service worker exchanges the code: the request is in no tab.",
    {
      habit: "worker",
    },
  ),
  healthy("blob", "Healthy: blob", "The token request's body is a blob, which browsers do not show.", {
    habit: "blob",
  }),
  healthy("cached", "Healthy: cached", "The discovery document comes out of the cache the second time.", {
    fault: "cached",
  }),
  healthy(
    "leaving",
    "Healthy: leaves at once",
    "The page goes to another one as soon as it has read its tokens.",
    {
      habit: "leaving",
    },
  ),
  healthy("native", "Healthy: native app", "The code goes to an app outside of the browser.", {
    redirectUri: "com.example.lens:/callback",
    expect: OUT_OF_SIGHT,
  }),
];

/** @returns {App} */
function healthy(name, title, about, rest = {}) {
  return { name, title, about, expect: SUCCEEDED, ...rest };
}

/** @returns {App} */
function broken(name, title, about, rootCause, rest) {
  return { name, title, about, expect: { outcome: "failed", rootCause }, ...rest };
}
