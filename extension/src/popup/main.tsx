/** Starts what the toolbar's button opens: the logins of the tab in front, and the panel's own words about them. */

import { render } from "preact";
import { Background } from "../panel/background.ts";
import { PANEL_PORT, portName } from "../shared/protocol.ts";
import { viewOf } from "../shared/views.ts";
import { ACCESS, tabInFront, webext } from "../shared/webext.ts";
import { Popup } from "./popup.tsx";

void start();

async function start(): Promise<void> {
  const tab = await tabInFront();
  if (tab === undefined) {
    render(<p class="empty">No tab is in front here.</p>, document.body);
    return;
  }
  const background = new Background(draw, portName(PANEL_PORT, tab));
  const actions = {
    record,
    allow,
    stop: () => background.watch(false),
    showAll: () => {
      void webext.tabs.create({ url: webext.runtime.getURL(viewOf(Number(tab))) });
      window.close();
    },
    readAnswers: () => background.openAccessPage("answers"),
  };

  /** The browser asks beside this page, which it may close for that: what the user wants is said before. */
  function record(): void {
    background.watch(true);
    allow();
  }

  function allow(): void {
    webext.permissions.request(ACCESS).catch(() => {});
  }

  function draw(): void {
    const { state, ask } = background;
    render(<Popup state={state} tab={Number(tab)} ask={ask} actions={actions} />, document.body);
  }

  draw();
}
