/**
 * What the inspected page has stored, read once and changed in nothing. The page may answer whatever it likes: of what comes back
 * the shape alone is believed, and no more of it than fits.
 */

import type { PageStorage, Store, StoredItem } from "../../generated/core.d.ts";

/** The most that is taken: items, characters of a value and of a name, and characters of all. */
export const LIMITS = { items: 2_000, value: 64 * 1024, name: 1024, all: 1024 * 1024 };

const STORES: readonly Store[] = ["localStorage", "sessionStorage", "cookie"];

/** Runs in the page: nothing of this file is there. It reads, and writes nothing. */
export function collect(limits: typeof LIMITS): unknown {
  const items: { store: string; name: string; value: string }[] = [];
  const refused: string[] = [];
  let leftOut = 0;
  let room = limits.all;
  const take = (store: string, name: string, value: string) => {
    const size = name.length + value.length;
    const fits = value.length <= limits.value && name.length <= limits.name && size <= room;
    if (!fits || items.length >= limits.items) {
      leftOut += 1;
      return;
    }
    room -= size;
    items.push({ store, name, value });
  };
  const from = (store: string, read: () => void) => {
    try {
      read();
    } catch {
      refused.push(store);
    }
  };
  const all = (store: string, storage: Storage) => {
    const count = Math.min(storage.length, limits.items);
    leftOut += storage.length - count;
    for (let at = 0; at < count; at++) {
      const name = storage.key(at) ?? "";
      take(store, name, storage.getItem(name) ?? "");
    }
  };
  from("localStorage", () => all("localStorage", localStorage));
  from("sessionStorage", () => all("sessionStorage", sessionStorage));
  from("cookie", () => {
    for (const cookie of document.cookie.split("; ")) {
      if (cookie === "") continue;
      const end = cookie.indexOf("=");
      take("cookie", cookie.slice(0, Math.max(end, 0)), cookie.slice(end + 1));
    }
  });
  return { origin: location.origin, items, leftOut, refused };
}

/** What a page said, as far as it has the shape; what is too much counts as left out. */
export function sifted(said: unknown): PageStorage | undefined {
  if (!isRecord(said) || typeof said.origin !== "string" || !Array.isArray(said.items)) return undefined;
  const items: StoredItem[] = [];
  let leftOut = countOf(said.leftOut);
  let room = LIMITS.all;
  for (const item of said.items.slice(0, LIMITS.items)) {
    const read = itemOf(item);
    const size = read ? read.name.length + read.value.length : Number.POSITIVE_INFINITY;
    if (!read || read.value.length > LIMITS.value || read.name.length > LIMITS.name || size > room) {
      leftOut += 1;
      continue;
    }
    room -= size;
    items.push(read);
  }
  leftOut += Math.max(0, said.items.length - LIMITS.items);
  const refused = Array.isArray(said.refused) ? said.refused.slice(0, 9) : [];
  return {
    origin: said.origin.slice(0, LIMITS.name),
    items,
    leftOut: Math.min(leftOut, 2 ** 31),
    refused: STORES.filter((store) => refused.includes(store)),
  };
}

function itemOf(item: unknown): StoredItem | undefined {
  if (!isRecord(item) || typeof item.name !== "string" || typeof item.value !== "string") return undefined;
  const store = STORES.find((known) => known === item.store);
  return store && { store, name: item.name, value: item.value };
}

function countOf(value: unknown): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
