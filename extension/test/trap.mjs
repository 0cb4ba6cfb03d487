/**
 * A hook for tests alone: a request whose URL says so, or a file, breaks the core, the way a fault in it would. All its memory is
 * overwritten and the next call traps, so that nothing of the instance is of use any more.
 *
 *     ?break-core=ingest   when the core is told of the request
 *     ?break-core=look     when somebody looks at what it knows
 *     break-core=read      in a file, when the core reads it
 */

import { readFile } from "node:fs/promises";

export const trap = {
  name: "trap",
  setup({ onLoad }) {
    onLoad({ filter: /generated\/core\.js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, "utf8")}${HOOK}`,
    }));
  },
};

const HOOK = `
  const broken = new WeakSet();
  const { ingest, changes, ask } = Session.prototype;
  const isTold = (events, when) => events.some(({ url }) => url?.includes("break-core=" + when));
  const breakDown = () => {
    new Uint8Array(wasm.memory.buffer).fill(0xff);
    wasm.__wbg_session_free(0xfffffff0, 0);
  };
  Session.prototype.ingest = function (events) {
    if (isTold(events, "ingest")) breakDown();
    if (isTold(events, "look")) broken.add(this);
    return ingest.call(this, events);
  };
  Session.prototype.changes = function (since) {
    if (broken.has(this)) breakDown();
    return changes.call(this, since);
  };
  Session.prototype.ask = function (question, now) {
    if (broken.has(this)) breakDown();
    return ask.call(this, question, now);
  };
  const { read } = Files.prototype;
  Files.prototype.read = function (name, bytes) {
    if (new TextDecoder().decode(bytes).includes("break-core=read")) breakDown();
    return read.call(this, name, bytes);
  };
`;
