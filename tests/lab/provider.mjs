/**
 * The identity provider: a real one, with one tenant for each app, so that every app can have a fault of its own.
 *
 * Its login page signs in with one click, and asks every time, so that no login depends on an earlier one.
 */

import { generateKeyPairSync, randomBytes } from "node:crypto";
import Provider, { interactionPolicy } from "oidc-provider";
import { createMemoryAdapter } from "oidc-provider/lib/adapters/memory_adapter.js";
import { faults } from "./faults.mjs";
import { readForm, send } from "./http.mjs";
import { loginPage } from "./pages.mjs";

const LOGIN = "/interaction/";
const HOUR = 3600;

/**
 * @typedef {object} Tenant
 * @property {Provider} provider
 * @property {import("./apps.mjs").App} app
 * @property {import("./faults.mjs").Fault} fault
 */

/**
 * @param {object} options
 * @param {string} options.closedOrigin
 * @param {(import("./apps.mjs").App & { client: import("./clients.mjs").Client })[]} options.apps
 * @param {import("./secrets.mjs").Secrets} options.secrets
 */
export function identityProvider({ closedOrigin, apps, secrets }) {
  const signingKey = newSigningKey();
  const cookieKey = randomBytes(24).toString("base64url");
  const tenants = new Map(apps.map((app) => [app.name, newTenant(app)]));

  /** @returns {Tenant} */
  function newTenant(app) {
    const provider = new Provider(app.client.issuer, configuration(app.client, signingKey, cookieKey));
    // The lab has no HTTPS, which the flows with a fragment ask for.
    const schema = provider.Client.Schema.prototype;
    const { invalidate } = schema;
    schema.invalidate = function (message, code) {
      if (code !== "implicit-force-https") invalidate.call(this, message);
    };
    provider.on("server_error", (_context, error) => console.error(error));
    provider.on("authorization.success", (_context, answer) => secrets.add(answer.code, answer.id_token));
    provider.on("grant.success", ({ body }) =>
      secrets.add(body.access_token, body.id_token, body.refresh_token),
    );
    return { provider, app, fault: faults[app.fault] ?? {} };
  }

  /**
   * @param {import("./http.mjs").Request} request
   * @param {import("./http.mjs").Response} response
   */
  return async function handle(request, response) {
    const [prefix, name] = /^\/([\w-]+)/.exec(request.url) ?? [];
    const tenant = tenants.get(name);
    if (!tenant) return send(response, 404, "text/plain", "No such tenant.");

    request.originalUrl = request.url;
    request.url = request.url.slice(prefix.length) || "/";
    const [path] = request.url.split("?");
    const { fault, provider } = tenant;

    if (fault.answer?.(path, request, response)) return;
    changeBeforeSending(response, (body) => {
      secrets.addCookies(response.getHeader("set-cookie"));
      // Every login of the lab is a first one: no browser remembers the permission of the last.
      if (request.method === "OPTIONS") response.setHeader("access-control-max-age", "0");
      const lab = { appOrigin: tenant.app.client.appOrigin, closedOrigin, signingKey };
      return fault.change?.({ request, response, path, body, lab }) ?? body;
    });
    if (path.startsWith(LOGIN)) return interact(tenant, request, response);
    return provider.callback()(request, response);
  };
}

/** The login page, and what its buttons do. */
async function interact({ provider, app, fault }, request, response) {
  if (request.method !== "POST") {
    return send(response, 200, "text/html; charset=utf-8", loginPage(app, request.originalUrl));
  }
  const form = await readForm(request);
  const denial = { error: "access_denied", error_description: "Alice may not use this app" };
  const cancellation = { error: "access_denied", error_description: "The user pressed Cancel" };
  if (form.get("answer") === "cancel") return provider.interactionFinished(request, response, cancellation);
  if (fault.denies) return provider.interactionFinished(request, response, denial);
  return provider.interactionFinished(request, response, { login: { accountId: "alice" } });
}

/** Lets `change` have the last word about what a handler sends. */
function changeBeforeSending(response, change) {
  const { end } = response;
  response.end = (data = "") => {
    const body = data.toString("utf8");
    Promise.resolve(change(body)).then(
      (changed) => {
        if (changed !== body) response.setHeader("content-length", Buffer.byteLength(changed));
        end.call(response, changed);
      },
      (error) => response.destroy(error),
    );
    return response;
  };
}

function newSigningKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: "lab", use: "sig", alg: "RS256" };
}

function configuration(client, signingKey, cookieKey) {
  return {
    adapter: createMemoryAdapter(0),
    clients: [client.registration],
    jwks: { keys: [signingKey] },
    cookies: { keys: [cookieKey] },
    claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
    responseTypes: ["code", "code id_token"],
    clientBasedCORS: () => true,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: "Alice Example", email: "alice@example.test", email_verified: true }),
    }),
    loadExistingGrant: grantEverything,
    issueRefreshToken: (_context, client) => client.grantTypeAllowed("refresh_token"),
    interactions: { url: (_context, { uid }) => `/${client.name}${LOGIN}${uid}`, policy: askEveryTime() },
    ttl: {
      AccessToken: HOUR,
      AuthorizationCode: 60,
      Grant: HOUR,
      IdToken: HOUR,
      Interaction: HOUR,
      RefreshToken: HOUR,
      Session: HOUR,
    },
    features: { devInteractions: { enabled: false } },
  };
}

/** No page asks for consent. */
async function grantEverything({ oidc }) {
  const grant = new oidc.provider.Grant({
    clientId: oidc.client.clientId,
    accountId: oidc.session.accountId,
  });
  grant.addOIDCScope("openid profile email");
  await grant.save();
  return grant;
}

/** Asks who it is even where somebody is signed in, except where the app asks for silence; and nothing else. */
function askEveryTime() {
  const { base, Check } = interactionPolicy;
  const policy = base();
  const isAnswered = ({ oidc }) => Boolean(oidc.result?.login) || oidc.prompts.has("none");
  policy
    .get("login")
    .checks.add(new Check("every_time", "the lab always asks", "login_required", (ctx) => !isAnswered(ctx)));
  policy.get("consent").checks.remove("native_client_prompt");
  return policy;
}
