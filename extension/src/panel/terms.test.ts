import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces } from "./terms.tsx";

const WORDS = /(?<![\w-])(?:ID tokens|ID token|key)(?![\w-])/g;

const told = (text: string) => pieces(text, WORDS).map(({ text, isTerm }) => (isTerm ? `[${text}]` : text));

test("a word is told of where it comes first, and only where it stands alone", () => {
  assert.deepEqual(told("The key of an ID token is a key."), [
    "The ",
    "[key]",
    " of an ",
    "[ID token]",
    " is a key.",
  ]);
  assert.deepEqual(told("monkey, key_id, pass-key"), ["monkey, key_id, pass-key"]);
  assert.deepEqual(told("ID tokens"), ["[ID tokens]"]);
  assert.deepEqual(told(""), []);
});

test("nothing of a sentence is lost", () => {
  for (const text of ["key", "a key", "key a", "\u202ekey\u0000 <b>ID token</b>", "x".repeat(100_000)]) {
    assert.equal(
      pieces(text, WORDS)
        .map(({ text }) => text)
        .join(""),
      text,
    );
  }
});
