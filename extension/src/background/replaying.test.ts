import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaptureEvent, Explanation, Ingested } from "../../generated/core.d.ts";
import { Pace } from "./pace.ts";
import { type CoreSession, ReplayingSession, Restarted } from "./replaying.ts";

test("a trap costs the event that made it, and nothing else", async () => {
  const session = new ReplayingSession(fragileSession, fail);
  await session.ingest([event("a")], () => []);
  const { accepted, changed } = await session.ingest([event("b"), event("trap"), event("c")], () => [
    event("a"),
  ]);
  assert.deepEqual(accepted, [event("b"), event("c")]);
  assert.equal(changed, true);
  assert.equal(await seen(session, [event("a"), event("b"), event("c")]), 3);
});

test("an event that cannot be shown is as bad as one that cannot be read", async () => {
  const session = new ReplayingSession(fragileSession, fail);
  const good = [event("a"), event("b")];
  await session.ingest(good, () => []);
  assert.equal(await seen(session, good), 2);

  const bad = event("unshowable");
  const events = [event("c"), bad, event("d")];
  await session.ingest(events, () => good);
  const { result, dropped } = await session.look(look, () => [...good, ...events]);
  assert.deepEqual(dropped, [bad]);
  assert.equal(result.seen, 4);
});

test("among many suspects a few replays find those that break it", async () => {
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
    const { accepted } = await session.ingest(events, () => []);
    const kept = (await session.look(look, () => accepted)).result.seen;
    assert.equal(kept, count - bad.length);
    assert.ok(sessions <= 2 + 14 * bad.length, `${sessions} for ${bad}`);
  }
});

test("what is said of events that survived is said of their places among them", async () => {
  const said: CoreSession["ingest"] = (events) => {
    if (events.some((one) => "url" in one && one.url === "trap"))
      throw new WebAssembly.RuntimeError("unreachable");
    const last = events.length - 1;
    const hop = { request: String(last), time: 0 };
    return { ...quiet(), owned: [{ index: last, hop }], idle: [last] };
  };
  const session = new ReplayingSession(() => ({ ...fragileSession(), ingest: said }), fail);
  const { owned, idle } = await session.ingest(["a", "trap", "b", "c"].map(event), () => []);
  assert.deepEqual(
    [owned.map(({ index }) => index), idle],
    [
      [0, 2],
      [0, 2],
    ],
  );
});

test("what was seen before is not suspected again", async () => {
  let looks = 0;
  const session = new ReplayingSession(fragileSession, fail);
  const good = Array.from({ length: 50 }, (_, index) => event(String(index)));
  await session.ingest(good, () => []);
  await seen(session, good);
  const bad = event("unshowable");
  await session.ingest([bad], () => good);
  const count = (core: CoreSession) => {
    looks += 1;
    return look(core);
  };
  assert.deepEqual((await session.look(count, () => [...good, bad])).dropped, [bad]);
  assert.equal(looks, 3, "the look that broke, the one at the suspect, the answer");
});

test("a question that traps leaves a session that works", async () => {
  const session = new ReplayingSession(fragileSession, fail);
  await session.ingest([event("a")], () => []);
  const ask = async (message: string) =>
    (
      await session.look(
        (core) => core.ask({ about: "causes", message }, 0),
        () => [event("a")],
      )
    ).result;
  await seen(session, [event("a")]);
  await assert.rejects(ask("trap"), { message: "" });
  assert.deepEqual(await ask("a message"), { about: "causes", answer: NOTHING });
  assert.equal(await seen(session, [event("a")]), 1);
});

test("a history that cannot be replayed is given up, and said", async () => {
  let lost = 0;
  const session = new ReplayingSession(fragileSession, () => lost++);
  await session.ingest([event("trap")], () => [event("trap")]);
  assert.equal(await seen(session, []), 0);
  assert.ok(lost > 0);
});

test("what is cleared in the middle ends there, and what comes then is new", async () => {
  const { clock, pace } = slowClock(5);
  const session = new ReplayingSession(fragileSession, fail, pace);
  const waiting = session.ingest(
    Array.from({ length: 5_000 }, (_, index) => event(String(index))),
    () => [],
  );
  const { epoch } = session;
  await new Promise((resolve) => setImmediate(resolve));
  session.restart();
  const ticks = clock.ticks;
  assert.ok(session.epoch > epoch);
  await assert.rejects(waiting, Restarted);
  assert.ok(clock.ticks - ticks < 10, "it went no further");
  await session.ingest([event("a")], () => []);
  assert.equal(await seen(session, []), 1);
});

test("what costs too much to be replayed is given up, and said", async () => {
  const lost: string[] = [];
  // Each piece takes a second.
  const session = new ReplayingSession(fragileSession, (loss) => lost.push(loss), slowClock(1_000).pace);
  const { accepted } = await session.resume(
    Array.from({ length: 5_000 }, (_, index) => event(String(index))),
  );
  assert.deepEqual([accepted, lost], [[], ["tooDear"]]);
  assert.equal(await seen(session, []), 0);
});

test("a search that costs too much leaves out what it has not tried", async () => {
  const good = Array.from({ length: 64 }, (_, index) => event(String(index)));
  const session = new ReplayingSession(fragileSession, fail, slowClock(900).pace);
  await session.ingest(good, () => []);
  const some = Array.from({ length: 32 }, (_, index) => event(index % 2 ? "trap" : "fine"));
  const { accepted } = await session.ingest(some, () => good);
  assert.ok(accepted.length < 16, `${accepted.length}`);
});

/** A clock that goes on by so much whenever somebody looks at it. */
function slowClock(step: number) {
  const clock = { ticks: 0 };
  const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
  const now = () => step * clock.ticks++;
  return { clock, pace: () => new Pace(now, pause) };
}

const look = (core: CoreSession) => core.changes(0);

async function seen(session: ReplayingSession, history: CaptureEvent[]): Promise<number> {
  return (await session.look(look, () => history)).result.seen;
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
    set: () => {},
    wantsBody: () => false,
    ask(question) {
      trapIf(question.about === "causes" && question.message === "trap");
      return { about: "causes", answer: NOTHING };
    },
  };
}

const NOTHING: Explanation = {
  certainty: "unknown",
  why: "",
  said: undefined,
  answer: undefined,
  difference: "",
  causes: [],
  next: [],
};

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
