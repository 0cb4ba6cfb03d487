/** What can go wrong at the provider or on the way to it. Each fault is a hook around one tenant's provider. */

import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from "jose";
import { send } from "./http.mjs";

/**
 * @typedef {object} Exchange an answer of the provider, before it is sent
 * @property {import("./http.mjs").Request} request
 * @property {import("./http.mjs").Response} response
 * @property {string} path inside the tenant
 * @property {string} body
 * @property {Surroundings} lab
 *
 * @typedef {object} Surroundings
 * @property {string} appOrigin
 * @property {string} closedOrigin where nobody listens
 * @property {import("jose").JWK} signingKey
 *
 * @typedef {object} Fault
 * @property {(path: string, request: import("./http.mjs").Request, response: import("./http.mjs").Response) => boolean} [answer]
 *   answers in the provider's place and says so
 * @property {(exchange: Exchange) => string | Promise<string>} [change] the body to send; headers are changed in place
 * @property {boolean} [denies] the provider signs nobody in
 */

const FIREWALL_PAGE = `<!doctype html>
<html><head><title>Request blocked</title></head>
<body><h1>Request blocked</h1><p>The web application firewall has stopped this request.</p></body></html>
`;

const GATEWAY_PAGE = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>
</html>
`;

const HOUR = 3600;

/** @type {Record<string, Fault>} */
export const faults = {
  state: { change: lowerCaseCallback },
  html: { answer: answerToken("POST", 200, FIREWALL_PAGE, readableBy) },
  cors: { change: hideTokenResponse },
  preflight: { answer: answerToken("OPTIONS", 405, "", () => ({ allow: "POST" })) },
  nonce: { change: changeIdToken((claims) => ({ ...claims, nonce: "of-another-login" })) },
  expired: {
    change: changeIdToken(({ iat, ...claims }) => ({ ...claims, iat: iat - 2 * HOUR, exp: iat - HOUR })),
  },
  denied: { denies: true },
  cached: { change: keepDiscovery },
  gateway: { answer: answerToken("POST", 502, GATEWAY_PAGE, () => ({ server: "nginx" })) },
  refused: { change: moveTokenEndpoint },
};

/** Answers one method of the token endpoint with a page. */
function answerToken(method, status, page, headers) {
  return (path, request, response) => {
    if (path !== "/token" || request.method !== method) return false;
    send(response, status, "text/html; charset=utf-8", page, headers(request));
    return true;
  };
}

function readableBy(request) {
  return { "access-control-allow-origin": request.headers.origin ?? "*" };
}

/** @param {Exchange} exchange */
function lowerCaseCallback({ response, body, lab }) {
  const location = response.getHeader("location");
  if (typeof location === "string" && location.startsWith(lab.appOrigin)) {
    const url = new URL(location);
    url.searchParams.set("state", url.searchParams.get("state")?.toLowerCase() ?? "");
    response.setHeader("location", url.href);
  }
  return body;
}

/** @param {Exchange} exchange */
function hideTokenResponse({ request, response, path, body }) {
  if (path === "/token" && request.method === "POST") response.removeHeader("access-control-allow-origin");
  return body;
}

/** @param {Exchange} exchange */
function keepDiscovery({ response, path, body }) {
  if (path === "/.well-known/openid-configuration") response.setHeader("cache-control", "max-age=600");
  return body;
}

/** @param {Exchange} exchange */
function moveTokenEndpoint({ path, body, lab }) {
  if (path !== "/.well-known/openid-configuration") return body;
  return JSON.stringify({ ...JSON.parse(body), token_endpoint: `${lab.closedOrigin}/token` });
}

/** Changes the claims of the ID token and signs it again with the provider's key. */
function changeIdToken(change) {
  /** @param {Exchange} exchange */
  return async ({ request, path, body, lab }) => {
    if (path !== "/token" || request.method !== "POST") return body;
    const tokens = JSON.parse(body);
    if (!tokens.id_token) return body;
    const id_token = await new SignJWT(change(decodeJwt(tokens.id_token)))
      .setProtectedHeader(decodeProtectedHeader(tokens.id_token))
      .sign(await importJWK(lab.signingKey, "RS256"));
    return JSON.stringify({ ...tokens, id_token });
  };
}
