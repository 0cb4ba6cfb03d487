/** Where the unpacked extensions are. */

import { fileURLToPath } from "node:url";

const DIST = new URL("../../dist/", import.meta.url);

/** Chromium's needs access to all sites in its manifest: no test can answer the browser's prompt. */
export const extensions = {
  chromium: process.env.EXTENSION_CHROME ?? fileURLToPath(new URL("test/chrome", DIST)),
  firefox: process.env.EXTENSION_FIREFOX ?? fileURLToPath(new URL("firefox", DIST)),
};
