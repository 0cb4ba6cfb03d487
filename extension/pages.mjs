/**
 * The rules' pages for reading inside the panel: Markdown as it lies beside each rule, made into a tree of texts when the extension is
 * built. The panel lays the tree out; no text becomes HTML. The examples below a page are tests, and stay out.
 */

import { readdir, readFile } from "node:fs/promises";
import { lexer } from "marked";

const RULES = new URL("../crates/lint/src/rules/", import.meta.url);

/** Where the examples begin. */
const EXAMPLES = /^## (Fires|Silent)$/m;

/** All pages by the rule's id. */
export async function rulePages() {
  const files = await readdir(RULES, { recursive: true });
  const ids = new Map(files.filter((file) => file.endsWith(".md")).map((file) => [idOf(file), file]));
  const pages = {};
  for (const [id, file] of [...ids].sort()) {
    pages[id] = blocksOf(await readFile(new URL(file, RULES), "utf8"), ids);
  }
  return pages;
}

/** `id_token/iss_http.md` is the page of `id-token/iss-http`. */
function idOf(file) {
  return file.replaceAll("\\", "/").replace(/\.md$/, "").replaceAll("_", "-");
}

/** A page's blocks; `ids` are those of all rules, which become links. */
export function blocksOf(markdown, ids) {
  const [page = ""] = markdown.split(EXAMPLES, 1);
  return blocks(lexer(page), ids);
}

function blocks(tokens, ids) {
  return tokens.filter(({ type }) => type !== "space").map((token) => block(token, ids));
}

function block(token, ids) {
  switch (token.type) {
    case "heading":
      return ["h", token.depth, inlines(token.tokens, ids)];
    case "paragraph":
    case "text":
      return ["p", inlines(token.tokens, ids)];
    case "list":
      return [token.ordered ? "ol" : "ul", token.items.map((item) => blocks(item.tokens, ids))];
    case "code":
      return ["pre", token.text];
    case "table":
      return [
        "table",
        [token.header, ...token.rows].map((row) => row.map((cell) => inlines(cell.tokens, ids))),
      ];
    default:
      throw new Error(`a page cannot show this: ${token.raw}`);
  }
}

function inlines(tokens, ids) {
  return tokens.map((token) => inline(token, ids));
}

function inline(token, ids) {
  switch (token.type) {
    case "text":
    case "escape":
      return token.tokens ? ["span", inlines(token.tokens, ids)] : unescaped(token.text);
    case "codespan":
      return ids.has(token.text) ? ["rule", token.text] : ["code", token.text];
    case "em":
    case "strong":
      return [token.type, inlines(token.tokens, ids)];
    case "br":
      return " ";
    case "link":
      // Whatever else is linked is not in the package.
      return /^https:\/\//.test(token.href)
        ? ["a", token.href, inlines(token.tokens, ids)]
        : ["span", inlines(token.tokens, ids)];
    default:
      throw new Error(`a page cannot show this: ${token.raw}`);
  }
}

/** Entities as the characters that they stand for, and lines as one. */
function unescaped(text) {
  const plain = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => plain[entity]).replace(/\s+/g, " ");
}
