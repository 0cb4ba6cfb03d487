// The pinned diagrams (../diagrams.rs) as Mermaid reads them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import mermaid from "mermaid";

async function pinned(name) {
  const text = await readFile(new URL(`${name}.snap`, import.meta.url), "utf8");
  return text.slice(text.indexOf("\n---\n") + "\n---\n".length);
}

/** Who takes part, and how often each kind of line stands there. */
async function read(text) {
  // The kinds of diagrams are registered by the first call.
  await mermaid.parse("sequenceDiagram\n a->>b: c");
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const messages = db.getMessages();
  return {
    actors: [...db.getActors().keys()],
    lines: messages.map(({ from, to, type }) => ({ from, to, type })),
  };
}

test("Mermaid reads a diagram, and captured text is nothing but text in it", async () => {
  const plain = await read(await pinned("mermaid"));
  assert.ok(plain.actors.length > 1 && plain.lines.length > 3);
  assert.deepEqual(await read(await pinned("mermaid-hostile")), plain);
});

test("the parser sees what acts", async () => {
  const plain = await pinned("mermaid");
  await assert.rejects(read(`${plain}\n  p1->>p2: a;p1->>`));
});
