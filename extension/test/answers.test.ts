/** Answers that are read while they pass, in a browser that lets it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { CaptureEvent } from "../generated/core.d.ts";
import { FakeBrowser, type FakeFilter, recordedLogin } from "./browser.ts";

const LOGIN = recordedLogin("firefox", "redirect-uri");
type Content = Extract<CaptureEvent, { type: "content" }>;
const isContent = (event: CaptureEvent): event is Content => event.type === "content";

/** The bodies that DevTools told, by the request whose they are. */
const BODIES = new Map<string, Content>();
for (const event of LOGIN) {
  if (!isContent(event)) continue;
  const began = LOGIN.findLast(
    (other) =>
      other.type === "requestStarted" &&
      other.url === event.url &&
      other.method === event.method &&
      !BODIES.has(other.request) &&
      Math.abs(other.time - event.time) < 2_000,
  );
  if (began && "request" in began) BODIES.set(began.request, event);
}

test("without the user's word nothing stands in an answer", async () => {
  const browser = new FakeBrowser({ filters: true, saysPrivate: true });
  const read = await live(browser, LOGIN);
  assert.deepEqual([read, (await browser.seen()).status?.reading], [[], "off"]);
});

test("a browser that cannot do it does not offer it", async () => {
  const browser = new FakeBrowser();
  browser.mayRead = true;
  assert.deepEqual([await live(browser, LOGIN), (await browser.seen()).status?.reading], [[], "impossible"]);
});

test("what DevTools lost is seen: the diagnosis is the same without it", async () => {
  const told = new FakeBrowser({ filters: true, saysPrivate: true });
  await live(told, LOGIN);
  const withDevtools = await told.seen();

  const browser = await allowed();
  const read = await live(
    browser,
    LOGIN.filter((event) => !isContent(event)),
  );
  const passed = await browser.seen();
  assert.ok(read.length > 0);
  assert.deepEqual(diagnoses(passed), diagnoses(withDevtools));
  assert.equal(passed.status?.reading, "on");
});

test("what DevTools tells once more is no other answer", async () => {
  const browser = await allowed();
  await live(browser, LOGIN);
  const both = await browser.seen();
  const alone = await allowed();
  await live(
    alone,
    LOGIN.filter((event) => !isContent(event)),
  );
  assert.deepEqual(diagnoses(both), diagnoses(await alone.seen()));
});

test("allowed while the background runs, it begins with the next request; taken back, it ends at once", async () => {
  const browser = new FakeBrowser({ filters: true, saysPrivate: true });
  assert.deepEqual(await live(browser, LOGIN), []);
  browser.setReading(true);
  await browser.idle();
  assert.ok((await live(browser, again("b"))).length > 0);

  const passing = `${tokenRequest()}c`;
  const filter = await filterOf(browser, again("c"), passing);
  const panel = browser.panel();
  panel.stopReading();
  await browser.idle();
  assert.ok(filter.isAlone, "it goes on alone");
  assert.equal(browser.pass(passing, ["all ", "of it"]), "all of it");
  assert.equal(browser.mayRead, false);
  assert.deepEqual(await live(browser, again("d")), []);
});

test("a worker that was stopped before a request reads its answer", async () => {
  const browser = await allowed();
  const whole = LOGIN.filter((event) => !isContent(event));
  const open = new Set<string>();
  const read = await live(browser, whole, async (event) => {
    if (event.type === "requestStarted") open.add(event.request);
    if (event.type === "completed" || event.type === "failed") open.delete(event.request);
    if (open.size === 0) browser.stop();
  });
  assert.ok(browser.starts > 5 && read.includes(tokenRequest()), read.join());
  const undisturbed = await allowed();
  await live(undisturbed, whole);
  assert.deepEqual(diagnoses(await browser.seen()), diagnoses(await undisturbed.seen()));
});

test("every byte arrives, whatever becomes of the reading", async () => {
  const large = "x".repeat(300_000);
  const cases: [pieces: string[], ending: "stop" | "error"][] = [
    [["{}"], "stop"],
    [[], "stop"],
    [[large, large, large, large, large], "stop"],
    [["{", '"half'], "error"],
  ];
  for (const [pieces, ending] of cases) {
    const browser = await allowed();
    const filter = await filterOf(browser, LOGIN, tokenRequest());
    assert.equal(browser.pass(tokenRequest(), pieces, ending), pieces.join(""));
    assert.equal(filter.isAlone, ending === "stop", "the browser ends it as it ended");
  }
});

test("neither the provider's pages nor what is no text is read", async () => {
  const browser = await allowed();
  const read = await live(browser, LOGIN);
  const documents = LOGIN.flatMap((event) =>
    event.type === "requestStarted" && event.resource !== "xmlhttprequest" ? [event.request] : [],
  );
  assert.ok(documents.length > 0);
  assert.deepEqual(
    documents.filter((request) => read.includes(request)),
    [],
  );
});

async function allowed(): Promise<FakeBrowser> {
  const browser = new FakeBrowser({ filters: true, saysPrivate: true });
  browser.mayRead = true;
  // The core is loaded.
  browser.wake();
  await browser.idle();
  return browser;
}

/** Tells a login until the answer of a request begins to pass. */
async function filterOf(browser: FakeBrowser, events: CaptureEvent[], request: string): Promise<FakeFilter> {
  for (const event of events) {
    if (isContent(event)) continue;
    browser.tell(event);
    await browser.idle();
    if (!("request" in event) || event.type !== "responseStarted") continue;
    if (event.request === request) break;
    browser.pass(event.request, []);
  }
  const filter = browser.filters.get(request);
  assert.ok(filter);
  return filter;
}

/** Tells a login, and lets the answers pass; answers with the requests whose answer was read. */
async function live(
  browser: FakeBrowser,
  events: CaptureEvent[],
  between = async (_event: CaptureEvent) => {},
): Promise<string[]> {
  const read: string[] = [];
  for (const event of events) {
    if (event.type === "completed" && browser.filters.has(event.request)) {
      read.push(event.request);
      const told = BODIES.get(event.request.replace(/[a-d]$/, ""));
      const text = told?.body.kind === "text" ? told.body.text : "";
      const pieces = text.match(/[\s\S]{1,40}/g) ?? [];
      assert.equal(browser.pass(event.request, pieces), text);
    }
    browser.tell(event);
    await browser.idle();
    await between(event);
  }
  return read;
}

/** The token request: the last one that sent a form and whose answer was read. */
function tokenRequest(): string {
  const sent = LOGIN.flatMap((event) =>
    event.type === "requestStarted" && event.body?.kind === "form" && event.resource === "xmlhttprequest"
      ? [event.request]
      : [],
  );
  const last = sent.at(-1);
  assert.ok(last && BODIES.has(last));
  return last;
}

/** The same login once more, by other requests. */
function again(suffix: string): CaptureEvent[] {
  return LOGIN.filter((event) => !isContent(event)).map((event) =>
    "request" in event ? { ...event, request: event.request + suffix } : event,
  );
}

/** What is said of each login. */
function diagnoses({ rows }: Awaited<ReturnType<FakeBrowser["seen"]>>) {
  return rows.map(({ outcome, cause, messages }) => ({ outcome, cause, messages }));
}
