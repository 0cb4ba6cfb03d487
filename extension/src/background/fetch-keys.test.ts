import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { fetchKeys } from "./fetch-keys.ts";

const MEBIBYTE = 1024 * 1024;
const ADDRESS = "https://idp.example/keys";
const { fetch: original } = globalThis;

afterEach(() => {
  globalThis.fetch = original;
});

/** What was asked, where the browser answers so. */
function browser(answer: (signal: AbortSignal) => Response | Promise<Response>) {
  const asked: { url: string; options: RequestInit }[] = [];
  globalThis.fetch = async (url, options = {}) => {
    asked.push({ url: String(url), options });
    return answer(options.signal as AbortSignal);
  };
  return asked;
}

function endless(piece: Uint8Array<ArrayBuffer>) {
  const sent = { pieces: 0, cancelled: false };
  const body = new ReadableStream({
    pull(controller) {
      sent.pieces++;
      controller.enqueue(piece);
    },
    cancel() {
      sent.cancelled = true;
    },
  });
  return { body, sent };
}

test("one request, without credentials, redirects, referrer and cache", async () => {
  const asked = browser(() => new Response("{}"));
  assert.equal(await fetchKeys(`${ADDRESS}#fragment`, false), "{}");
  assert.equal(asked.length, 1);
  assert.equal(asked[0]?.url, ADDRESS);
  const { signal, ...options } = asked[0]?.options ?? {};
  assert.ok(signal instanceof AbortSignal);
  assert.deepEqual(options, {
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    referrerPolicy: "no-referrer",
  });
});

test("what is refused is never asked", async () => {
  const asked = browser(() => new Response("{}"));
  for (const url of [
    "http://idp.example/",
    "https://kanari:kanari@idp.example/",
    "https://10.0.0.1/",
    "http://localhost/",
    "keys",
  ]) {
    await assert.rejects(fetchKeys(url, false), (error: Error) => !/kanari/.test(error.message));
  }
  assert.deepEqual(asked, []);
  assert.equal(await fetchKeys("http://localhost:8080/keys", true), "{}");
});

test("an answer is read to the limit and no further", async () => {
  browser(() => new Response("x".repeat(MEBIBYTE)));
  assert.equal((await fetchKeys(ADDRESS, false)).length, MEBIBYTE);
  browser(() => new Response("x".repeat(MEBIBYTE + 1)));
  await assert.rejects(fetchKeys(ADDRESS, false), /larger than 1 MiB/);
  const { body, sent } = endless(new Uint8Array(100_000).fill(120));
  browser(() => new Response(body));
  await assert.rejects(fetchKeys(ADDRESS, false), /larger than 1 MiB/);
  assert.ok(sent.cancelled && sent.pieces < 20, `${sent.pieces} pieces`);
});

test("what went wrong is said", async () => {
  browser(() => new Response("no", { status: 404 }));
  await assert.rejects(fetchKeys(ADDRESS, false), /status 404/);
  browser(() => new Response(new Uint8Array([0xff, 0xfe])));
  await assert.rejects(fetchKeys(ADDRESS, false), /no text/);
  browser(() => Promise.reject(new TypeError("Failed to fetch")));
  await assert.rejects(fetchKeys(ADDRESS, false), /leads to another one/);
  browser(() => Promise.reject(new DOMException("late", "TimeoutError")));
  await assert.rejects(fetchKeys(ADDRESS, false), /15 seconds/);
  const late = new ReadableStream({
    start: (controller) => controller.error(new DOMException("late", "TimeoutError")),
  });
  browser(() => new Response(late));
  await assert.rejects(fetchKeys(ADDRESS, false), /15 seconds/);
});
