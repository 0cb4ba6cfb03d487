/**
 * A browser without pages: the real background, bundled as it is shipped, with the real core, which starts, stops and hears events
 * as in a browser. Its time runs twenty times as fast.
 */

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createContext, Script } from "node:vm";
import { build } from "esbuild";
import type { CaptureEvent, Changes, Question } from "../generated/core.d.ts";
import { changed, NOTHING } from "../src/panel/rows.ts";
import {
  DEVTOOLS_PORT,
  PANEL_PORT,
  type PanelMessage,
  portName,
  type Status,
  VIEW_PORT,
} from "../src/shared/protocol.ts";
import { trap } from "./trap.mjs";

const here = new URL("../", import.meta.url);
const FASTER = 20;
/** Timers that are longer do not keep the background busy, in milliseconds of the background's time. */
const BUSY = 4_000;

const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(here),
  entryPoints: ["src/background/main.ts"],
  write: false,
  bundle: true,
  format: "iife",
  plugins: [trap],
});
const script = new Script(outputFiles[0]?.text ?? "");
const wasm = await WebAssembly.compile(await readFile(new URL("generated/core_bg.wasm", here)));

type Listener = (...details: unknown[]) => unknown;

/** One of the browser's events. Its listeners live as long as the worker that added them. */
class Signal {
  listeners: Listener[] = [];
  addListener = (listener: Listener) => void this.listeners.push(listener);
  removeListener = (listener: Listener) => {
    this.listeners = this.listeners.filter((other) => other !== listener);
  };
  emit(...details: unknown[]): void {
    for (const listener of [...this.listeners]) listener(...details);
  }
}

interface Tab {
  id: number;
  incognito: boolean;
  windowId: number;
}

export interface Options {
  /** As Firefox does it, the browser says of each request whether it is private. */
  saysPrivate?: boolean;
  /** How fast the clock goes that measures what work costs; a crowded machine is no slow core. */
  clock?: number;
  /** As Firefox does it, the browser lets answers be read while they pass, where the user allowed it. */
  filters?: boolean;
  /** How long a call of the core takes longer, in milliseconds of real time. */
  slowness?: number;
  /** What waits for long does so until it is told that the time is over. */
  stands?: boolean;
  /** Whether DevTools is open on the first tab. */
  devtools?: boolean;
}

/** What the button in the toolbar says of a tab. */
export interface Sign {
  text?: string;
  title?: string;
}

export class FakeBrowser {
  /** What `storage.session` holds. */
  readonly storage = new Map<string, string>();
  /** What `storage.local` holds of the user's preferences, which a restart of the browser leaves. */
  preferences: unknown;
  /** Writes fail as long as it is set. */
  isFull = false;
  hasAccess = true;
  /** Whether the core can be loaded. */
  hasCore = true;
  /** Whether the user allowed answers to be read while they pass. */
  mayRead = false;
  /** The filters in the answers that are on their way, by request. */
  readonly filters = new Map<string, FakeFilter>();
  /** How much later it is each time that somebody looks at the clock. */
  clockStep = 0;
  /** How often a background was started. */
  starts = 0;
  /** Everything that was ever written, in order. */
  readonly written: string[] = [];
  readonly #options: Options;
  readonly #tabs = new Map<number, Tab>();
  readonly #tabOf = new Map<string, number>();
  readonly #inspected: Set<number>;
  /** What the button says, by tab. */
  readonly signs = new Map<number, Sign>();
  #worker: Worker | undefined;
  /** Whether a stopped background is woken by a page that was loaded: where it had asked for that. */
  #isWokenByPages = false;

  constructor(options: Options = {}) {
    this.#options = options;
    this.#inspected = new Set(options.devtools === false ? [] : [1]);
    this.openTab(1);
  }

  openTab(id: number, incognito = false, windowId = incognito ? 100 : 10): void {
    this.#tabs.set(id, { id, incognito, windowId });
  }

  /** Opens DevTools on a tab. */
  openDevtools(tab: number): void {
    this.#inspected.add(tab);
    this.#worker?.connect(portName(DEVTOOLS_PORT, tab));
  }

  /** Closes it. */
  closeDevtools(tab: number): void {
    this.#inspected.delete(tab);
    this.#worker?.disconnect(portName(DEVTOOLS_PORT, tab));
  }

  /** Whether anything hears of requests; a stopped background is woken by them where it did. */
  get isListening(): boolean {
    return this.wake().signals.beforeRequest.listeners.length > 0;
  }

  /** A tab has loaded another page: the browser forgets what was said of it. */
  loadPage(tab: number): void {
    this.signs.delete(tab);
    if (!this.#worker && !this.#isWokenByPages) return;
    this.wake().signals.tabUpdated.emit(tab, { status: "complete" });
  }

  /** Closes a window with its tabs. */
  closeWindow(windowId: number): void {
    for (const tab of [...this.#tabs.values()]) {
      if (tab.windowId !== windowId) continue;
      this.#tabs.delete(tab.id);
      this.#inspected.delete(tab.id);
      this.wake().signals.tabRemoved.emit(tab.id, {});
    }
    this.wake().signals.windowRemoved.emit(windowId);
  }

  /** Tabs that close while nobody listens. */
  forgetTabs(which: (tab: number) => boolean): void {
    for (const tab of [...this.#tabs.keys()]) {
      if (!which(tab)) continue;
      this.#tabs.delete(tab);
      this.#inspected.delete(tab);
    }
  }

  /** The user gives or takes access to sites. */
  setAccess(hasAccess: boolean): void {
    this.hasAccess = hasAccess;
    this.wake().signals[hasAccess ? "accessAdded" : "accessRemoved"].emit({});
  }

  /** The user allows that answers are read while they pass, or takes it back. */
  setReading(mayRead: boolean): void {
    this.mayRead = mayRead;
    this.wake().signals[mayRead ? "accessAdded" : "accessRemoved"].emit({ permissions: READING });
  }

  /** What a panel does when the user saved settings. */
  setSettings(settings: string): void {
    this.preferences = { settings };
    this.wake().signals.stored.emit({ preferences: {} }, "local");
  }

  /** Lets an answer pass in pieces; answers with what arrives at the page. */
  pass(request: string, pieces: string[], ending: "stop" | "error" = "stop"): string {
    const filter = this.filters.get(request);
    this.filters.delete(request);
    if (!filter) return pieces.join("");
    for (const piece of pieces) filter.receive(piece);
    if (filter.isAlone) return filter.arrived;
    filter[ending === "stop" ? "onstop" : "onerror"]();
    return filter.arrived;
  }

  /** The background, started where it is stopped. */
  wake(): Worker {
    if (!this.#worker) {
      this.starts += 1;
      this.#worker = new Worker(this, this.#tabs, this.#options);
      // DevTools pages come back by themselves.
      for (const tab of this.#inspected) this.#worker.connect(portName(DEVTOOLS_PORT, tab));
    }
    return this.#worker;
  }

  /** Stops the background in the middle of whatever it does. */
  stop(): void {
    if (this.#worker) this.#isWokenByPages = this.#worker.signals.tabUpdated.listeners.length > 0;
    this.#worker?.stop();
    this.#worker = undefined;
  }

  /** The browser starts anew, or the extension is another version: the session's storage is gone. */
  restart(): void {
    this.stop();
    this.storage.clear();
  }

  async idle(): Promise<void> {
    await this.#worker?.idle();
  }

  /** The time is over for which something waits for long. */
  elapse(): void {
    this.#worker?.elapse();
  }

  /** Tells the background what happened, as the browser would have told it; bodies are read by the DevTools of that tab. */
  tell(event: CaptureEvent, inspected = 1): void {
    const worker = this.wake();
    const { signals } = worker;
    switch (event.type) {
      case "content":
        worker.connect(portName(DEVTOOLS_PORT, inspected)).receive({ type: "captured", events: [event] });
        break;
      case "tabClosed":
        this.#tabs.delete(event.tab);
        signals.tabRemoved.emit(event.tab, {});
        break;
      case "navigated":
        if (this.hasAccess) signals.committed.emit(navigation(event));
        break;
      case "tabOpened":
        this.#open(event.tab, event.opener);
        if (this.hasAccess) signals.targetCreated.emit(creation(event));
        break;
      default:
        if (this.hasAccess) this.#tellOfRequest(event, signals, inspected);
    }
  }

  #tellOfRequest(event: RequestEvent, signals: Worker["signals"], opener: number): void {
    if (event.type === "requestStarted") this.#tabOf.set(event.request, event.tab);
    const tabId = this.#tabOf.get(event.request) ?? -1;
    if (tabId >= 0 && !this.#tabs.has(tabId)) this.#open(tabId, opener);
    const incognito = this.#tabs.get(tabId)?.incognito ?? false;
    const whose = this.#options.saysPrivate ? { tabId, incognito } : { tabId };
    const name = SIGNALS[event.type];
    signals[name].emit({ requestId: event.request, timeStamp: event.time, ...whose, ...detailsOf(event) });
  }

  #open(id: number, opener: number): void {
    const from = this.#tabs.get(opener);
    this.#tabs.set(id, { id, incognito: from?.incognito ?? false, windowId: from?.windowId ?? 10 });
  }

  /** Opens a panel on a tab. */
  panel(tab = 1): FakePanel {
    return new FakePanel(this.wake().connect(portName(PANEL_PORT, tab)));
  }

  /** Opens the panel in a tab of its own. */
  view(tab: number): FakePanel {
    return new FakePanel(this.wake().connect(portName(VIEW_PORT, tab)));
  }

  /** Everything that a panel on a tab shows, once nothing more is coming. */
  async seen(tab = 1) {
    await this.idle();
    const panel = this.panel(tab);
    await this.idle();
    const logins = [];
    for (const { key } of panel.listed.rows) logins.push(await panel.ask({ about: "login", login: key }));
    panel.port.close();
    return { rows: panel.listed.rows.map(({ revision: _, ...row }) => row), logins, status: panel.status };
  }
}

/** The panel's side of a port. */
export class FakePanel {
  listed = NOTHING;
  status: Status | undefined;
  readonly port: FakePort;
  readonly #answers = new Map<number, (answer: unknown) => void>();
  #tickets = 0;

  constructor(port: FakePort) {
    this.port = port;
    port.onPost = (message) => this.#receive(message as PanelMessage);
  }

  ask(question: Question): Promise<unknown> {
    const ticket = this.#tickets++;
    this.port.receive({ type: "ask", ticket, question });
    return new Promise((resolve) => this.#answers.set(ticket, resolve));
  }

  clear(): void {
    this.port.receive({ type: "clear" });
  }

  undo(): void {
    this.port.receive({ type: "undo" });
  }

  stopReading(): void {
    this.port.receive({ type: "stopReading" });
  }

  record(on: boolean): void {
    this.port.receive({ type: "record", on });
  }

  watch(on: boolean): void {
    this.port.receive({ type: "watch", on });
  }

  #receive(message: PanelMessage): void {
    if (message.type === "changes") this.listed = changed(this.listed, message.changes as Changes);
    else if (message.type === "status") this.status = message.status;
    else if (message.type === "answer") this.#answers.get(message.ticket)?.(message.answer);
    else this.#answers.get(message.ticket)?.(undefined);
  }
}

export class FakePort {
  readonly name: string;
  onPost: (message: unknown) => void = () => {};
  readonly onMessage = new Signal();
  readonly onDisconnect = new Signal();

  constructor(name: string) {
    this.name = name;
  }

  postMessage = (message: unknown) => this.onPost(JSON.parse(JSON.stringify(message)));
  disconnect = () => {};

  receive(message: unknown): void {
    this.onMessage.emit(JSON.parse(JSON.stringify(message)));
  }

  close(): void {
    this.onDisconnect.emit();
  }
}

const READING = ["webRequestBlocking", "webRequestFilterResponse"];

/** What stands in an answer that passes. */
export class FakeFilter {
  ondata: (event: { data: ArrayBuffer }) => void = () => {};
  onstop = () => {};
  onerror = () => {};
  /** What the page got. */
  arrived = "";
  /** The answer goes on without it. */
  isAlone = false;

  receive(piece: string): void {
    const bytes = new TextEncoder().encode(piece);
    if (this.isAlone) this.arrived += piece;
    else this.ondata({ data: bytes.buffer as ArrayBuffer });
  }

  write = (data: ArrayBuffer) => {
    if (this.isAlone) throw new Error("it is over");
    this.arrived += new TextDecoder().decode(data);
  };
  disconnect = () => {
    this.isAlone = true;
  };
}

/** A background from its start to its stop. */
class Worker {
  readonly signals = {
    beforeRequest: new Signal(),
    sendHeaders: new Signal(),
    headersReceived: new Signal(),
    beforeRedirect: new Signal(),
    completed: new Signal(),
    errorOccurred: new Signal(),
    committed: new Signal(),
    fragmentUpdated: new Signal(),
    historyUpdated: new Signal(),
    targetCreated: new Signal(),
    tabRemoved: new Signal(),
    tabUpdated: new Signal(),
    windowRemoved: new Signal(),
    connect: new Signal(),
    suspend: new Signal(),
    accessAdded: new Signal(),
    stored: new Signal(),
    accessRemoved: new Signal(),
  };
  readonly #ports = new Map<string, FakePort>();
  readonly #stands: boolean;
  readonly #standing = new Map<Timer, () => void>();
  #isAlive = true;
  /** What is being waited for. */
  #pending = 0;

  constructor(
    browser: FakeBrowser,
    tabs: Map<number, Tab>,
    { slowness = 0, clock: speed = 1, filters = false, stands = false }: Options,
  ) {
    this.#stands = stands;
    const slowed = (name: string, call: unknown) =>
      typeof call === "function" && name.startsWith("session_ingest") && slowness > 0
        ? (...args: unknown[]) => {
            const until = performance.now() + slowness;
            while (performance.now() < until);
            return call(...args);
          }
        : call;
    const sandbox = {
      chrome: this.#api(browser, tabs, filters),
      document: fakeDocument(() => this.#api(browser, tabs, filters)),
      WebAssembly: Object.assign(Object.create(WebAssembly), {
        instantiate: (module: WebAssembly.Module, imports: WebAssembly.Imports) =>
          this.#wait(WebAssembly.instantiate(module, imports).then((instance) => slow(instance, slowed))),
        Instance: class {
          constructor(module: WebAssembly.Module, imports: WebAssembly.Imports) {
            // biome-ignore lint/correctness/noConstructorReturn: it stands for the browser's own.
            return slow(new WebAssembly.Instance(module, imports), slowed);
          }
          static [Symbol.hasInstance](other: object) {
            return "exports" in other;
          }
        },
      }),
      fetch: () => this.#wait(browser.hasCore ? Promise.resolve(wasm) : Promise.reject(new Error("no core"))),
      setTimeout: (act: () => void, delay = 0) => this.#setTimeout(act, delay),
      clearTimeout: (timer: Timer) => this.#clearTimeout(timer),
      performance: { now: clock(browser, speed) },
      console,
      URL,
      TextDecoder,
      TextEncoder,
      AbortSignal,
      btoa,
    };
    script.runInContext(createContext(sandbox));
  }

  /** A new port; the one of a DevTools page that is there already is that one. */
  connect(name: string): FakePort {
    const open = this.#ports.get(name);
    if (open && name.startsWith(DEVTOOLS_PORT)) return open;
    const port = new FakePort(name);
    this.#ports.set(name, port);
    this.signals.connect.emit(port);
    return port;
  }

  disconnect(name: string): void {
    const port = this.#ports.get(name);
    this.#ports.delete(name);
    port?.close();
  }

  stop(): void {
    this.#isAlive = false;
    for (const signal of Object.values(this.signals)) signal.listeners = [];
    for (const port of this.#ports.values()) port.onMessage.listeners = [];
  }

  /** Nothing is pending, and goes on being so. */
  async idle(): Promise<void> {
    for (let quiet = 0; quiet < 5 && this.#isAlive; ) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      quiet = this.#pending === 0 ? quiet + 1 : 0;
    }
  }

  elapse(): void {
    const all = [...this.#standing.values()];
    this.#standing.clear();
    for (const act of all) act();
  }

  #setTimeout(act: () => void, delay: number): Timer {
    const busy = delay < BUSY;
    if (!busy && this.#stands) {
      const timer: Timer = { busy, handle: undefined };
      this.#standing.set(timer, act);
      return timer;
    }
    if (busy) this.#pending += 1;
    const timer: Timer = {
      busy,
      handle: setTimeout(() => {
        if (timer.busy) this.#pending -= 1;
        timer.busy = false;
        if (this.#isAlive) act();
      }, delay / FASTER),
    };
    return timer;
  }

  #clearTimeout(timer: Timer | undefined): void {
    if (!timer) return;
    this.#standing.delete(timer);
    clearTimeout(timer.handle);
    if (timer.busy) this.#pending -= 1;
    timer.busy = false;
  }

  #wait<T>(promise: Promise<T>): Promise<T> {
    this.#pending += 1;
    const settled = () => {
      this.#pending -= 1;
    };
    promise.then(settled, settled);
    return promise;
  }

  /** What the browser does takes a moment; for a stopped worker it never ends, and what it began is done or not. */
  #later<T>(act: () => T): Promise<T> {
    const done = new Promise<T>((resolve, reject) => {
      setImmediate(() => {
        if (!this.#isAlive) return;
        try {
          resolve(act());
        } catch (error) {
          reject(error);
        }
      });
    });
    return this.#wait(done);
  }

  #action({ signs }: FakeBrowser, tabs: Map<number, Tab>) {
    const say = (tab: number, sign: Sign) =>
      this.#later(() => {
        if (!tabs.has(tab)) throw new Error("no tab");
        signs.set(tab, { ...signs.get(tab), ...sign });
      });
    return {
      setBadgeText: ({ tabId, text }: { tabId: number; text: string }) => say(tabId, { text }),
      setTitle: ({ tabId, title }: { tabId: number; title: string }) => say(tabId, { title }),
      getBadgeText: ({ tabId }: { tabId: number }) => this.#later(() => signs.get(tabId)?.text ?? ""),
      setBadgeBackgroundColor: () => this.#later(() => {}),
      setBadgeTextColor: () => this.#later(() => {}),
    };
  }

  #api(browser: FakeBrowser, tabs: Map<number, Tab>, filters: boolean) {
    const { signals } = this;
    const { storage } = browser;
    // A page has the API that it might use when it was loaded.
    const mightRead = browser.mayRead;
    const filterResponseData = (request: string) => {
      if (!mightRead) throw new Error("Missing required permission");
      const filter = new FakeFilter();
      browser.filters.set(request, filter);
      return filter;
    };
    return {
      runtime: {
        id: "fake",
        getURL: (path: string) => `fake://${path}`,
        onConnect: signals.connect,
        onSuspend: signals.suspend,
      },
      i18n: { getAcceptLanguages: () => this.#later(() => ["en"]) },
      storage: {
        session: {
          get: () =>
            this.#later(() => Object.fromEntries([...storage].map(([key, text]) => [key, JSON.parse(text)]))),
          set: (items: Record<string, unknown>) =>
            this.#later(() => {
              const texts = Object.entries(items).map(([key, item]): [string, string] => [
                key,
                JSON.stringify(item),
              ]);
              if (browser.isFull && texts.some(([key]) => key.includes("log/"))) throw new Error("quota");
              for (const [key, text] of texts) {
                storage.set(key, text);
                browser.written.push(`${key} ${text}`);
              }
            }),
          remove: (keys: string | string[]) =>
            this.#later(() => {
              for (const key of [keys].flat()) storage.delete(key);
            }),
        },
        local: {
          get: () => this.#later(() => ({ preferences: browser.preferences })),
        },
        onChanged: signals.stored,
      },
      permissions: {
        contains: ({ permissions = [] }: { permissions?: string[] }) =>
          this.#later(() => (permissions.includes(READING[0] ?? "") ? browser.mayRead : browser.hasAccess)),
        remove: () => this.#later(() => browser.setReading(false)),
        getAll: () => this.#later(() => ({ origins: [] })),
        onAdded: signals.accessAdded,
        onRemoved: signals.accessRemoved,
      },
      action: this.#action(browser, tabs),
      tabs: {
        onRemoved: signals.tabRemoved,
        onUpdated: signals.tabUpdated,
        query: () => this.#later(() => [...tabs.values()]),
        get: (id: number) =>
          this.#later(() => {
            const tab = tabs.get(id);
            if (!tab) throw new Error("no tab");
            return tab;
          }),
      },
      windows: {
        onRemoved: signals.windowRemoved,
        getAll: () =>
          this.#later(() => [
            ...new Map(
              [...tabs.values()].map(({ windowId, incognito }) => [windowId, { incognito }]),
            ).values(),
          ]),
      },
      webRequest: {
        OnHeadersReceivedOptions: { EXTRA_HEADERS: "extraHeaders" },
        onBeforeRequest: signals.beforeRequest,
        onSendHeaders: signals.sendHeaders,
        onHeadersReceived: {
          addListener: (listener: Listener, _filter: unknown, extra: string[]) => {
            if (extra.includes("blocking") && !browser.mayRead) throw new Error("not allowed");
            signals.headersReceived.addListener(listener);
          },
          removeListener: signals.headersReceived.removeListener,
        },
        ...(filters ? { filterResponseData } : {}),
        onBeforeRedirect: signals.beforeRedirect,
        onCompleted: signals.completed,
        onErrorOccurred: signals.errorOccurred,
      },
      webNavigation: {
        onCommitted: signals.committed,
        onReferenceFragmentUpdated: signals.fragmentUpdated,
        onHistoryStateUpdated: signals.historyUpdated,
        onCreatedNavigationTarget: signals.targetCreated,
      },
    };
  }
}

/** Of a background's document only what loads a page of the extension. */
function fakeDocument(api: () => object) {
  const append = (page: { onload(): void; contentWindow: object }) => {
    page.contentWindow = { chrome: api() };
    setTimeout(() => page.onload(), 1);
  };
  return { createElement: () => ({}), body: { append } };
}

function clock(browser: FakeBrowser, speed: number): () => number {
  let moved = 0;
  return () => {
    moved += browser.clockStep;
    return performance.now() * speed + moved;
  };
}

interface Timer {
  handle: NodeJS.Timeout | undefined;
  busy: boolean;
}

/** An instance whose functions are other ones. */
function slow(instance: WebAssembly.Instance, change: (name: string, call: unknown) => unknown) {
  const exports = Object.fromEntries(
    Object.entries(instance.exports).map(([name, value]) => [name, change(name, value)]),
  );
  return { exports };
}

function headers(pairs: [string, string][] | undefined) {
  return (pairs ?? []).map(([name, value]) => ({ name, value }));
}

function requestBody(body: Extract<CaptureEvent, { type: "requestStarted" }>["body"]) {
  switch (body?.kind) {
    case "form":
      return { formData: Object.fromEntries(body.fields) };
    case "base64":
      return { raw: [{ bytes: Uint8Array.from(Buffer.from(body.base64, "base64")).buffer }] };
    case "unreadable":
      return { error: "Unknown error." };
    default:
      return undefined;
  }
}

type RequestEvent = Exclude<
  CaptureEvent,
  { type: "content" } | { type: "tabClosed" } | { type: "navigated" } | { type: "tabOpened" }
>;

const SIGNALS = {
  requestStarted: "beforeRequest",
  requestSent: "sendHeaders",
  responseStarted: "headersReceived",
  redirected: "beforeRedirect",
  completed: "completed",
  failed: "errorOccurred",
} as const;

function detailsOf(event: RequestEvent): object {
  switch (event.type) {
    case "requestStarted": {
      const { method, url, resource: type, frame: frameId, initiator, container, body } = event;
      const from = { initiator: initiator ?? undefined, cookieStoreId: container ?? undefined };
      return { method, url, type, frameId, ...from, requestBody: requestBody(body) };
    }
    case "requestSent":
      return { requestHeaders: headers(event.headers) };
    case "responseStarted":
      return { statusCode: event.status, responseHeaders: headers(event.headers) };
    case "redirected": {
      const { status: statusCode, location: redirectUrl } = event;
      return { statusCode, redirectUrl, responseHeaders: headers(event.headers) };
    }
    case "completed":
      return { statusCode: event.status, fromCache: event.fromCache ?? false };
    case "failed":
      return { error: event.error };
  }
}

function navigation({ tab: tabId, frame: frameId, time: timeStamp, url }: Of<"navigated">) {
  return { tabId, frameId, timeStamp, url };
}

function creation({ tab: tabId, opener: sourceTabId, time: timeStamp }: Of<"tabOpened">) {
  return { tabId, sourceTabId, timeStamp };
}

type Of<Type extends CaptureEvent["type"]> = Extract<CaptureEvent, { type: Type }>;

/** A login of the lab as a browser showed it, in this tab. */
export function recordedLogin(browser: "chromium" | "firefox", app: string, tab = 1): CaptureEvent[] {
  const archive = fileURLToPath(new URL("../tests/fixtures/recordings.tar.gz", here));
  const text = execFileSync("tar", ["xzfO", archive, `${browser}/${app}.events.jsonl`], { encoding: "utf8" });
  const events: CaptureEvent[] = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const first = events.find((event) => event.type === "requestStarted")?.tab ?? 1;
  const renamed = (old: number) => (old === first ? tab : old < 0 ? old : 1_000 * tab + (old % 1_000));
  for (const event of events) {
    if ("tab" in event) event.tab = renamed(event.tab);
    if (event.type === "tabOpened") event.opener = renamed(event.opener);
    if ("request" in event) event.request = `${tab}-${event.request}`;
  }
  return events;
}
