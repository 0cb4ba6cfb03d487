/** What every server of the lab needs of HTTP. */

import http from "node:http";

/**
 * @typedef {http.IncomingMessage & { originalUrl?: string }} Request
 * @typedef {http.ServerResponse} Response
 * @typedef {{ port: number, close(): Promise<void> }} Listening
 */

/**
 * Listens on the loopback interface; port 0 takes a free one. The handler is made when the port is known, because the
 * URLs of the lab contain it.
 *
 * @param {number} port
 * @param {() => Promise<void>} [hold] what each request waits for before it is answered
 * @param {() => (() => Promise<void>) | null} [holdBody] what the body of an answer waits for once its head is sent, if anything
 * @returns {Promise<Listening & { serve(handler: (request: Request, response: Response) => unknown): void }>}
 */
export async function listen(port, hold = async () => {}, holdBody = () => null) {
  let handle = (_request, response) => send(response, 503, "text/plain", "not ready");
  const server = http.createServer(async (request, response) => {
    try {
      await hold();
      const wait = holdBody();
      if (wait) endAfter(response, wait);
      await handle(request, response);
    } catch (error) {
      console.error(error);
      if (!response.headersSent) send(response, 500, "text/plain", "The lab itself is broken.");
    }
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: server.address().port,
    serve(handler) {
      handle = handler;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Lets an answer's head go out at once, and what ends it wait. */
function endAfter(response, wait) {
  const end = response.end.bind(response);
  response.end = (...body) => {
    response.flushHeaders();
    wait().then(() => end(...body));
    return response;
  };
}

/** A port on which nobody listens. */
export async function closedPort() {
  const listening = await listen(0);
  await listening.close();
  return listening.port;
}

/** @param {Response} response */
export function send(response, status, type, body, headers = {}) {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store", ...headers });
  response.end(body);
}

/** @param {Response} response */
export function redirect(response, location, headers = {}) {
  response.writeHead(303, { location, "cache-control": "no-store", ...headers });
  response.end();
}

/**
 * @param {Request} request
 * @returns {Promise<URLSearchParams>}
 */
export async function readForm(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

/**
 * A request from a server of the lab to another. Only browsers know that `*.localhost` is the loopback interface.
 *
 * @param {string} url
 * @param {{ method?: string, headers?: Record<string, string>, body?: string }} [options]
 * @returns {Promise<{ status: number, json: any }>}
 */
export function call(url, { method = "GET", headers = {}, body } = {}) {
  const lookup = (_host, options, done) =>
    options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4);
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers, lookup }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        try {
          resolve({ status: response.statusCode, json: JSON.parse(Buffer.concat(chunks).toString("utf8")) });
        } catch (error) {
          reject(error);
        }
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}
