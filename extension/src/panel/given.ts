/** What somebody gives to the panel to be read: files that are chosen or dropped, text that is pasted. */

import type { Given } from "../import/messages.ts";
import { t } from "../shared/texts.ts";

export function ofFiles(files: Iterable<File>): Given[] {
  return Array.from(files, (file) => ({ name: file.name, content: file }));
}

/** Nothing where there is no text. */
export function ofText(text: string): Given[] {
  return text.trim() === "" ? [] : [{ name: t("pasted"), content: new Blob([text]) }];
}

/** What is dropped or pasted. */
export function ofTransfer(transfer: Pick<DataTransfer, "files" | "getData"> | null): Given[] {
  if (!transfer) return [];
  return transfer.files.length > 0 ? ofFiles(transfer.files) : ofText(transfer.getData("text/plain"));
}

/** Files are given to the panel; a text may be dragged from one of its places to another. */
export function hasFiles(transfer: Pick<DataTransfer, "types"> | null): boolean {
  return transfer?.types.includes("Files") ?? false;
}

/** Whether what is pasted there is meant for that field. */
export function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, textarea");
}
