// What a hostile site makes of the core: how long it works and how much memory it takes, in WebAssembly. A benchmark, not a
// test: it measures and asserts nothing. The figures to keep: a view in less than 100 ms, less than 64 MiB, clear in a second.
//
//   node tests/bench/hostile.mjs [WORD]
//   node tests/bench/hostile.mjs --chromium [WORD]
//
// Memory of WebAssembly never shrinks, so that each input is measured in a process or a page of its own. `WORD` runs only the inputs
// whose name has it.

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

import { INPUTS } from "./inputs.mjs";
import { measure } from "./measure.mjs";

const ROOT = new URL("../../", import.meta.url);
const WASM = "extension/generated/core_bg.wasm";
const TYPES = { mjs: "text/javascript", js: "text/javascript", wasm: "application/wasm" };

const chromium = process.argv[2] === "--chromium";
const [word = "", alone] = process.argv.slice(chromium ? 3 : 2);
if (alone) {
  console.log(JSON.stringify(measure(word, await readFile(new URL(WASM, ROOT)), timed)));
} else {
  const columns = ["ingest", "first view", "next view", "memory", "clear"]
    .map((name) => name.padStart(12))
    .join("");
  console.log(`\nHostile: milliseconds in ${chromium ? "Chromium" : "Node"}, MiB of WebAssembly's memory`);
  console.log(`  ${"".padEnd(44)}${columns}`);
  const names = Object.keys(INPUTS).filter((name) => name.includes(word));
  await (chromium ? inChromium(names) : inNode(names));
}

function row(name, { ingest, first, next, memory, clear }) {
  const cells = [ingest, first, next, memory, clear].map((value) => value.toFixed(1).padStart(12)).join("");
  console.log(`  ${name.padEnd(44)}${cells}`);
}

function inNode(names) {
  for (const name of names) {
    const command = [fileURLToPath(import.meta.url), name, "alone"];
    row(name, JSON.parse(execFileSync(process.execPath, command, { encoding: "utf8" })));
  }
}

/** The same in a page: there time is the clock's, and what else the machine does counts. */
async function inChromium(names) {
  const { default: puppeteer } = await import("puppeteer-core");
  const server = createServer(serve).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
    protocolTimeout: 600_000,
  });
  try {
    for (const name of names) {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      const measured = await page.evaluate(
        async (name, wasm) => {
          const { measure } = await import("/tests/bench/measure.mjs");
          const module = await (await fetch(wasm)).arrayBuffer();
          const timed = (work) => {
            const start = performance.now();
            work();
            return performance.now() - start;
          };
          // A page's own thread compiles no module of this size.
          return measure(name, await WebAssembly.compile(module), timed);
        },
        name,
        `/${WASM}`,
      );
      row(name, measured);
      await page.close();
    }
  } finally {
    await browser.close();
    server.close();
  }
}

/** The repository's scripts, and an empty page. */
async function serve(request, response) {
  if (request.url === "/")
    return response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
  try {
    const file = await readFile(new URL(`.${request.url}`, ROOT));
    const type = TYPES[request.url.split(".").pop()] ?? "text/plain";
    response.writeHead(200, { "content-type": type }).end(file);
  } catch {
    response.writeHead(404).end();
  }
}

/** Milliseconds of the processor: what else the machine does changes nothing. */
function timed(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
