/** The core breaks down in the middle of a recording: it starts again, says so, and nothing else is lost. */

import { before, test } from "node:test";
import { until } from "./drivers/poll.mjs";
import { inEachBrowser } from "./setup.mjs";
import { clear, expectLogins, logIn } from "./words.mjs";

inEachBrowser("a core that breaks", (stage) => {
  let app;
  let page;
  let panel;
  before(async () => {
    app = stage.app("redirect-uri");
    ({ page, panel } = await stage.openPanel(app.name));
  });

  for (const when of ["ingest", "look"]) {
    test(`${when}: the login is still there, and so is the next one`, async () => {
      await clear(panel);
      await logIn(page, app);
      await expectLogins(panel, [app.expect]);
      await page.goto(`${app.url}?break-core=${when}`);
      const healthy = stage.app("healthy");
      await logIn(page, healthy);
      await panel.waitFor("[data-notice=skipped]");
      await expectLogins(panel, [healthy.expect, app.expect]);
      await clear(panel);
      await until("the notice to go", () =>
        panel.read(() => document.querySelector("[data-notice]") === null),
      );
    });
  }
});
