/** The worker of a panel's import: what it reads is in its memory alone, and goes with it. */

import init, { Files } from "../../generated/core.js";
import type { ImportOrder } from "./messages.ts";
import { Reader } from "./reader.ts";

const reader = new Reader(
  async () => {
    // The browser's API is not there in a worker: the module lies beside this file.
    await init({ module_or_path: fetch("core.wasm") });
    return new Files();
  },
  (news) => self.postMessage(news),
);

self.addEventListener("message", ({ data }: MessageEvent<ImportOrder>) => void reader.obey(data));
