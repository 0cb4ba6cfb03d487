/** Firefox, driven through Marionette. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { callable, Marionette } from "./marionette.mjs";
import { until } from "./poll.mjs";
import { pack } from "./xpi.mjs";

/** @typedef {import("./browser.mjs").Browser} Browser */

const PREFERENCES = {
  "app.update.auto": false,
  "browser.aboutwelcome.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage": "about:blank",
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "remote.prefs.recommended": true,
  "termsofuse.bypassNotification": true,
  "toolkit.telemetry.enabled": false,
  // A click on the extension's own button is enough; no test can answer the browser's prompt.
  "extensions.webextOptionalPermissionPrompts": false,
  // An extension that nobody has signed may stay.
  "xpinstall.signatures.required": false,
};
const DEFAULT_SIZE = { width: 1280, height: 800 };
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/**
 * @param {import("./browser.mjs").LaunchOptions} options
 * @returns {Promise<Browser>}
 */
export async function launch({ extensionDir, headless = true, lasting = false, language = "en" }) {
  const profile = await mkdtemp(join(tmpdir(), "oauth-lens-firefox-"));
  const preferences = { ...PREFERENCES, "intl.accept_languages": language };
  const start = () => Marionette.launch({ headless, preferences, profile });
  const marionette = await start();
  const packed = join(profile, "extension.xpi");
  if (lasting) await writeFile(packed, await pack(extensionDir));
  const { value: id } = await marionette.send("Addon:Install", {
    path: lasting ? packed : resolve(extensionDir),
    temporary: !lasting,
    allowPrivateBrowsing: true,
  });
  const firefox = new Firefox(marionette, id, profile, start);
  await firefox.grantHosts();
  return firefox;
}

/** @implements {Browser} */
class Firefox {
  name = "firefox";
  #marionette;
  #extensionId;
  #profile;
  #start;
  #privatePages = [];

  constructor(marionette, extensionId, profile, start) {
    this.#marionette = marionette;
    this.#extensionId = extensionId;
    this.#profile = profile;
    this.#start = start;
  }

  async newPage(url) {
    const { handle } = await this.#marionette.exclusively(() =>
      this.#marionette.send("WebDriver:NewWindow", { type: "tab", focus: true }),
    );
    const page = new Tab(this.#marionette, handle);
    await page.goto(url);
    return page;
  }

  findPage(matches) {
    return until("a tab", async () => {
      for (const handle of await this.#marionette.send("WebDriver:GetWindowHandles")) {
        const page = new Tab(this.#marionette, handle);
        if (matches(await page.url())) return page;
      }
    });
  }

  async openPanel(page, { theme = "light", docked = false, keepsLog = false, ...size } = {}) {
    await page.show();
    const panelId = await this.#privileged(openToolbox, this.#extensionId, theme === "dark", keepsLog);
    const panel = new Panel(this.#marionette, page, panelId);
    if (!docked) await panel.setSize({ ...DEFAULT_SIZE, ...size });
    await panel.waitFor("body *");
    return panel;
  }

  async openPopup(page) {
    await page.show();
    const id = await this.#privileged(openPopup, this.#extensionId);
    return new Popup(this.#marionette, id);
  }

  async badge(page) {
    await page.show();
    return this.#privileged(badgeText, this.#extensionId);
  }

  clipboard() {
    return this.#privileged(readClipboard);
  }

  stopBackground() {
    return this.#privileged(terminateBackground, this.#extensionId);
  }

  async restart() {
    await this.#marionette.quit();
    this.#marionette = await this.#start();
  }

  /** Of the process of all extensions. */
  memory() {
    return this.#privileged(extensionMemory);
  }

  reloadExtension() {
    return this.#privileged(reloadAddon, this.#extensionId);
  }

  /** It was, when the extension was installed. */
  async allowPrivate() {}

  async newPrivatePage(url) {
    const { handle } = await this.#marionette.exclusively(() =>
      this.#marionette.send("WebDriver:NewWindow", { type: "window", focus: true, private: true }),
    );
    const page = new Tab(this.#marionette, handle);
    this.#privatePages.push(page);
    await page.goto(url);
    return page;
  }

  async closePrivateWindows() {
    for (const page of this.#privatePages.splice(0)) await page.close();
  }

  grantHosts() {
    return this.#privileged(changePermissions, this.#extensionId, "add");
  }

  revokeHosts() {
    return this.#privileged(changePermissions, this.#extensionId, "remove");
  }

  async acceptAccess(page) {
    await page.click("section:not([hidden]) [data-action=grant]");
  }

  closed() {
    return this.#marionette.ended;
  }

  async close() {
    await this.#marionette.quit();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #privileged(action, ...args) {
    return this.#marionette.privileged(() => this.#marionette.run(action, ...args));
  }
}

/** @implements {import("./browser.mjs").Page} */
class Tab {
  #marionette;
  #handle;

  constructor(marionette, handle) {
    this.#marionette = marionette;
    this.#handle = handle;
  }

  async goto(url) {
    await this.#here(() => this.#marionette.send("WebDriver:Navigate", { url }));
  }

  async click(selector) {
    await this.waitFor(selector);
    await this.#here(async () => {
      const { value } = await this.#marionette.send("WebDriver:FindElement", {
        using: "css selector",
        value: selector,
      });
      await this.#marionette.send("WebDriver:ElementClick", { id: value[ELEMENT] });
    }, true);
  }

  async waitFor(selector) {
    await until(selector, () => this.read(isThere, selector));
  }

  read(read, ...args) {
    return this.#here(() => this.#marionette.run(read, ...args));
  }

  async press(key) {
    await this.#here(() => press(this.#marionette, key), true);
  }

  async popup(action) {
    const before = await this.#marionette.send("WebDriver:GetWindowHandles");
    await action();
    const handle = await until("a popup", async () => {
      const now = await this.#marionette.send("WebDriver:GetWindowHandles");
      return now.find((candidate) => !before.includes(candidate));
    });
    return new Tab(this.#marionette, handle);
  }

  async close() {
    await this.#here(async () => {
      const [other] = await this.#marionette.send("WebDriver:CloseWindow");
      // Firefox wants to be in some window before it opens the next.
      if (other) await this.#marionette.send("WebDriver:SwitchToWindow", { handle: other, focus: false });
    });
  }

  async url() {
    const { value } = await this.#here(() => this.#marionette.send("WebDriver:GetCurrentURL"));
    return value;
  }

  /** Brings the tab to the front. */
  async show() {
    await this.#here(() => {}, true);
  }

  /** Does something in this tab, which need not be the one in front. */
  #here(action, focus = false) {
    return this.#marionette.exclusively(async () => {
      await this.#marionette.send("WebDriver:SwitchToWindow", { handle: this.#handle, focus });
      return action();
    });
  }
}

/** A page of the extension that is no tab: it is reached by its browsing context, through the browser's own window. */
class Inside {
  /** @protected */
  marionette;
  /** @protected its browsing context */
  id;
  #name;

  constructor(marionette, id, name) {
    this.marionette = marionette;
    this.id = id;
    this.#name = name;
  }

  async waitFor(selector) {
    await until(`${selector} in the ${this.#name}`, () => this.read(isThere, selector));
  }

  async read(read, ...args) {
    const result = await this.privileged(runInside, this.id, callable(read), args);
    if (result.error) throw new Error(result.error);
    return result.answer;
  }

  async screenshot(path) {
    const background = await this.read(() => getComputedStyle(document.body).backgroundColor);
    await writeFile(path, Buffer.from(await this.privileged(takePicture, this.id, background), "base64"));
  }

  /** @protected runs a function with the browser's rights. */
  privileged(action, ...args) {
    return this.marionette.privileged(() => this.marionette.run(action, ...args));
  }
}

/** @implements {import("./browser.mjs").Popup} */
class Popup extends Inside {
  constructor(marionette, id) {
    super(marionette, id, "popup");
  }

  /** Marionette's mouse does not reach a popup of the browser's own: the click is made there, and counts as the user's. */
  async click(selector) {
    await this.waitFor(selector);
    await this.privileged(clickInside, this.id, callable(click), [selector]);
  }

  close() {
    return this.privileged(closePopup);
  }
}

/** @implements {import("./browser.mjs").Panel} */
class Panel extends Inside {
  #page;

  constructor(marionette, page, id) {
    super(marionette, id, "panel");
    this.#page = page;
  }

  async click(selector) {
    await this.waitFor(selector);
    await this.#page.show();
    const inside = await this.read(scrollToCenter, selector);
    await this.marionette.privileged(async () => {
      const outside = await this.marionette.run(positionInWindow, this.id);
      const [x, y] = [0, 1].map((axis) => Math.round(inside[axis] + outside[axis]));
      const actions = [
        { type: "pointerMove", x, y, duration: 0, origin: "viewport" },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ];
      await this.marionette.send("WebDriver:PerformActions", {
        actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }],
      });
      await this.marionette.send("WebDriver:ReleaseActions");
    });
  }

  async press(key) {
    await this.#page.show();
    await this.marionette.privileged(async () => {
      await this.marionette.run(focusPanel, this.id);
      await press(this.marionette, key);
    });
  }

  async setSize({ width, height }) {
    await this.#page.show();
    await until("the panel to resize", async () => {
      const inner = await this.read(() => [innerWidth, innerHeight]);
      if (inner[0] === width && inner[1] === height) return true;
      await this.privileged(growPanel, this.id, width - inner[0], height - inner[1]);
      return false;
    });
  }
}

/** The keys that WebDriver calls otherwise. */
const KEYS = {
  Tab: "\uE004",
  Enter: "\uE007",
  Escape: "\uE00C",
  ArrowLeft: "\uE012",
  ArrowUp: "\uE013",
  ArrowRight: "\uE014",
  ArrowDown: "\uE015",
};

async function press(marionette, key) {
  const value = KEYS[key] ?? key;
  const actions = ["keyDown", "keyUp"].map((type) => ({ type, value }));
  await marionette.send("WebDriver:PerformActions", { actions: [{ type: "key", id: "keyboard", actions }] });
  await marionette.send("WebDriver:ReleaseActions");
}

function isThere(selector) {
  return document.querySelector(selector) !== null;
}

function scrollToCenter(selector) {
  const element = document.querySelector(selector);
  element.scrollIntoView({ block: "center" });
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}

// From here on: functions that run with the browser's rights, in its own window. `window` is the one that shows the
// current tab.

/** Opens the toolbox of the tab in front on the extension's panel; answers with the panel's browsing context. */
async function openToolbox(extensionId, dark, keepsLog) {
  const poll = async (ask) => {
    for (;;) {
      const answer = ask();
      if (answer) return answer;
      await new Promise((resolve) => window.setTimeout(resolve, 50));
    }
  };
  Services.prefs.setStringPref("devtools.theme", dark ? "dark" : "light");
  Services.prefs.setBoolPref("devtools.netmonitor.persistlog", keepsLog);
  Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", dark ? 0 : 1);
  const { require } = ChromeUtils.importESModule("resource://devtools/shared/loader/Loader.sys.mjs");
  const { gDevTools } = require("devtools/client/framework/devtools");
  const toolbox = await gDevTools.showToolboxForTab(window.gBrowser.selectedTab, {
    toolId: "webconsole",
    hostType: "bottom",
  });
  const tool = await poll(() =>
    toolbox.getAdditionalTools().find((other) => other.extensionId === extensionId),
  );
  await toolbox.selectTool(tool.id);
  const browser = await poll(() => {
    const frame = toolbox.doc.getElementById(`toolbox-panel-iframe-${tool.id}`);
    const inner = frame?.contentDocument?.getElementById("webext-panels-browser");
    const isLoaded =
      inner?.currentURI?.scheme === "moz-extension" && inner.browsingContext.currentWindowGlobal;
    return isLoaded && inner;
  });
  return browser.browsingContext.id;
}

/** Opens what the extension's button opens; answers with its browsing context. */
async function openPopup(extensionId) {
  const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
  const { extension } = WebExtensionPolicy.getByID(extensionId);
  await ExtensionParent.apiManager.asyncLoadModule("browserAction");
  await ExtensionParent.apiManager.global.browserActionFor(extension).openPopup(window, true);
  for (;;) {
    const inner = document.querySelector(".webextension-popup-browser");
    const isLoaded =
      inner?.currentURI?.scheme === "moz-extension" && inner.browsingContext?.currentWindowGlobal;
    if (isLoaded) return inner.browsingContext.id;
    await new Promise((resolve) => window.setTimeout(resolve, 50));
  }
}

/** What the extension's button says of the tab in front. */
async function badgeText(extensionId) {
  const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
  const { extension } = WebExtensionPolicy.getByID(extensionId);
  await ExtensionParent.apiManager.asyncLoadModule("browserAction");
  const { action } = ExtensionParent.apiManager.global.browserActionFor(extension);
  return action.getContextData(window.gBrowser.selectedTab).badgeText;
}

function click(selector) {
  document.notifyUserGestureActivation();
  document.querySelector(selector).click();
}

function clickInside(contextId, script, args) {
  const actor = BrowsingContext.get(contextId).currentWindowGlobal.getActor("MarionetteCommands");
  return actor.executeScript(script, args, { async: true, sandboxName: "system", timeout: 60_000 });
}

function closePopup() {
  document.querySelector(".webextension-popup-browser")?.closest("panel")?.hidePopup();
}

function runInside(contextId, script, args) {
  const actor = BrowsingContext.get(contextId).currentWindowGlobal.getActor("MarionetteCommands");
  return actor.executeScript(script, args, {
    async: true,
    newSandbox: true,
    sandboxName: null,
    timeout: 60_000,
  });
}

function focusPanel(contextId) {
  const browser = BrowsingContext.get(contextId).top.embedderElement;
  if (Services.focus.focusedElement !== browser) browser.focus();
}

/** The corner of the panel in the browser's window: the sum over the frames around it. */
function positionInWindow(contextId) {
  let x = 0;
  let y = 0;
  let frame = BrowsingContext.get(contextId).top.embedderElement;
  while (frame) {
    const corner = frame.getBoundingClientRect();
    x += corner.x;
    y += corner.y;
    frame = frame.ownerDocument.defaultView.browsingContext.embedderElement;
  }
  return [x, y];
}

/** Makes the panel larger: the window, and the part of it that is the toolbox. */
function growPanel(contextId, byWidth, byHeight) {
  let frame = BrowsingContext.get(contextId).top.embedderElement;
  while (frame.ownerDocument.defaultView.browsingContext.embedderElement) {
    frame = frame.ownerDocument.defaultView.browsingContext.embedderElement;
  }
  const height = frame.getBoundingClientRect().height + byHeight;
  const { outerWidth, outerHeight } = frame.ownerDocument.defaultView;
  frame.ownerDocument.defaultView.resizeTo(outerWidth + byWidth, Math.max(outerHeight, height + 300));
  frame.style.height = `${height}px`;
}

async function takePicture(contextId, background) {
  const panel = BrowsingContext.get(contextId).currentWindowGlobal;
  const bitmap = await panel.drawSnapshot(null, 1, background);
  const canvas = document.createElementNS("http://www.w3.org/1999/xhtml", "canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  return canvas.toDataURL().split(",")[1];
}

function readClipboard() {
  const transferable = Cc["@mozilla.org/widget/transferable;1"].createInstance(Ci.nsITransferable);
  transferable.init(null);
  transferable.addDataFlavor("text/plain");
  const { kGlobalClipboard } = Services.clipboard;
  Services.clipboard.getData(transferable, kGlobalClipboard, window.browsingContext.currentWindowContext);
  const result = {};
  transferable.getTransferData("text/plain", result);
  return result.value.QueryInterface(Ci.nsISupportsString).data;
}

async function terminateBackground(extensionId) {
  const { extension } = WebExtensionPolicy.getByID(extensionId);
  await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
}

async function extensionMemory() {
  const { children } = await ChromeUtils.requestProcInfo();
  return children.filter(({ type }) => type === "extension").reduce((sum, { memory }) => sum + memory, 0);
}

async function reloadAddon(id) {
  const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
  await (await AddonManager.getAddonByID(id)).reload();
}

async function changePermissions(extensionId, change) {
  const { ExtensionPermissions } = ChromeUtils.importESModule(
    "resource://gre/modules/ExtensionPermissions.sys.mjs",
  );
  const { extension } = WebExtensionPolicy.getByID(extensionId);
  const { manifest } = extension;
  await ExtensionPermissions[change](
    extensionId,
    {
      // What answers takes to be read has a question of its own.
      permissions: manifest.optional_permissions.filter((name) => !name.startsWith("webRequest")),
      origins: [...(manifest.host_permissions ?? []), ...(manifest.optional_host_permissions ?? [])],
      data_collection: [],
    },
    extension,
  );
}
