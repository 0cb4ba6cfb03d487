import assert from "node:assert/strict";
import { test } from "node:test";
import type { Reading } from "../../generated/core.d.ts";
import { SAMPLE_ROWS } from "../../test/view.ts";
import type { Given, ImportNews, ImportOrder } from "../import/messages.ts";
import { Import, type Worked } from "./import.ts";

const CHANGES = { revision: 1, whole: true, rows: SAMPLE_ROWS, gone: [], seen: 9, kept: 7 };
const READING: Reading = { found: "5 logins", notes: [], nothing: undefined };

class FakeWorker implements Worked {
  readonly orders: ImportOrder[] = [];
  isThere = true;
  onmessage: Worked["onmessage"] = null;
  onerror: Worked["onerror"] = null;

  postMessage(order: ImportOrder): void {
    this.orders.push(order);
  }

  terminate(): void {
    this.isThere = false;
  }

  say(news: ImportNews): void {
    this.onmessage?.call(this as unknown as Worker, { data: news } as MessageEvent);
  }
}

function start() {
  const workers: FakeWorker[] = [];
  let changes = 0;
  const files = new Import(
    () => {
      changes += 1;
    },
    () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
  );
  const newest = () => workers.at(-1) as FakeWorker;
  return { files, workers, newest, changes: () => changes };
}

function given(...names: string[]): Given[] {
  return names.map((name) => ({ name, content: new Blob() }));
}

test("what is read is listed, and asked about", async () => {
  const { files, newest } = start();
  files.open(given("login.har", "token.txt"));
  assert.deepEqual([files.state?.title, files.state?.current], ["login.har, token.txt", "login.har"]);
  newest().say({ type: "reading", index: 1 });
  assert.equal(files.state?.current, "token.txt");
  newest().say({ type: "done", changes: CHANGES, reading: READING });
  assert.equal(files.state?.current, undefined);
  assert.deepEqual([files.state?.listed.rows.length, files.state?.reading], [SAMPLE_ROWS.length, READING]);

  const [answered, refused] = [files.ask({ about: "formats" }), files.ask({ about: "formats" })];
  const tickets = newest().orders.flatMap((order) => (order.type === "ask" ? order.ticket : []));
  newest().say({ type: "answer", ticket: tickets[0] as number, answer: { about: "formats", answer: [] } });
  newest().say({ type: "noAnswer", ticket: tickets[1] as number });
  assert.deepEqual(await answered, []);
  await assert.rejects(refused, /Open them again/);
});

test("a worker for each: what is opened next ends the one before, and its late words are not heard", async () => {
  const { files, workers, newest } = start();
  files.open(given("a.har"));
  newest().say({ type: "done", changes: CHANGES, reading: READING });
  const before = files.state?.listed.rows[0]?.revision;
  const waiting = files.ask({ about: "formats" });
  files.open(given("b.har"));
  await assert.rejects(waiting, /Open them again/);
  assert.deepEqual(
    workers.map(({ isThere }) => isThere),
    [false, true],
  );
  workers[0]?.say({ type: "done", changes: CHANGES, reading: READING });
  assert.deepEqual([files.state?.title, files.state?.reading], ["b.har", undefined]);
  newest().say({ type: "done", changes: CHANGES, reading: READING });
  assert.notEqual(files.state?.listed.rows[0]?.revision, before, "a row of other files is another row");
});

test("a file that breaks the worker is left out, and the others are read again", () => {
  const { files, workers, newest } = start();
  files.open(given("a.har", "bad.txt", "c.txt"));
  newest().say({ type: "broke", index: 1 });
  assert.equal(workers.length, 2);
  const [order] = newest().orders;
  assert.deepEqual(order?.type === "read" && order.files.map(({ broke }) => broke ?? false), [
    false,
    true,
    false,
  ]);
  newest().say({ type: "done", changes: CHANGES, reading: READING });
  assert.equal(files.state?.listed.rows.length, SAMPLE_ROWS.length);
});

test("what breaks it again, or while somebody looks, is told and not tried for ever", () => {
  for (const index of [0, undefined]) {
    const { files, workers, newest } = start();
    files.open(given("bad.txt"));
    newest().say({ type: "broke", index: 0 });
    newest().say(index === undefined ? { type: "broke" } : { type: "broke", index });
    assert.equal(workers.length, 2);
    assert.match(files.state?.problem ?? "", /failed on these files/);
    assert.ok(workers.every(({ isThere }) => !isThere));
  }
});

test("a worker that cannot start is told", () => {
  const { files, newest } = start();
  files.open(given("a.har"));
  newest().onerror?.call(newest() as unknown as Worker, {} as ErrorEvent);
  assert.match(files.state?.problem ?? "", /did not load/);
});

test("closing ends it at once and forgets everything", async () => {
  const { files, newest, changes } = start();
  files.open(given("a.har"));
  const before = changes();
  files.close();
  assert.deepEqual([newest().isThere, files.state, changes()], [false, undefined, before + 1]);
  await assert.rejects(files.ask({ about: "formats" }), /Open them again/);
});

test("many files are not named one by one", () => {
  const { files } = start();
  files.open(given("a", "b", "c"));
  assert.equal(files.state?.title, "a and 2 more");
});

test("what is open is read again when something else is taken into account, and nothing is where nothing is open", () => {
  const { files, workers, newest } = start();
  files.set("before");
  assert.equal(workers.length, 0);
  files.open(given("login.har"));
  assert.equal(settingsOf(newest()), "before");
  files.set("before");
  assert.equal(workers.length, 1, "the same again is nothing new");
  files.set("after");
  assert.deepEqual([workers.length, workers[0]?.isThere, settingsOf(newest())], [2, false, "after"]);
});

function settingsOf({ orders: [order] }: FakeWorker): string | undefined {
  return order?.type === "read" ? order.settings : undefined;
}
