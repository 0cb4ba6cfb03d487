/** The panel as a page: the same views of what somebody gives it. It watches nothing, and nothing leaves it. */

import { render } from "preact";
import { App } from "../panel/app.tsx";
import { Import } from "../panel/import.ts";
import { Liking } from "../panel/liking.ts";
import { NOTHING } from "../panel/rows.ts";
import { language } from "../shared/texts.ts";
import { Alone } from "./alone.ts";
import { keptByPage } from "./kept-by-page.ts";

const files = new Import(draw);
const liking = new Liking(keptByPage, () => {
  files.set(liking.current.settings);
  draw();
});
const alone = new Alone();
const state = { listed: NOTHING, status: undefined, orphaned: false };

function draw(): void {
  render(
    <App
      // Another language is another panel.
      key={language()}
      state={state}
      commands={alone}
      files={files}
      opened={files.state}
      preferences={liking.current}
      onPreferences={liking.change}
      isPage
    />,
    document.body,
  );
}

void liking.begin().then(draw);
