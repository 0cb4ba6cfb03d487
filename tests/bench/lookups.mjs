// How long it takes to say what an error message means, in a process of its own: the first question reads what it needs of the
// packed texts. Prints milliseconds as JSON.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";

import { initSync, Session } from "../../extension/generated/core.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const KNOWN = join(ROOT, "crates/lint/src/known");
const FIRST = 'Uncaught OperationProcessingError: unexpected "state" response parameter value';
const UNKNOWN = "the sync of your calendar stopped with FluxTimeoutError after 3 tries";

// What the engine compiles when it is first called is not what is measured.
setFlagsFromString("--no-wasm-lazy-compilation");
initSync({ module: await readFile(join(ROOT, "extension/generated/core_bg.wasm")) });
const session = new Session(0);
const [first, unknown] = [explain(FIRST), explain(UNKNOWN)];
const messages = await asked();
console.log(JSON.stringify({ first, unknown, fresh: messages.map(explain), again: messages.map(explain) }));

function explain(message) {
  const start = performance.now();
  session.ask({ about: "causes", message }, 0);
  return performance.now() - start;
}

/** Messages that people ask about: every fiftieth known text, behind a log's prefix, and as many lines of others. */
async function asked() {
  const rows = lines(await readFile(join(KNOWN, "messages.tsv"), "utf8"));
  for (const table of await readdir(join(KNOWN, "texts"))) {
    const text = await readFile(join(KNOWN, "texts", table), "utf8");
    rows.push(...lines(text).map((row) => row.slice(row.indexOf("\t") + 1)));
  }
  const texts = rows.map((row) => row.split("\t")[1]).filter((text) => text !== undefined);
  const known = texts.filter((_, at) => at % 50 === 0);
  const foreign = lines(await readFile(join(KNOWN, "foreign.txt"), "utf8")).slice(0, known.length);
  return [...known.map((text) => `2026-11-28 09:41:07 ERROR ${text.replaceAll("…", "zq7")}`), ...foreign];
}

function lines(text) {
  return text.trimEnd().split("\n");
}
