/** What every file of tests begins with: a lab, and a browser with the extension. */

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, describe } from "node:test";
import { fileURLToPath } from "node:url";
import { startLab } from "../lab/lab.mjs";
import { launchers } from "./drivers/browser.mjs";
import { extensions } from "./extensions.mjs";

const DIST = new URL("../../dist/", import.meta.url);
/**
 * Defines the same tests for each browser. Each gets a browser and a lab of its own.
 *
 * @param {string} title
 * @param {(stage: Stage) => void} define
 * @param {{ lasting?: boolean, language?: string }} [options] see `LaunchOptions`
 */
export function inEachBrowser(title, define, options = {}) {
  for (const name of Object.keys(launchers)) {
    describe(`${title}, in ${name}`, () => {
      const stage = new Stage();
      before(() => stage.open(name, options));
      after(() => stage.close());
      define(stage);
    });
  }
}

/** A lab and a browser. */
export class Stage {
  /** @type {import("../lab/lab.mjs").Lab} */
  lab;
  /** @type {import("./drivers/browser.mjs").Browser} */
  browser;

  async open(name, options = {}) {
    this.lab = await startLab();
    this.browser = await launchers[name]({ extensionDir: extensions[name], ...options });
  }

  async close() {
    await this.browser?.close();
    await this.lab?.close();
  }

  app(name) {
    const app = this.lab.apps.find((candidate) => candidate.name === name);
    assert.ok(app, `no app ${name}`);
    return app;
  }

  /** A tab of an app with the panel open beside it, as the driver's `openPanel` has it. */
  async openPanel(name, options) {
    const page = await this.browser.newPage(this.app(name).url);
    const panel = await this.browser.openPanel(page, options);
    return { page, panel };
  }

  async screenshot(panel, name) {
    const directory = new URL("screenshots/", DIST);
    await mkdir(directory, { recursive: true });
    await panel.screenshot(fileURLToPath(new URL(`${this.browser.name}-${name}.png`, directory)));
  }
}
