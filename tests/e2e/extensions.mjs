/** Where the unpacked extensions are. */

import { fileURLToPath } from "node:url";

const DIST = new URL("../../dist/", import.meta.url);

/** Those for tests. Chromium's is granted access to all sites by its manifest: no test can answer that browser's prompt. */
export const extensions = {
  chromium: fileURLToPath(new URL("test/chrome", DIST)),
  firefox: fileURLToPath(new URL("test/firefox", DIST)),
};
