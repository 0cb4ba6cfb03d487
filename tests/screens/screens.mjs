/**
 * The panel in every state, size and theme, as pictures under `dist/screens/`: to be looked at.
 *
 *   node tests/screens/screens.mjs [BROWSER [THEME]]
 */

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launchers } from "../e2e/drivers/browser.mjs";
import { extensions } from "../e2e/extensions.mjs";
import { chooseFiles, logIn } from "../e2e/words.mjs";
import { startLab } from "../lab/lab.mjs";

const OUT = new URL("../../dist/screens/", import.meta.url);
const SIZES = [
  [1360, 560],
  [900, 300],
  [480, 900],
  [350, 300],
  [1920, 1000],
];

/** What is done before a picture, one after the other in the same panel. */
const STATES = {
  empty: async () => {},
  healthy: ({ page, lab }) => logIn(page, app(lab, "healthy")),
  failed: ({ page, lab }) => logIn(page, app(lab, "redirect-uri")),
  offered: async ({ panel }) => {
    await panel.click("[data-action=show-failure]");
  },
  diagram: async ({ panel }) => {
    await panel.click("[data-shape=diagram]");
    await panel.waitFor("[data-band]");
  },
  comparison: async ({ panel }) => {
    await panel.click("[data-shape=comparison]");
    // Each app of the lab is a client of its own.
    await panel.waitFor(".comparison option + option");
    await panel.read(chooseOther);
    await panel.waitFor(".comparison .first");
  },
  tokens: async ({ panel }) => {
    await panel.click("[data-shape=list]");
    await panel.click("[data-tab=tokens]");
  },
  explain: ({ panel }) => panel.click("[data-action=tool-message]"),
  token: ({ panel }) => panel.click("[data-action=tool-token]"),
  open: ({ panel }) => panel.click("[data-action=tool-open]"),
  file: async ({ panel }) => {
    await panel.read(chooseFiles, [{ name: "note.txt", text: "nothing of a login" }]);
    await panel.waitFor("[data-nothing]");
  },
};

function chooseOther() {
  const select = document.querySelector(".comparison select");
  select.value = select.options[1].value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function app(lab, name) {
  return lab.apps.find((candidate) => candidate.name === name);
}

async function take(name, theme) {
  const lab = await startLab();
  const browser = await launchers[name]({ extensionDir: extensions[name] });
  try {
    const page = await browser.newPage(app(lab, "healthy").url);
    const panel = await browser.openPanel(page, { width: 1360, height: 560, theme });
    for (const [state, reach] of Object.entries(STATES)) {
      await reach({ lab, page, panel });
      // What is asked in the background arrives.
      await new Promise((resolve) => setTimeout(resolve, 600));
      for (const [width, height] of SIZES) {
        await panel.setSize({ width, height });
        const path = new URL(`${name}-${state}-${width}x${height}-${theme}.png`, OUT);
        await panel.screenshot(fileURLToPath(path));
      }
      await panel.setSize({ width: 1360, height: 560 });
    }
  } finally {
    await browser.close();
    await lab.close();
  }
}

await mkdir(OUT, { recursive: true });
const [, , wanted, theme] = process.argv;
const themes = theme ? [theme] : ["light", "dark"];
for (const name of Object.keys(launchers).filter((name) => !wanted || name === wanted)) {
  for (const theme of themes) await take(name, theme);
}
