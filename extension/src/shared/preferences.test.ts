import assert from "node:assert/strict";
import { test } from "node:test";
import { type Keeper, NO_PREFERENCES, readPreferences } from "./preferences.ts";

const keeper = (kept: unknown): Keeper => ({
  read: async () => {
    if (kept instanceof Error) throw kept;
    return kept;
  },
  write: async () => {},
  languages: async () => [],
  onWritten: () => {},
});

test("what was kept is read, and what is no preference is none", async () => {
  const kept = { settings: "{}", theme: "dark", format: "json", language: "de" };
  assert.deepEqual(await readPreferences(keeper({ ...kept, more: 1 })), kept);
  const strange = [undefined, null, "text", 7, [], new Error("forbidden"), { theme: "red", settings: 7 }];
  for (const one of strange) assert.deepEqual(await readPreferences(keeper(one)), NO_PREFERENCES);
});
