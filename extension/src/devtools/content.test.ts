import assert from "node:assert/strict";
import { test } from "node:test";
import { contentEvent, type Entry } from "./content.ts";
import { isWorthReading, mayMatter } from "./relevance.ts";

test("what people look at and listen to never matters", () => {
  for (const type of [
    "image/png",
    "font/woff2",
    "video/mp4",
    "text/css",
    "text/javascript",
    "application/javascript",
  ]) {
    assert.equal(mayMatter(entry({ type })), false, type);
  }
  assert.equal(mayMatter(entry({ type: "application/json" })), true);
  assert.equal(mayMatter(entry({ url: "chrome-extension://x/panel.html" })), false);
});

test("data is always worth reading, a page only when it answers a client", () => {
  assert.equal(isWorthReading(entry({ type: "application/json; charset=utf-8" })), true);
  assert.equal(isWorthReading(entry({ type: "application/jwk-set+json" })), true);
  assert.equal(isWorthReading(entry({ type: "application/jwt" })), true);
  assert.equal(isWorthReading(entry({ type: "text/html", accept: "text/html,*/*" })), false);
  assert.equal(isWorthReading(entry({ type: "text/html", accept: "*/*" })), true);
  assert.equal(isWorthReading(entry({ type: "text/html", method: "POST" })), true);
  assert.equal(isWorthReading(entry({ type: "application/json", status: 302 })), false);
  assert.equal(isWorthReading(entry({ type: "application/json", method: "OPTIONS" })), false);
  assert.equal(isWorthReading(entry({ type: "application/json", size: 1024 * 1024 + 1 })), false);
});

test("a read body is passed on as it is", () => {
  const read = { text: '{"error":"invalid_grant"}', base64: false };
  assert.deepEqual(contentEvent(entry({ status: 400, sent: "code=1" }), read), {
    type: "content",
    method: "GET",
    url: "https://idp.test/token",
    time: Date.UTC(2026, 10, 23),
    status: 400,
    requestBody: "code=1",
    body: { kind: "text", text: read.text },
  });
});

test("a body that could not be read is not an empty body", () => {
  assert.deepEqual(bodyOf(entry({ size: 20 }), undefined), { kind: "unreadable", reason: "notShown" });
  assert.deepEqual(bodyOf(entry({ size: 0 }), undefined), { kind: "none" });
  assert.deepEqual(bodyOf(entry({ size: 2_000_000 }), undefined), { kind: "unreadable", reason: "tooLarge" });
});

test("an entry without news is dropped", () => {
  assert.equal(contentEvent(entry({ status: 302 }), undefined), undefined);
  assert.notEqual(contentEvent(entry({ status: 302, sent: "a=b" }), undefined), undefined);
});

interface Facts {
  url?: string;
  method?: string;
  accept?: string;
  sent?: string;
  status?: number;
  type?: string;
  size?: number;
}

function entry(facts: Facts): Entry {
  const {
    url = "https://idp.test/token",
    method = "GET",
    status = 200,
    type = "application/json",
    size = 9,
  } = facts;
  return {
    startedDateTime: "2026-11-23T00:00:00.000Z",
    request: {
      url,
      method,
      headers: [{ name: "Accept", value: facts.accept ?? "*/*" }],
      ...(facts.sent ? { postData: { mimeType: "", text: facts.sent } } : {}),
    },
    response: { status, content: { mimeType: type, size } },
  } as unknown as Entry;
}

function bodyOf(of: Entry, content: undefined) {
  const event = contentEvent(of, content);
  return event?.type === "content" ? event.body : undefined;
}
