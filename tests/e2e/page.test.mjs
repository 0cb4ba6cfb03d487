/** The panel as a page: the same story of what somebody gives it, in any browser, and nothing leaves it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "./drivers/poll.mjs";
import { servePage } from "./serve.mjs";
import { inEachBrowser } from "./setup.mjs";
import { chooseFiles } from "./words.mjs";

const CARD = "[data-root-cause-card]";

inEachBrowser("the page", (stage) => {
  let server;
  let page;
  before(async () => {
    server = await servePage();
    page = await stage.browser.newPage(server.url);
  });
  after(() => server.close());

  test("it begins with what somebody has, and the example is explained", async () => {
    await page.waitFor(".opener");
    await page.click("[data-action=example]");
    await page.waitFor(CARD);
    assert.equal(await page.read(ruleOf, CARD), "redirect-uri/token-mismatch");
    await page.click("[data-shape=diagram]");
    await page.waitFor("[data-band]");
    await page.click('[data-band="5"] text');
    await page.waitFor('[data-detail="5"]');
  });

  test("the diagram, a value and a message are copied", async () => {
    let last = "";
    const copied = async (action) => {
      await page.click(`[data-action=${action}]`);
      last = await until(`what ${action} copies`, async () => {
        const text = await stage.browser.clipboard();
        return text !== last && text;
      });
      return last;
    };
    assert.match(await copied("copy-diagram-mermaid"), /sequenceDiagram/);
    assert.match(await copied("copy-diagram-svg"), /^<svg/);
    await page.click("[data-action=copy-diagram-png]");
    await page.waitFor("[data-action=copy-diagram-png] + [role=status]:not(:empty)");
    assert.match(
      await page.read(textOf, "[data-action=copy-diagram-png] + [role=status]"),
      /^(Copied|Saved as a file)$/,
    );
    assert.equal(await copied("copy-url"), "https://login.example.net/token");
    const command = await copied("copy-curl");
    assert.match(command, /"code=\$CODE"/);
    assert.match(command, /"redirect_uri=https:\/\/shop\.example\.com\/callback\/"/);
    const shown = await page.read(textOf, ".fields .secret");
    const value = await copied("copy-value");
    assert.notEqual(value, shown);
  });

  test("the columns are as wide as somebody likes them, also the next time", async () => {
    await page.read(focus, "[data-splitter=width-logins]");
    const before = await page.read(widthOf, ".login-list");
    for (const key of ["ArrowRight", "ArrowRight", "ArrowRight"]) await page.press(key);
    const wider = await until("a wider list", async () => {
      const width = await page.read(widthOf, ".login-list");
      return width >= before + 40 && width;
    });
    await page.goto(server.url);
    await page.click("[data-action=example]");
    await page.waitFor(CARD);
    assert.equal(await page.read(widthOf, ".login-list"), wider);
  });

  test("files take its place", async () => {
    const text = "> GET /token HTTP/1.1\n> Host: idp.example\n>\n< HTTP/1.1 502 Bad Gateway\n<\n";
    await page.click("[data-action=tool-open]");
    await page.waitFor(".opener");
    await page.read(chooseFiles, [{ name: "token.txt", text }]);
    await page.waitFor("[data-login]");
  });

  test("a login is compared with one that went well", async () => {
    await page.click("[data-action=tool-open]");
    await page.waitFor(".opener");
    const good = tokenCall("one", "https://app.example/cb", 200, {
      access_token: "t-one",
      token_type: "Bearer",
    });
    const bad = tokenCall("two", "https://app.example/cb/", 400, { error: "invalid_grant" });
    await page.read(chooseFiles, [{ name: "calls.txt", text: good + bad }]);
    await page.waitFor("[data-login] ~ [data-login]");
    await page.click("[data-login][data-outcome=failed]");
    await page.click("[data-shape=comparison]");
    await page.waitFor(".comparison .first");
    assert.match(
      await page.read(textOf, ".comparison .first"),
      /form\.redirect_uri is https:\/\/app\.example\/cb\/;/,
    );
    await page.click(".comparison h3 button");
    await page.waitFor('[data-detail="1"]');
  });

  test("a report is read before it is copied", async () => {
    await page.click("[data-action=copy-menu]");
    await page.click("[data-action=preview-report]");
    await page.waitFor("dialog[open] [data-preview]");
    const markdown = await until("the report", async () => {
      const text = await page.read(textOf, "[data-preview]");
      return text !== "" && text;
    });
    assert.match(markdown, /redirect_uri|token\/invalid-grant/);
    assert.doesNotMatch(markdown, /c0de-two/);
    await page.read(choose, "dialog select[name=format]", "json");
    await until("the same as JSON", async () => (await page.read(textOf, "[data-preview]")).startsWith("{"));
    await page.click("[data-action=close-preview]");
    await until("the preview to be gone", () => page.read(isAbsent, "dialog"));
  });

  test("a masked recording is saved, and opens again with the same cause", async () => {
    const before = await page.read(ruleOf, CARD);
    await page.click("[data-action=copy-menu]");
    await page.click("[data-action=preview-report]");
    await page.waitFor("dialog[open] [data-preview]");
    await page.read(choose, "dialog select[name=logins]", "all");
    await page.read(choose, "dialog select[name=format]", "recording");
    const har = await until("the recording", async () => {
      const text = await page.read(textOf, "[data-preview]");
      return text.includes('"entries"') && text;
    });
    assert.doesNotMatch(har, /c0de-two/);
    // In a form it is encoded like any value.
    assert.match(har, /code%231\+%C2%B7\+13\+chars/);
    await page.click("[data-action=save-report]");
    await until("it to be saved", async () => (await page.read(textOf, "dialog [role=status]")) === "Saved");
    await page.click("[data-action=close-preview]");
    await page.click("[data-action=tool-open]");
    await page.waitFor(".opener");
    await page.read(chooseFiles, [{ name: "masked.har", text: har }]);
    await page.waitFor("[data-login][data-outcome=failed]");
    await page.click("[data-login][data-outcome=failed]");
    await until("the same cause", async () => (await page.read(ruleOf, CARD)) === before);
  });

  test("a message is explained without any file", async () => {
    await page.click("[data-action=close-files]");
    await page.click("[data-action=tool-message]");
    await page.waitFor("textarea[name=message]");
    await page.read(type, "AADSTS50011: The redirect URI does not match");
    await page.waitFor("[data-cause]");
  });

  test("it asks nobody but its own folder", () => {
    const { asked } = server;
    assert.ok(asked.includes("/core.wasm"));
    const own = [
      "/",
      "/index.html",
      "/page.js",
      "/import.js",
      "/panel.css",
      "/core.wasm",
      "/example.jsonl",
      "/rules.json",
    ];
    assert.deepEqual(
      asked.filter((path) => !own.includes(path) && !path.startsWith("/icons/") && path !== "/favicon.ico"),
      [],
    );
  });
});

/** A token call as curl prints it. */
function tokenCall(code, redirect, status, answer) {
  const form = new URLSearchParams({
    grant_type: "authorization_code",
    client_id: "shop",
    code: `c0de-${code}-1234`,
    redirect_uri: redirect,
  });
  return [
    "> POST /token HTTP/1.1",
    "> Host: idp.example",
    "> Content-Type: application/x-www-form-urlencoded",
    ">",
    `> ${form}`,
    `< HTTP/1.1 ${status} Any`,
    "< Content-Type: application/json",
    "<",
    JSON.stringify(answer),
    "",
  ].join("\n");
}

function choose(selector, value) {
  const select = document.querySelector(selector);
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function isAbsent(selector) {
  return document.querySelector(selector) === null;
}

function textOf(selector) {
  return document.querySelector(selector).textContent;
}

function widthOf(selector) {
  return Math.round(document.querySelector(selector).getBoundingClientRect().width);
}

function focus(selector) {
  document.querySelector(selector).focus();
}

function ruleOf(card) {
  return document.querySelector(card).dataset.rule;
}

function type(text) {
  const field = document.querySelector("textarea[name=message]");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
