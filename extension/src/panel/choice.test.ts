import assert from "node:assert/strict";
import { test } from "node:test";
import type { Login } from "../../generated/core.d.ts";
import { makeFinding, makeLogin, makeMessage, makeRow } from "../../test/view.ts";
import { groupsOf, listedRows, shownMessage, shownRow } from "./choice.ts";
import { target } from "./listbox.tsx";

const NOTHING = { filter: "" };

test("the newest login is on top and shown, until the user chooses another", () => {
  const listed = listedRows([makeRow({ key: "1" }), makeRow({ key: "2" })], "");
  assert.deepEqual(keys(listed), ["2", "1"]);
  assert.equal(shownRow(listed, NOTHING)?.key, "2");
  assert.equal(shownRow(listed, { ...NOTHING, login: "1" })?.key, "1");
  assert.equal(shownRow(listed, { ...NOTHING, login: "gone" })?.key, "2");
  assert.equal(shownRow([], NOTHING), undefined);
});

test("the filter wants every word, wherever it stands", () => {
  const rows = [
    makeRow({ key: "1", search: "web-shop\nstate/mismatch", outcome: "failed" }),
    makeRow({ key: "2", search: "web-shop" }),
  ];
  assert.deepEqual(keys(listedRows(rows, "SHOP state/ failed")), ["1"]);
  assert.deepEqual(keys(listedRows(rows, "shop")), ["2", "1"]);
  assert.deepEqual(keys(listedRows(rows, "shop nowhere")), []);
});

test("a status is found, and no port that has its digits", () => {
  const rows = [
    makeRow({ key: "1", search: "https://localhost:4000/token\nstatus 200" }),
    makeRow({ key: "2", search: "https://localhost:8080/token\nstatus 400" }),
  ];
  assert.deepEqual(keys(listedRows(rows, "400")), ["2"]);
  assert.deepEqual(keys(listedRows(rows, "4000")), ["1"]);
});

test("of the logins of one tab, those stay that run in it, in a popup of it, or in no browser", () => {
  const rows = [
    makeRow({ key: "1", tabs: [7] }),
    makeRow({ key: "2", tabs: [8] }),
    makeRow({ key: "3", tabs: [7, 9] }),
    makeRow({ key: "4", tabs: [] }),
  ];
  assert.deepEqual(keys(listedRows(rows, "", 7)), ["4", "3", "1"]);
  assert.deepEqual(keys(listedRows(rows, "")), ["4", "3", "2", "1"]);
});

test("the message that the core thinks most telling is shown first", () => {
  const messages = [makeMessage({ number: 1 }), makeMessage({ number: 2 })];
  const login = makeLogin({ id: "login-1", messages, telling: 2 });
  assert.equal(shownMessage(login, NOTHING)?.number, 2);
  assert.equal(shownMessage(login, { ...NOTHING, message: "1" })?.number, 1);
  assert.equal(shownMessage({ ...login, telling: undefined }, NOTHING)?.number, 1);
});

test("a chosen message stays chosen when an earlier one is told late", () => {
  const chosen = { ...NOTHING, message: "7" };
  const page = { key: "7", kind: "provider-page" };
  const before = makeLogin({ id: "login-1", messages: [makeMessage({ number: 1, ...page })] });
  assert.equal(shownMessage(before, chosen)?.number, 1);
  const messages = [
    makeMessage({ number: 1, key: "9", kind: "discovery" }),
    makeMessage({ number: 2, ...page }),
  ];
  assert.equal(shownMessage(makeLogin({ id: "login-1", messages }), chosen)?.number, 2);
});

test("findings stand in the groups that the core made", () => {
  const findings = ["habit", "cause", "effect"].map((rule) => makeFinding({ rule }));
  const [habit, cause, effect] = findings;
  const groups: Login["groups"] = [
    { role: "cause", head: 1, followers: [2] },
    { role: "hygiene", head: 0, followers: [] },
  ];
  assert.deepEqual(groupsOf(makeLogin({ id: "login-1", findings, groups })), [
    { finding: cause, consequences: [effect] },
    { finding: habit, consequences: [] },
  ]);
});

test("keys move through a list and stop at its ends", () => {
  assert.equal(target("ArrowDown", -1, 3), 0);
  assert.equal(target("ArrowDown", 2, 3), 2);
  assert.equal(target("ArrowUp", 0, 3), 0);
  assert.equal(target("End", 0, 3), 2);
  assert.equal(target("a", 1, 3), -1);
});

function keys(rows: { key: string }[]): string[] {
  return rows.map(({ key }) => key);
}
