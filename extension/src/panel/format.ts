/** Numbers and times as people read them. */

import { language } from "../shared/texts.ts";

/** `1,204`. */
export function count(amount: number): string {
  return new Intl.NumberFormat(language()).format(amount);
}

/** English as it is written where a day begins with its number and has 24 hours, as the core writes it. */
const region = () => (language() === "en" ? "en-GB" : language());
const local = () => new Intl.DateTimeFormat(region(), { dateStyle: "medium", timeStyle: "long" });
/** Thousands of rows are drawn with it. */
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** The local time of day; nothing where the time is not one. */
export function timeOfDay(timestamp: string | null | undefined): string {
  const date = new Date(timestamp ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? "" : clock.format(date);
}

/** The local time and its zone, of milliseconds since the epoch; nothing where here is UTC. */
export function localTime(milliseconds: number): string {
  const date = new Date(milliseconds);
  return date.getTimezoneOffset() === 0 ? "" : local().format(date);
}

/** `184 ms`, `1.2 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
