// A HAR file as browsers write it: pages, scripts, images, data, and one login in twenty entries.

import { createHash } from "node:crypto";

import { random, token } from "./random.mjs";

const AUTHORIZE = "https://auth.example.com/authorize";
const CALLBACK = "https://app.example.com/callback";
/** Between two logins of four entries, so that 95 % of all are of no interest. */
const OTHERS = 76;

/** The text of an archive of about that many bytes. */
export function har(bytes) {
  const next = random(7);
  const written = [];
  let size = 0;
  let logins = 0;
  const write = (entry) => {
    const text = JSON.stringify(entry);
    written.push(text);
    size += text.length + 1;
  };
  while (size < bytes) {
    logins += 1;
    for (const entry of login(logins, next)) write(entry);
    for (let other = 0; other < OTHERS && size < bytes; other++) write(something(logins, other, next));
  }
  return { text: archive(written), entries: written.length, logins };
}

/** The text of an archive of so many logins and nothing else. */
export function logins(count) {
  const next = random(8);
  const entries = Array.from({ length: count }, (_, at) => login(at + 1, next)).flat();
  return archive(entries.map((entry) => JSON.stringify(entry)));
}

function archive(entries) {
  const head =
    '{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[],"entries":[';
  return `${head}${entries.join(",")}]}}`;
}

function login(number, next) {
  const [state, code, verifier] = [token(next, 43), token(next, 43), token(next, 43)];
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const redirect = encodeURIComponent(CALLBACK);
  const url = `${AUTHORIZE}?response_type=code&client_id=web-shop&scope=openid&redirect_uri=${redirect}&state=${state}&code_challenge=${challenge}&code_challenge_method=S256`;
  const back = `${CALLBACK}?code=${code}&state=${state}`;
  const form = `grant_type=authorization_code&client_id=web-shop&code=${code}&redirect_uri=${redirect}&code_verifier=${verifier}`;
  const tokens = JSON.stringify({ access_token: token(next, 400), token_type: "Bearer", expires_in: 3600 });
  const json = {
    "content-type": "application/json",
    "access-control-allow-origin": "https://app.example.com",
  };
  const at = (seconds) => number * 60 + seconds;
  return [
    entry(at(0), "document", "GET", url, 302, { location: back }, ""),
    entry(at(1), "document", "GET", back, 200, { "content-type": "text/html" }, markup(next, 4)),
    entry(at(2), "fetch", "POST", "https://auth.example.com/token", 200, json, tokens, form),
    entry(at(3), "fetch", "GET", "https://auth.example.com/userinfo", 200, json, '{"sub":"4711"}'),
  ];
}

function something(number, other, next) {
  const seconds = number * 60 + 4 + other / 2;
  const base = `https://cdn${next(4)}.shop.example`;
  switch (next(4)) {
    case 0:
      return entry(
        seconds,
        "script",
        "GET",
        `${base}/js/${token(next, 8)}.js`,
        200,
        { "content-type": "text/javascript" },
        script(next, 40),
      );
    case 1: {
      const image = entry(
        seconds,
        "image",
        "GET",
        `${base}/img/${token(next, 8)}.webp`,
        200,
        { "content-type": "image/webp" },
        "",
      );
      image.response.content.text = Buffer.from(token(next, 12_000)).toString("base64");
      image.response.content.encoding = "base64";
      return image;
    }
    case 2:
      return entry(
        seconds,
        "fetch",
        "GET",
        `${base}/api/items?page=${next(100)}`,
        200,
        { "content-type": "application/json" },
        data(next, 120),
      );
    default:
      return entry(
        seconds,
        "document",
        "GET",
        `${base}/products/${next(1000)}`,
        200,
        { "content-type": "text/html; charset=utf-8" },
        markup(next, 120),
      );
  }
}

function entry(seconds, resource, method, url, status, responseHeaders, text, form) {
  const headers = (pairs) => Object.entries(pairs).map(([name, value]) => ({ name, value }));
  const sent = { accept: "*/*", "accept-language": "en", "user-agent": "Mozilla/5.0 (X11; Linux x86_64)" };
  if (form !== undefined) sent["content-type"] = "application/x-www-form-urlencoded";
  if (resource === "fetch") sent.origin = "https://app.example.com";
  const request = {
    method,
    url,
    httpVersion: "http/2.0",
    headers: headers(sent),
    queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
    cookies: [],
    headersSize: -1,
    bodySize: form?.length ?? 0,
  };
  if (form !== undefined) request.postData = { mimeType: sent["content-type"], text: form };
  return {
    _initiator: {
      type: "script",
      stack: { callFrames: [{ functionName: "load", url, lineNumber: 12, columnNumber: 7 }] },
    },
    _priority: "High",
    _resourceType: resource,
    cache: {},
    connection: "443",
    pageref: "page_1",
    request,
    response: {
      status,
      statusText: "",
      httpVersion: "http/2.0",
      headers: headers({ date: "Mon, 23 Nov 2026 09:41:00 GMT", server: "example", ...responseHeaders }),
      cookies: [],
      content: { size: text.length, mimeType: responseHeaders["content-type"] ?? "x-unknown", text },
      redirectURL: responseHeaders.location ?? "",
      headersSize: -1,
      bodySize: -1,
      _transferSize: text.length,
    },
    serverIPAddress: "203.0.113.7",
    startedDateTime: new Date(1_795_000_000_000 + seconds * 1000).toISOString(),
    time: 31.4,
    timings: { blocked: 1, dns: -1, ssl: -1, connect: -1, send: 0.1, wait: 30, receive: 0.3 },
  };
}

function script(next, lines) {
  return Array.from(
    { length: lines },
    () =>
      `function ${token(next, 6)}(e){return "${token(next, 60)}"+e.map((n)=>{\n\treturn n.${token(next, 5)}||"\\u00e9"})}\n`,
  ).join("");
}

function data(next, items) {
  return JSON.stringify(
    Array.from({ length: items }, () => ({
      id: next(1e6),
      name: token(next, 20),
      price: next(1e4) / 100,
      tags: ["new", "sale"],
    })),
  );
}

function markup(next, rows) {
  const list = Array.from(
    { length: rows },
    () =>
      `<li class="item"><a href="/p/${next(1e6)}" title="${token(next, 12)}">Größe ${next(50)} – ${token(next, 40)}</a></li>\n`,
  );
  return `<!doctype html>\n<html lang="en"><head><title>Shop</title></head>\n<body><ul>\n${list.join("")}</ul></body></html>\n`;
}
