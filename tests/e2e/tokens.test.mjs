/** Tokens in the real panel: those of a login, and those that a user pastes. */

import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { before, test } from "node:test";
import { until } from "./drivers/poll.mjs";
import { inEachBrowser } from "./setup.mjs";
import { clear, expectLogins, fill, logIn } from "./words.mjs";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const KEYS = JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "key-1", use: "sig" }] });
const NOW = Math.floor(Date.now() / 1000);

function token(claims) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const message = `${encode({ alg: "ES256", kid: "key-1" })}.${encode(claims)}`;
  const signature = sign("sha256", Buffer.from(message), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return `${message}.${signature.toString("base64url")}`;
}

const CLAIMS = {
  iss: "https://idp.example",
  sub: "alice-of-the-shop",
  aud: "shop",
  nonce: "n-1",
  iat: NOW,
  exp: NOW + 3600,
};
const GOOD = token(CLAIMS);
const [HEADER, PAYLOAD] = GOOD.split(".");

inEachBrowser("tokens", (stage) => {
  let page;
  let panel;
  before(async () => {
    ({ page, panel } = await stage.openPanel("healthy"));
  });

  test("the tokens of a login, with their checks and where they went", async () => {
    await clear(panel);
    await logIn(page, stage.app("healthy"));
    await expectLogins(panel, [stage.app("healthy").expect]);
    await panel.click('[data-tab="tokens"]');
    await panel.waitFor('[data-token="id-token"]');
    await stage.screenshot(panel, "tokens");
    const idToken = await panel.read(cardOf, '[data-token="id-token"]');
    // This app never fetches the keys, so nobody saw them.
    assert.deepEqual([idToken.state, idToken.signature], ["unknown", "not-checked"], idToken.text);
    // Out of traffic comes an address of this computer: it is shown in full, and asked where the user writes it.
    const { issuer } = stage.app("healthy");
    const offered = await panel.read(() => ({
      shown: document.querySelector(".asked code").textContent,
      off: document.querySelector('[data-action="fetch-keys"]').disabled,
    }));
    assert.ok(offered.off && offered.shown.startsWith(issuer), offered.shown);
    await panel.read(fill, "address", offered.shown);
    await panel.waitFor('[data-action="fetch-keys"]:enabled');
    await panel.click('[data-action="fetch-keys"]');
    await panel.waitFor('[data-token="id-token"] [data-signature="valid"]');
    assert.match(idToken.text, /It has the nonce that this login sent/);
    assert.doesNotMatch(idToken.text, /alice/);
    assert.ok(await panel.read(() => document.querySelector('[data-token="access-token"]') !== null));

    await panel.click(".reveal input");
    await until("the personal claims", async () => {
      const revealed = await panel.read(cardOf, '[data-token="id-token"]');
      return /alice/.test(revealed.text);
    });
    await panel.click('[data-tab="message"]');
    await panel.waitFor("[data-detail]");
  });

  test("a pasted token", async () => {
    await panel.click('[data-action="tool-token"]');
    await panel.waitFor("[name=token]");
    await panel.read(fill, "keys", KEYS);

    const good = await verdict(GOOD);
    assert.deepEqual([good.state, good.signature], ["right", "valid"], good.text);
    assert.doesNotMatch(good.text, /alice/, "personal claims are masked");
    await stage.screenshot(panel, "token-good");

    const expired = await verdict(token({ ...CLAIMS, iat: NOW - 7260, exp: NOW - 3660 }));
    assert.deepEqual([expired.state, expired.signature], ["wrong", "valid"], expired.text);
    assert.match(expired.text, /It expired 1 h \d+ min ago/);
    await stage.screenshot(panel, "token-expired");

    const other = Buffer.from(JSON.stringify({ ...CLAIMS, sub: "mallory" })).toString("base64url");
    const forged = await verdict(GOOD.replace(PAYLOAD, other));
    assert.deepEqual([forged.state, forged.signature], ["wrong", "invalid"], forged.text);
    assert.match(forged.text, /It does not fit the key key-1/);

    const mangled = await verdict(`${HEADER}.${PAYLOAD.slice(0, -3)}%.${GOOD.split(".")[2]}`);
    assert.equal(mangled.state, "wrong");
    assert.match(mangled.text, /is '%', which base64url does not have/);
    await stage.screenshot(panel, "token-mangled");
  });

  test("keys are fetched on a click, by way of the discovery document", async () => {
    await panel.read(fill, "keys", "");
    const unchecked = await verdict(GOOD);
    assert.equal(unchecked.signature, "not-checked");

    const { issuer } = stage.app("healthy");
    await panel.read(fill, "address", `${issuer}/.well-known/openid-configuration`);
    await panel.click('[data-action="fetch-keys"]');
    await until("the address of the keys", async () => /jwks/.test(await panel.read(textIn, "address")));
    await panel.click('[data-action="fetch-keys"]');
    await until("the keys", async () => /"keys"/.test(await panel.read(textIn, "keys")));

    await panel.read(fill, "address", `${issuer}/nothing-is-here`);
    await panel.click('[data-action="fetch-keys"]');
    await until("what is wrong", async () =>
      /status 404/.test(await panel.read(() => document.querySelector("[data-note=fetch]")?.textContent)),
    );
    await panel.click('[data-action="tool-token"]');
    await panel.waitFor("[data-login]");
  });

  /** What the panel says of a token, once it speaks of this one. */
  async function verdict(text) {
    await panel.read(fill, "token", "");
    await until("the last token to go", () => panel.read(() => !document.querySelector("[data-token]")));
    await panel.read(fill, "token", text);
    await panel.waitFor("[data-token]");
    return panel.read(cardOf, "[data-token]");
  }
});

function textIn(name) {
  return document.querySelector(`[name="${name}"]`).value;
}

function cardOf(selector) {
  const card = document.querySelector(selector);
  const { signature } = card.querySelector("[data-signature]").dataset;
  return { state: card.dataset.tokenState, signature, text: card.textContent };
}
