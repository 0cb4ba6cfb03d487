/**
 * Tokens: how long reading and verifying one takes, natively and as WebAssembly in Chromium, beside the browser's own
 * WebCrypto in the same run.
 */

import { execFileSync } from "node:child_process";
import { generateKeyPairSync, sign } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const GENERATED = new URL("../../extension/generated/", import.meta.url);
const ROUNDS = 300;

const KINDS = {
  RS256: {
    pair: ["rsa", { modulusLength: 2048 }],
    hash: "sha256",
    web: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  },
  ES256: {
    pair: ["ec", { namedCurve: "P-256" }],
    hash: "sha256",
    web: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  },
  EdDSA: { pair: ["ed25519", {}], hash: undefined, web: { name: "Ed25519" } },
};

/** Yields a line for each kind of signature. */
export async function* tokenTimes(benchToken, folder) {
  const tokens = Object.keys(KINDS).map(make);
  const inBrowser = await browserTimes(tokens);
  for (const [index, token] of tokens.entries()) {
    const file = join(folder, `${token.alg}.txt`);
    await writeFile(file, `${token.text}\n${token.keys}`);
    const [read, verified] = execFileSync(benchToken, [file, String(ROUNDS)], { encoding: "utf8" })
      .split(" ")
      .map(Number);
    yield { alg: token.alg, native: { read, verified }, ...inBrowser[index] };
  }
}

function make(alg) {
  const { pair, hash, web } = KINDS[alg];
  const { privateKey, publicKey } = generateKeyPairSync(...pair);
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: "https://auth.example.com",
    sub: "248289761001",
    aud: "web-shop",
    nonce: "n-0S6_WzA2Mj",
    iat: now,
    exp: now + 3600,
    email: "alice@example.com",
    name: "Alice Example",
  };
  const message = `${encode({ alg, kid: "key-1", typ: "JWT" })}.${encode(claims)}`;
  const signature = sign(hash, Buffer.from(message), { key: privateKey, dsaEncoding: "ieee-p1363" });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "key-1" };
  return { alg, web, text: `${message}.${signature.toString("base64url")}`, jwk, keys: JSON.stringify(jwk) };
}

async function browserTimes(tokens) {
  const server = createServer(async (request, response) => {
    const file = { "/core.js": "core.js", "/core_bg.wasm": "core_bg.wasm" }[request.url];
    const type = { "core.js": "text/javascript", "core_bg.wasm": "application/wasm" }[file] ?? "text/html";
    response.setHeader("Content-Type", type);
    response.end(file ? await readFile(new URL(file, GENERATED)) : "<!doctype html>");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    return await page.evaluate(inPage, tokens, ROUNDS);
  } finally {
    await browser.close();
    server.close();
  }
}

/** Runs in the page: it sees nothing of this file but its arguments. */
async function inPage(tokens, rounds) {
  const core = await import("/core.js");
  await core.default({ module_or_path: "/core_bg.wasm" });
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const best = async (work) => {
    let least = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 5; run++) {
      const start = performance.now();
      for (let round = 0; round < rounds; round++) await work();
      least = Math.min(least, ((performance.now() - start) * 1000) / rounds);
    }
    return least;
  };
  const times = [];
  for (const { web, text, jwk, keys } of tokens) {
    const [header, payload, signature] = text.split(".");
    const read = await best(() => look(text, ""));
    const checked = await best(() => look(text, keys));
    const key = await crypto.subtle.importKey("jwk", jwk, web, false, ["verify"]);
    const message = new TextEncoder().encode(`${header}.${payload}`);
    const webRead = await best(() =>
      [header, payload].map((part) => JSON.parse(new TextDecoder().decode(bytes(part)))),
    );
    const webVerified = await best(async () => {
      if (!(await crypto.subtle.verify(web, key, bytes(signature), message)))
        throw new Error("it does not fit");
    });
    const answer = look(text, keys);
    if (answer.token.signature.state !== "valid") throw new Error(answer.token.signature.text);
    times.push({ wasm: { read, checked }, web: { read: webRead, verified: webVerified } });
  }
  return times;
}
