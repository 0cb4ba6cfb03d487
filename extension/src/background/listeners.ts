/** The browser's events, while somebody wants them: each listener costs time on every request of every page. */

import type { CaptureEvent } from "../../generated/core.d.ts";
import { allHeaders, REQUEST_FILTER, type Whose, webext } from "../shared/webext.ts";
import type { Answers, Sink } from "./answers.ts";
import * as capture from "./capture.ts";

type Remove = () => void;

export class Listeners {
  readonly #sink: Sink;
  readonly #answers: Answers;
  #removals: Remove[] = [];

  constructor(sink: Sink, answers: Answers) {
    this.#sink = sink;
    this.#answers = answers;
  }

  get active(): boolean {
    return this.#removals.length > 0;
  }

  /** Has to run in the first turn of the worker: a later listener misses the event that woke it. */
  add(): void {
    if (this.active) return;
    const sink: Sink = (event, tab, isPrivate) => {
      this.#answers.hear(event, isPrivate);
      this.#sink(event, tab, isPrivate);
    };
    this.#removals = [...requests(sink), ...navigations(sink), tabs(sink), this.#answers.listen()];
  }

  remove(): void {
    const removals = this.#removals;
    this.#removals = [];
    for (const remove of removals) remove();
  }
}

function requests(sink: Sink): Remove[] {
  const api = webext.webRequest;
  const body = ["requestBody", ...allHeaders];
  const sent = ["requestHeaders", ...allHeaders];
  const received = ["responseHeaders", ...allHeaders];
  // Firefox refuses a third argument here, even an empty one.
  const failed = allHeaders.length > 0 ? [allHeaders] : [];
  const pass =
    <Details extends Whose>(convert: (details: Details) => CaptureEvent) =>
    (details: Details) =>
      sink(convert(details), details.tabId, details.incognito);
  return [
    listen(api.onBeforeRequest, pass(capture.requestStarted), REQUEST_FILTER, body),
    listen(api.onSendHeaders, pass(capture.requestSent), REQUEST_FILTER, sent),
    listen(api.onHeadersReceived, pass(capture.responseStarted), REQUEST_FILTER, received),
    listen(api.onBeforeRedirect, pass(capture.redirected), REQUEST_FILTER, received),
    listen(api.onCompleted, pass(capture.completed), REQUEST_FILTER, allHeaders),
    listen(api.onErrorOccurred, pass(capture.failed), REQUEST_FILTER, ...failed),
  ];
}

/** None while the permission is missing; the requests are then not shown either. */
function navigations(sink: Sink): Remove[] {
  const api = webext.webNavigation;
  if (!api) return [];

  const navigated = (details: Parameters<typeof capture.navigated>[0]): void => {
    const event = capture.navigated(details);
    if (event) sink(event, details.tabId);
  };
  return [
    listen(api.onCommitted, navigated),
    listen(api.onReferenceFragmentUpdated, navigated),
    listen(api.onHistoryStateUpdated, navigated),
    listen(api.onCreatedNavigationTarget, (details) => sink(capture.tabOpened(details), details.sourceTabId)),
  ];
}

function tabs(sink: Sink): Remove {
  return listen(webext.tabs.onRemoved, (tab) => sink(capture.tabClosed(tab, Date.now()), tab));
}

/** Events with and without filters. These listeners answer nothing: no request is held back or changed. */
interface Listenable<Arguments extends unknown[]> {
  addListener(listener: (...details: Arguments) => void, ...options: never[]): void;
  removeListener?(listener: (...details: Arguments) => void): void;
}

function listen<Arguments extends unknown[]>(
  event: Listenable<Arguments>,
  listener: (...details: Arguments) => void,
  ...options: unknown[]
): Remove {
  event.addListener(listener, ...(options as never[]));
  // Firefox takes an API away together with its permission: nothing is left to remove then.
  return () => event.removeListener?.(listener);
}
