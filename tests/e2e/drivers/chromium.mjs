/** Chromium, driven through its DevTools protocol. */

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { until } from "./poll.mjs";

/** @typedef {import("./browser.mjs").Browser} Browser */

const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--window-size=1280,900",
];
/** Modules of the DevTools front end itself. */
const UI = "devtools://devtools/bundled/ui/legacy/legacy.js";
const SETTINGS = "devtools://devtools/bundled/core/common/common.js";
/** Bytes. */
const BLANK_PICTURE = 8_000;
const DEFAULT_SIZE = { width: 1280, height: 800 };

/**
 * @param {import("./browser.mjs").LaunchOptions} options
 * @returns {Promise<Browser>}
 */
export async function launch({ extensionDir, headless = true, language = "en" }) {
  const profile = await mkdtemp(join(tmpdir(), "oauth-lens-chromium-"));
  await mkdir(join(profile, "Default"));
  const preferences = { intl: { accept_languages: language, selected_languages: language } };
  await writeFile(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
  const start = () =>
    puppeteer.launch({
      executablePath: EXECUTABLE,
      headless,
      pipe: true,
      enableExtensions: [extensionDir],
      userDataDir: profile,
      defaultViewport: null,
      args: FLAGS,
    });
  const browser = await start();
  const worker = await browser.waitForTarget(isExtensionWorker);
  return new Chromium(browser, worker.url().split("/").slice(0, 3).join("/"), profile, start);
}

function isExtensionWorker(target) {
  return target.type() === "service_worker" && target.url().startsWith("chrome-extension://");
}

/** @implements {Browser} */
class Chromium {
  name = "chromium";
  #browser;
  /** `chrome-extension://…`, without a slash at the end. */
  #origin;
  #profile;
  #start;

  constructor(browser, origin, profile, start) {
    this.#browser = browser;
    this.#origin = origin;
    this.#profile = profile;
    this.#start = start;
  }

  async newPage(url) {
    const page = new Tab(await this.#browser.newPage());
    await page.goto(url);
    return page;
  }

  async findPage(matches) {
    const page = await until("a tab", async () =>
      (await this.#browser.pages()).find((open) => matches(open.url())),
    );
    return new Tab(page);
  }

  async openPanel(page, { theme = "light", docked = false, keepsLog = false, ...size } = {}) {
    const devtools = await page.inner.openDevTools();
    // DevTools breaks for good when somebody uses its modules before it is up.
    await devtools.waitForSelector(".root-view", { timeout: 0 });
    const id = await until("the panel's tab in DevTools", () =>
      devtools.evaluate(
        async (ui, origin) => {
          const { ViewManager } = await import(ui);
          return [...ViewManager.ViewManager.instance().views.keys()].find((key) => key.startsWith(origin));
        },
        UI,
        this.#origin,
      ),
    );
    await devtools.evaluate(
      async (ui, settings, view, scheme, side, keeps) => {
        const { DockController, ViewManager } = await import(ui);
        const { Settings } = await import(settings);
        Settings.Settings.instance().moduleSetting("ui-theme").set(scheme);
        if (keeps) Settings.Settings.instance().moduleSetting("network-log.preserve-log").set(true);
        DockController.DockController.instance().setDockSide(side);
        await ViewManager.ViewManager.instance().showView(view);
      },
      UI,
      SETTINGS,
      id,
      theme === "dark" ? "dark" : "default",
      docked ? "bottom" : "undocked",
      keepsLog,
    );
    const frame = await until("the panel", () =>
      devtools
        .frames()
        .find(
          (candidate) => candidate.url().startsWith(this.#origin) && /\bpanel\.html$/.test(candidate.url()),
        ),
    );
    const panel = new Panel(devtools, frame);
    if (!docked) await panel.setSize({ ...DEFAULT_SIZE, ...size });
    await panel.waitFor("body *");
    return panel;
  }

  async openPopup(page) {
    await page.inner.bringToFront();
    const worker = await (await this.#worker()).worker();
    await worker.evaluate(() => chrome.action.openPopup());
    const target = await this.#browser.waitForTarget((open) => open.url() === `${this.#origin}/popup.html`);
    return new Popup(await target.asPage());
  }

  /** The background, started where it is stopped. */
  async #worker() {
    const running = this.#browser.targets().find(isExtensionWorker);
    if (running) return running;
    // Any page of the extension wakes it.
    const page = await this.#browser.newPage();
    await page.goto(`${this.#origin}/popup.html#0`);
    const worker = await this.#browser.waitForTarget(isExtensionWorker);
    await page.close();
    return worker;
  }

  async badge(page) {
    await page.inner.bringToFront();
    const running = this.#browser.targets().find(isExtensionWorker);
    const worker = await running?.worker();
    return worker?.evaluate(async () => {
      const [{ id: tabId }] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      return chrome.action.getBadgeText({ tabId });
    });
  }

  async clipboard() {
    const pages = await this.#browser.pages();
    const reader = pages.findLast((page) => page.url().startsWith("http"));
    if (!reader) throw new Error("only a page of a site can read the clipboard");
    const { origin } = new URL(reader.url());
    await this.#browser.defaultBrowserContext().overridePermissions(origin, ["clipboard-read"]);
    await reader.bringToFront();
    return reader.evaluate(() => navigator.clipboard.readText());
  }

  async stopBackground() {
    const target = await this.#browser.waitForTarget(isExtensionWorker);
    const gone = until("the worker to stop", () => !this.#browser.targets().includes(target));
    await (await target.worker()).close();
    await gone;
  }

  grantHosts() {
    return this.#setHostAccess("ON_ALL_SITES");
  }

  revokeHosts() {
    return this.#setHostAccess("ON_CLICK");
  }

  /** Nothing can answer the prompt that a click on the page would bring up. */
  async acceptAccess(page) {
    await page.waitFor("section:not([hidden]) [data-action=grant]");
    await this.grantHosts();
  }

  /** The extension's folder is loaded again, under the same name. */
  async restart() {
    await this.#browser.close();
    this.#browser = await this.#start();
    await this.#browser.waitForTarget(isExtensionWorker);
  }

  /** Its own heap, and that of WebAssembly. */
  async memory() {
    const worker = await (await this.#browser.waitForTarget(isExtensionWorker)).worker();
    const { usedSize, backingStorageSize } = await worker.client.send("Runtime.getHeapUsage");
    return usedSize + backingStorageSize;
  }

  async reloadExtension() {
    await this.#startingAgain((extensionId) => chrome.developerPrivate.reload(extensionId));
  }

  /** The extension starts again. */
  async allowPrivate() {
    await this.#startingAgain((extensionId) =>
      chrome.developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true }),
    );
  }

  async newPrivatePage(url) {
    const worker = await (await this.#browser.waitForTarget(isExtensionWorker)).worker();
    const opened = new Promise((resolve) => {
      this.#browser.on("targetcreated", (target) => {
        if (target.type() === "page") resolve(target);
      });
    });
    await worker.evaluate(() => chrome.windows.create({ incognito: true, url: "about:blank" }));
    const page = new Tab(await (await opened).page());
    await page.goto(url);
    return page;
  }

  async closePrivateWindows() {
    const worker = await (await this.#browser.waitForTarget(isExtensionWorker)).worker();
    await worker.evaluate(async () => {
      for (const { id, incognito } of await chrome.windows.getAll()) {
        if (incognito) await chrome.windows.remove(id);
      }
    });
  }

  #setHostAccess(hostAccess) {
    return this.#inSettings(
      (extensionId, access) =>
        chrome.developerPrivate.updateExtensionConfiguration({ extensionId, hostAccess: access }),
      hostAccess,
    );
  }

  async #startingAgain(change) {
    // Without it an unpacked extension does not come back.
    await this.#inSettings(() =>
      chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }),
    );
    const old = await this.#browser.waitForTarget(isExtensionWorker);
    await this.#inSettings(change);
    await this.#browser.waitForTarget((target) => isExtensionWorker(target) && target !== old);
  }

  async #inSettings(change, ...args) {
    const settings = await this.#browser.newPage();
    try {
      await settings.goto("chrome://extensions");
      await settings.evaluate(change, new URL(this.#origin).host, ...args);
    } finally {
      await settings.close();
    }
  }

  closed() {
    return new Promise((resolve) => this.#browser.once("disconnected", resolve));
  }

  async close() {
    await this.#browser.close();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @implements {import("./browser.mjs").Page} */
class Tab {
  /** @param {import("puppeteer-core").Page} inner */
  constructor(inner) {
    this.inner = inner;
  }

  async goto(url) {
    await this.inner.goto(url);
  }

  async click(selector) {
    await this.waitFor(selector);
    await this.inner.bringToFront();
    await clickOn(this.inner, selector);
  }

  async waitFor(selector) {
    await until(selector, () => this.read(isThere, selector));
  }

  read(read, ...args) {
    return this.inner.evaluate(read, ...args);
  }

  async press(key) {
    await this.inner.bringToFront();
    await this.inner.keyboard.press(key);
  }

  async popup(action) {
    const opened = new Promise((resolve) => this.inner.once("popup", resolve));
    await action();
    return new Tab(await opened);
  }

  close() {
    return this.inner.close();
  }
}

/** @implements {import("./browser.mjs").Popup} */
class Popup {
  #inner;

  /** @param {import("puppeteer-core").Page} inner */
  constructor(inner) {
    this.#inner = inner;
  }

  async click(selector) {
    await this.waitFor(selector);
    await clickOn(this.#inner, selector);
  }

  async waitFor(selector) {
    await until(`${selector} in the popup`, () => this.read(isThere, selector));
  }

  read(read, ...args) {
    return this.#inner.evaluate(read, ...args);
  }

  screenshot(path) {
    return this.#inner.screenshot({ path });
  }

  /** It may have closed by itself. */
  async close() {
    await this.#inner.close().catch(() => {});
  }
}

/** @implements {import("./browser.mjs").Panel} */
class Panel {
  #devtools;
  #frame;

  /**
   * @param {import("puppeteer-core").Page} devtools
   * @param {import("puppeteer-core").Frame} frame
   */
  constructor(devtools, frame) {
    this.#devtools = devtools;
    this.#frame = frame;
  }

  async click(selector) {
    await this.waitFor(selector);
    await this.#devtools.bringToFront();
    await clickOn(this.#frame, selector);
  }

  async waitFor(selector) {
    await until(`${selector} in the panel`, () => this.read(isThere, selector));
  }

  read(read, ...args) {
    return this.#frame.evaluate(read, ...args);
  }

  async press(key) {
    await this.#devtools.bringToFront();
    await this.#devtools.keyboard.press(key);
  }

  async screenshot(path) {
    await this.#devtools.bringToFront();
    const body = await this.#frame.$("body");
    // DevTools may still be blank after it came to the front; one colour compresses to next to nothing.
    const picture = await until("a picture of the panel", async () => {
      const taken = await body.screenshot();
      return taken.length > BLANK_PICTURE && taken;
    });
    await writeFile(path, picture);
  }

  /** DevTools keeps some of the room for itself. */
  async setSize({ width, height }) {
    await this.#devtools.setViewport({ width, height });
    await until("the panel to resize", async () => {
      const inner = await this.read(() => ({ width: innerWidth, height: innerHeight }));
      if (inner.width === width && inner.height === height) return true;
      const viewport = this.#devtools.viewport();
      await this.#devtools.setViewport({
        width: viewport.width + width - inner.width,
        height: viewport.height + height - inner.height,
      });
      return false;
    });
  }
}

/**
 * The mouse goes where an element stood, and what arrives meanwhile moves it: a click that meets something else
 * is kept from it, and made again.
 *
 * @param {import("puppeteer-core").Page | import("puppeteer-core").Frame} where
 */
async function clickOn(where, selector) {
  await until(`a click on ${selector}`, async () => {
    await where.evaluate(expectClick, selector);
    await where.click(selector);
    // What the click closed or left has met it.
    return where.evaluate(metClick).catch(() => true);
  });
}

/** Until {@link metClick} is asked, the mouse reaches nothing but what the selector names. */
function expectClick(selector) {
  const ended = new AbortController();
  const expected = { met: false, end: () => ended.abort() };
  for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) {
    addEventListener(
      type,
      (event) => {
        const isMet = event.target instanceof Element && event.target.closest(selector) !== null;
        if (type === "click") expected.met = isMet;
        if (isMet) return;
        event.preventDefault();
        event.stopImmediatePropagation();
      },
      { capture: true, signal: ended.signal },
    );
  }
  globalThis.expectedClick = expected;
}

function metClick() {
  const expected = globalThis.expectedClick;
  expected?.end();
  delete globalThis.expectedClick;
  return expected?.met ?? true;
}

function isThere(selector) {
  return document.querySelector(selector) !== null;
}
