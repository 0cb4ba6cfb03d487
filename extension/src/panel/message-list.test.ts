import assert from "node:assert/strict";
import { test } from "node:test";
import { foldedBefore } from "./message-list.tsx";

const messages = Array.from({ length: 40 }, (_, index) => ({ number: index + 1 }));

test("many messages before the faulty one are folded, but not the one that is looked at", () => {
  assert.equal(foldedBefore(messages, 30, 30), 26);
  assert.equal(foldedBefore(messages, 30, 5), 0);
  assert.equal(foldedBefore(messages, 9, 9), 0);
  assert.equal(foldedBefore(messages, undefined, 1), 0);
});
