import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaptureEvent, Ingested } from "../../generated/core.d.ts";
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

test("among many suspects a few replays find those that break it", () => {
  const count = 5_000;
  const all = Array.from({ length: count }, (_, index) => event(String(index)));
  for (const [bad, word] of [
    [[0], "trap"],
    [[count - 1], "unshowable"],
    [[17, 4_321], "trap"],
    [[17, 4_321], "unshowable"],
  ] as const) {
    const events = all.map((good, index) =>
      (bad as readonly number[]).includes(index) ? event(word) : good,
    );
    let sessions = 0;
    const session = new ReplayingSession(() => {
      sessions += 1;
      return fragileSession();
    }, fail);
    const { accepted } = session.ingest(events, () => []);
    const kept = session.look(look, () => accepted).result.seen;
    assert.equal(kept, count - bad.length);
    assert.ok(sessions <= 2 + 14 * bad.length, `${sessions} for ${bad}`);
  }
});

test("what is said of events that survived is said of their places among them", () => {
  const said: CoreSession["ingest"] = (events) => {
    if (events.some((one) => "url" in one && one.url === "trap"))
      throw new WebAssembly.RuntimeError("unreachable");
    const last = events.length - 1;
    const hop = { request: String(last), time: 0 };
    return { ...quiet(), owned: [{ index: last, hop }], idle: [last] };
  };
  const session = new ReplayingSession(() => ({ ...fragileSession(), ingest: said }), fail);
  const { owned, idle } = session.ingest(["a", "trap", "b", "c"].map(event), () => []);
  assert.deepEqual(
    [owned.map(({ index }) => index), idle],
    [
      [0, 2],
      [0, 2],
    ],
  );
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
      return quiet();
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

function quiet(): Ingested {
  const lists = { forget: [], strip: [], owned: [], idle: [], forgetTabs: [] };
  return { ...lists, changed: true, evicted: false, forgotten: 0 };
}

function event(url: string): CaptureEvent {
  return { type: "navigated", tab: 1, frame: 0, time: 1, url };
}

function fail(): never {
  throw new Error("nothing should be lost");
}
