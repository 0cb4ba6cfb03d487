/** Makes the PNGs from `lens.svg` with a headless Chromium: `node icons/render.mjs [path of chromium]`. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const chromium = process.argv[2] ?? "chromium";
const here = import.meta.dirname;
const svg = readFileSync(join(here, "lens.svg"), "utf8");
const page = join(mkdtempSync(join(tmpdir(), "lens-")), "lens.html");

for (const size of [16, 32, 48, 128]) {
  writeFileSync(page, `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  execFileSync(chromium, [
    "--headless",
    "--no-sandbox",
    "--hide-scrollbars",
    "--default-background-color=00000000",
    `--window-size=${size},${size}`,
    `--screenshot=${join(here, `lens-${size}.png`)}`,
    page,
  ]);
}
