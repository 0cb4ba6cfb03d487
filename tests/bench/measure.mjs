// How long the core takes for one hostile input and how much memory: in Node and in a browser's page.

import { initSync, Session } from "../../extension/generated/core.js";
import { INPUTS } from "./inputs.mjs";

const MEBIBYTE = 1024 * 1024;
/** Events that the background hands over at a time. */
const BATCH = 16;
const ROUNDS = 3;
/** The input whose beginning is looked at before. */
const WARM = "1,000 refused calls of 50 parameters";
const NOW = Date.UTC(2026, 10, 24);

/**
 * One input, some rounds of it: of each time the least, for others run too; of memory the most.
 *
 * @param {string} name
 * @param {BufferSource} wasm
 * @param {(work: () => void) => number} timed Milliseconds of some work.
 */
export function measure(name, wasm, timed) {
  const { memory } = initSync({ module: wasm });
  // Compiled before anything is measured, as in a browser that has looked at a login before.
  const small = [...INPUTS[WARM](BATCH).batches].flat().slice(0, 200);
  for (let round = 0; round < 10; round++) {
    const session = new Session(0);
    session.ingest(small);
    view(session, 0, session.changes(0).rows[0].key);
    session.free();
  }
  const best = { ingest: Infinity, first: Infinity, next: Infinity, clear: Infinity };
  const least = (what, milliseconds) => {
    best[what] = Math.min(best[what], milliseconds);
  };
  for (let round = 0; round < ROUNDS; round++) {
    let session = new Session(0);
    const { batches, more } = INPUTS[name](BATCH);
    let ingest = 0;
    for (const batch of batches) ingest += timed(() => session.ingest(batch));
    least("ingest", ingest);
    let login;
    const look = () => {
      login = session.changes(0).rows.at(-1).key;
      view(session, 1, login);
    };
    least("first", timed(look));
    session.ingest(more);
    least(
      "next",
      timed(() => view(session, 1, login)),
    );
    const clear = () => {
      session.free();
      session = new Session(0);
    };
    least("clear", timed(clear));
    session.free();
  }
  return { ...best, memory: memory.buffer.byteLength / MEBIBYTE };
}

/** What a panel asks that shows one login and its tokens. */
function view(session, since, login) {
  session.changes(since);
  session.ask({ about: "login", login }, NOW);
  session.ask({ about: "tokens", login, keys: "", reveal: false }, NOW);
}
