/** The login lab: a real identity provider, and apps that log in there, most of them broken in a known way. */

import { appServer } from "./app-server.mjs";
import { apps as catalogue } from "./apps.mjs";
import { newClient } from "./clients.mjs";
import { closedPort, listen } from "./http.mjs";
import { identityProvider } from "./provider.mjs";
import { Secrets } from "./secrets.mjs";

/**
 * @typedef {object} LabApp
 * @property {string} name
 * @property {string} title
 * @property {string} about
 * @property {string} url
 * @property {string} issuer of the identity provider that it uses
 * @property {"redirect" | "popup" | "frame"} via
 * @property {boolean} returns whether the login ends on the app's page
 * @property {import("./apps.mjs").Expectation} expect the diagnosis it must get
 *
 * @typedef {object} Lab
 * @property {string} url the page that lists the apps
 * @property {LabApp[]} apps
 * @property {() => Promise<void>} hold what each request waits for before it is answered; a test may put another one here
 * @property {(() => Promise<void>) | null} holdBody what each answer's body waits for once its head is sent
 * @property {() => string[]} secrets every secret value that was given out so far
 * @property {() => Promise<void>} close
 */

/**
 * @param {{ ports?: { app?: number, idp?: number, closed?: number } }} [options] without ports, free ones are taken
 * @returns {Promise<Lab>}
 */
export async function startLab({ ports = {} } = {}) {
  const lab = { hold: async () => {}, holdBody: null };
  const appListening = await listen(
    ports.app ?? 0,
    () => lab.hold(),
    () => lab.holdBody,
  );
  const idpListening = await listen(
    ports.idp ?? 0,
    () => lab.hold(),
    () => lab.holdBody,
  );
  const origins = {
    app: `http://app.localhost:${appListening.port}`,
    sameSite: `http://app.idp.localhost:${appListening.port}`,
    idp: `http://idp.localhost:${idpListening.port}`,
    closed: `http://idp.localhost:${ports.closed ?? (await closedPort())}`,
  };

  const secrets = new Secrets();
  const apps = catalogue.map((app) => {
    const client = newClient(app, origins);
    return { ...app, client, url: `${client.appOrigin}/${app.name}/` };
  });
  appListening.serve(appServer({ apps, secrets }));
  idpListening.serve(identityProvider({ closedOrigin: origins.closed, apps, secrets }));

  return Object.assign(lab, {
    url: `${origins.app}/`,
    apps: apps.map(({ name, title, about, url, via = "redirect", redirectUri, client, expect }) => ({
      name,
      title,
      about,
      url,
      issuer: client.issuer,
      via,
      returns: !redirectUri,
      expect,
    })),
    secrets: () => secrets.values,
    close: async () => {
      await Promise.all([appListening.close(), idpListening.close()]);
    },
  });
}
