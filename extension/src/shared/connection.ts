/**
 * A port to the background that outlives the background: browsers stop it when they like, and an open port
 * does not keep it.
 */

import { isAlive, type Port, webext } from "./webext.ts";

const FIRST_WAIT = 100;
const LONGEST_WAIT = 5_000;
/** A connection that lived this long was a good one: the next attempt waits as short as the first. */
const GOOD_LIFE = 1_000;

export interface Connection<Out> {
  /** Sends a message, or keeps it until there is a connection again. */
  post(message: Out): void;
}

interface ConnectionEvents<In> {
  onMessage?(message: In): void;
  /** The other side is gone; what was sent may never be answered. */
  onDisconnect?(): void;
  /** The connection is lost for good. */
  onLost?(): void;
}

export function keepConnected<Out, In>(name: string, events: ConnectionEvents<In> = {}): Connection<Out> {
  let port: Port | undefined;
  let unsent: Out[] = [];
  let wait = FIRST_WAIT;

  function connect(): void {
    if (!isAlive()) {
      events.onLost?.();
      return;
    }
    const since = Date.now();
    const opened = webext.runtime.connect({ name });
    opened.onMessage.addListener((message: In) => events.onMessage?.(message));
    opened.onDisconnect.addListener(() => {
      port = undefined;
      events.onDisconnect?.();
      wait = Date.now() - since > GOOD_LIFE ? FIRST_WAIT : Math.min(wait * 2, LONGEST_WAIT);
      setTimeout(connect, wait);
    });
    port = opened;

    const waiting = unsent;
    unsent = [];
    waiting.forEach(post);
  }

  function post(message: Out): void {
    try {
      if (!port) throw new Error("not connected");
      port.postMessage(message);
    } catch {
      unsent.push(message);
    }
  }

  connect();
  return { post };
}
