import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaptureEvent } from "../../generated/core.d.ts";
import { inOrderOfHops } from "./order.ts";

const LISTENERS = ["requestStarted", "requestSent", "responseStarted", "redirected", "completed"];

/** Three hops of one request, in the order in which they happened. */
function chain(times: number[]): CaptureEvent[] {
  const hops = ["https://idp.test/a", "https://idp.test/b", "https://app.test/"];
  const events = hops.flatMap((url, at) => [
    { type: "requestStarted", url },
    { type: "requestSent", headers: [["hop", url]] },
    { type: "responseStarted", status: 302 + at },
    at < 2 ? { type: "redirected", location: hops[at + 1] } : { type: "completed" },
  ]);
  return events.map((event, at) => ({ ...event, request: "7", time: times[at] })) as CaptureEvent[];
}

function listenerByListener(events: CaptureEvent[]): CaptureEvent[] {
  return LISTENERS.flatMap((type) => events.filter((event) => event.type === type));
}

test("hops that share a millisecond are told by their redirects", () => {
  const together = chain(Array(12).fill(1));
  assert.deepEqual(inOrderOfHops(listenerByListener(together)), together);
});

test("wherever the millisecond changes", () => {
  for (let change = 0; change <= 12; change++) {
    const events = chain(Array.from({ length: 12 }, (_, at) => (at < change ? 1 : 2)));
    assert.deepEqual(inOrderOfHops(listenerByListener(events)), events, `after ${change} events`);
  }
});

test("the rest of a request whose beginning another worker saw", () => {
  const rest = chain(Array(12).fill(1)).slice(3);
  assert.deepEqual(inOrderOfHops(listenerByListener(rest)), rest);
});

test("what came in order stays in order", () => {
  for (let from = 0; from < 12; from++) {
    const events = chain(Array(12).fill(1)).slice(from);
    assert.deepEqual(inOrderOfHops(events), events, `from event ${from}`);
  }
});
