import { useEffect, useRef, useState } from "preact/hooks";
import { type Column, NARROWEST, restoreWidth, setWidth } from "./widths.ts";

/** By so much a key moves it, in pixels. */
const STEP = 16;

interface Props {
  column: Column;
  /** The column, to be measured. */
  of: string;
  label: string;
  /** The column is on the left of it: then it grows to the right. */
  isBefore: boolean;
}

/** The edge of a column: it is dragged, moved by the arrow keys, and a double click puts it back. */
export function Splitter({ column, of, label, isBefore }: Props) {
  const [now, setNow] = useState(0);
  const start = useRef<{ x: number; width: number } | undefined>(undefined);
  const measure = () => document.querySelector(of)?.getBoundingClientRect().width ?? 0;
  const change = (width: number | undefined) => {
    setWidth(column, width);
    setNow(Math.round(measure()));
  };
  const grow = (by: number, from: number) => change(from + (isBefore ? by : -by));
  useEffect(() => {
    restoreWidth(column);
    setNow(Math.round(measure()));
  }, []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved.
    <div
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={now}
      aria-valuemin={NARROWEST}
      aria-valuemax={Math.max(now, Math.round(innerWidth * 0.45))}
      data-splitter={column}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width: measure() };
      }}
      onPointerMove={(event) => {
        const { current } = start;
        if (current) grow(event.clientX - current.x, current.width);
      }}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
        if (!step) return;
        event.preventDefault();
        grow(step, measure());
      }}
      onDblClick={() => change(undefined)}
    />
  );
}
