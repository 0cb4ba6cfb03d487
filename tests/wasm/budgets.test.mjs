// Whatever a hostile site sends, the core keeps its memory and shows no more than can be looked at. Counts and bytes, no times.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { initSync, Session } from "../../extension/generated/core.js";
import { INPUTS } from "../bench/inputs.mjs";

const generated = new URL("../../extension/generated/core_bg.wasm", import.meta.url);
const { memory } = initSync({ module: await readFile(generated) });

const MOST_FIELDS = 200;
const MOST_MEMORY = 64 * 1024 * 1024;

test("thousands of repeated parameters are cut, and that is said", () => {
  const session = new Session(0);
  for (const batch of INPUTS["4,000 repeated parameters"](16).batches) session.ingest(batch);
  const [{ key }] = session.changes(0).rows;
  const { answer } = session.ask({ about: "login", login: key }, 0);
  for (const { parameters } of answer.messages) assert.ok(parameters.length <= MOST_FIELDS);
  const parameters = answer.left_out.filter(({ part }) => part === "parameters");
  assert.ok(parameters.length > 0 && parameters.every(({ count }) => count > 3_000));
  for (const { text } of answer.left_out) assert.ok(answer.not_seen.includes(text));
  session.free();
  assert.ok(memory.buffer.byteLength < MOST_MEMORY, `${memory.buffer.byteLength}`);
});
