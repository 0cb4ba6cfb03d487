/**
 * Which addresses are asked for keys: public ones over TLS, and this computer or a private network where the user wrote so
 * himself. An address that came out of traffic is a stranger's: it must not make the browser ask what strangers cannot reach.
 */

import { t } from "./texts.ts";

interface Address {
  /** All that is asked: what the browser makes of the text, without the fragment. Empty where it is none, or names a user. */
  shown: string;
  /** Why it is not asked. */
  refusal?: string;
}

/** What would be asked at an address. `typed`: the user wrote it, or at least the server. */
export function readAddress(text: string, typed: boolean): Address {
  const url = parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return { shown: "", refusal: t("addressNone") };
  if (url.username !== "" || url.password !== "") return { shown: "", refusal: t("addressUser") };
  url.hash = "";
  const shown = url.href;
  if (!typed && isPrivate(url.hostname)) return { shown, refusal: t("addressPrivate") };
  if (url.protocol !== "https:" && !isLoopback(url.hostname)) return { shown, refusal: t("addressNoTls") };
  return { shown };
}

/** Scheme, host and port; nothing where it is no address. */
export function originOf(text: string): string | undefined {
  return parse(text)?.origin;
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** This computer, by a name or number that no network decides about. */
function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/\.$/, "");
  if (/(^|\.)localhost$/.test(host) || host === "[::1]") return true;
  return ipv4(host)?.[0] === 127;
}

/** No public host: by its number, or by a name that the public DNS does not have. What a public name leads to is not known here. */
function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/\.$/, "");
  if (isLoopback(host)) return true;
  const bytes = ipv4(host);
  if (bytes) return isPrivateIpv4(bytes);
  // Of IPv6 only what is global (2000::/3) is public.
  if (host.startsWith("[")) return !/^\[[23][0-9a-f]{3}:/.test(host);
  return !host.includes(".") || /\.(local|internal|intranet|lan|home|corp|home\.arpa)$/.test(host);
}

function isPrivateIpv4([a, b]: [number, number]): boolean {
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 198 && (b === 18 || b === 19))
  );
}

/** The first bytes of an IPv4 address, also where IPv6 carries it (`::ffff:…`); the browser writes both in one way. */
function ipv4(host: string): [number, number] | undefined {
  const dotted = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(host);
  if (dotted) return [Number(dotted[1]), Number(dotted[2])];
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):[0-9a-f]{1,4}\]$/.exec(host);
  if (!mapped?.[1]) return undefined;
  const both = Number.parseInt(mapped[1], 16);
  return [both >> 8, both & 0xff];
}
