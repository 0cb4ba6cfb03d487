/** Starts the panel: the page is a pure function of what the background sends, what files hold, and what the user chose. */

import { render } from "preact";
import { onSearch } from "../shared/search.ts";
import { inspectedTab } from "../shared/webext.ts";
import { App } from "./app.tsx";
import { Background } from "./background.ts";
import { Import } from "./import.ts";

const background = new Background(draw);
const files = new Import(draw);

function draw(): void {
  render(
    <App
      state={background.state}
      commands={background}
      files={files}
      opened={files.state}
      tab={inspectedTab()}
      onSearch={(search) => onSearch(inspectedTab(), search)}
    />,
    document.body,
  );
}

draw();
