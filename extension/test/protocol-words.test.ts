/** What a login is, only the core knows: no word of its protocols stands in the extension's TypeScript. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const SOURCES = new URL("../src/", import.meta.url);

const WORDS =
  /\.well-known|jwks|redirect_uri|code_challenge|code_verifier|id_token|access_token|refresh_token|grant_type|client_secret|response_type|access-control|set-cookie|\bissuer\b|\bnonce\b|\bpkce\b/i;

/** Examples that a user sees in an empty field. */
const EXAMPLES = ['placeholder="https://…/jwks"'];

test("no protocol knowledge in TypeScript", () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" });
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.includes(".test."));
  assert.ok(sources.length > 30);
  for (const file of sources) {
    for (const line of readFileSync(new URL(file, SOURCES), "utf8").split("\n")) {
      if (EXAMPLES.some((example) => line.includes(example))) continue;
      assert.doesNotMatch(line, WORDS, file);
    }
  }
});
