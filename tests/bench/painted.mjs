// What somebody waits for who looks at the panel, in Chromium: from the moment a login fails to its diagnosis on the screen, and from
// a file with 1,000 logins to its list and its newest login. A benchmark, not a test: it measures and asserts nothing.
//
//   ./build.sh bench
//
// It needs what `node extension/build.mjs --grant-hosts` builds. `ROUNDS` in the environment: so many logins.

import { servePage } from "../e2e/serve.mjs";
import { Stage } from "../e2e/setup.mjs";
import { chooseFiles, clear, logIn } from "../e2e/words.mjs";
import { logins } from "./har.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 30);
const OPENED = 5;
const LOGINS = 1_000;
const MEBIBYTE = 1024 * 1024;
/** Without them a page is not told how much memory it has. */
const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};
/** What is there once a login is explained, and once a file without one is read. */
const CARD = "[data-root-cause-card]";
const READ = "[data-message], [data-nothing]";

const stage = new Stage();
await stage.open("chromium");
try {
  console.log("\nPainted: what is waited for in Chromium's panel, in milliseconds");
  await live();
  await opening();
} finally {
  await stage.close();
}

/** From the end of the token endpoint's answer, as the app's page sees it, to the card in the panel. */
async function live() {
  const { page, panel } = await stage.openPanel("redirect-uri");
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    await clear(panel);
    await panel.read(watch, CARD);
    await logIn(page, stage.app("redirect-uri"));
    const painted = await panel.read(paintedAt);
    times.push(painted - (await page.read(answeredAt)));
  }
  line(`${ROUNDS} logins that fail`, `median ${share(times, 0.5)}, 95 of 100 within ${share(times, 0.95)}`);
}

/** The same page that the panel is, with files. */
async function opening() {
  const server = await servePage(ISOLATED);
  try {
    for (const [what, count] of [
      ["a file without a login", 0],
      [`a file of ${LOGINS} logins`, LOGINS],
    ]) {
      const file = { name: "recording.har", text: logins(count) };
      const times = [];
      let most = 0;
      for (let round = 0; round < OPENED; round++) {
        const page = await stage.browser.newPage(server.url);
        await page.waitFor(".opener");
        await page.read(watch, READ);
        await page.read(chooseFiles, [file]);
        times.push((await page.read(paintedAt)) - (await page.read(chosenAt)));
        most = Math.max(most, await page.read(memory));
        await page.close();
      }
      line(
        what,
        `median ${share(times, 0.5)}, the longest ${share(times, 1)}, then ${(most / MEBIBYTE).toFixed(0)} MiB`,
      );
    }
  } finally {
    server.close();
  }
}

/** In a page: the bytes that it and its worker hold, WebAssembly's memory among them. */
async function memory() {
  return (await performance.measureUserAgentSpecificMemory()).bytes;
}

/** In a page: notes when files were chosen, and when something that was not there is painted. */
function watch(selector) {
  const now = () => performance.timeOrigin + performance.now();
  window.chosen = 0;
  document.addEventListener("change", () => (window.chosen = now()), { capture: true, once: true });
  window.painted = new Promise((resolve) => {
    const look = () => {
      if (!document.querySelector(selector)) return;
      observer.disconnect();
      // Behind the frame that shows it.
      requestAnimationFrame(() => setTimeout(() => resolve(now())));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.documentElement, { childList: true, subtree: true, attributes: true });
  });
}

function paintedAt() {
  return window.painted;
}

function chosenAt() {
  return window.chosen;
}

/** In the app's page: when the provider's refusal had come. */
function answeredAt() {
  const calls = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/token"));
  return performance.timeOrigin + Math.max(...calls.map(({ responseEnd }) => responseEnd));
}

function share(times, part) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))].toFixed(0);
}

function line(name, value) {
  console.log(`  ${name.padEnd(30)} ${value}`);
}
