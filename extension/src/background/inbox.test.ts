import assert from "node:assert/strict";
import { mock, test } from "node:test";
import type { CaptureEvent } from "../../generated/core.d.ts";
import { Inbox } from "./inbox.ts";

test("what came before the core was ready is handed over in the order in which it happened", () => {
  const inbox = new Inbox();
  inbox.push(redirected(20), started(10), started(20.5), content(9), redirected(30));
  assert.deepEqual(opened(inbox), [[started(10), redirected(20), started(20.5), redirected(30), content(9)]]);
});

test("events of the same moment stay in the order in which they came", () => {
  const inbox = new Inbox();
  inbox.push(redirected(20), started(20));
  assert.deepEqual(opened(inbox), [[redirected(20), started(20)]]);
});

test("what comes together is handed over together, once", (context) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  context.after(() => mock.timers.reset());
  const inbox = new Inbox();
  const batches = opened(inbox);
  inbox.push(started(1));
  inbox.push(started(2));
  assert.deepEqual(batches, []);
  mock.timers.tick(1_000);
  inbox.drain();
  assert.deepEqual(batches, [[started(1), started(2)]]);
});

test("what is cleared is never handed over", () => {
  const inbox = new Inbox();
  inbox.push(started(1));
  inbox.clear();
  assert.deepEqual(opened(inbox), []);
});

function opened(inbox: Inbox): CaptureEvent[][] {
  const batches: CaptureEvent[][] = [];
  inbox.open((events) => batches.push(events));
  return batches;
}

function started(time: number): CaptureEvent {
  return {
    type: "requestStarted",
    request: "7",
    time,
    method: "GET",
    url: "https://idp.test/authorize",
    resource: "main_frame",
    tab: 1,
    frame: 0,
    body: { kind: "none" },
  };
}

function redirected(time: number): CaptureEvent {
  return { type: "redirected", request: "7", time, status: 302, location: "https://app.test/", headers: [] };
}

function content(time: number): CaptureEvent {
  return {
    type: "content",
    method: "GET",
    url: "https://app.test/",
    time,
    status: 200,
    body: { kind: "none" },
  };
}
