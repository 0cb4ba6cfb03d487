import assert from "node:assert/strict";
import { test } from "node:test";
import { makeRow } from "../../test/view.ts";
import { changed, NOTHING } from "./rows.ts";

const counts = { revision: 1, seen: 7, kept: 3 };

test("rows come, change and go, in the order in which they began", () => {
  const first = changed(NOTHING, { ...counts, whole: true, rows: [row(2), row(1)], gone: [] });
  assert.deepEqual([keys(first.rows), first.seen, first.kept], [["1", "2"], 7, 3]);

  const running = { ...row(2), outcome: "running" as const };
  const second = changed(first, { ...counts, whole: false, rows: [running, row(3)], gone: ["1"] });
  assert.deepEqual(keys(second.rows), ["2", "3"]);
  assert.equal(second.rows[0]?.outcome, "running");
  assert.equal(second.rows[1], changed(second, { ...counts, whole: false, rows: [], gone: [] }).rows[1]);
});

test("what was listed before is forgotten when everything comes anew", () => {
  const before = changed(NOTHING, { ...counts, whole: true, rows: [row(1)], gone: [] });
  assert.deepEqual(keys(changed(before, { ...counts, whole: true, rows: [row(2)], gone: [] }).rows), ["2"]);
});

test("a session that counts from the start never repeats a revision", () => {
  const first = changed(NOTHING, { ...counts, whole: true, rows: [row(1)], gone: [] });
  const again = changed(first, { ...counts, whole: true, rows: [row(1)], gone: [] });
  assert.notEqual(first.rows[0]?.revision, again.rows[0]?.revision);
});

test("a row that moved because an earlier login was found is the same row", () => {
  const before = changed(NOTHING, { ...counts, whole: true, rows: [row(1)], gone: [] });
  const moved = { ...row(2), key: "1" };
  const after = changed(before, {
    ...counts,
    whole: false,
    rows: [moved, { ...row(1), key: "0" }],
    gone: [],
  });
  assert.deepEqual(keys(after.rows), ["0", "1"]);
});

function row(number: number) {
  return makeRow({ key: String(number), number });
}

function keys(rows: { key: string }[]): string[] {
  return rows.map(({ key }) => key);
}
