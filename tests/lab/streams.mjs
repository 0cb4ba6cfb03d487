/** Answers in every form in which a server sends them, at an address at which clients look for a provider's metadata. */

import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { listen, send } from "./http.mjs";

const ADDRESS = "/.well-known/openid-configuration";
const JSON_TYPE = { "content-type": "application/json" };

/** Text that does not compress to nothing, of so many bytes. */
function text(bytes) {
  const pieces = [];
  for (let at = 0; at * 64 < bytes; at++) pieces.push(createHash("sha256").update(`${at}`).digest("hex"));
  return `{"padding":"${pieces.join("").slice(0, bytes - 14)}"}`;
}

/**
 * @typedef {object} Streams
 * @property {string} page an empty page beside them
 * @property {string[]} names
 * @property {number} readable how many of them can be read
 * @property {(name: string) => string} url
 * @property {() => Promise<void>} hold what the second piece of `stepwise` waits for
 * @property {() => Promise<void>} close
 *
 * @returns {Promise<Streams>}
 */
export async function startStreams() {
  const small = text(3_000);
  const large = text(20 * 1024 * 1024);
  let arrived = () => {};
  const streams = { hold: async () => {} };
  /** @type {Record<string, (response: import("./http.mjs").Response) => unknown>} */
  const cases = {
    whole: (response) => send(response, 200, "application/json", small),
    chunked: async (response) => {
      response.writeHead(200, JSON_TYPE);
      for (let at = 0; at < small.length; at += 100) response.write(small.slice(at, at + 100));
      response.end();
    },
    gzip: (response) => {
      response.writeHead(200, { ...JSON_TYPE, "content-encoding": "gzip" }).end(gzipSync(small));
    },
    bytes: (response) => {
      const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7) % 256));
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(bytes);
    },
    latin: (response) => {
      response.writeHead(200, { "content-type": "text/plain; charset=iso-8859-1" });
      response.end(Buffer.from("gr\u00fc\u00df", "latin1"));
    },
    empty: (response) => response.writeHead(200, JSON_TYPE).end(),
    refused: (response) => send(response, 400, "application/json", '{"error":"invalid_request"}'),
    large: (response) => send(response, 200, "application/json", large),
    "large-chunked": async (response) => {
      response.writeHead(200, JSON_TYPE);
      for (let at = 0; at < large.length; at += 1_000_000) response.write(large.slice(at, at + 1_000_000));
      response.end();
    },
    redirect: (response) => response.writeHead(302, { location: `${ADDRESS}?case=whole` }).end(),
    "no-content": (response) => response.writeHead(204).end(),
    events: async (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: one\n\n");
      response.end("data: two\n\n");
    },
    stepwise: async (response) => {
      response.writeHead(200, JSON_TYPE);
      for (const piece of ['{"one":', "1,", '"two":2}']) {
        const there = new Promise((resolve) => {
          arrived = resolve;
        });
        response.write(piece);
        await there;
        await streams.hold();
      }
      response.end();
    },
    broken: (response) => {
      response.writeHead(200, { ...JSON_TYPE, "content-length": "5000" });
      response.write(small, () => setTimeout(() => response.destroy(), 200));
    },
    left: (response) => {
      response.writeHead(200, JSON_TYPE);
      response.write(small);
      response.on("close", () => response.end());
    },
  };
  const listening = await listen(0);
  const origin = `http://127.0.0.1:${listening.port}`;
  listening.serve((request, response) => {
    const url = new URL(request.url, origin);
    if (url.pathname === "/arrived") {
      send(response, 200, "text/plain", "");
      return arrived();
    }
    const answer = url.pathname === ADDRESS && cases[url.searchParams.get("case")];
    return answer ? answer(response) : send(response, 200, "text/html", "<!doctype html>");
  });
  return Object.assign(streams, {
    page: `${origin}/`,
    names: Object.keys(cases),
    // Not the redirect itself, what has no body or is no text, what broke off or was left, and what has been read by its address.
    readable: 9,
    url: (name) => `${origin}${ADDRESS}?case=${name}`,
    close: () => listening.close(),
  });
}
