import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** A dialog that lies above all else as long as it is drawn. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return dialog;
}
