// The pinned reports (../pasted.rs) as Jira's wiki markup and as Slack's: what was captured is the text that a harmless word is.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import jira from "@atlaskit/editor-wikimarkup-transformer";
import { NodeType, parse } from "slack-message-parser";

async function pinned(name) {
  const text = await readFile(new URL(`${name}.snap`, import.meta.url), "utf8");
  return text.slice(text.indexOf("\n---\n") + "\n---\n".length);
}

const hostile = await pinned("hostile");
const harmless = await pinned("harmless");

/** Each kind of node with how often it stands in a tree, but for those that are text. */
function counts(nodes, isText) {
  const counts = {};
  for (const { kind } of nodes.filter((node) => !isText(node))) {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** What a wiki's markup makes of a text, one entry a mark. */
function inJira(text) {
  const nodes = [];
  const walk = ({ type, text, marks = [], content = [] }) => {
    nodes.push({ kind: type, text });
    nodes.push(...marks.map((mark) => ({ kind: `${type} ${mark.type} ${mark.attrs?.href ?? ""}`, text })));
    content.forEach(walk);
  };
  walk(new jira.WikiMarkupTransformer().parse(text).toJSON());
  return nodes;
}

function inSlack(text) {
  const nodes = [];
  const walk = (node) => {
    nodes.push({ kind: NodeType[node.type], text: node.text });
    node.children?.forEach(walk);
  };
  walk(parse(text));
  return nodes;
}

/** Jira's wiki markup has no code between backticks: what stands there is not looked at. */
const withoutCode = (text) => text.replaceAll(/``` .*? ```|`[^`\n]*`/g, "code");

test("the parsers see what acts", () => {
  const kinds = (nodes) => nodes.map(({ kind }) => kind);
  for (const text of ["[~zqx]", "*zqx*", "{{zqx}}", "https://zqx.example", "bq. zqx", "h1. zqx", "(x)"]) {
    assert.notDeepEqual(kinds(inJira(text)), kinds(inJira("word")), text);
  }
  for (const text of [
    "<@U123>",
    "<!channel>",
    "*zqx*",
    "_zqx_",
    "~zqx~",
    ":tada:",
    "<https://zqx.example|zqx>",
  ]) {
    assert.notDeepEqual(kinds(inSlack(text)), kinds(inSlack("word")), text);
  }
});

test("Jira's wiki markup finds nothing in the text outside of code", () => {
  const isText = ({ kind }) => kind === "text";
  assert.deepEqual(
    counts(inJira(withoutCode(hostile)), isText),
    counts(inJira(withoutCode(harmless)), isText),
  );
});

test("Slack finds text and code", () => {
  const isText = ({ kind }) => ["Text", "Code", "PreText"].includes(kind);
  assert.deepEqual(counts(inSlack(hostile), isText), counts(inSlack(harmless), isText));
  // Slack links and mentions what no parser of it marks, too, where somebody pastes it: only words stay outside of code.
  const outside = inSlack(hostile).filter(({ kind }) => kind === "Text");
  const words = outside.flatMap(({ text }) => text.split(/\s+/)).filter((word) => word.includes("zqx"));
  assert.notEqual(words.length, 0);
  assert.deepEqual(
    words.filter((word) => !/^\(?zqx[.)]?$/.test(word)),
    [],
  );
});
