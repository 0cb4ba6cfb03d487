/** Builds the panel with an invented view into `dist/story/panel.html`, to be looked at in any browser. */

import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = new URL("./", import.meta.url);
const out = new URL("../../../dist/story/", here);

await build({
  entryPoints: { panel: fileURLToPath(new URL("main.tsx", here)) },
  outdir: fileURLToPath(out),
  bundle: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  logLevel: "warning",
});
await cp(new URL("../../src/panel/panel.html", here), new URL("panel.html", out));
await cp(new URL("../../src/panel/panel.css", here), new URL("panel.css", out));
await cp(new URL("../../icons/", here), new URL("icons/", out), { recursive: true });
console.log(new URL("panel.html", out).href);
