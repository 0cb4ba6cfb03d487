/** Serves the apps: pages for the single-page ones, the whole login for those with a server. */

import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { call, readForm, redirect, send } from "./http.mjs";
import { indexPage, serverApp, singlePageApp } from "./pages.mjs";

const HTML = "text/html; charset=utf-8";

/** @typedef {import("./apps.mjs").App & { client: import("./clients.mjs").Client, url: string }} RegisteredApp */

/**
 * @param {object} options
 * @param {RegisteredApp[]} options.apps
 * @param {import("./secrets.mjs").Secrets} options.secrets
 */
export function appServer({ apps, secrets }) {
  const byName = new Map(apps.map((app) => [app.name, app]));
  const servers = new Map(
    apps.filter(({ kind }) => kind === "server").map((app) => [app.name, new LoginServer(app, secrets)]),
  );

  /**
   * @param {import("./http.mjs").Request} request
   * @param {import("./http.mjs").Response} response
   */
  return async function handle(request, response) {
    const url = new URL(request.url, `http://${request.headers.host}`);
    const [, name, path] = /^\/([\w-]*)(.*)$/.exec(url.pathname);
    if (url.pathname === "/") return send(response, 200, HTML, indexPage(apps));
    if (name === "client" && /^\/\w+\.mjs$/.test(path)) {
      const script = await readFile(new URL(`client${path}`, import.meta.url));
      return send(response, 200, "text/javascript", script);
    }

    const app = byName.get(name);
    if (!app) return send(response, 404, "text/plain", "No such app.");
    const server = servers.get(name);
    if (server) return server.handle(path, url, request, response);
    return send(response, 200, HTML, singlePageApp(app, configOf(app)));
  };
}

function configOf({ name, via = "redirect", responseType = "code", responseMode, bug, habit, client }) {
  const { issuer, clientId, redirectUri } = client;
  return { name, issuer, clientId, redirectUri, via, responseType, responseMode, bug, habit };
}

/** An app that exchanges the code on its server. */
class LoginServer {
  #app;
  #secrets;
  /** The verifiers of the logins that are under way, by their state. */
  #verifiers = new Map();
  /** The results to show, by the session's cookie. */
  #results = new Map();

  /**
   * @param {RegisteredApp} app
   * @param {import("./secrets.mjs").Secrets} secrets
   */
  constructor(app, secrets) {
    this.#app = app;
    this.#secrets = secrets;
    secrets.add(app.client.clientSecret);
  }

  async handle(path, url, request, response) {
    if (path === "/login") return redirect(response, await this.#begin());
    if (path === "/callback") {
      const answer = request.method === "POST" ? await readForm(request) : url.searchParams;
      return this.#welcome(response, await this.#finish(answer));
    }
    const [, session] = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? "") ?? [];
    return send(response, 200, HTML, serverApp(this.#app, this.#results.get(session)));
  }

  /** The URL of the authorization request. */
  async #begin() {
    const { client, responseMode } = this.#app;
    const state = secret();
    const verifier = secret();
    this.#secrets.add(verifier);
    this.#verifiers.set(state, verifier);

    const { json: metadata } = await call(`${client.issuer}/.well-known/openid-configuration`);
    const url = new URL(metadata.authorization_endpoint);
    url.search = new URLSearchParams({
      client_id: client.clientId,
      redirect_uri: client.redirectUri,
      response_type: "code",
      ...(responseMode ? { response_mode: responseMode } : {}),
      scope: "openid profile email",
      state,
      code_challenge: await challenge(verifier),
      code_challenge_method: "S256",
    });
    return url.href;
  }

  /** @param {URLSearchParams} answer */
  async #finish(answer) {
    const verifier = this.#verifiers.get(answer.get("state"));
    if (!verifier || !answer.get("code")) return { done: "error", text: "Login failed." };
    this.#verifiers.delete(answer.get("state"));

    const { issuer, clientId, clientSecret, redirectUri } = this.#app.client;
    const { json: metadata } = await call(`${issuer}/.well-known/openid-configuration`);
    const { status } = await call(metadata.token_endpoint, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({
        grant_type: "authorization_code",
        code: answer.get("code"),
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }).toString(),
    });
    return status === 200 ? { done: "ok", text: "Hello Alice" } : { done: "error", text: "Login failed." };
  }

  #welcome(response, result) {
    const session = secret();
    this.#secrets.add(session);
    this.#results.set(session, result);
    const cookie = `session=${session}; Path=/${this.#app.name}/; HttpOnly; SameSite=Lax`;
    redirect(response, `/${this.#app.name}/`, { "set-cookie": cookie });
  }
}

function secret() {
  return randomBytes(32).toString("base64url");
}

async function challenge(verifier) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return Buffer.from(hash).toString("base64url");
}
