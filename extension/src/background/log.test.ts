import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaptureEvent, Hop } from "../../generated/core.d.ts";
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
  log.forget(hop("2"));
  const { changed, removed } = log.takeChanges();
  assert.deepEqual([Object.keys(changed), removed], [["request:1"], []]);
});

test("what was typed into a provider's page is neither kept nor written, whenever it is told", () => {
  const login = { ...started("1"), body: { kind: "text", text: "password=hunter2" } } as CaptureEvent;
  const told = { ...content(), requestBody: "password=hunter2" } as CaptureEvent;
  const log = logOf([login, told]);
  log.takeChanges();
  log.append({ ...told });
  log.strip({ hop: hop("1"), answer: false });
  const { changed } = log.takeChanges();
  assert.ok(!JSON.stringify([changed, log.events()]).includes("hunter2"));
  assert.deepEqual(Object.keys(changed), ["request:1"]);
  assert.ok(JSON.stringify(log.events()).includes("{}"), "the page that was shown stays");
});

test("only the hop that is private loses its body", () => {
  const [first, second] = [1, 2].map((time) => ({
    ...started("1"),
    time,
    body: { kind: "text", text: "a=b" },
  }));
  const log = logOf([first as CaptureEvent, second as CaptureEvent]);
  log.strip({ hop: hop("1", 2), answer: false });
  assert.deepEqual(log.events()[0], first);
});

test("a request that is forgotten later is removed", () => {
  const log = logOf([started("1")]);
  log.takeChanges();
  log.forget(hop("1"));
  assert.deepEqual(log.takeChanges(), { changed: {}, removed: ["request:1"] });
  assert.deepEqual(log.events(), []);
});

test("a body goes with the request whose it is, not with another one for the same", () => {
  const log = logOf([started("1"), started("2"), content("1"), content("2")]);
  log.forget(hop("1"));
  assert.deepEqual(log.events(), [started("2"), content("2")]);
  log.forget(hop("2"));
  assert.deepEqual(log.takeChanges(), { changed: {}, removed: [] });
});

test("of the hops that share an id one can go alone, with its bodies", () => {
  const later = { ...started("1"), time: 5 } as CaptureEvent;
  const body = { ...content("1"), of: hop("1", 5) } as CaptureEvent;
  const log = logOf([started("1"), completed("1"), later, completed("1"), body, content("1")]);
  log.takeChanges();
  log.forget(hop("1"));
  assert.deepEqual(log.events(), [later, completed("1"), body]);
  assert.deepEqual(Object.keys(log.takeChanges().changed), ["request:1"]);
  log.forget(hop("1", 9));
  assert.deepEqual(log.takeChanges(), { changed: {}, removed: [] });
});

test("what an answer said goes where it is nobody's business", () => {
  const log = logOf([started("1"), content("1", "personal")]);
  log.strip({ hop: hop("1"), answer: true });
  assert.ok(!JSON.stringify(log.events()).includes("personal"));
});

test("what is noted of a tab goes when the core says so", () => {
  const opened: CaptureEvent = { type: "tabOpened", tab: 1, opener: 2, time: 1 };
  const log = logOf([started("1"), opened, navigated(1)]);
  log.forgetTab(1);
  assert.deepEqual(log.events(), [started("1"), navigated(1)]);
});

test("it holds what it is given, however much: the core says what goes", () => {
  const events = Array.from({ length: 10_000 }, (_, index) =>
    started(String(index), `https://app.test/${index}`),
  );
  assert.equal(logOf(events).events().length, 10_000);
});

test("other events take the place of all, as far as anybody needs them", () => {
  const log = logOf([started("1"), started("2")]);
  log.takeChanges();
  log.replaceBy([started("2"), completed("2")]);
  assert.deepEqual(log.events(), [started("2"), completed("2")]);
  assert.deepEqual(log.takeChanges().removed, ["request:1"]);
});

test("what did not reach the storage is written the next time", () => {
  const log = logOf([started("1")]);
  const { changed } = log.takeChanges();
  assert.deepEqual(log.takeChanges().changed, {});
  log.notWritten(Object.keys(changed), ["request:gone"]);
  assert.deepEqual(log.takeChanges(), { changed, removed: ["request:gone"] });
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

function content(request = "1", text = "{}"): CaptureEvent {
  const body = { kind: "text", text } as const;
  return { type: "content", method: "POST", url: TOKEN, time: 1, status: 200, body, of: hop(request) };
}

function navigated(time: number): CaptureEvent {
  return { type: "navigated", tab: 1, frame: 0, time, url: "https://app.test/#a", of: hop("1") };
}

function hop(request: string, time = 1): Hop {
  return { request, time };
}
