import assert from "node:assert/strict";
import { test } from "node:test";
import type { Token } from "../../generated/core.d.ts";
import { keysAddress } from "./keys-address.ts";

function token(issuer: string): Token {
  const claim = { name: "iss", value: issuer, secret: false, meaning: "", time_ms: null };
  return { claims: [claim] } as unknown as Token;
}

test("the discovery document of the issuer is asked", () => {
  assert.equal(
    keysAddress(token("https://idp.example/")),
    "https://idp.example/.well-known/openid-configuration",
  );
  assert.equal(
    keysAddress(token("https://idp.example/realms/a")),
    "https://idp.example/realms/a/.well-known/openid-configuration",
  );
});

test("an issuer that is no address is not asked", () => {
  for (const issuer of ["", "joe", "javascript:alert(1)", "https://"])
    assert.equal(keysAddress(token(issuer)), "");
  assert.equal(keysAddress(undefined), "");
});
