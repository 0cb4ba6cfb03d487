/** The panel as a page: the same views of what somebody gives it. It watches nothing, and nothing leaves it. */

import { render } from "preact";
import { App } from "../panel/app.tsx";
import { Import } from "../panel/import.ts";
import { NOTHING } from "../panel/rows.ts";
import { Alone } from "./alone.ts";

const files = new Import(draw);
const alone = new Alone();
const state = { listed: NOTHING, status: undefined, orphaned: false };

function draw(): void {
  render(<App state={state} commands={alone} files={files} opened={files.state} isPage />, document.body);
}

draw();
