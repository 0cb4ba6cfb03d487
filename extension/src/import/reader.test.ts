import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer, Obstacle, Question } from "../../generated/core.d.ts";
import type { Given, ImportNews } from "./messages.ts";
import { type CoreFiles, Reader } from "./reader.ts";

const CHANGES = { revision: 1, whole: true, rows: [], gone: [], seen: 0, kept: 0 };
const READING = { found: "no login", notes: [], nothing: undefined };

/** A core that takes 100 bytes of a file, and breaks where a file says so. */
class FakeFiles implements CoreFiles {
  readonly told: string[] = [];

  set = (settings: string) => void (settings && this.told.push(settings));
  takes = (size: number) => size <= 100;
  changes = () => CHANGES;

  read(name: string, bytes: Uint8Array): void {
    const text = new TextDecoder().decode(bytes);
    if (text === "break") throw new WebAssembly.RuntimeError("unreachable");
    this.told.push(`${name}: ${text}`);
  }

  leaveOut(name: string, obstacle: Obstacle): void {
    this.told.push(`${name} left out: ${Object.values(obstacle).join(" ")}`);
  }

  ask(question: Question): Answer {
    if (question.about === "reading") return { about: "reading", answer: READING };
    if (question.about === "causes") throw new Error("this is no question");
    if (question.about === "token") throw new RangeError("Maximum call stack size exceeded");
    return { about: "formats", answer: [] };
  }
}

function text(name: string, content: string): Given {
  return { name, content: new Blob([content]) };
}

function start() {
  const files = new FakeFiles();
  const news: ImportNews[] = [];
  const reader = new Reader(
    async () => files,
    (one) => news.push(one),
  );
  return { files, news, reader };
}

test("files are read in order, and what cannot be given to the core is left out", async () => {
  const { files, news, reader } = start();
  const gone = text("gone.har", "");
  gone.content.arrayBuffer = () => Promise.reject(new DOMException("it changed", "NotReadableError"));
  const given = [
    text("login.har", "{}"),
    gone,
    text("large.log", "x".repeat(101)),
    { ...text("bad.txt", "break"), broke: true },
    text("token.txt", "call"),
  ];
  await reader.obey({ type: "read", files: given, settings: "" });
  assert.deepEqual(files.told, [
    "login.har: {}",
    "gone.har left out: notGiven",
    "large.log left out: tooLarge 101",
    "bad.txt left out: broke",
    "token.txt: call",
  ]);
  assert.deepEqual(
    news.slice(0, -1),
    given.map((_, index) => ({ type: "reading", index })),
  );
  assert.deepEqual(news.at(-1), { type: "done", changes: CHANGES, reading: READING });
});

test("what is taken into account is told before the first file", async () => {
  const { files, reader } = start();
  await reader.obey({ type: "read", files: [text("a", "1")], settings: "settings" });
  assert.deepEqual(files.told, ["settings", "a: 1"]);
});

test("the file that breaks the core is named, and nothing is read after it", async () => {
  const { files, news, reader } = start();
  await reader.obey({
    type: "read",
    files: [text("a", "1"), text("b", "break"), text("c", "3")],
    settings: "",
  });
  assert.deepEqual(files.told, ["a: 1"]);
  assert.deepEqual(news.at(-1), { type: "broke", index: 1 });
  await reader.obey({ type: "ask", ticket: 1, question: { about: "formats" } });
  assert.deepEqual(news.at(-1), { type: "noAnswer", ticket: 1 });
});

test("a core that does not load is no broken one", async () => {
  const news: ImportNews[] = [];
  const reader = new Reader(
    () => Promise.reject(new Error("no WebAssembly")),
    (one) => news.push(one),
  );
  await reader.obey({ type: "read", files: [text("a", "1")], settings: "" });
  assert.deepEqual(news, [{ type: "unavailable" }]);
});

test("questions are answered once the files are read; what breaks the core on the way is told", async () => {
  const { news, reader } = start();
  const ask = (ticket: number, question: Question) => reader.obey({ type: "ask", ticket, question });
  await ask(0, { about: "formats" });
  await reader.obey({ type: "read", files: [text("a", "1")], settings: "" });
  news.length = 0;
  await ask(1, { about: "formats" });
  await ask(2, { about: "causes", message: "x" });
  await ask(3, { about: "token", text: "x", keys: "", reveal: false });
  assert.deepEqual(news, [
    { type: "answer", ticket: 1, answer: { about: "formats", answer: [] } },
    { type: "noAnswer", ticket: 2 },
    { type: "broke" },
  ]);
});
