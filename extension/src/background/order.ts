/**
 * The order in which things happened. A worker that is woken in the middle of a login gets the events that waited
 * for it listener by listener.
 */

import type { CaptureEvent } from "../../generated/core.d.ts";

type Times = { time: number };

/** What happens to each hop of a request, in this order. */
const PHASES: Partial<Record<CaptureEvent["type"], number>> = {
  requestStarted: 0,
  requestSent: 1,
  responseStarted: 2,
  redirected: 3,
  completed: 3,
  failed: 3,
};
const PHASE_COUNT = 4;

/** By time. Bodies come last, each needs its request. */
export function inOrder(events: CaptureEvent[]): CaptureEvent[] {
  const bodies = events.filter((event) => event.type === "content");
  const others = events.filter((event) => event.type !== "content");
  return [...others.sort((one: Times, other: Times) => one.time - other.time), ...bodies];
}

/**
 * The same for events that may have come listener by listener. Firefox counts whole milliseconds: the hops of a
 * redirect can share one, and then only the request itself tells their order.
 */
export function inOrderOfHops(events: CaptureEvent[]): CaptureEvent[] {
  const ordered = inOrder(events);
  /** The phase of each request's last event before the moment. */
  const reached = new Map<string, number>();
  for (const { request, places } of moments(ordered)) {
    const hops = places.map((at) => ordered[at] as CaptureEvent);
    const sorted = isTangled(hops) ? untangle(hops, reached.get(request)) : hops;
    for (const [index, at] of places.entries()) ordered[at] = sorted[index] as CaptureEvent;
    reached.set(request, phaseOf(sorted.at(-1) as CaptureEvent));
  }
  return ordered;
}

/** The places of the events of one request in one millisecond, the earliest first. */
function moments(events: CaptureEvent[]): Iterable<{ request: string; places: number[] }> {
  const found = new Map<string, { request: string; places: number[] }>();
  for (const [at, event] of events.entries()) {
    if (!("request" in event)) continue;
    const { request, time } = event;
    const moment = found.get(`${request} ${time}`) ?? { request, places: [] };
    found.set(`${request} ${time}`, moment);
    moment.places.push(at);
  }
  return found.values();
}

/** Whether a hop comes before the redirect that leads to it. */
function isTangled(hops: CaptureEvent[]): boolean {
  return hops.some((hop, at) => hops.slice(at + 1).some((later) => leadsTo(later, hop)));
}

function leadsTo(redirect: CaptureEvent, hop: CaptureEvent | undefined): boolean {
  return redirect.type === "redirected" && hop?.type === "requestStarted" && redirect.location === hop.url;
}

/** Takes from each listener in turn. */
function untangle(hops: CaptureEvent[], reached: number | undefined): CaptureEvent[] {
  const queues = Array.from({ length: PHASE_COUNT }, (_, phase) =>
    hops.filter((event) => phaseOf(event) === phase),
  );
  const first = queues[0]?.[0];
  const redirect = queues[3]?.[0];
  const follows = redirect !== undefined && leadsTo(redirect, first);
  let phase = reached ?? (follows ? 2 : 3);

  const sorted: CaptureEvent[] = [];
  while (sorted.length < hops.length) {
    phase = (phase + 1) % PHASE_COUNT;
    const next = queues[phase]?.shift();
    if (next) sorted.push(next);
  }
  return sorted;
}

function phaseOf(event: CaptureEvent): number {
  return PHASES[event.type] ?? 0;
}
