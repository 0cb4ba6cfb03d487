// The panel's import and the command say the same about the same files: every form that is read, whole logins, packed files, files
// that cannot be read, and several at once.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { Files, initSync } from "../../extension/generated/core.js";

const root = new URL("../../", import.meta.url);
initSync({ module: await readFile(new URL("extension/generated/core_bg.wasm", root)) });

const NOW = Date.UTC(2026, 10, 23, 9, 45);
const command = builtCommand();
const folder = await mkdtemp(join(tmpdir(), "oauth-lens-files-"));
after(() => rm(folder, { recursive: true }));

/** The command as the sources make it. */
function builtCommand() {
  const told = execFileSync(
    "cargo",
    ["build", "--quiet", "--package", "oauth-lens", "--message-format", "json"],
    { cwd: fileURLToPath(root), encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 28 },
  );
  const messages = told
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const { executable } = messages.findLast(({ executable }) => executable);
  return executable;
}

/** What the command says; `status` 2 where it has nothing to say about a login. */
function run(names, format) {
  const { status, stdout, stderr } = spawnSync(command, ["check", "--format", format, ...names], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: "1" },
  });
  assert.ok(status <= 2, stderr);
  return { status, stdout, stderr };
}

/** What the panel says. */
function open(inputs) {
  const files = new Files();
  for (const { name, bytes } of inputs) files.read(name, bytes);
  const ask = (question) => files.ask(question, NOW).answer;
  return { files, ask, report: () => ask({ about: "report", format: "json" }) };
}

/** That both say the same about these inputs; how many logins that are. */
async function compare(inputs) {
  for (const { name, bytes } of inputs) await writeFile(join(folder, name), bytes);
  const names = inputs.map(({ name }) => name);
  const { files, ask, report } = open(inputs);
  const reading = ask({ about: "reading" });
  const json = run(names, "json");
  const where = names.join(", ");
  if (json.stdout === "") {
    assert.equal(json.status, 2, where);
    assert.deepEqual(files.changes(0).rows, [], where);
    assertSaid(json.stderr, reading, where);
  } else {
    assert.equal(report(), json.stdout.trimEnd(), where);
    assertSaid(run(names, "text").stdout, reading, where);
    const { logins } = JSON.parse(json.stdout);
    assert.deepEqual(
      files.changes(0).rows.map(({ key }) => ask({ about: "login", login: key })),
      logins.map(asInPanel),
      where,
    );
  }
  const { rows } = files.changes(0);
  files.free();
  return rows.length;
}

/** Null is undefined behind the boundary. */
function asInPanel(value) {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(asInPanel);
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asInPanel(inner)]));
}

/** What the panel says beside the logins stands in the command's text, which breaks its lines. */
function assertSaid(text, { notes, nothing }, where) {
  const words = (some) => some.replaceAll(/\s+/g, "");
  const said = words(text);
  const sentences = notes
    .filter(() => nothing?.title !== "Nothing could be read")
    .map(({ file, text, isWarning }) => `${isWarning ? "warning" : "note"}: ${file}: ${text}`);
  if (nothing) {
    const { files, otherProtocol, help } = nothing;
    for (const { text, above, lines } of files) {
      sentences.push(text, above ?? "", ...lines.map(({ source, shows }) => `${source}: ${shows}`));
    }
    sentences.push(otherProtocol ?? "", inCommand(help ?? ""));
  }
  for (const sentence of sentences) {
    assert.ok(said.includes(words(sentence)), `${where}: ${sentence}\n\n${text}`);
  }
}

/** The panel calls by its own name what the command calls by its own. */
function inCommand(help) {
  return help
    .replace("“Check a token”", "oauth-lens token - < FILE")
    .replace(/: “Explain an error”\. The/, ': oauth-lens explain "MESSAGE". The')
    .replace(/: “Explain an error”\.$/, "")
    .replace("docs/inputs.md", "`oauth-lens inputs`");
}

/** What stands in the fences of a section of a page. */
function fenced(page, section) {
  const text = page.split(`\n## ${section}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...text.matchAll(/^(`{3,})[^\n]*\n([\s\S]*?)^\1\s*$/gm)].map(([, , block]) => block);
}

test("every form that has an example", async () => {
  const forms = new URL("crates/http/src/readers/forms/", root);
  const pages = (await readdir(forms)).filter((name) => name.endsWith(".md")).sort();
  let examples = 0;
  for (const name of pages) {
    for (const [index, text] of fenced(await readFile(new URL(name, forms), "utf8"), "Example").entries()) {
      await compare([{ name: `${name.slice(0, -3)}-${index + 1}`, bytes: Buffer.from(text) }]);
      examples += 1;
    }
  }
  assert.ok(examples >= pages.length, `${examples} examples on ${pages.length} pages`);
});

test("the inputs of the command's own tests, each and all together", async () => {
  const inputs = await inputsIn(new URL("crates/cli/tests/inputs/", root));
  for (const input of inputs) await compare([input]);
  assert.ok((await compare(inputs)) > 0);
});

test("whole logins", async () => {
  const scenarios = new URL("tests/scenarios/", root);
  let logins = 0;
  for (const name of (await readdir(scenarios)).sort()) {
    const bytes = await readFile(new URL(`${name}/login.txt`, scenarios));
    logins += await compare([{ name: `${name}.txt`, bytes }]);
  }
  assert.ok(logins > 150, `${logins}`);
});

test("packed, in another encoding, cut off, hostile, empty, nothing but a token", async () => {
  const server = await readFile(new URL("crates/cli/tests/inputs/server.curl.txt", root));
  const har = await readFile(new URL("crates/cli/tests/inputs/browser.har", root));
  assert.ok((await compare([{ name: "call.gz", bytes: gzipSync(server) }])) > 0);
  assert.ok((await compare([{ name: "login.har.gz", bytes: gzipSync(har) }])) > 0);
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(server.toString(), "utf16le")]);
  assert.ok((await compare([{ name: "utf16.txt", bytes: utf16 }])) > 0);
  for (const [name, bytes] of [
    ["cut.gz", gzipSync(har).subarray(0, -20)],
    ["bomb.gz", gzipSync(Buffer.alloc(64 << 20, " "))],
    ["deep.json", Buffer.from(`{"log":{"entries":${"[".repeat(100_000)}`)],
    ["empty.txt", Buffer.alloc(0)],
    ["broken.zip", Buffer.from("PK\x03\x04")],
    ["token.txt", Buffer.from("eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.")],
    ["app.log", Buffer.from("10:00:01 ERROR the disk is full\n10:00:02 INFO started\n")],
  ]) {
    await compare([{ name, bytes }]);
  }
});

test("what is asked before makes no difference to the report", async () => {
  const inputs = await inputsIn(new URL("crates/cli/tests/inputs/", root));
  const { files, ask, report } = open(inputs);
  for (const { key } of files.changes(0).rows.reverse()) {
    ask({ about: "login", login: key });
    ask({ about: "tokens", login: key, keys: "", reveal: false });
  }
  assert.equal(report(), open(inputs).report());
});

test("what is too large, not handed over or broke the reader is left out in words", () => {
  const files = new Files();
  assert.equal(files.takes(1e12), false);
  assert.equal(files.takes(1e6), true);
  files.leaveOut("large.har", { why: "tooLarge", size: 1e9 });
  files.leaveOut("folder", { why: "notGiven" });
  files.leaveOut("bad.txt", { why: "broke" });
  const { nothing, notes } = files.ask({ about: "reading" }, NOW).answer;
  assert.equal(nothing.title, "Nothing could be read");
  assert.match(
    nothing.files[0].text,
    /^large\.har is too large: it holds 953\.7 MiB, and at most \d+ MiB are read$/,
  );
  assert.deepEqual(
    notes.map(({ file }) => file),
    ["large.har", "folder", "bad.txt"],
  );
  for (const { text } of notes) assert.match(text, /^left out: /);
  assert.throws(() => files.leaveOut("x", { why: "no reason" }), /this is no obstacle/);
});

async function inputsIn(place) {
  const names = (await readdir(place)).sort();
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(new URL(name, place)) })));
}
