import assert from "node:assert/strict";
import { test } from "node:test";
import { hasFiles, ofFiles, ofText, ofTransfer } from "./given.ts";

const transfer = (files: File[], text = "") => ({
  files: files as unknown as FileList,
  getData: (format: string) => (format === "text/plain" ? text : ""),
});

test("files go before the text that stands for them", async () => {
  const files = [new File(["{}"], "login.har"), new File(["> GET /"], "token.txt")];
  const given = ofTransfer(transfer(files, "file:///login.har"));
  assert.deepEqual(
    given.map(({ name }) => name),
    ["login.har", "token.txt"],
  );
  assert.equal(await given[1]?.content.text(), "> GET /");
  assert.deepEqual(ofFiles([]), []);
});

test("a text is a file of its own; nothing but space is none", async () => {
  const [pasted, ...others] = ofTransfer(transfer([], "> GET /\n"));
  assert.deepEqual([pasted?.name, await pasted?.content.text(), others], ["pasted text", "> GET /\n", []]);
  assert.deepEqual([ofText(" \n"), ofTransfer(null)], [[], []]);
});

test("files can be dropped, texts that are dragged about cannot", () => {
  assert.ok(hasFiles({ types: ["Files"] }));
  assert.ok(!hasFiles({ types: ["text/plain"] }));
  assert.ok(!hasFiles(null));
});
