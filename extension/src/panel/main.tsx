/** Starts the panel: the page is a pure function of what the background sends, what files hold, and what the user chose. */

import { render } from "preact";
import { keptByBrowser } from "../shared/kept-by-extension.ts";
import { PANEL_PORT, portName, VIEW_PORT } from "../shared/protocol.ts";
import { onSearch } from "../shared/search.ts";
import { language } from "../shared/texts.ts";
import { tabOfView } from "../shared/views.ts";
import { inspectedTab } from "../shared/webext.ts";
import { App } from "./app.tsx";
import { Background, type Commands, type PanelState } from "./background.ts";
import { Import } from "./import.ts";
import { Liking } from "./liking.ts";
import { readPageStorage } from "./read-page.ts";

/** In a tab of its own it is about another tab. */
const other = tabOfView(location.hash);
const tab = other ?? inspectedTab();
const background = new Background(draw, portName(other === undefined ? PANEL_PORT : VIEW_PORT, tab));
const files = new Import(draw);
const liking = new Liking(keptByBrowser, () => {
  files.set(liking.current.settings);
  draw();
});

/** Where DevTools is not what records, *Record* is about the tab, and *Stop* about everything. */
const commands: Commands =
  other === undefined
    ? background
    : {
        record: (on) => (on ? background.watch(true) : background.record(false)),
        clear: () => background.clear(),
        undo: () => background.undo(),
        // DevTools alone has that list.
        inNetwork: undefined,
        openAccessPage: (about) => background.openAccessPage(about),
        stopReading: () => background.stopReading(),
        ask: background.ask,
        fetch: background.fetch,
      };

function shown(state: PanelState): PanelState {
  const { status } = state;
  if (other === undefined || !status) return state;
  return { ...state, status: { ...status, recording: status.listening } };
}

function draw(): void {
  render(
    <App
      // Another language is another panel.
      key={language()}
      state={shown(background.state)}
      commands={commands}
      files={files}
      opened={files.state}
      preferences={liking.current}
      onPreferences={liking.change}
      tab={tab}
      isElsewhere={other !== undefined}
      readPage={other === undefined ? readPageStorage : undefined}
      onSearch={(search) => onSearch(tab, search)}
    />,
    document.body,
  );
}

void liking.begin().then(draw);
