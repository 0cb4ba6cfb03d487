/** What was recorded elsewhere, opened in the panel: beside the live recording, and without a trace in it. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { until } from "./drivers/poll.mjs";
import { copyMatchingReport } from "./report.mjs";
import { inEachBrowser } from "./setup.mjs";
import { chooseFiles, clear, dropFiles, expectLogins, logIn, paste } from "./words.mjs";

const input = async (name) => ({
  name,
  text: await readFile(new URL(`../../crates/cli/tests/inputs/${name}`, import.meta.url), "utf8"),
});
const [BROWSER, SERVER, CUT_OFF] = await Promise.all(
  ["browser.har", "server.curl.txt", "cut-off.har"].map(input),
);
const EMPTY = { name: "empty.txt", text: "" };
const BREAKING = { name: "bad.txt", text: "> GET /?break-core=read" };

inEachBrowser("files", (stage) => {
  let app;
  let page;
  let panel;
  before(async () => {
    app = stage.app("redirect-uri");
    ({ page, panel } = await stage.openPanel(app.name));
    await clear(panel);
    await logIn(page, app);
    await expectLogins(panel, [app.expect]);
  });

  test("files that are chosen are one recording, beside the live one", async () => {
    await panel.click("[data-action=tool-open]");
    await panel.waitFor(".opener");
    await stage.screenshot(panel, "open");
    await panel.read(chooseFiles, [BROWSER, SERVER, EMPTY]);
    await expectFiles("browser.har and 2 more", "1 login");
    const { cause } = await panel.read(shown);
    assert.equal(cause, "redirect-uri/token-mismatch");
    assert.match(await panel.read(notes), /empty\.txt: left out: could not be read: it is empty/);
    await stage.screenshot(panel, "files");
    await copyMatchingReport(stage.browser, panel);

    await logIn(page, app);
    assert.equal(
      (await panel.read(shown)).logins,
      1,
      "what the browser does comes into the live recording alone",
    );
    await panel.click("[data-recording=live]");
    await expectLogins(panel, [app.expect, app.expect]);
    await panel.click("[data-recording=files]");
    await expectFiles("browser.har and 2 more", "1 login");
  });

  test("a pasted text takes their place, and closing it leads back", async () => {
    await panel.read(paste, SERVER.text);
    await expectFiles("pasted text", "1 login");
    await panel.click("[data-action=close-files]");
    await expectLogins(panel, [app.expect, app.expect]);
    assert.equal(await panel.read(() => document.querySelector(".recordings")), null);

    await panel.click("[data-action=tool-open]");
    await panel.waitFor("[name=recording]");
    await panel.read(paste, BROWSER.text, "[name=recording]");
    await expectFiles("pasted text", "1 login");
  });

  test("what is pasted into another field stays there", async () => {
    await panel.read(paste, "localhost", "[type=search]");
    await panel.click("[data-action=tool-token]");
    await panel.waitFor("[name=token]");
    await panel.read(paste, SERVER.text, "[name=token]");
    assert.ok(await panel.read(() => document.querySelector("[name=token]") !== null));
    await panel.click("[data-action=tool-token]");
  });

  test("files can be dropped; what in them is not understood is said", async () => {
    await panel.read(dropFiles, [CUT_OFF]);
    await expectFiles("cut-off.har");
    assert.match(await panel.read(notes), /cut-off\.har: entry 6: the file breaks off/);
  });

  test("where nothing is found it says why, and what helps", async () => {
    await panel.read(paste, "10:00:01 ERROR the disk is full\n10:00:02 INFO started\n");
    await panel.waitFor("[data-nothing]");
    const said = await panel.read(() => document.querySelector("[data-nothing]").textContent);
    assert.match(said, /No login was found.*none holds a request or an error.*Explain an error/);
    await stage.screenshot(panel, "nothing-found");
  });

  test("a file that breaks the reader costs nothing else", async () => {
    await panel.read(dropFiles, [BROWSER, BREAKING, SERVER]);
    await expectFiles("browser.har and 2 more", "1 login");
    assert.match(await panel.read(notes), /bad\.txt: left out: could not be read: OAuth Lens failed on it/);
    await panel.click("[data-action=clear]");
    await expectLogins(panel, [app.expect, app.expect]);
    assert.equal(await panel.read(() => document.querySelector("[data-notice]")), null);
  });

  test("nothing of a file is stored", async () => {
    const canary = "canary-in-a-file.example";
    await panel.read(dropFiles, [{ ...BROWSER, text: BROWSER.text.replaceAll("auth.example.com", canary) }]);
    await expectFiles("browser.har");
    const stored = await panel.read(async () =>
      JSON.stringify([
        await chrome.storage.session.get(null),
        await chrome.storage.local.get(null),
        { ...localStorage },
        await indexedDB.databases(),
        await caches.keys(),
      ]),
    );
    assert.ok(stored.includes("localhost") && !stored.includes(canary), stored.slice(0, 400));
    await panel.click("[data-action=close-files]");
  });

  async function expectFiles(title, found) {
    await until("the files to be shown", async () => {
      const { bar, name, counts } = await panel.read(shown);
      assert.deepEqual([bar, name], ["files", title]);
      if (found) assert.equal(counts, found);
      return counts !== "reading…";
    });
    if (found) await panel.waitFor("[data-message]");
  }
});

function shown() {
  const bar = document.querySelector(".recordings");
  return {
    bar: bar?.dataset.shown,
    name: bar?.querySelector(".name").textContent,
    counts: bar?.querySelector(".found").textContent,
    cause: document.querySelector("[data-root-cause-card]")?.dataset.rule,
    logins: document.querySelectorAll("[data-login]").length,
  };
}

function notes() {
  return document.querySelector("[data-notes]")?.textContent;
}
