import assert from "node:assert/strict";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { collect, LIMITS, sifted } from "./page-storage.ts";

/** A storage as pages have it. It cannot be written to. */
function storage(items: Record<string, string>): object {
  const names = Object.keys(items);
  return Object.freeze({
    length: names.length,
    key: (at: number) => names[at] ?? null,
    getItem: (name: string) => items[name] ?? null,
  });
}

/** What the script answers in a page, as it comes out of the browser. */
function answerOf(page: object): unknown {
  const answer = runInContext(`(${collect})(${JSON.stringify(LIMITS)})`, createContext(page));
  return JSON.parse(JSON.stringify(answer));
}

const PAGE = {
  location: { origin: "https://app.example.com" },
  localStorage: storage({ one: "1", "": "no name" }),
  sessionStorage: storage({}),
  document: { cookie: "a=b=c; flag; =x" },
};

test("the script reads what is stored, and nothing outside of itself", () => {
  assert.deepEqual(sifted(answerOf(PAGE)), {
    origin: "https://app.example.com",
    items: [
      { store: "localStorage", name: "one", value: "1" },
      { store: "localStorage", name: "", value: "no name" },
      { store: "cookie", name: "a", value: "b=c" },
      { store: "cookie", name: "", value: "flag" },
      { store: "cookie", name: "", value: "x" },
    ],
    leftOut: 0,
    refused: [],
  });
});

test("what the browser refuses is said, and the rest is read", () => {
  const page = {
    ...PAGE,
    get localStorage(): never {
      throw new Error("SecurityError");
    },
    document: {
      get cookie(): never {
        throw new Error("SecurityError");
      },
    },
  };
  const read = sifted(answerOf(page));
  assert.deepEqual([read?.items, read?.refused], [[], ["localStorage", "cookie"]]);
});

test("a huge storage is cut, and how much is said", () => {
  const many = storage(Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`k${at}`, "v"])));
  const large = storage({ large: "x".repeat(LIMITS.value + 1), ["n".repeat(2_000)]: "v", small: "v" });
  const read = sifted(
    answerOf({ ...PAGE, localStorage: many, sessionStorage: large, document: { cookie: "" } }),
  );
  assert.deepEqual([read?.items.length, read?.leftOut], [LIMITS.items, 3_000 + 3]);
  const full = storage(
    Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`k${at}`, "x".repeat(60_000)])),
  );
  const some = sifted(answerOf({ ...PAGE, localStorage: full, document: { cookie: "" } }));
  assert.equal(some?.leftOut, 30 - Math.floor(LIMITS.all / 60_002));
});

test("a page that answers something else is not believed", () => {
  for (const said of [undefined, null, "text", 7, [], {}, { origin: "x" }, { origin: 1, items: [] }]) {
    assert.equal(sifted(said), undefined, JSON.stringify(said));
  }
  const said = JSON.parse(
    `{"origin":"${"o".repeat(9_000)}","items":[null,7,{"store":"cookie"},{"store":"__proto__","name":"a","value":"b"},
      {"store":"cookie","name":"a","value":{"toString":"x"}},{"store":"cookie","name":"n","value":"v","__proto__":{"x":1}}],
      "leftOut":-1e99,"refused":["localStorage",{},"x"],"__proto__":{"items":1}}`,
  );
  const read = sifted(said);
  assert.deepEqual(read?.items, [{ store: "cookie", name: "n", value: "v" }]);
  assert.deepEqual([read?.origin.length, read?.leftOut, read?.refused], [LIMITS.name, 5, ["localStorage"]]);
});
