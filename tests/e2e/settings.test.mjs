/** What somebody says once counts for what is watched and for files, and stays; a secret never does. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "./drivers/poll.mjs";
import { servePage } from "./serve.mjs";
import { inEachBrowser } from "./setup.mjs";
import { chooseFiles, clear, expectLogins, fill, logIn } from "./words.mjs";

/** The provider refuses a request, and says nothing of why. */
const REFUSED = {
  name: "refused.jsonl",
  text: JSON.stringify({
    time: 1764322000000,
    tab: 1,
    method: "GET",
    status: 400,
    url: "https://auth.example.com/authorize?response_type=code&client_id=web-shop&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcb%2F&state=s-1",
    response_headers: { "content-type": "text/html" },
    response_body: "<h1>Bad request</h1>",
  }),
};
const SECRET = "client_secret=qzx7kwv71m2t";

inEachBrowser("settings", (stage) => {
  let app;
  let page;
  let panel;
  let server;
  before(async () => {
    server = await servePage();
    app = stage.app("redirect-uri");
    ({ page, panel } = await stage.openPanel(app.name));
    await clear(panel);
    await logIn(page, app);
    await expectLogins(panel, [app.expect]);
  });
  after(() => server.close());

  test("a client that somebody knows explains what a file alone does not", async () => {
    await openFile(panel);
    assert.notEqual(await panel.read(causeOf), "redirect-uri/not-registered");
    await panel.click("[data-action=tool-settings]");
    await panel.click("[data-action=add-clients]");
    await panel.waitFor("[name=client_id]");
    await panel.read(fill, "client_id", "web-shop");
    await panel.read(fill, "redirect_uris", "/cb");
    await save(panel, "refused");
    assert.match(await panel.read(textOf, "[data-input=redirect_uris] .problem"), /no whole address/);
    await panel.read(fill, "redirect_uris", "https://app.example.com/cb");
    await save(panel, "saved");
    await panel.click("[data-action=logins]");
    await until("the cause that the registration shows", async () => {
      return (await panel.read(causeOf)) === "redirect-uri/not-registered";
    });
    await panel.click("[data-action=close-files]");
  });

  test("a registration is pasted, and its secret goes nowhere", async () => {
    await panel.click("[data-action=tool-settings]");
    await panel.waitFor(".paste summary");
    await panel.click(".paste summary");
    await panel.waitFor("[name=pasted-entry]");
    const registration = {
      client_id: "other-shop",
      client_secret: "qzx7kwv71m2t",
      redirect_uris: ["https://b.example/cb"],
    };
    await panel.read(fill, "pasted-entry", JSON.stringify(registration));
    await panel.click("[data-action=read-entry]");
    await until("another client", async () => (await panel.read(amountOf, "[name=client_id]")) === 2);
    assert.ok(
      !(await panel.read(() =>
        [...document.querySelectorAll("input, textarea")].some(({ value }) => value.includes("qzx7")),
      )),
    );
    await panel.click("fieldset + fieldset [data-action=remove-entry]");
    await save(panel, "saved");
    await panel.click("[data-action=tool-settings]");
  });

  test("a secret is refused where it stands, and kept nowhere", async () => {
    await panel.click("[data-action=tool-settings]");
    await panel.waitFor("[name=aud]");
    await panel.read(fill, "aud", SECRET);
    await save(panel, "refused");
    assert.match(await panel.read(textOf, "[data-input=aud] .problem"), /^This looks like .*was not kept/);
    const kept = await panel.read(async () =>
      JSON.stringify([
        await chrome.storage.local.get(null),
        await chrome.storage.session.get(null),
        { ...localStorage },
      ]),
    );
    assert.ok(kept.includes("web-shop") && !kept.includes("qzx7kwv71m2t"));
    await panel.read(fill, "aud", "");
    await save(panel, "saved");
  });

  test("what was typed is there again after a look at the logins", async () => {
    await panel.read(fill, "ignore-hosts", "https://localhost:1/x");
    await panel.click("[data-action=logins]");
    await panel.click("[data-action=tool-settings]");
    await panel.waitFor("[data-result=unsaved]");
    await save(panel, "refused");
    assert.match(
      await panel.read(textOf, "[data-input=ignore-hosts] .problem"),
      /Write the name alone: localhost$/,
    );
  });

  test("hosts are passed over at once, and after the background was stopped", async () => {
    await panel.read(fill, "ignore-hosts", "*.localhost\nlocalhost\n127.0.0.1");
    await save(panel, "saved");
    await panel.click("[data-action=logins]");
    await expectLogins(panel, []);
    await stage.browser.stopBackground();
    await logIn(page, app);
    await logIn(page, app);
    await expectLogins(panel, []);
    await panel.click("[data-action=tool-settings]");
    await panel.waitFor("[name=ignore-hosts]");
    await panel.read(fill, "ignore-hosts", "");
    await save(panel, "saved");
    await panel.click("[data-action=clear]");
    await panel.click("[data-action=logins]");
    await logIn(page, app);
    await expectLogins(panel, [app.expect]);
  });

  test("a rule is chosen from the list of all", async () => {
    await panel.click("[data-action=tool-settings]");
    await panel.waitFor(".choices summary");
    await panel.click(".choices summary");
    await panel.waitFor("[name=rules-off-filter]");
    assert.ok((await panel.read(amountOf, "[name=rules-off]")) > 100);
    await panel.read(fill, "rules-off-filter", "pkce missing");
    await until("the rules that match", async () => (await panel.read(amountOf, "[name=rules-off]")) < 10);
    await panel.click("[name=rules-off]");
    await panel.waitFor("[data-action=unchoose]");
    await save(panel, "saved");
    assert.match(await panel.read(keptText), /rules-off\\":\[\\"pkce\//);
  });

  test("colours and the form of a copied report are as somebody likes them", async () => {
    await panel.read(choose, "theme", "dark");
    await until("a dark panel", () => panel.read(isDark));
    await panel.read(choose, "theme", "light");
    await until("a light panel", async () => !(await panel.read(isDark)));
    await panel.read(choose, "format", "json");
    await panel.click("[data-action=logins]");
    await panel.click("[data-action=copy-report]");
    await panel.waitFor("[data-copied]");
    await until("JSON", async () => (await stage.browser.clipboard()).startsWith("{"));
  });

  test("the panel speaks another language when it is chosen", async () => {
    await panel.click("[data-action=tool-settings]");
    await panel.waitFor("select[name=language]");
    await panel.read(choose, "language", "de");
    await until("German", async () => (await panel.read(textOf, "[data-action=logins]")) === "Anmeldungen");
    assert.equal(await panel.read(() => document.documentElement.lang), "de");
    await panel.click("[data-action=tool-settings]");
    await panel.waitFor("select[name=language]");
    await panel.read(choose, "language", "");
    await until("English", async () => (await panel.read(textOf, "[data-action=logins]")) === "Logins");
  });

  test("the page keeps them, too", async () => {
    const alone = await stage.browser.newPage(server.url);
    await alone.waitFor(".opener");
    await alone.click("[data-action=tool-settings]");
    await alone.waitFor("[data-action=add-clients]");
    await alone.click("[data-action=add-clients]");
    await alone.waitFor("[name=client_id]");
    await alone.read(fill, "client_id", "web-shop");
    await alone.read(fill, "redirect_uris", "https://app.example.com/cb");
    await save(alone, "saved");
    await alone.goto(server.url);
    await alone.waitFor(".opener");
    await openFile(alone);
    await until("the cause that the registration shows", async () => {
      return (await alone.read(causeOf)) === "redirect-uri/not-registered";
    });
    await alone.close();
  });

  async function save(where, result) {
    await where.click("[data-action=save-settings]");
    await where.waitFor(`[data-result=${result}]`);
  }
});

inEachBrowser(
  "a German reader",
  (stage) => {
    test("the panel, its errors and the page are German, the diagnosis is the core's", async () => {
      const app = stage.app("redirect-uri");
      const { page, panel } = await stage.openPanel(app.name);
      await clear(panel);
      await panel.waitFor(".empty");
      assert.match(await panel.read(textOf, ".empty"), /Melden Sie sich in diesem Tab an/);
      await logIn(page, app);
      await panel.waitFor("[data-root-cause-card]");
      assert.equal(await panel.read(textOf, "[data-action=copy-report]"), "Bericht kopieren");
      assert.equal(await panel.read(textOf, ".advice .fix"), "Abhilfe");
      assert.match(await panel.read(textOf, "[data-root-cause-card] h1"), /redirect_uri/);
      assert.equal(await panel.read(() => document.documentElement.lang), "de");
      await stage.screenshot(panel, "german");
    });
  },
  { language: "de" },
);

async function openFile(where) {
  await where.click("[data-action=tool-open]");
  await where.waitFor(".opener");
  await where.read(chooseFiles, [REFUSED]);
  await where.waitFor("[data-recording=files] .found:not(:empty)");
  await where.waitFor("[data-login]");
}

function causeOf() {
  return document.querySelector("[data-root-cause-card]")?.dataset.rule;
}

function textOf(selector) {
  return document.querySelector(selector)?.textContent.trim() ?? "";
}

function amountOf(selector) {
  return document.querySelectorAll(selector).length;
}

function isDark() {
  return Number(getComputedStyle(document.body).backgroundColor.match(/\d+/)[0]) < 128;
}

function choose(name, value) {
  const select = document.querySelector(`select[name=${name}]`);
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

async function keptText() {
  return JSON.stringify(await chrome.storage.local.get(null));
}
