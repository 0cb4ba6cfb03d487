/**
 * The browser's API: the only file that names it.
 *
 * `chrome` and its promises exist in every browser with Manifest V3. What differs between browsers is asked
 * of the API itself, never of a browser's name.
 */

import { t } from "./texts.ts";
import { tabOfView } from "./views.ts";

export const webext = chrome;

export type Port = chrome.runtime.Port;
export type RequestStarted = chrome.webRequest.OnBeforeRequestDetails & Origin;
export type RequestSent = chrome.webRequest.OnSendHeadersDetails;
export type ResponseStarted = chrome.webRequest.OnHeadersReceivedDetails;
export type Redirected = chrome.webRequest.OnBeforeRedirectDetails;
export type Completed = chrome.webRequest.OnCompletedDetails;
export type Failed = chrome.webRequest.OnErrorOccurredDetails;
export type HttpHeader = chrome.webRequest.HttpHeader;
export type RequestBody = RequestStarted["requestBody"];
export type NetworkEntry = chrome.devtools.network.Request;

/** The requests that an OAuth login can consist of: no picture, font, style sheet or script carries a code. */
export const REQUEST_FILTER: chrome.webRequest.RequestFilter = {
  urls: ["*://*/*"],
  types: ["main_frame", "sub_frame", "xmlhttprequest", "ping", "other"],
};

/** What the extension cannot work without; optional, so that installing it asks for nothing. */
export const ACCESS: chrome.permissions.Permissions = {
  permissions: ["webNavigation"],
  origins: ["*://*/*"],
};

/** What reading answers while they pass takes, which Firefox alone offers. It asks nobody: the extension does. */
export const READING = {
  permissions: ["webRequestBlocking", "webRequestFilterResponse"],
} as chrome.permissions.Permissions;

/** An answer on its way to the page: what is not written to it does not arrive there. */
export interface StreamFilter {
  ondata: (event: { data: ArrayBuffer }) => void;
  onstop: () => void;
  onerror: () => void;
  write(data: ArrayBuffer): void;
  /** The browser goes on alone. */
  disconnect(): void;
}

interface Filtering {
  filterResponseData?(request: string): StreamFilter;
}

/** Whether the browser lets an extension read answers while they pass. */
export const canReadAnswers = "filterResponseData" in (webext.webRequest ?? {});

let filtering = webext.webRequest as Filtering | undefined;

/** Puts itself between an answer and the page, while the answer's headers are held back. Throws where that may not be. */
export function filterAnswer(request: string): StreamFilter {
  const filter = filtering?.filterResponseData?.(request);
  if (!filter) throw new Error("this browser has no filters");
  return filter;
}

/** Firefox gives each page the API that it may use when it is loaded: what was allowed since is in a page that is loaded now. */
export function renewFilters(): void {
  const page = document.createElement("iframe");
  page.src = webext.runtime.getURL("fresh.html");
  page.onload = () => {
    filtering = (page.contentWindow as unknown as { chrome: typeof chrome }).chrome.webRequest as Filtering;
  };
  document.body.append(page);
}

/**
 * The option without which Chromium hides preflights, and the headers of a response that CORS blocks. Firefox
 * shows them always and throws on the option.
 */
export const allHeaders: "extraHeaders"[] =
  "EXTRA_HEADERS" in (webext.webRequest?.OnHeadersReceivedOptions ?? {}) ? ["extraHeaders"] : [];

/** The fields of a request that only some browsers give. */
interface Origin {
  /** Chromium. */
  initiator?: string;
  /** Firefox: the URL of the document. */
  originUrl?: string;
  /** Firefox: the container, or the private window, whose cookies are used. */
  cookieStoreId?: string;
}

/** Of which tab something is; Firefox says whether that tab is private. */
export interface Whose {
  tabId: number;
  incognito?: boolean;
}

/** The body of a response. */
export interface Content {
  text: string;
  base64: boolean;
}

/** The body of a DevTools network entry; undefined where the browser does not have it any more. */
export function readContent(entry: NetworkEntry): Promise<Content | undefined> {
  return new Promise((resolve) =>
    // The second argument is the encoding in Chromium and the media type in Firefox, which decodes by itself.
    entry.getContent((text: string | null, encoding) =>
      resolve(text ? { text, base64: encoding === "base64" } : undefined),
    ),
  );
}

/** The network entries from before anybody listened, where they can still be read. */
export function readHar(): Promise<NetworkEntry[]> {
  return new Promise((resolve) =>
    webext.devtools.network.getHAR(({ entries }) =>
      resolve(((entries ?? []) as unknown as NetworkEntry[]).filter((entry) => "getContent" in entry)),
    ),
  );
}

/**
 * The tab in front of the window in which the toolbar's button was pressed. A page of the extension that is itself a tab says in
 * its address which one it is about.
 */
export async function tabInFront(): Promise<number | undefined> {
  const named = tabOfView(location.hash);
  if (named !== undefined) return named;
  const [tab] = await webext.tabs.query({ active: true, currentWindow: true });
  return tab?.id;
}

/** The tab that this page's DevTools looks at. */
export function inspectedTab(): number {
  return webext.devtools.inspectedWindow.tabId;
}

interface Panels {
  network?: { show(options: { filter: string }): Promise<void> };
}

/**
 * Shows DevTools' own list of requests, narrowed to an address. No browser lets an extension select one there; Firefox has not even
 * this.
 */
export const showInNetwork = networkPanel();

function networkPanel(): ((address: string) => Promise<void>) | undefined {
  const { network } = (webext.devtools?.panels ?? {}) as Panels;
  return network && ((address) => network.show({ filter: address }));
}

/** What an expression is in the page that DevTools looks at; rejects with what to tell the user where the browser refuses. */
export function evaluate(expression: string): Promise<unknown> {
  return new Promise((resolve, reject) =>
    webext.devtools.inspectedWindow.eval(expression, (...said: unknown[]) => {
      const [result, problem] = said as [unknown, { isException?: boolean } | undefined];
      if (problem) reject(new Error(t(problem.isException ? "pageDisturbed" : "pageRefused")));
      else resolve(result);
    }),
  );
}

/** False once the extension was updated or removed: this page is then an orphan that nobody answers. */
export function isAlive(): boolean {
  return webext.runtime?.id !== undefined;
}
