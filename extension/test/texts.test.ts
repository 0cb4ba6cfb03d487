/** Every text stands in the tables of `_locales`, in both languages, and nowhere else. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { transform } from "esbuild";
import { counted, language, speak, t, woven } from "../src/shared/texts.ts";

const SOURCES = new URL("../src/", import.meta.url);
const text = (path: string) => readFileSync(new URL(path, SOURCES), "utf8");
const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" });
const sources = files.filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\.d\.ts$/.test(file));

type Table = Record<string, { message: string }>;
const table = (language: string): Table => JSON.parse(text(`_locales/${language}/messages.json`));
const languages = readdirSync(new URL("_locales/", SOURCES));

test("all languages have the same texts with the same places in them", () => {
  const english = Object.entries(table("en"));
  const places = (message: string) => [...message.matchAll(/\$[1-9]/g)].map(([place]) => place).sort();
  assert.ok(languages.length > 1 && english.length > 300);
  for (const language of languages) {
    const other = table(language);
    assert.deepEqual(Object.keys(other).sort(), english.map(([key]) => key).sort(), language);
    for (const [key, { message }] of english) {
      assert.deepEqual(places(other[key]?.message ?? ""), places(message), `${language}: ${key}`);
      assert.ok(other[key]?.message.trim(), `${language}: ${key} is empty`);
    }
  }
});

/** Names of things, not of one language, and what only another program reads. */
const NAMES = new Set(["OAuth Lens", "Markdown", "Files", "Esc", "Restarted"]);
/** Classes, styles and the like. */
const UNREAD = /\dpx|px,|px auto|^(band|message) faulty$|^noopener noreferrer$/;
const OF_THE_BROWSER = /^(Arrow(Up|Down|Left|Right)|Home|End|Enter|Escape|Tab|TimeoutError|EXTRA_HEADERS)$/;

test("no other file has a text of its own", async () => {
  assert.ok(sources.length > 80);
  const strange = [];
  for (const file of sources) {
    for (const literal of await literals(file)) {
      if (isText(literal) && !NAMES.has(literal)) strange.push(`${file}: ${literal}`);
    }
  }
  assert.deepEqual(strange, [], "texts belong into _locales");
});

/** Every word that a reader would take for one: a capital before small letters, or words with a space or a mark between them. */
function isText(literal: string): boolean {
  if (OF_THE_BROWSER.test(literal) || UNREAD.test(literal)) return false;
  return (
    /^[A-Z][a-z]+/.test(literal) ||
    /[A-Za-z]{2,}[,.:;!?…]?\s+[A-Za-z]{2,}/.test(literal) ||
    /[a-z]…/.test(literal)
  );
}

/** The strings of a source, without those that the browser reads: selectors, classes, paths, and what is thrown for nobody to read. */
async function literals(file: string): Promise<string[]> {
  const { code } = await transform(text(file), {
    loader: file.endsWith("x") ? "tsx" : "ts",
    jsx: "automatic",
    jsxImportSource: "preact",
  });
  const found = [];
  for (const line of code.split("\n")) {
    if (/^(import|export) .* from |^import "/.test(line)) continue;
    for (const match of line.matchAll(/"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)) {
      const before = line.slice(0, match.index);
      if (
        /(class|className|d|viewBox|autocomplete): (\w+ \? )?$|( \? "[^"]*" : )$|throw new Error\($|querySelector\S*\($|matches\($|focus\($|reject\(new Error\($|\.font = $|contentType: $/.test(
          before,
        )
      )
        continue;
      found.push(
        (match[1] ?? match[2] ?? "")
          .replace(/\$\{[^}]*\}/g, "")
          .replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
      );
    }
  }
  return found;
}

test("every text is said somewhere", () => {
  const used = [...sources, ...files.filter((file) => file.endsWith(".html"))].map(text).join("\n");
  const manifest = readFileSync(new URL("../manifest.json", import.meta.url), "utf8");
  const isUsed = (key: string) =>
    new RegExp(`["']${key}["']|__MSG_${key}__`).test(used + manifest) ||
    new RegExp(`counted\\(\\s*"${key.replace(/(One|Many)$/, "")}"`).test(used) ||
    key === "languageName";
  assert.deepEqual(
    Object.keys(table("en")).filter((key) => !isUsed(key)),
    [],
  );
});

test("the language is the one that is wished for, else the browser's, else English", () => {
  const of = (wish: string, ...browsers: string[]) => speak(wish, browsers);
  assert.equal(of("", "de-AT", "en"), "de");
  assert.equal(of("", "fr", "de"), "de");
  assert.equal(of("", "fr"), "en");
  assert.equal(of("en", "de"), "en");
  assert.equal(of("toString", "de"), "de", "what is no language is none");
  speak("en", []);
});

test("values stand in their places, also where their order is another one", () => {
  speak("en", []);
  assert.equal(t("messageNumber", 5), "Message 5");
  assert.equal(t("copyField", "$1 $& state"), "Copy $1 $& state, not masked", "what is put in is only text");
  assert.deepEqual(woven("openHow", 1, 2), [1, " or drop them anywhere here, or ", 2, "."]);
  assert.deepEqual(
    [counted("login", 0), counted("login", 1), counted("request", 1204)],
    ["0 logins", "1 login", "1,204 requests"],
  );
  speak("de", []);
  assert.equal(counted("request", 1204), "1.204 Anfragen");
  assert.equal(language(), "de");
  speak("en", []);
});
