import assert from "node:assert/strict";
import { test } from "node:test";
import { originOf, readAddress } from "./address.ts";

function check(address: string, { typed, traffic }: { typed: boolean; traffic: boolean }) {
  const asked = (typed: boolean) => readAddress(address, typed).refusal === undefined;
  assert.deepEqual({ typed: asked(true), traffic: asked(false) }, { typed, traffic }, address);
}

test("public addresses are asked over TLS alone", () => {
  for (const host of [
    "idp.example",
    "idp.example:8443",
    "1.1.1.1",
    "[2606:4700::1111]",
    "172.32.0.1",
    "a.localhost.example",
  ]) {
    check(`https://${host}/keys?x=1`, { typed: true, traffic: true });
    check(`http://${host}/keys`, { typed: false, traffic: false });
  }
});

test("this computer is asked where the user wrote it", () => {
  for (const host of [
    "localhost:8080",
    "LOCALHOST.",
    "idp.localhost",
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "[::1]:80",
    "[::ffff:127.0.0.1]",
  ]) {
    check(`http://${host}/keys`, { typed: true, traffic: false });
    check(`https://${host}/keys`, { typed: true, traffic: false });
  }
  for (const host of ["localhost.evil.example", "127.0.0.1.evil.example", "xlocalhost.example"]) {
    check(`http://${host}/keys`, { typed: false, traffic: false });
  }
});

test("a private network is asked over TLS where the user wrote it", () => {
  for (const host of [
    "10.1.2.3",
    "172.16.0.1",
    "172.31.0.1",
    "192.168.1.1",
    "3232235521",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "[::]",
    "[fd00::1]",
    "[fe80::1]",
    "[64:ff9b::a00:1]",
    "[::ffff:10.0.0.1]",
    "router",
    "printer.local",
    "idp.corp",
    "idp.internal.",
    "idp.home.arpa",
  ]) {
    check(`https://${host}/keys`, { typed: true, traffic: false });
    check(`http://${host}/keys`, { typed: false, traffic: false });
  }
});

test("what is no address, and what has a user in it, is refused", () => {
  for (const address of [
    "",
    "keys",
    "//idp.example",
    "ftp://idp.example/",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://",
  ]) {
    check(address, { typed: false, traffic: false });
    assert.equal(readAddress(address, true).shown, "");
  }
  for (const user of ["kanari@", "kanari:kanari@", ":kanari@", "localhost:80@", "kanari%40localhost@"]) {
    check(`https://${user}idp.example/keys`, { typed: false, traffic: false });
    assert.equal(readAddress(`https://${user}idp.example/keys#kanari`, true).shown, "");
  }
});

test("what is shown is what is asked", () => {
  const shown = (address: string) => readAddress(address, true).shown;
  assert.equal(shown("https:\\\\IDP.example\\keys?a=b#c"), "https://idp.example/keys?a=b");
  assert.equal(shown("https://\u0430pple.example/\u202ea\n"), "https://xn--pple-43d.example/%E2%80%AEa");
  assert.equal(originOf("https://idp.example:443/keys"), "https://idp.example");
  assert.equal(originOf("keys"), undefined);
});
