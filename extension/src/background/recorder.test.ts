import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Recorder } from "./recorder.ts";

test("listens from the first turn, and stops when no DevTools comes", (context) => {
  const { recorder, listening, wait } = setUp(context);
  assert.equal(listening(), true);
  wait();
  assert.equal(listening(), false);
  recorder.witnessCame();
  assert.equal(listening(), true);
});

test("goes on while any DevTools is open, and for a moment after the last one closed", (context) => {
  const { recorder, listening, wait } = setUp(context);
  recorder.witnessCame();
  recorder.witnessCame();
  recorder.witnessLeft();
  wait();
  assert.equal(listening(), true);
  recorder.witnessLeft();
  assert.equal(listening(), true);
  wait();
  assert.equal(listening(), false);
});

test("does not listen against the user's will", (context) => {
  const { recorder, listening } = setUp(context);
  recorder.witnessCame();
  recorder.wanted = false;
  assert.equal(listening(), false);
  recorder.witnessCame();
  assert.equal(listening(), false);
  recorder.wanted = true;
  assert.equal(listening(), true);
});

function setUp(context: { after(done: () => void): void }) {
  mock.timers.enable({ apis: ["setTimeout"] });
  context.after(() => mock.timers.reset());
  let listening = false;
  const recorder = new Recorder({
    add: () => {
      listening = true;
    },
    remove: () => {
      listening = false;
    },
  });
  return { recorder, listening: () => listening, wait: () => mock.timers.tick(5_000) };
}
