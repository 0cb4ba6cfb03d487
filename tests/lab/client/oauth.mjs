/**
 * OpenID Connect in a browser, as small as it gets. `config.bug` names what this client does wrong: `redirect-uri`
 * or `verifier`; `config.habit` how it sends the token request: as text, as a `blob`, or through a `worker`; or that it is
 * `leaving` for another page as soon as it has its tokens.
 */

/**
 * @typedef {object} Pending what has to be remembered until the provider answers
 * @property {string} state
 * @property {string} nonce
 * @property {string} verifier
 */

/**
 * @param {object} config
 * @param {Record<string, string>} [extra] more parameters
 * @returns {Promise<{ url: string, pending: Pending }>}
 */
export async function authorizationRequest(config, extra = {}) {
  const pending = { state: secret(), nonce: secret(), verifier: secret() };
  const metadata = await discover(config);
  const url = new URL(metadata.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: config.clientId,
    redirect_uri: config.redirectUri,
    response_type: config.responseType,
    ...(config.responseMode ? { response_mode: config.responseMode } : {}),
    scope: "openid profile email",
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await challenge(pending.verifier),
    code_challenge_method: "S256",
    ...extra,
  }).toString();
  return { url: url.href, pending };
}

/**
 * @param {object} config
 * @param {Pending} pending
 * @param {string} callback the URL at which the provider's answer came
 * @returns {Promise<{ name: string }>} the claims about the user
 */
export async function finishLogin(config, pending, callback) {
  const { search, hash } = new URL(callback);
  const answer = new URLSearchParams(hash ? hash.slice(1) : search);
  if (answer.has("error")) throw new Error(`the provider answered ${answer.get("error")}`);
  if (answer.get("state") !== pending.state) throw new Error("the state is another one");

  const metadata = await discover(config);
  const tokens = await exchangeCode(config, metadata, pending, answer.get("code"));
  checkIdToken(tokens.id_token, pending);
  if (config.habit === "leaving") return leave(config);
  return json(
    await fetch(metadata.userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } }),
  );
}

async function discover({ issuer }) {
  return json(await fetch(`${issuer}/.well-known/openid-configuration`));
}

async function exchangeCode(config, metadata, pending, code) {
  const redirectUri = config.bug === "redirect-uri" ? `${config.redirectUri}/` : config.redirectUri;
  const verifier = config.bug === "verifier" ? secret() : pending.verifier;
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    client_id: config.clientId,
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  }).toString();
  const request = {
    method: "POST",
    // A header of its own makes the browser ask with a preflight first.
    headers: { "content-type": "application/x-www-form-urlencoded", "x-client-version": "1.0" },
    body: config.habit === "blob" ? new Blob([body]) : body,
  };
  if (config.habit === "worker") return fetchInWorker(metadata.token_endpoint, request);
  return json(await fetch(metadata.token_endpoint, request));
}

/** Never comes back. */
function leave({ redirectUri }) {
  location.replace(new URL("welcome", redirectUri));
  return new Promise(() => {});
}

async function fetchInWorker(url, request) {
  const { active, installing } = await navigator.serviceWorker.register("/client/worker.mjs");
  const { port1, port2 } = new MessageChannel();
  (active ?? installing).postMessage({ url, request }, [port2]);
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
  });
}

function checkIdToken(idToken, pending) {
  const claims = JSON.parse(new TextDecoder().decode(fromBase64Url(idToken.split(".")[1])));
  if (claims.nonce !== pending.nonce) throw new Error("the nonce is another one");
  if (claims.exp * 1000 < Date.now()) throw new Error("the ID token has expired");
}

async function json(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(`status ${response.status}: ${body.error}`);
  return body;
}

function secret() {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

async function challenge(verifier) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return toBase64Url(new Uint8Array(hash));
}

function toBase64Url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function fromBase64Url(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
