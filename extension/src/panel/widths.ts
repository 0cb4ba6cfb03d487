/** The widths of the columns, as somebody likes them. */

import { remember, remembered } from "./remembered.ts";

export type Column = "width-logins" | "width-detail";

/** Of a column, in pixels. */
export const NARROWEST = 140;

/** Puts a column to a width, in pixels; undefined gives it its own again. No column leaves another one without room. */
export function setWidth(column: Column, width: number | undefined): void {
  const { style } = document.documentElement;
  const pixels = width && Math.max(NARROWEST, Math.round(width));
  if (pixels === undefined) style.removeProperty(`--${column}`);
  else style.setProperty(`--${column}`, `clamp(${NARROWEST}px, ${pixels}px, 45vw)`);
  remember(column, pixels?.toString());
}

/** As it was when the panel was open last. */
export function restoreWidth(column: Column): void {
  const width = Number(remembered(column));
  if (width > 0) setWidth(column, width);
}
