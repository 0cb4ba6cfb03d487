/** Starts the panel: the page is a pure function of what the background sends and of what the user chose. */

import { render } from "preact";
import { App } from "./app.tsx";
import { Background } from "./background.ts";

const background = new Background(draw);

function draw(): void {
  render(<App state={background.state} commands={background} />, document.body);
}

draw();
