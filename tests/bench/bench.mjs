// How fast and how large the core is. A benchmark, not a test: it measures and asserts nothing about time.
//
//   ./build.sh bench

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { initSync, Session } from "../../extension/generated/core.js";
import { events } from "./events.mjs";
import { har } from "./har.mjs";
import { verificationShare } from "./share.mjs";
import { tokenTimes } from "./tokens.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WASM = join(ROOT, "extension/generated/core_bg.wasm");
const MEBIBYTE = 1024 * 1024;
const HAR_SIZE = 50 * MEBIBYTE;
const ROUNDS = 7;

await lookUps();
await liveEvents();
await harFile();
await tokens();
await sizes();

/** What an error message means: the first question reads what it needs of the packed texts, the later ones find it read. */
async function lookUps() {
  heading("Explained: what an error message means, in WebAssembly");
  const script = fileURLToPath(new URL("lookups.mjs", import.meta.url));
  const runs = Array.from({ length: ROUNDS }, () =>
    JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8" })),
  );
  const best = (of) => Math.min(...runs.map(of));
  line(
    "first question of all",
    `${best(({ first }) => first).toFixed(2)} ms, the first of an unknown message ${best(({ unknown }) => unknown).toFixed(2)} ms`,
  );
  for (const [what, of] of [
    ["asked for the first time", ({ fresh }) => fresh],
    ["asked again", ({ again }) => again],
  ]) {
    const count = of(runs[0]).length;
    const times = Array.from({ length: count }, (_, at) => best((run) => of(run)[at])).sort((a, b) => a - b);
    line(
      `${count} ${what}`,
      `half within ${times[count >> 1].toFixed(2)} ms, the longest ${times.at(-1).toFixed(2)} ms`,
    );
  }
  const command = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "release/oauth-lens");
  execFileSync("cargo", ["build", "--quiet", "--release", "--package", "oauth-lens"], {
    cwd: ROOT,
    stdio: "inherit",
  });
  const native = (args) => Math.min(...Array.from({ length: ROUNDS }, () => timed(() => run(command, args))));
  line(
    "oauth-lens explain",
    `${native(["explain", "AADSTS50011"]).toFixed(0)} ms, of it ${native(["--version"]).toFixed(0)} ms for starting`,
  );
}

/** Browser events through the session, as the extension's background hands them over. */
async function liveEvents() {
  heading("Live: browser events through the WebAssembly session");
  initSync({ module: await readFile(WASM) });
  const { list, requests, logins } = await events();
  line("events", `${list.length}: ${requests} requests, 95 % of no interest, and ${logins} logins`);
  for (const batch of [1, 16]) {
    const times = [];
    let session;
    for (let round = 0; round < ROUNDS; round++) {
      session?.free();
      session = new Session(0);
      times.push(timed(() => ingest(session, list, batch)));
    }
    const best = Math.min(...times);
    line(`${batch} at a time`, `${count(list.length / (best / 1000))} events/s (${best.toFixed(0)} ms)`);
    if (batch === 1) {
      const first = timed(() => session.changes(0));
      const { rows, revision } = session.changes(0);
      const login = rows.at(-1).key;
      const looks = Array.from({ length: ROUNDS }, () =>
        timed(() => [session.changes(revision), session.ask({ about: "login", login }, 0)]),
      );
      line("first look at all", `${first.toFixed(0)} ms for ${rows.length} logins`);
      line("next look, one in full", `${Math.min(...looks).toFixed(1)} ms`);
    }
  }
}

function ingest(session, list, batch) {
  for (let at = 0; at < list.length; at += batch) session.ingest(list.slice(at, at + batch));
}

/** `oauth-lens check` on a large HAR against a bare parse of the same bytes, in turns. */
async function harFile() {
  heading("Recorded: a large HAR file");
  const cargo = ["build", "--quiet", "--release", "--package", "oauth-lens", "--bins", "--examples"];
  execFileSync("cargo", cargo, { cwd: ROOT, stdio: "inherit" });
  const target = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "release");
  const folder = await mkdtemp(join(tmpdir(), "oauth-lens-bench-"));
  try {
    const file = join(folder, "large.har");
    const { text, entries, logins } = har(HAR_SIZE);
    await writeFile(file, text);
    line("file", `${mebibytes(text.length)}, ${entries} entries, ${logins} logins`);
    const check = [];
    const parse = [];
    for (let round = 0; round < ROUNDS; round++) {
      check.push(timed(() => run(join(target, "oauth-lens"), ["check", file, "--format", "json"])));
      parse.push(timed(() => run(join(target, "examples/bench-parse"), [file])));
    }
    const [checked, parsed] = [Math.min(...check), Math.min(...parse)];
    line("oauth-lens check", `${checked.toFixed(0)} ms`);
    line("serde_json::Value", `${parsed.toFixed(0)} ms`);
    line("ratio", `${(checked / parsed).toFixed(2)} (best of ${ROUNDS} each, whole processes)`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs a program to its end; a finding is no failure. */
function run(program, args) {
  const { status, error } = spawnSync(program, args, { maxBuffer: 1024 * MEBIBYTE });
  if (error !== undefined || status === null || status > 1) throw error ?? new Error(`${program}: ${status}`);
}

/** One token read and verified: natively, in Chromium, and by the browser's own WebCrypto. */
async function tokens() {
  heading("Tokens: microseconds for one, the best of five runs");
  const folder = await mkdtemp(join(tmpdir(), "oauth-lens-bench-"));
  const target = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "release");
  try {
    for await (const { alg, native, wasm, web } of tokenTimes(join(target, "examples/bench-token"), folder)) {
      const micros = (time) => time.toFixed(1);
      line(`${alg} read`, `native ${micros(native.read)}, JSON.parse in the browser ${micros(web.read)}`);
      line("", `in words, with all checks, in WebAssembly ${micros(wasm.read)}`);
      const verified = wasm.checked - wasm.read;
      const ratio = (verified / web.verified).toFixed(1);
      line(`${alg} verified`, `native ${micros(native.verified)}, WebAssembly ${micros(verified)}`);
      line("", `WebCrypto ${micros(web.verified)}; ratio WebAssembly to WebCrypto ${ratio}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a user downloads. */
async function sizes() {
  heading("Size");
  const wasm = await readFile(WASM);
  line("core_bg.wasm", `${kibibytes(wasm.length)}, gzip ${kibibytes(gzipSync(wasm, { level: 9 }).length)}`);
  const compiled = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "wasm32-unknown-unknown/wasm");
  const { verification, all } = verificationShare(await readFile(join(compiled, "oauth_lens_wasm.wasm")));
  const share = ((100 * verification) / all).toFixed(0);
  line(
    "verification of signatures",
    `${share} % of the compiled code (${kibibytes(verification)} of ${kibibytes(all)})`,
  );
  const texts = await packedTexts(
    join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "wasm32-unknown-unknown/wasm/build"),
  );
  const part = ((100 * gzipSync(texts, { level: 9 }).length) / gzipSync(wasm, { level: 9 }).length).toFixed(
    0,
  );
  line("known texts and their keys", `${kibibytes(texts.length)} of the module; compressed ${part} % of it`);
  const dist = join(ROOT, "dist");
  const files = await readdir(dist, { withFileTypes: true }).catch(() => []);
  for (const { name } of files.filter((file) => file.isFile()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    line(name, kibibytes((await stat(join(dist, name))).size));
  }
}

/** What the build script packed of the known texts, newest first. */
async function packedTexts(builds) {
  const found = [];
  for (const name of (await readdir(builds)).filter((name) => name.startsWith("oauth-lens-lint-"))) {
    const out = join(builds, name, "out");
    const packed = await stat(join(out, "texts.br")).catch(() => undefined);
    if (packed !== undefined) found.push({ out, at: packed.mtimeMs });
  }
  const [{ out }] = found.sort((a, b) => b.at - a.at);
  const files = ["texts.br", "grams.bin", "sentences.bin", "names.bin"];
  return Buffer.concat(await Promise.all(files.map((file) => readFile(join(out, file)))));
}

function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function heading(text) {
  console.log(`\n${text}`);
}

function line(name, value) {
  console.log(`  ${name.padEnd(30)} ${value}`);
}

function count(number) {
  return Math.round(number).toLocaleString("en");
}

function mebibytes(bytes) {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}

function kibibytes(bytes) {
  return `${(bytes / 1024).toFixed(0)} KiB`;
}
