import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Gives an element the focus when it comes: whoever opens a tool may write at once. */
export function useFocus<E extends HTMLElement>(): RefObject<E | null> {
  const element = useRef<E>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
