/** Answers that are read while they pass: what DevTools loses is seen, and no byte of what passes is another one. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startStreams } from "../lab/streams.mjs";
import { until } from "./drivers/poll.mjs";
import { Stage } from "./setup.mjs";
import { clear, expectLogins, logIn, waitUntilIdle } from "./words.mjs";

const LOST = "The body of the token response was not recorded";

describe("answers that pass, in firefox", () => {
  const stage = new Stage();
  let streams;
  let page;
  let panel;
  /** What arrived at the page without anybody in between. */
  let untouched;
  before(async () => {
    await stage.open("firefox");
    streams = await startStreams();
    ({ page, panel } = await stage.openPanel("worker"));
  });
  after(async () => {
    await streams?.close();
    await stage.close();
  });

  test("are not read unless the user says so", async () => {
    await panel.waitFor("[data-answers=off]");
    untouched = await downloads();
    await logIn(page, stage.app("worker"));
    await until("the login", () => panel.read(says, LOST));
    assert.deepEqual(await passed(), []);
    await clear(panel);
  });

  test("are read after two clicks, in the background that runs", async () => {
    await panel.click("[data-action=answers]");
    const question = await stage.browser.findPage((url) => url.endsWith("/access.html#answers"));
    await stage.browser.acceptAccess(question);
    await panel.waitFor("[data-answers=on]");
    await stage.screenshot(panel, "answers");
    await logIn(page, stage.app("worker"));
    await expectLogins(panel, [stage.app("worker").expect]);
    await until("the answer", async () => (await passed()).some((url) => url.endsWith("/worker/token")));
    assert.equal(await panel.read(says, LOST), false);
  });

  for (const name of ["healthy", "redirect-uri", "leaving", "html", "server", "popup", "cors"]) {
    test(`make no other diagnosis: ${name}`, async () => {
      await clear(panel);
      const app = stage.app(name);
      await logIn(page, app);
      await expectLogins(panel, [app.expect]);
      const read = (await passed()).join();
      assert.ok(!read.includes("/interaction/") && !read.includes("/auth?"), read);
    });
  }

  test("are those of a background that was stopped, too", async () => {
    await clear(panel);
    await waitUntilIdle(panel);
    await stage.browser.stopBackground();
    await logIn(page, stage.app("leaving"));
    await expectLogins(panel, [stage.app("leaving").expect]);
    await until("the answer", async () => (await passed()).some((url) => url.endsWith("/leaving/token")));
  });

  test("arrive as they were sent", async () => {
    await clear(panel);
    const arrived = await downloads();
    const isBroken = ({ name }) => name === "broken";
    const withoutEnd = ({ end, ...rest }) => rest;
    assert.deepEqual(
      arrived.filter((one) => !isBroken(one)),
      untouched.filter((one) => !isBroken(one)),
    );
    // Firefox does not pass on that an answer broke off which an extension reads: its bytes are the same.
    assert.deepEqual(arrived.filter(isBroken).map(withoutEnd), untouched.filter(isBroken).map(withoutEnd));
    await until("all that is read", async () => (await passed()).length >= streams.readable);
  });

  test("arrive as they were sent though the background is stopped in the middle", async () => {
    await waitUntilIdle(panel);
    streams.hold = async () => {
      await stage.browser.stopBackground();
    };
    const stopped = await downloads(["stepwise"]);
    streams.hold = async () => {};
    assert.deepEqual(
      stopped,
      untouched.filter(({ name }) => name === "stepwise"),
    );
  });

  test("are not read any more after a click", async () => {
    await panel.click("[data-action=answers]");
    await panel.waitFor("[data-answers=off]");
    await clear(panel);
    assert.deepEqual(await downloads(), untouched);
    await logIn(page, stage.app("worker"));
    await until("the login", () => panel.read(says, LOST));
    assert.deepEqual(await passed(), []);
  });

  async function downloads(names = streams.names) {
    await page.goto(streams.page);
    await page.read(
      download,
      names.map((name) => streams.url(name)),
    );
    // Nothing else can be asked while a page is waited for.
    return until("the downloads", () => page.read(() => window.downloaded));
  }

  /** The addresses of the answers that were read while they passed. */
  async function passed() {
    await waitUntilIdle(panel);
    return panel.read(async () =>
      Object.values(await chrome.storage.session.get(null))
        .flat()
        .flatMap((entry) => (entry?.[1]?.passed ? [entry[1].url] : [])),
    );
  }
});

function says(text) {
  return document.body.textContent.includes(text);
}

/** Fetches addresses one after the other, and leaves what came of each in the page. To be sent there. */
function download(urls) {
  const read = async (reader, { name, abort, pieces }) => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      pieces.push(value);
      // The server sends the next piece when this one has arrived.
      if (name === "stepwise") await fetch("/arrived");
      if (name === "left") abort.abort();
    }
  };
  const receive = async (url) => {
    const name = new URL(url).searchParams.get("case");
    const result = { name, end: "whole" };
    const pieces = [];
    try {
      const abort = new AbortController();
      const response = await fetch(url, { signal: abort.signal, cache: "no-store" });
      const { status, headers, body } = response;
      Object.assign(result, {
        status,
        type: headers.get("content-type"),
        where: new URL(response.url).search,
      });
      if (body) await read(body.getReader(), { name, abort, pieces });
    } catch (error) {
      result.end = error.name;
    }
    const blob = new Blob(pieces);
    const hash = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    const digest = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return { ...result, bytes: blob.size, digest };
  };
  delete window.downloaded;
  const all = async () => {
    const results = [];
    for (const url of urls) results.push(await receive(url));
    window.downloaded = results;
  };
  void all();
}
