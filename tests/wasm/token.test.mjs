// Tokens and causes over the boundary. What is said of them is tested in Rust.

import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { initSync, Session } from "../../extension/generated/core.js";

const generated = new URL("../../extension/generated/core_bg.wasm", import.meta.url);
initSync({ module: await readFile(generated) });

const NOW = 1_795_427_000_000;

/** What is said of a pasted token. */
function token(text, keys) {
  return new Session(0).ask({ about: "token", text, keys, reveal: false }, NOW).answer;
}

const KINDS = {
  RS256: [["rsa", { modulusLength: 2048 }], "sha256"],
  ES256: [["ec", { namedCurve: "P-256" }], "sha256"],
  ES384: [["ec", { namedCurve: "P-384" }], "sha384"],
  ES512: [["ec", { namedCurve: "P-521" }], "sha512"],
  ES256K: [["ec", { namedCurve: "secp256k1" }], "sha256"],
  EdDSA: [["ed25519", {}], undefined],
};

for (const [alg, [pair, hash]] of Object.entries(KINDS)) {
  test(`a ${alg} token that another program signed is verified, and not after a change`, () => {
    const { privateKey, publicKey } = generateKeyPairSync(...pair);
    const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = (claims) => {
      const message = `${encode({ alg, kid: "k" })}.${encode(claims)}`;
      const signature = sign(hash, Buffer.from(message), { key: privateKey, dsaEncoding: "ieee-p1363" });
      return `${message}.${signature.toString("base64url")}`;
    };
    const good = signed({ sub: "alice", exp: NOW / 1000 + 60 });
    const keys = JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k" }] });
    const answer = token(good, keys);
    assert.equal(answer.tokens[0].token.signature.state, "valid", answer.tokens[0].token.signature.text);
    assert.equal(answer.keysProblem, undefined);
    assert.deepEqual(structuredClone(answer), answer, "it is plain data");

    const forged = good.replace(good.split(".")[1], encode({ sub: "mallory", exp: NOW / 1000 + 60 }));
    assert.equal(token(forged, keys).tokens[0].token.signature.state, "invalid");
    const pem = publicKey.export({ type: "spki", format: "pem" });
    assert.equal(token(good, pem).tokens[0].token.signature.state, "valid", "with a PEM");
  });
}

test("HS256 takes the pasted secret, and what are no keys is said", () => {
  const vector =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
  assert.equal(token(vector, "your-256-bit-secret").tokens[0].token.signature.state, "valid");
  assert.equal(token(vector, "another secret").tokens[0].token.signature.state, "invalid");
  const es = vector.replace("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJhbGciOiJFUzI1NiJ9");
  assert.match(token(es, "no keys").keysProblem, /These are no keys/);
});

test("a login's tokens and a message's causes are plain data", () => {
  const session = new Session(0);
  const none = session.ask({ about: "tokens", login: "none", keys: "", reveal: false }, NOW).answer;
  assert.deepEqual(none, { tokens: [], keysAt: undefined });
  const found = session.ask({ about: "causes", message: "grant request is invalid" }, NOW).answer;
  assert.ok(found.causes.some(({ rule }) => rule === "token/invalid-grant"));
  assert.deepEqual(structuredClone(found), found);
});
