/**
 * The WASM instances. What comes from private windows has one of its own: its memory goes with the last of them, and what
 * breaks one instance does not touch the other.
 */

import init, { __wbg_reset_state, Session } from "../../generated/core.js";
import initApart, {
  Session as ApartSession,
  __wbg_reset_state as resetApart,
} from "../../generated/core.js?apart";
import { webext } from "../shared/webext.ts";

export interface Engine {
  load(): Promise<void>;
  /** A session that goes on where another one was stopped that had forgotten so many logins. */
  create(forgotten: number): Session;
  /** Puts a new instance in the place of the old one: every session of that one is gone. */
  reset(): void;
}

export const engine: Engine = {
  load: async () => void (await init({ module_or_path: fetchCore() })),
  create: (forgotten) => new Session(forgotten),
  reset: () => __wbg_reset_state(),
};

export const apartEngine: Engine = {
  load: async () => void (await initApart({ module_or_path: fetchCore() })),
  create: (forgotten) => new ApartSession(forgotten),
  reset: () => resetApart(),
};

function fetchCore(): Promise<Response> {
  return fetch(webext.runtime.getURL("core.wasm"));
}
