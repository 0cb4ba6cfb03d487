// The core as the extension loads it: the generated module, real WebAssembly, plain objects in and out.
// What the diagnosis says is tested in Rust; here only that the boundary carries it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { __wbg_reset_state, initSync, Session, version } from "../../extension/generated/core.js";

const generated = new URL("../../extension/generated/core_bg.wasm", import.meta.url);
initSync({ module: await readFile(generated) });

const login = JSON.parse(await readFile(new URL("login.json", import.meta.url), "utf8"));

function replay(events, batch = events.length) {
  const session = new Session();
  for (let index = 0; index < events.length; index += batch) {
    session.ingest(events.slice(index, index + batch));
  }
  return session;
}

test("a recorded login becomes a view", () => {
  const view = replay(login).view();
  assert.equal(view.logins.length, 1);
  assert.equal(view.logins[0].outcome, "failed");
  assert.equal(view.logins[0].root_cause, "redirect-uri/token-mismatch");
  assert.ok(view.seen >= view.kept && view.kept > 0);
  assert.deepEqual(structuredClone(view), view, "a view is plain data: it passes between contexts as it is");
});

test("ingest says what changed and what need not be kept", () => {
  const session = new Session();
  assert.deepEqual(session.ingest([]), { changed: false, forget: [], strip: [] });

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
  ];
  assert.deepEqual(session.ingest(image).forget, ["9"]);
  assert.ok(session.ingest(login).changed);
});

test("the same events give the same view and report, however they are batched", () => {
  const whole = replay(login);
  for (const batch of [1, 2, 5]) {
    const parts = replay(login, batch);
    assert.deepEqual(parts.view(), whole.view());
    assert.equal(parts.report(undefined, "json"), whole.report(undefined, "json"));
  }
});

test("a report comes for one login or for all, in both formats", () => {
  const session = replay(login);
  const [{ key }] = session.view().logins;

  const report = JSON.parse(session.report(undefined, "json"));
  assert.equal(report.format, "oauth-lens-report");
  assert.equal(report.tool.version, version());
  assert.equal(JSON.parse(session.report(key, "json")).logins[0].key, key);
  assert.equal(JSON.parse(session.report("99", "json")).logins.length, 0);
  assert.match(session.report(key, "markdown"), /redirect-uri\/token-mismatch/);
});

test("no secret of the recording is in any output", () => {
  const session = replay(login);
  const output =
    JSON.stringify(session.view()) +
    session.report(undefined, "json") +
    session.report(undefined, "markdown");
  assert.doesNotMatch(output, /canary/);
});

test("an event of the wrong form is refused without being quoted", () => {
  const session = new Session();
  const wrong = { type: "completed", request: "1", time: "canary", status: 200 };
  assert.throws(
    () => session.ingest([login[0], wrong]),
    (error) => {
      assert.equal(error.message, "event 1 is not a CaptureEvent");
      return true;
    },
  );
  assert.throws(() => session.report(undefined, "pdf"), /neither markdown nor json/);
});

test("a new instance takes the place of a poisoned one", () => {
  const before = replay(login).view();
  __wbg_reset_state();
  assert.deepEqual(replay(login).view(), before);
});
