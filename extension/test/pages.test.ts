/** The rules' pages as the package has them: all of them, texts and nothing else. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { blocksOf, rulePages } from "../pages.mjs";
import type { Block } from "../src/panel/pages.ts";

const RULES = new URL("../../crates/lint/src/rules/", import.meta.url);

test("each rule has a page, which begins with its title", async () => {
  const pages = await rulePages();
  const sources = readdirSync(RULES, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".rs") && !file.endsWith("mod.rs"),
  );
  const ids = sources.flatMap(
    (file) => /^ {4}id: "([^"]+)"/m.exec(readFileSync(new URL(file, RULES), "utf8"))?.[1] ?? [],
  );
  assert.ok(ids.length > 250);
  assert.deepEqual(Object.keys(pages).sort(), ids.sort());
  for (const [id, page] of Object.entries(pages)) {
    assert.deepEqual(page[0]?.slice(0, 2), ["h", 1], id);
    assert.ok(page.length > 3, id);
    // What the tests read is not for people.
    assert.doesNotMatch(JSON.stringify(page), /"Fires"|"Silent"|> GET https/, id);
  }
});

test("a page leads to other pages that are there", async () => {
  const pages = await rulePages();
  const ids = new Set(Object.keys(pages));
  const links = JSON.stringify(pages).matchAll(/\["rule","([^"]+)"\]/g);
  const linked = [...links].map(([, id]) => id ?? "");
  assert.ok(linked.length > 30);
  assert.deepEqual(
    linked.filter((id) => !ids.has(id)),
    [],
  );
});

test("Markdown becomes texts, and markup in it stays text", () => {
  const page: Block[] = blocksOf(
    "# A `b` & c\n\nOne *two* **three** [four](https://a.example/) [five](../x.md) `state/x`\n\n- a\n- b\n\n1. c\n\n```\n<b>\n```\n\n| h |\n| - |\n| c |\n\n## Fires\n\ngone",
    new Map([["state/x", "x.md"]]),
  );
  assert.deepEqual(page, [
    ["h", 1, ["A ", ["code", "b"], " & c"]],
    [
      "p",
      [
        "One ",
        ["em", ["two"]],
        " ",
        ["strong", ["three"]],
        " ",
        ["a", "https://a.example/", ["four"]],
        " ",
        ["span", ["five"]],
        " ",
        ["rule", "state/x"],
      ],
    ],
    ["ul", [[["p", ["a"]]], [["p", ["b"]]]]],
    ["ol", [[["p", ["c"]]]]],
    ["pre", "<b>"],
    ["table", [[["h"]], [["c"]]]],
  ]);
  for (const other of ["![a picture](x.png)", "a <i>tag</i>", "<p>a block</p>", "> a quotation"]) {
    assert.throws(() => blocksOf(other, new Map()), /cannot show/, other);
  }
});
