// The core as the extension loads it: the generated module, real WebAssembly, plain objects in and out.
// What the diagnosis says is tested in Rust; here only that the boundary carries it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { __wbg_reset_state, initSync, Session, version } from "../../extension/generated/core.js";

const generated = new URL("../../extension/generated/core_bg.wasm", import.meta.url);
initSync({ module: await readFile(generated) });

const login = JSON.parse(await readFile(new URL("login.json", import.meta.url), "utf8"));

const NOW = Date.UTC(2026, 10, 23, 9, 45);

function replay(events, batch = events.length) {
  const session = new Session(0);
  for (let index = 0; index < events.length; index += batch) {
    session.ingest(events.slice(index, index + batch));
  }
  return session;
}

function answer(session, question) {
  const { about, answer } = session.ask(question, NOW);
  assert.equal(about, question.about);
  return answer;
}

const report = (session, format, login) => answer(session, { about: "report", format, login });

/** Everything that can be seen of a session. */
function seen(session) {
  const { rows, seen, kept } = session.changes(0);
  return { rows, seen, kept, logins: rows.map(({ key }) => answer(session, { about: "login", login: key })) };
}

test("a recorded login becomes a row, and the row a login", () => {
  const session = replay(login);
  const changes = session.changes(0);
  assert.equal(changes.rows.length, 1);
  const [row] = changes.rows;
  assert.equal(row.outcome, "failed");
  assert.equal(row.cause.rule, "redirect-uri/token-mismatch");
  assert.ok(changes.seen >= changes.kept && changes.kept > 0);
  const full = answer(session, { about: "login", login: row.key });
  assert.equal(full.root_cause, row.cause.rule);
  assert.equal(full.messages.length, row.messages);
  assert.deepEqual(
    structuredClone([changes, full]),
    [changes, full],
    "plain data: it passes between contexts as it is",
  );
  assert.equal(answer(session, { about: "login", login: "gone" }), undefined);
});

test("only what changed since a look is told", () => {
  const session = replay(login.slice(0, -2));
  const first = session.changes(0);
  assert.equal(first.whole, true);
  assert.deepEqual(session.changes(first.revision).rows, []);
  session.ingest(login.slice(-2));
  const second = session.changes(first.revision);
  assert.deepEqual([second.whole, second.gone], [false, []]);
  assert.ok(second.rows.length <= 1 && second.revision >= first.revision);
  assert.equal(
    session.changes(second.revision + 1).whole,
    true,
    "whoever looked at another session is told everything",
  );
});

test("ingest says what changed and what need not be kept", () => {
  const session = new Session(7);
  assert.deepEqual(session.ingest([]), {
    changed: false,
    forget: [],
    strip: [],
    owned: [],
    idle: [],
    forgetTabs: [],
    evicted: false,
    forgotten: 7,
  });

  const image = [
    {
      type: "requestStarted",
      request: "9",
      time: 1000,
      method: "GET",
      url: "https://app.example.com/logo.png",
      resource: "image",
      tab: 1,
      frame: 0,
    },
    { type: "completed", request: "9", time: 1010, status: 200 },
    { type: "navigated", tab: 1, frame: 0, time: 1020, url: "https://app.example.com/#top" },
    { type: "tabClosed", tab: 1, time: 1030 },
  ];
  const { forget, idle, forgetTabs } = session.ingest(image);
  assert.deepEqual([forget, idle, forgetTabs], [[{ request: "9", time: 1000 }], [2], [1]]);
  assert.ok(session.ingest(login).changed);
  assert.equal(session.changes(0).rows[0].id, "login-8", "numbers go on where the last session stopped");
});

test("the same events give the same view and report, however they are batched", () => {
  const whole = replay(login);
  for (const batch of [1, 2, 5]) {
    const parts = replay(login, batch);
    assert.deepEqual(seen(parts).logins, seen(whole).logins);
    assert.equal(report(parts, "json"), report(whole, "json"));
  }
});

test("a report comes for one login or for all, in both formats", () => {
  const session = replay(login);
  const [{ key }] = session.changes(0).rows;

  const all = JSON.parse(report(session, "json"));
  assert.equal(all.format, "oauth-lens-report");
  assert.equal(all.tool.version, version());
  assert.equal(JSON.parse(report(session, "json", key)).logins[0].key, key);
  assert.equal(JSON.parse(report(session, "json", "99")).logins.length, 0);
  assert.match(report(session, "markdown", key), /redirect-uri\/token-mismatch/);
});

test("what was fetched as keys is keys, or says where they are", () => {
  const session = new Session(0);
  const fetched = (text) => answer(session, { about: "fetched", text });
  assert.equal(fetched('{"jwks_uri":"https://idp.test/jwks"}').next, "https://idp.test/jwks");
  assert.deepEqual(fetched('{"keys":[]}'), { keys: '{"keys":[]}', next: undefined, note: "Fetched." });
});

test("no secret of the recording is in any output", () => {
  const session = replay(login);
  const output = JSON.stringify(seen(session)) + report(session, "json") + report(session, "markdown");
  assert.doesNotMatch(output, /canary/);
});

test("an event of the wrong form is refused without being quoted", () => {
  const session = new Session(0);
  const wrong = { type: "completed", request: "1", time: "canary", status: 200 };
  assert.throws(
    () => session.ingest([login[0], wrong]),
    (error) => {
      assert.equal(error.message, "event 1 is not a CaptureEvent");
      return true;
    },
  );
  assert.throws(() => report(session, "pdf"), /this is no question/);
});

test("a new instance takes the place of a poisoned one", () => {
  const before = seen(replay(login));
  __wbg_reset_state();
  assert.deepEqual(seen(replay(login)), before);
});
