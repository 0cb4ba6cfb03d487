/** The panel with an invented view: `?login=login-1` chooses a login, `?state=private|empty|denied|notices` a state. */

import { render } from "preact";
import { App } from "../../src/panel/app.tsx";
import type { Commands, PanelState } from "../../src/panel/background.ts";
import type { Import } from "../../src/panel/import.ts";
import { NO_PREFERENCES } from "../../src/shared/preferences.ts";
import type { Status } from "../../src/shared/protocol.ts";
import { SAMPLE, SAMPLE_ROWS } from "../view.ts";

const query = new URLSearchParams(location.search);
const RUNNING: Status = {
  recording: true,
  listening: true,
  watched: false,
  devtools: true,
  access: "all",
  reading: "off",
  notices: [],
  ignored: 1_187,
  dropped: 0,
  canUndo: false,
  private: false,
};
const NOTHING = { rows: [], seen: 12, kept: 0, tellings: 1 };
const LISTED = { rows: SAMPLE_ROWS, seen: 1_204, kept: 17, tellings: 1 };

const STATES: Record<string, PanelState> = {
  full: { listed: LISTED, status: RUNNING, orphaned: false },
  private: { listed: LISTED, status: { ...RUNNING, private: true }, orphaned: false },
  empty: { listed: NOTHING, status: RUNNING, orphaned: false },
  denied: { listed: NOTHING, status: { ...RUNNING, access: "none" }, orphaned: false },
  notices: {
    listed: LISTED,
    status: { ...RUNNING, recording: false, access: "some", notices: ["evicted"] },
    orphaned: true,
  },
};

const commands: Commands = {
  record: () => {},
  clear: () => {},
  undo: () => {},
  inNetwork: undefined,
  openAccessPage: () => {},
  stopReading: () => {},
  ask: async (question) => {
    const login = question.about === "login" && SAMPLE.find(({ key }) => key === question.login);
    if (login) return login as never;
    throw new Error("This is a picture of the panel: nobody answers here.");
  },
  fetch: async () => {
    throw new Error("This is a picture of the panel: nothing is fetched here.");
  },
};

const files: Pick<Import, "open" | "close" | "ask"> = { open: () => {}, close: () => {}, ask: commands.ask };

const state = STATES[query.get("state") ?? "full"];
if (state) {
  render(
    <App
      state={state}
      commands={commands}
      files={files}
      opened={undefined}
      preferences={NO_PREFERENCES}
      onPreferences={async () => {}}
    />,
    document.body,
  );
}
document.querySelector<HTMLElement>(`[data-login="${query.get("login") ?? "login-2"}"]`)?.click();
