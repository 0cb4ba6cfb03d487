import assert from "node:assert/strict";
import { test } from "node:test";
import { counted } from "../shared/texts.ts";
import { count, duration, timeOfDay } from "./format.ts";

test("counts", () => {
  assert.deepEqual(
    [counted("login", 0), counted("login", 1), counted("request", 1204), count(1204)],
    ["0 logins", "1 login", "1,204 requests", "1,204"],
  );
});

test("durations", () => {
  assert.deepEqual([0.4, 184, 999.6, 1_250, 59_949, 125_000].map(duration), [
    "0 ms",
    "184 ms",
    "1.0 s",
    "1.3 s",
    "59.9 s",
    "2 min 5 s",
  ]);
});

test("a time that is none is not shown", () => {
  assert.equal(timeOfDay(undefined), "");
  assert.equal(timeOfDay("yesterday"), "");
  assert.match(timeOfDay("2026-11-23T09:41:07.120Z"), /^\d\d:41:07$/);
});
