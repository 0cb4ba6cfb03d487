/** Rules that hold for the whole tree. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";

const SOURCES = new URL("../src/", import.meta.url);
const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((path) =>
  /\.tsx?$/.test(path),
);
const text = (path: string) => readFileSync(new URL(path, SOURCES), "utf8");

test("one file names the browser's API", () => {
  const naming = files.filter((path) => /\b(chrome|browser)\.[a-z]/.test(text(path)));
  assert.deepEqual(naming, ["shared/webext.ts"]);
});

test("nothing makes HTML or code of a text", () => {
  const risky =
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|(?<!inspectedWindow\.)\beval\(|new Function/;
  assert.deepEqual(
    files.filter((path) => risky.test(text(path))),
    [],
  );
});

test("the worker loads everything in its first turn", () => {
  const background = files.filter((path) => /^background\/.*(?<!\.test)\.ts$/.test(path));
  assert.ok(background.length > 10);
  assert.deepEqual(
    background.filter((path) => /^await |\bimport\(/m.test(text(path))),
    [],
  );
});

test("each tab beside the story is in the list of tabs", () => {
  const tabs = files.filter((path) => /^panel\/aside\/.*\.tsx$/.test(path)).map((path) => basename(path));
  assert.ok(tabs.length > 1);
  for (const tab of tabs) {
    const listed = text("panel/aside/index.ts").includes(` from "./${tab}";`);
    assert.ok(listed, `panel/aside/index.ts lacks the line: export { … } from "./${tab}";`);
  }
});
