import { useEffect, useState } from "preact/hooks";
import type { Given } from "../import/messages.ts";
import { hasFiles, isField, ofTransfer } from "./given.ts";

/** Takes what is dropped on the panel, or pasted where no field is; says whether something is being dragged over it. */
export function useGiven(onGiven: (files: Given[]) => void): boolean {
  const [isDragged, setDragged] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      // Without this the browser opens the file in place of the panel.
      event.preventDefault();
      setDragged(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragged(false);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      setDragged(false);
      give(ofTransfer(event.dataTransfer));
    };
    const paste = (event: ClipboardEvent) => {
      if (hasFiles(event.clipboardData) || !isField(event.target)) give(ofTransfer(event.clipboardData));
    };
    const give = (files: Given[]) => {
      if (files.length > 0) onGiven(files);
    };
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
      document.removeEventListener("paste", paste);
    };
  }, [onGiven]);
  return isDragged;
}
