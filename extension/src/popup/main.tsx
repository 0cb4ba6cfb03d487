/** Starts what the toolbar's button opens: the logins of the tab in front, and the panel's own words about them. */

import { render } from "preact";
import { Background } from "../panel/background.ts";
import { Liking, PreferencesContext } from "../panel/liking.ts";
import { keptByBrowser } from "../shared/kept-by-extension.ts";
import { PANEL_PORT, portName } from "../shared/protocol.ts";
import { t } from "../shared/texts.ts";
import { viewOf } from "../shared/views.ts";
import { ACCESS, tabInFront, webext } from "../shared/webext.ts";
import { Popup } from "./popup.tsx";

const liking = new Liking(keptByBrowser, () => {});

void start();

async function start(): Promise<void> {
  await liking.begin();
  const tab = await tabInFront();
  if (tab === undefined) {
    render(<p class="empty">{t("noTab")}</p>, document.body);
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
    render(
      <PreferencesContext.Provider value={liking.current}>
        <Popup state={state} tab={Number(tab)} ask={ask} actions={actions} />
      </PreferencesContext.Provider>,
      document.body,
    );
  }

  draw();
}
