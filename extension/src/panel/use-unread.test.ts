import assert from "node:assert/strict";
import { test } from "node:test";
import { makeRow } from "../../test/view.ts";
import { unread } from "./use-unread.ts";

test("logins that failed and were not read are offered", () => {
  const rows = [
    makeRow({ key: "1", outcome: "failed" }),
    makeRow({ key: "2", outcome: "succeeded" }),
    makeRow({ key: "3", outcome: "failed" }),
    makeRow({ key: "4", outcome: "failed", isSilent: true }),
    makeRow({ key: "5", outcome: "failed", inside: "login-2" }),
  ];
  assert.deepEqual([...unread(rows, new Set(["1"]))], ["3"]);
  assert.deepEqual([...unread(rows, new Set(["1", "3"]))], []);
});
