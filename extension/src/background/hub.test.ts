import assert from "node:assert/strict";
import { test } from "node:test";
import { DEVTOOLS_PORT, type DevtoolsOrder, portName } from "../shared/protocol.ts";
import type { Background } from "./hub.ts";

let connect: (port: unknown) => void = () => {};
const onConnect = {
  addListener: (listener: typeof connect) => {
    connect = listener;
  },
};
Object.assign(globalThis, { chrome: { runtime: { onConnect } } });
const { Hub } = await import("./hub.ts");

test("what was so before is never the last that is told", async () => {
  let recording = true;
  const waiting: (() => void)[] = [];
  const background = {
    devtoolsOpened: () => {},
    status: () => {
      const status = { recording };
      return new Promise((resolve) => waiting.push(() => resolve(status)));
    },
  };
  new Hub(background as unknown as Background);
  const told: boolean[] = [];
  const port = (tab: number) => ({
    name: portName(DEVTOOLS_PORT, tab),
    onMessage: { addListener: () => {} },
    onDisconnect: { addListener: () => {} },
    postMessage: ({ on }: DevtoolsOrder) => told.push(on),
  });
  connect(port(1));
  await turn();
  recording = false;
  connect(port(2));
  await turn();
  // Whoever was asked last answers first.
  for (let answer = waiting.pop(); answer; answer = waiting.pop()) {
    answer();
    await turn();
  }
  assert.deepEqual(told.slice(-2), [false, false]);
});

const turn = () => new Promise((resolve) => setImmediate(resolve));
