/**
 * Builds the extension for both browsers into `dist/chrome` and `dist/firefox` at the top of the repository, and the page that shows the
 * same of files into `dist/web`.
 *
 * `--grant-hosts` builds both for tests, into `dist/test`: a request can break their core (`test/trap.mjs`), and Chrome's has its
 * access from the start, because no test can answer that browser's permission prompt. `--record` builds both so into `dist/record`, and their background
 * tells what it hands to the core: `tests/fixtures/record.mjs` asks.
 */

import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { rulePages } from "./pages.mjs";
import { trap } from "./test/trap.mjs";

const here = new URL("./", import.meta.url);
const root = new URL("../", here);
const LOCALES = new URL("src/_locales/", here);
const record = process.argv.includes("--record");
const grantHosts = record || process.argv.includes("--grant-hosts");

const PAGES = [
  "devtools/devtools.html",
  "panel/panel.html",
  "panel/panel.css",
  "panel/example.jsonl",
  "popup/popup.html",
  "popup/popup.css",
  "access/access.html",
  "access/access.css",
];

/** Takes out Preact's only way to make HTML of a text: the panel shows hostile traffic. */
const textOnly = {
  name: "text-only",
  setup({ onLoad }) {
    onLoad({ filter: /preact\.mjs$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replaceAll(".innerHTML", ".textContent"),
    }));
  },
};

/** Keeps every event as it comes to the core, before the core forgets, until somebody asks for it. */
const recorder = {
  name: "recorder",
  setup({ onLoad }) {
    onLoad({ filter: /generated\/core\.js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, "utf8")}
        const recorded = [];
        const { ingest } = Session.prototype;
        Session.prototype.ingest = function (events) {
          recorded.push(...events);
          return ingest.call(this, events);
        };
        chrome.runtime.onMessage.addListener((message, _sender, answer) => {
          if (message === "recorded") answer(recorded.splice(0));
        });`,
    }));
  },
};

const FOLDER = record ? "record/" : grantHosts ? "test/" : "";
const PLUGINS = record ? [recorder] : grantHosts ? [trap] : [];

const bundles = await bundle();
const rules = JSON.stringify(await rulePages());
for (const browser of ["chrome", "firefox"]) await assemble(browser);
await assemblePage();

async function bundle() {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(here),
    entryPoints: {
      background: "src/background/main.ts",
      devtools: "src/devtools/main.ts",
      panel: "src/panel/main.tsx",
      import: "src/import/main.ts",
      popup: "src/popup/main.tsx",
      access: "src/access/main.ts",
      page: "src/page/main.tsx",
    },
    outdir: "out",
    write: false,
    bundle: true,
    format: "iife",
    target: ["chrome123", "firefox142"],
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    legalComments: "none",
    plugins: [textOnly, ...PLUGINS],
    logLevel: "warning",
  });
  return outputFiles;
}

async function assemble(browser) {
  const scripts = ["background.js", "devtools.js", "panel.js", "import.js", "popup.js", "access.js"];
  const out = await folder(browser, scripts, PAGES);
  if (browser === "firefox") await cp(new URL("src/background/fresh.html", here), new URL("fresh.html", out));
  const text = `${JSON.stringify(await manifest(browser), null, 2)}\n`;
  await writeFile(new URL("manifest.json", out), text);
  await writeManifestTexts(text, out);
}

/** The browsers look for the manifest's own texts in files; all others are in the scripts. */
async function writeManifestTexts(manifest, out) {
  const keys = [...manifest.matchAll(/__MSG_(\w+)__/g)].map(([, key]) => key);
  for (const language of await readdir(LOCALES)) {
    const table = JSON.parse(await readFile(new URL(`${language}/messages.json`, LOCALES), "utf8"));
    const own = Object.fromEntries(keys.map((key) => [key, table[key]]));
    const folder = new URL(`_locales/${language}/`, out);
    await mkdir(folder, { recursive: true });
    await writeFile(new URL("messages.json", folder), `${JSON.stringify(own, null, 2)}\n`);
  }
}

/** Files alone: any server can hand them out, and none has to do more. */
async function assemblePage() {
  const out = await folder("web", ["page.js", "import.js"], ["panel/panel.css", "panel/example.jsonl"]);
  await cp(new URL("src/page/page.html", here), new URL("index.html", out));
}

/** A folder with scripts, pages and what all need. */
async function folder(name, scripts, pages) {
  const out = new URL(`dist/${FOLDER}${name}/`, root);
  await rm(out, { recursive: true, force: true });
  await mkdir(new URL("icons/", out), { recursive: true });
  for (const { path, contents } of bundles) {
    const script = path.split("/").at(-1);
    if (scripts.includes(script)) await writeFile(new URL(script, out), contents);
  }
  for (const page of pages) await cp(new URL(`src/${page}`, here), new URL(page.split("/").at(-1), out));
  for (const size of [16, 32, 48, 128]) {
    await cp(new URL(`icons/lens-${size}.png`, here), new URL(`icons/lens-${size}.png`, out));
  }
  await writeFile(new URL("rules.json", out), rules);
  await cp(new URL("generated/core_bg.wasm", here), new URL("core.wasm", out));
  return out;
}

/** The one manifest, less what the other browser needs. */
async function manifest(browser) {
  const manifest = JSON.parse(await readFile(new URL("manifest.json", here), "utf8"));
  manifest.version = await version();
  if (browser === "chrome") {
    delete manifest.background.scripts;
    delete manifest.browser_specific_settings;
    // Only Firefox lets an extension read answers while they pass.
    manifest.optional_permissions = ["webNavigation"];
  } else {
    delete manifest.background.service_worker;
    delete manifest.minimum_chrome_version;
  }
  // Firefox gives what is optional on a word of the driver.
  if (grantHosts && browser === "chrome") {
    manifest.permissions.push(...manifest.optional_permissions);
    manifest.host_permissions = manifest.optional_host_permissions;
    delete manifest.optional_permissions;
    delete manifest.optional_host_permissions;
  }
  return manifest;
}

/** The version of the whole project stands in one place. */
async function version() {
  const cargo = await readFile(new URL("Cargo.toml", root), "utf8");
  const [, version] = /\[workspace\.package\][^[]*?^version = "([^"]+)"/m.exec(cargo) ?? [];
  if (!version) throw new Error("Cargo.toml has no workspace.package.version");
  return version;
}
