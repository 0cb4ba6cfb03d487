import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaptureEvent } from "../../generated/core.d.ts";
import { type CoreSession, ReplayingSession } from "./replaying.ts";

test("a trap costs the event that made it, and nothing else", () => {
  const session = new ReplayingSession(fragileSession, fail);
  session.ingest([event("a")], () => []);
  const { accepted, changed } = session.ingest([event("b"), event("trap"), event("c")], () => [event("a")]);
  assert.deepEqual(accepted, [event("b"), event("c")]);
  assert.equal(changed, true);
  assert.equal(session.view.seen, 3);
});

test("an event that cannot be shown is as bad as one that cannot be read", () => {
  const session = new ReplayingSession(fragileSession, fail);
  assert.deepEqual(session.ingest([event("unshowable"), event("a")], () => []).accepted, [event("a")]);
});

test("a question that traps leaves a session that works", () => {
  const session = new ReplayingSession(fragileSession, fail);
  session.ingest([event("a")], () => []);
  const report = (login: string) =>
    session.ask(
      (core) => core.report(login, "markdown"),
      () => [event("a")],
    );
  assert.throws(() => report("trap"), { message: "" });
  assert.equal(report("login-1"), "1 events");
});

test("a history that cannot be replayed is given up, and said", () => {
  let lost = 0;
  const session = new ReplayingSession(fragileSession, () => lost++);
  session.ingest([event("trap")], () => [event("trap")]);
  assert.equal(session.view.seen, 0);
  assert.ok(lost > 0);
});

/** Like the real one: after a trap, every call fails. */
function fragileSession(): CoreSession {
  const urls: string[] = [];
  let poisoned = false;
  const trapIf = (condition: boolean) => {
    poisoned ||= condition;
    if (poisoned) throw new WebAssembly.RuntimeError("unreachable");
  };
  return {
    ingest(events) {
      for (const event of events) {
        const url = "url" in event ? event.url : "";
        trapIf(url === "trap");
        urls.push(url);
      }
      return { changed: true, forget: [], strip: [] };
    },
    view() {
      trapIf(urls.includes("unshowable"));
      return { logins: [], seen: urls.length, kept: 0 };
    },
    report(login) {
      trapIf(login === "trap");
      return `${urls.length} events`;
    },
    causes() {
      return [];
    },
    tokens() {
      return { tokens: [], keysAt: undefined };
    },
  };
}

function event(url: string): CaptureEvent {
  return { type: "navigated", tab: 1, frame: 0, time: 1, url };
}

function fail(): never {
  throw new Error("nothing should be lost");
}
