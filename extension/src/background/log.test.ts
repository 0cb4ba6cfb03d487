import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaptureEvent } from "../../generated/core.d.ts";
import { EventLog } from "./log.ts";

const TOKEN = "https://idp.test/token";

test("events come back in the order in which they came, over all requests", () => {
  const events = [started("1"), started("2"), completed("1"), completed("2")];
  assert.deepEqual(logOf(events).events(), events);
});

test("what is written can be read again, and goes on in the same order", () => {
  const events = [started("1"), started("2"), completed("1"), content()];
  const { changed } = logOf(events).takeChanges();
  const log = new EventLog(JSON.parse(JSON.stringify(changed)));
  log.append(completed("2"));
  assert.deepEqual(log.events(), [...events, completed("2")]);
});

test("a request that is forgotten before it was written is never written", () => {
  const log = logOf([started("1"), started("2", "https://app.test/")]);
  log.forget("2");
  const { changed, removed } = log.takeChanges();
  assert.deepEqual([Object.keys(changed), removed], [["request:1"], []]);
});

test("what was typed into a provider's page is neither kept nor written, whenever it is told", () => {
  const login = { ...started("1"), body: { kind: "text", text: "password=hunter2" } } as CaptureEvent;
  const told = { ...content(), requestBody: "password=hunter2" } as CaptureEvent;
  const log = logOf([login, told]);
  log.takeChanges();
  log.strip({ request: "1", time: 1 });
  log.append({ ...told });
  const { changed } = log.takeChanges();
  assert.ok(!JSON.stringify([changed, log.events()]).includes("hunter2"));
  assert.deepEqual(Object.keys(changed).length, 2);
});

test("only the hop that is private loses its body", () => {
  const [first, second] = [1, 2].map((time) => ({
    ...started("1"),
    time,
    body: { kind: "text", text: "a=b" },
  }));
  const log = logOf([first as CaptureEvent, second as CaptureEvent]);
  log.strip({ request: "1", time: 2 });
  assert.deepEqual(log.events()[0], first);
});

test("a request that is forgotten later is removed, and the rest of it is ignored", () => {
  const log = logOf([started("1")]);
  log.takeChanges();
  log.forget("1");
  log.append(completed("1"));
  assert.deepEqual(log.takeChanges(), { changed: {}, removed: ["request:1"] });
  assert.deepEqual(log.events(), []);
});

test("a body is kept as long as a request that it can belong to", () => {
  const log = logOf([content(), started("1"), started("2"), content()]);
  log.forget("1");
  assert.deepEqual(log.events(), [started("2"), content()]);
  log.forget("2");
  assert.deepEqual(log.events(), []);
});

test("a closed tab matters when a request of it does", () => {
  const closed: CaptureEvent = { type: "tabClosed", tab: 1, time: 9 };
  assert.deepEqual(logOf([navigated(1), closed]).events(), []);
  assert.deepEqual(logOf([started("1"), closed]).events(), [started("1"), closed]);
});

test("of many navigations in a tab the newest are kept", () => {
  const log = new EventLog({}, { events: 100, size: 100_000, navigationsPerTab: 2 });
  for (const time of [1, 2, 3]) log.append(navigated(time));
  assert.deepEqual(log.events(), [navigated(2), navigated(3)]);
});

test("the oldest request makes room, and the log says so", () => {
  const log = new EventLog({}, { events: 2, size: 100_000, navigationsPerTab: 9 });
  assert.deepEqual(
    [started("1"), completed("1"), started("2")].map((event) => log.append(event)),
    [false, false, true],
  );
  assert.deepEqual(log.events(), [started("2")]);
});

test("bodies count with their size", () => {
  const log = new EventLog({}, { events: 100, size: 1_000, navigationsPerTab: 9 });
  log.append(started("1"));
  log.append(started("2", "https://app.test/"));
  assert.equal(log.append(content("x".repeat(800))), true);
});

function logOf(events: CaptureEvent[]): EventLog {
  const log = new EventLog();
  for (const event of events) log.append(event);
  return log;
}

function started(request: string, url = TOKEN): CaptureEvent {
  const [resource, tab, frame, time] = ["xmlhttprequest", 1, 0, 1];
  return { type: "requestStarted", request, url, resource, tab, frame, time, method: "POST" };
}

function completed(request: string): CaptureEvent {
  return { type: "completed", request, time: 2, status: 200 };
}

function content(text = "{}"): CaptureEvent {
  return { type: "content", method: "POST", url: TOKEN, time: 1, status: 200, body: { kind: "text", text } };
}

function navigated(time: number): CaptureEvent {
  return { type: "navigated", tab: 1, frame: 0, time, url: "https://app.test/#a" };
}
