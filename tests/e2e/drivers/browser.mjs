/**
 * The one interface to both browsers. Functions that run in a page or panel are sent there as text: they see nothing
 * of the test but their arguments.
 *
 * @typedef {object} Page a tab or a popup
 * @property {(url: string) => Promise<void>} goto
 * @property {(selector: string) => Promise<void>} click waits for the element first
 * @property {(selector: string) => Promise<void>} waitFor
 * @property {<T>(read: (...args: any[]) => T, ...args: any[]) => Promise<T>} read
 * @property {(key: string) => Promise<void>} press a key, as `KeyboardEvent.key` calls it
 * @property {(action: () => Promise<void>) => Promise<Page>} popup the window that opens during an action
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Panel the extension's panel, in real DevTools
 * @property {(selector: string) => Promise<void>} click a real one, by the mouse
 * @property {(selector: string) => Promise<void>} waitFor
 * @property {<T>(read: (...args: any[]) => T, ...args: any[]) => Promise<T>} read
 * @property {(key: string) => Promise<void>} press a key; the panel has to have the focus
 * @property {(path: string) => Promise<void>} screenshot
 * @property {(size: { width: number, height: number }) => Promise<void>} setSize
 *
 * @typedef {object} Popup what the toolbar's button opens; it closes when something else comes to the front
 * @property {(selector: string) => Promise<void>} click waits for the element first
 * @property {(selector: string) => Promise<void>} waitFor
 * @property {<T>(read: (...args: any[]) => T, ...args: any[]) => Promise<T>} read
 * @property {(path: string) => Promise<void>} screenshot
 * @property {() => Promise<void>} close
 *
 * @typedef {object} PanelOptions
 * @property {number} [width]
 * @property {number} [height]
 * @property {"light" | "dark"} [theme]
 * @property {boolean} [docked] beside the page, as large as it then is
 * @property {boolean} [keepsLog] the network log outlives a navigation, as a user wants it who exports it
 *
 * @typedef {object} Browser
 * @property {"chromium" | "firefox"} name
 * @property {(url: string) => Promise<Page>} newPage
 * @property {(matches: (url: string) => boolean) => Promise<Page>} findPage a tab that something else has opened
 * @property {(page: Page, options?: PanelOptions) => Promise<Panel>} openPanel
 * @property {(page: Page) => Promise<Popup>} openPopup what the toolbar's button opens, with this tab in front
 * @property {(page: Page) => Promise<string | undefined>} badge what the toolbar's button says of a tab; it wakes nothing, and in
 *   Chromium only a running background can tell
 * @property {() => Promise<string>} clipboard
 * @property {() => Promise<void>} stopBackground as the browser does when it wants the memory
 * @property {() => Promise<void>} reloadExtension as an update does it
 * @property {() => Promise<void>} restart all windows close, and the browser starts again with the same profile
 * @property {() => Promise<number>} memory bytes that the extension's background takes, as far as the browser tells
 * @property {() => Promise<void>} allowPrivate as the user does it who wants the extension in private windows
 * @property {(url: string) => Promise<Page>} newPrivatePage in a private window of its own
 * @property {() => Promise<void>} closePrivateWindows
 * @property {() => Promise<void>} grantHosts as the user does in the browser's settings
 * @property {() => Promise<void>} revokeHosts
 * @property {(page: Page) => Promise<void>} acceptAccess says yes on the extension's own page that asks for access
 * @property {() => Promise<void>} closed resolves when the user closes it
 * @property {() => Promise<void>} close
 *
 * @typedef {object} LaunchOptions
 * @property {string} extensionDir an unpacked extension; it gets access to all sites, in Chromium only where its
 *   manifest asks for it at once
 * @property {boolean} [headless]
 * @property {string} [language] in which its user reads; English without it
 * @property {boolean} [lasting] the extension is there after a restart
 */

import { launch as launchChromium } from "./chromium.mjs";
import { launch as launchFirefox } from "./firefox.mjs";

/** @type {Record<string, (options: LaunchOptions) => Promise<Browser>>} */
export const launchers = { chromium: launchChromium, firefox: launchFirefox };
