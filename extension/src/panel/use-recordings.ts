import { useCallback, useState } from "preact/hooks";
import type { Given } from "../import/messages.ts";
import type { Commands, PanelState } from "./background.ts";
import type { Choice } from "./choice.ts";
import type { Import, ImportState } from "./import.ts";
import type { Listed } from "./rows.ts";

/** Reads what the user opens. */
export type Files = Pick<Import, "open" | "close" | "ask">;

/** What the browser does, or what was read from files. */
export interface Recording {
  listed: Listed;
  choice: Choice;
  /** The files, where these are shown. */
  files: ImportState | undefined;
  ask: Commands["ask"];
  choose(choice: Choice): void;
}

interface Recordings {
  shown: Recording;
  show(files: boolean): void;
  open(given: Given[]): void;
  /** Forgets the files. */
  close(): void;
}

const NOTHING_CHOSEN: Choice = { filter: "" };

/** Which recording is shown; each keeps what was chosen in it. */
export function useRecordings(
  live: PanelState,
  ask: Commands["ask"],
  files: Files,
  opened: ImportState | undefined,
): Recordings {
  const [wantsFiles, setWantsFiles] = useState(false);
  const [ofLive, chooseLive] = useState(NOTHING_CHOSEN);
  const [ofFiles, chooseFiles] = useState(NOTHING_CHOSEN);
  const open = useCallback(
    (given: Given[]) => {
      setWantsFiles(true);
      chooseFiles(NOTHING_CHOSEN);
      files.open(given);
    },
    [files],
  );
  const close = () => {
    setWantsFiles(false);
    files.close();
  };
  const shown: Recording =
    wantsFiles && opened
      ? { listed: opened.listed, choice: ofFiles, files: opened, ask: files.ask, choose: chooseFiles }
      : { listed: live.listed, choice: ofLive, files: undefined, ask, choose: chooseLive };
  return { shown, show: setWantsFiles, open, close };
}
