/**
 * Shows OAuth Lens at work on a broken login. With a display: a browser with the panel open and the lab's apps to
 * click on. Without: one login, its diagnosis as text, and a picture of the panel.
 */

import { access, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launch } from "../e2e/drivers/chromium.mjs";
import { extensions } from "../e2e/extensions.mjs";
import { copyReport } from "../e2e/report.mjs";
import { expectLogins, logIn } from "../e2e/words.mjs";
import { startLab } from "./lab.mjs";

const PORTS = { app: 4400, idp: 4401 };
const BROKEN = "redirect-uri";
const PICTURE = new URL("../../dist/demo.png", import.meta.url);

const headless = !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
const extensionDir = extensions.chromium;
await access(`${extensionDir}/manifest.json`);

const lab = await startLab({ ports: PORTS });
const browser = await launch({ extensionDir, headless });
try {
  await (headless ? showOneLogin() : letPlay());
} finally {
  await browser.close();
  await lab.close();
}

async function letPlay() {
  const page = await browser.newPage(lab.url);
  await browser.openPanel(page, { docked: true });
  console.log(`Pick an app on ${lab.url}, sign in, and read the OAuth Lens panel. Close the browser to end.`);
  await browser.closed();
}

async function showOneLogin() {
  const app = lab.apps.find(({ name }) => name === BROKEN);
  const page = await browser.newPage(app.url);
  const panel = await browser.openPanel(page);
  await logIn(page, app);
  await expectLogins(panel, [app.expect]);
  const vague = await page.read(() => document.getElementById("result").textContent);
  const report = await copyReport(browser, panel);
  await mkdir(new URL("./", PICTURE), { recursive: true });
  await panel.screenshot(fileURLToPath(PICTURE));

  console.log(`The app at ${app.url} says: ${vague}\n\nOAuth Lens says:\n\n${report}`);
  console.log(`The panel: ${fileURLToPath(PICTURE)}`);
}
