/**
 * The panel in every state, size and theme, as pictures under `dist/screens/`: to be looked at.
 *
 *   node tests/screens/screens.mjs [BROWSER [THEME]]
 */

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launchers } from "../e2e/drivers/browser.mjs";
import { extensions } from "../e2e/extensions.mjs";
import { startLab } from "../lab/lab.mjs";
import { app, POPUP_STATES, STATES } from "./states.mjs";

const OUT = new URL("../../dist/screens/", import.meta.url);
const SIZES = [
  [1360, 560],
  [900, 300],
  [480, 900],
  [350, 300],
  [1920, 1000],
];

/** No window of Firefox gets narrower. */
const NARROWEST = { firefox: 500 };

async function take(name, theme) {
  const sizes = SIZES.filter(([width]) => width >= (NARROWEST[name] ?? 0));
  const lab = await startLab();
  const browser = await launchers[name]({ extensionDir: extensions[name] });
  try {
    const page = await browser.newPage(app(lab, "healthy").url);
    const panel = await browser.openPanel(page, { width: 1360, height: 560, theme });
    for (const [state, reach] of Object.entries(STATES)) {
      await reach({ lab, page, panel });
      // What is asked in the background arrives.
      await new Promise((resolve) => setTimeout(resolve, 600));
      for (const [width, height] of sizes) {
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

/** What the toolbar's button opens is as large as it wants to be. */
async function takePopup(name, themes) {
  const lab = await startLab();
  const browser = await launchers[name]({ extensionDir: extensions[name] });
  try {
    const page = await browser.newPage(app(lab, "healthy").url);
    for (const [state, reach] of Object.entries(POPUP_STATES)) {
      await reach({ lab, page, browser });
      const popup = await browser.openPopup(page);
      await popup.waitFor("main");
      await new Promise((resolve) => setTimeout(resolve, 600));
      for (const theme of themes) {
        await popup.read((scheme) => {
          document.documentElement.style.colorScheme = scheme;
        }, theme);
        await popup.screenshot(fileURLToPath(new URL(`${name}-popup-${state}-${theme}.png`, OUT)));
      }
      await popup.close();
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
  await takePopup(name, themes);
}
