// What a hostile site makes of the core: how long it works and how much memory it takes, in WebAssembly. A benchmark, not a
// test: it measures and asserts nothing. The figures to keep: a view in less than 100 ms, less than 64 MiB.
//
//   node tests/bench/hostile.mjs [WORD]
//
// Memory of WebAssembly never shrinks, so that each input is measured in a process of its own. `WORD` runs only the inputs whose
// name has it.

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { initSync, Session } from "../../extension/generated/core.js";
import { INPUTS } from "./inputs.mjs";

const WASM = fileURLToPath(new URL("../../extension/generated/core_bg.wasm", import.meta.url));
const MEBIBYTE = 1024 * 1024;
/** Events that the background hands over at a time. */
const BATCH = 16;
const NOW = Date.UTC(2026, 10, 24);
const ROUNDS = 3;

const [word = "", alone] = process.argv.slice(2);
if (alone) await measure(word);
else table();

function table() {
  const columns = ["ingest", "first view", "next view", "memory", "clear"]
    .map((name) => name.padStart(12))
    .join("");
  console.log(`\nHostile: milliseconds in WebAssembly, MiB of its memory\n  ${"".padEnd(44)}${columns}`);
  for (const name of Object.keys(INPUTS).filter((name) => name.includes(word))) {
    const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), name, "alone"], {
      encoding: "utf8",
    });
    const { ingest, first, next, memory, clear } = JSON.parse(output);
    const cells = [ingest, first, next, memory, clear].map((value) => value.toFixed(1).padStart(12)).join("");
    console.log(`  ${name.padEnd(44)}${cells}`);
  }
}

/** One input, some rounds of it; of each time the least, of memory the most. */
async function measure(name) {
  const { memory } = initSync({ module: await readFile(WASM) });
  const best = { ingest: Infinity, first: Infinity, next: Infinity, clear: Infinity };
  const least = (what, work) => {
    const start = performance.now();
    const result = work();
    best[what] = Math.min(best[what], performance.now() - start);
    return result;
  };
  for (let round = 0; round < ROUNDS; round++) {
    let session = new Session(0);
    const { batches, more } = INPUTS[name](BATCH);
    let ingest = 0;
    for (const batch of batches) {
      const start = performance.now();
      session.ingest(batch);
      ingest += performance.now() - start;
    }
    best.ingest = Math.min(best.ingest, ingest);
    const revision = least("first", () => view(session, 0));
    session.ingest(more);
    least("next", () => view(session, revision));
    least("clear", () => {
      session.free();
      session = new Session(0);
    });
    session.free();
  }
  console.log(JSON.stringify({ ...best, memory: memory.buffer.byteLength / MEBIBYTE }));
}

/** What a panel asks that shows the newest login and its tokens. */
function view(session, since) {
  const { rows, revision } = session.changes(since);
  const login = rows.at(-1)?.key ?? "";
  session.ask({ about: "login", login }, NOW);
  session.ask({ about: "tokens", login, keys: "", reveal: false }, NOW);
  return revision;
}
