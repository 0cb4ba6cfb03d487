import assert from "node:assert/strict";
import { test } from "node:test";
import type { HttpHeader, RequestStarted } from "../shared/webext.ts";
import { completed, navigated, requestSent, requestStarted } from "./capture.ts";

test("a request keeps its URL with the fragment, and its origin", () => {
  const event = requestStarted(
    request({ url: "https://app.test/cb#id_token=x", initiator: "https://idp.test" }),
  );
  assert.equal(event.type, "requestStarted");
  assert.equal("url" in event && event.url, "https://app.test/cb#id_token=x");
  assert.equal("initiator" in event && event.initiator, "https://idp.test");
});

test("a browser that gives the document's URL gets its origin read from it", () => {
  assert.equal(started({ originUrl: "https://idp.test/login?x=1" }).initiator, "https://idp.test");
  assert.equal(started({ originUrl: "no url" }).initiator, undefined);
});

test("a form keeps every value of a repeated name", () => {
  assert.deepEqual(started({ requestBody: { formData: { code: ["1", "2"], state: ["s"] } } }).body, {
    kind: "form",
    fields: [
      ["code", ["1", "2"]],
      ["state", ["s"]],
    ],
  });
});

test("raw bytes become base64, over all parts", () => {
  const parts = ['{"a":', "1}"].map((text) => ({ bytes: new TextEncoder().encode(text).buffer }));
  assert.deepEqual(started({ requestBody: { raw: parts } }).body, {
    kind: "base64",
    base64: btoa('{"a":1}'),
  });
});

test("a body that is not there, not shown or too large says so", () => {
  assert.deepEqual(started({}).body, { kind: "none" });
  assert.deepEqual(started({ requestBody: { raw: [] } }).body, { kind: "none" });
  const hidden = { kind: "unreadable", reason: "notShown" };
  assert.deepEqual(started({ requestBody: { error: "Unknown error." } }).body, hidden);
  assert.deepEqual(started({ requestBody: { raw: [{ file: "/a" }] } }).body, hidden);
  const large = { kind: "unreadable", reason: "tooLarge" };
  assert.deepEqual(started({ requestBody: { raw: [{ bytes: new ArrayBuffer(262_145) }] } }).body, large);
  assert.deepEqual(started({ requestBody: { formData: { file: ["x".repeat(262_145)] } } }).body, large);
});

test("a header whose value is not text is read byte by byte", () => {
  const requestHeaders: HttpHeader[] = [
    { name: "Accept", value: "*/*" },
    { name: "X-Name", binaryValue: [0x4a, 0xfc] },
    { name: "X-Empty" },
  ];
  const event = requestSent({ ...request({}), requestHeaders } as Parameters<typeof requestSent>[0]);
  assert.deepEqual("headers" in event && event.headers, [
    ["Accept", "*/*"],
    ["X-Name", "Jü"],
    ["X-Empty", ""],
  ]);
});

test("a status is never negative", () => {
  const event = completed({ ...request({}), statusCode: -1 } as Parameters<typeof completed>[0]);
  assert.equal("status" in event && event.status, 0);
});

test("a navigation says something only when its URL has a fragment", () => {
  const details = { tabId: 1, frameId: 0, timeStamp: 5 };
  assert.equal(navigated({ ...details, url: "https://app.test/cb?code=1" }), undefined);
  assert.equal(navigated({ ...details, url: "about:blank#x" }), undefined);
  const url = "https://app.test/cb#access_token=1";
  assert.deepEqual(navigated({ ...details, url }), { type: "navigated", tab: 1, frame: 0, time: 5, url });
});

function request(details: object): RequestStarted {
  return {
    requestId: "7",
    timeStamp: 5,
    method: "POST",
    url: "https://idp.test/token",
    type: "xmlhttprequest",
    tabId: 1,
    frameId: 0,
    ...details,
  } as RequestStarted;
}

function started(details: object) {
  const event = requestStarted(request(details));
  assert.ok(event.type === "requestStarted");
  return event;
}
