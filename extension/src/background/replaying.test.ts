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
  assert.equal(seen(session, [event("a"), event("b"), event("c")]), 3);
});

test("an event that cannot be shown is as bad as one that cannot be read", () => {
  const session = new ReplayingSession(fragileSession, fail);
  const good = [event("a"), event("b")];
  session.ingest(good, () => []);
  assert.equal(seen(session, good), 2);

  const bad = event("unshowable");
  const events = [event("c"), bad, event("d")];
  session.ingest(events, () => good);
  const { result, dropped } = session.look(look, () => [...good, ...events]);
  assert.deepEqual(dropped, [bad]);
  assert.equal(result.seen, 4);
});

test("what was seen before is not suspected again", () => {
  let looks = 0;
  const session = new ReplayingSession(fragileSession, fail);
  const good = Array.from({ length: 50 }, (_, index) => event(String(index)));
  session.ingest(good, () => []);
  seen(session, good);
  const bad = event("unshowable");
  session.ingest([bad], () => good);
  const count = (core: CoreSession) => {
    looks += 1;
    return look(core);
  };
  assert.deepEqual(session.look(count, () => [...good, bad]).dropped, [bad]);
  assert.equal(looks, 3, "the look that broke, the one at the suspect, the answer");
});

test("a question that traps leaves a session that works", () => {
  const session = new ReplayingSession(fragileSession, fail);
  session.ingest([event("a")], () => []);
  const ask = (message: string) =>
    session.look(
      (core) => core.ask({ about: "causes", message }, 0),
      () => [event("a")],
    ).result;
  seen(session, [event("a")]);
  assert.throws(() => ask("trap"), { message: "" });
  assert.deepEqual(ask("a message"), { about: "causes", answer: [] });
  assert.equal(seen(session, [event("a")]), 1);
});

test("a history that cannot be replayed is given up, and said", () => {
  let lost = 0;
  const session = new ReplayingSession(fragileSession, () => lost++);
  session.ingest([event("trap")], () => [event("trap")]);
  assert.equal(seen(session, []), 0);
  assert.ok(lost > 0);
});

const look = (core: CoreSession) => core.changes(0);

function seen(session: ReplayingSession, history: CaptureEvent[]): number {
  return session.look(look, () => history).result.seen;
}

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
      return { changed: true, forget: [], strip: [], idle: [], forgetTabs: [], evicted: false, forgotten: 0 };
    },
    changes() {
      trapIf(urls.includes("unshowable"));
      return { revision: urls.length, whole: true, rows: [], gone: [], seen: urls.length, kept: 0 };
    },
    ask(question) {
      trapIf(question.about === "causes" && question.message === "trap");
      return { about: "causes", answer: [] };
    },
  };
}

function event(url: string): CaptureEvent {
  return { type: "navigated", tab: 1, frame: 0, time: 1, url };
}

function fail(): never {
  throw new Error("nothing should be lost");
}
