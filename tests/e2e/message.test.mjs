/** One message in full, what its words mean, the pages of the rules, and Clear taken back: in the panel and on the page. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "./drivers/poll.mjs";
import { servePage } from "./serve.mjs";
import { inEachBrowser } from "./setup.mjs";
import { chooseFiles, clear, expectedOf, expectLogins, logIn, waitUntilIdle } from "./words.mjs";

inEachBrowser("a message in the panel", (stage) => {
  let page;
  let panel;
  before(async () => {
    ({ page, panel } = await stage.openPanel("cors"));
    await clear(panel);
    await logIn(page, stage.app("cors"));
    await expectLogins(panel, expectedOf(stage.app("cors")));
    // What comes late moves the list away from under the mouse.
    await waitUntilIdle(panel);
  });

  test("the cross-origin check says which step failed, and by which header", async () => {
    await panel.waitFor('[data-part=cors] [data-step="failed"]');
    const failed = await panel.read(textOf, '[data-step="failed"]');
    assert.match(failed, /says of no origin that its pages may read it\. *no access-control-allow-origin/);
  });

  test("cookies say why they came along", async () => {
    await panel.click("[data-kind=provider-page]");
    await panel.waitFor("[data-kind=provider-page][aria-selected=true]");
    await panel.waitFor("[data-whole=true] [data-part=cookies] summary");
    await panel.click("[data-part=cookies] summary");
    const states = await panel.read(() =>
      [...document.querySelectorAll("[data-cookie]")].map(({ dataset }) => dataset.state),
    );
    assert.ok(states.includes("ok"), JSON.stringify(states));
  });

  test("a message is shown as it was sent, its values on a click alone, hidden again at the next one", async () => {
    await panel.click("[data-kind=token-request]");
    await panel.waitFor("[data-kind=token-request][aria-selected=true]");
    await panel.waitFor("[data-whole=true] [data-part=raw] summary");
    await panel.click("[data-part=raw] summary");
    await panel.waitFor("[data-lines=masked] bdi:not(:empty)");
    const masked = await panel.read(textOf, "[data-lines=masked]");
    assert.match(masked, /^POST http/);
    assert.match(masked, /code_verifier=\S*verifier#1 · 43 chars/);
    await panel.click("[name=reveal-raw]");
    await panel.waitFor("[data-lines=revealed] bdi:not(:empty)");
    const open = await panel.read(textOf, "[data-lines=revealed]");
    assert.match(open, /code_verifier=[\w~.-]{43}/);
    await panel.click("[data-kind=authorization-response]");
    await panel.waitFor("[data-kind=authorization-response][aria-selected=true]");
    await panel.waitFor("[data-whole=true] [data-part=raw] summary");
    assert.ok(await panel.read(isAbsent, "[data-lines=revealed]"));
  });

  test("DevTools' own list is offered where the browser has a way there", async () => {
    const isMissing = await panel.read(isAbsent, "[data-action=in-network]");
    assert.equal(isMissing, stage.browser.name === "firefox");
  });

  test("Clear can be taken back for a moment", async () => {
    await panel.click("[data-action=clear]");
    await panel.waitFor(".empty");
    await panel.click("[data-action=undo]");
    await expectLogins(panel, expectedOf(stage.app("cors")));
    await until("the bar to be gone", () => panel.read(isAbsent, "[data-action=undo]"));
  });
});

inEachBrowser("help on the page", (stage) => {
  let server;
  let page;
  before(async () => {
    server = await servePage();
    page = await stage.browser.newPage(server.url);
    await page.waitFor(".opener");
    await page.click("[data-action=example]");
    await page.waitFor("[data-detail][data-whole=true]");
  });
  after(() => server.close());

  test("a rule's page opens from its id, leads to others, and back", async () => {
    await page.click("[data-action=rule-page]");
    await page.waitFor('[data-page="redirect-uri/token-mismatch"]');
    assert.match(await page.read(textOf, ".rule-page"), /How to fix it/);
    await page.press("Escape");
    await until("the page to be gone", () => page.read(isAbsent, ".rule-page"));
    assert.equal(await page.read(() => document.activeElement.dataset.action), "rule-page");

    await page.click("[data-action=tool-message]");
    await page.waitFor("textarea[name=message]");
    await page.read(typeInto, "textarea[name=message]", "state does not match");
    await page.waitFor("[data-cause='state/mismatch'] [data-action=rule-page]");
    await page.click("[data-cause='state/mismatch'] [data-action=rule-page]");
    await page.waitFor("[data-page='state/mismatch']");
    await page.click("[data-rule='state/crossed']");
    await page.waitFor("[data-page='state/crossed']");
    assert.equal(await page.read(hasFocus, "[data-page]"), true, "who came by keys reads on by keys");
    await page.click("[data-action=page-back]");
    await page.waitFor("[data-page='state/mismatch']");
    assert.equal(await page.read(hasFocus, "[data-rule='state/crossed']"), true, "where it was before");
    await page.click("[data-action=close-page]");
    await until("the page to be gone", () => page.read(isAbsent, ".rule-page"));
    assert.equal(await page.read(hasFocus, "[data-cause='state/mismatch'] [data-action=rule-page]"), true);
    await page.click("[data-action=logins]");
    assert.equal(server.asked.filter((path) => path === "/rules.json").length, 1, "read once, when asked");
  });

  test("a word says what it means to who points at it or comes by keys, until Esc", async () => {
    await page.waitFor(".root-cause .term");
    await page.read(() => document.querySelector(".root-cause .term").focus());
    await page.waitFor(".tip:popover-open:not(:empty)");
    const gloss = await page.read(textOf, ".tip");
    assert.equal(gloss, await page.read(() => document.activeElement.getAttribute("aria-description")));
    await page.press("Escape");
    await until("it to be gone", () => page.read(isAbsent, ".tip:popover-open"));
    assert.ok(await page.read(() => document.querySelector("[data-root-cause-card]") !== null));
  });

  test("hostile content is only text, and all of it has its bounds", async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => `c${at}=v${at}`).join("; ");
    const markup = "<img src=x onerror=alert(1)>\u202e\u0000";
    const body = JSON.stringify({
      error: markup,
      deep: "x".repeat(1_000_000),
      list: Array(5_000).fill(markup),
    });
    const call = (path, answer) =>
      `> GET /${path} HTTP/1.1\n> Host: idp.example\n> Cookie: ${many}\n> X-Odd: ${markup.repeat(100)}\n>\n` +
      `< HTTP/1.1 400 Bad Request\n< Set-Cookie: ${markup}=1; Path=/${markup}\n< Content-Type: application/json\n<\n${answer}\n`;
    await page.click("[data-action=tool-open]");
    await page.waitFor(".opener");
    await page.read(chooseFiles, [{ name: "hostile.txt", text: call("token", body) }]);
    await page.waitFor("[data-detail][data-whole=true]");
    await page.read(() => {
      for (const folded of document.querySelectorAll("details.folded")) folded.open = true;
    });
    await page.waitFor("[data-lines=masked] bdi");
    await page.click("[name=reveal-raw]");
    await page.waitFor("[data-lines=revealed] bdi");
    assert.equal(await page.read(() => document.querySelectorAll("img, script:not([src])").length), 0);
    const [text, elements] = await page.read(() => [
      document.querySelector("[data-detail]").textContent,
      document.querySelectorAll("[data-detail] *").length,
    ]);
    assert.ok(!text.includes("\u202e") && !text.includes("\0"));
    assert.ok(text.length < 1_000_000 && elements < 10_000, `${text.length} ${elements}`);
  });
});

function textOf(selector) {
  return document.querySelector(selector)?.textContent;
}

function isAbsent(selector) {
  return document.querySelector(selector) === null;
}

function typeInto(selector, text) {
  const field = document.querySelector(selector);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function hasFocus(selector) {
  return document.activeElement.matches(selector);
}
