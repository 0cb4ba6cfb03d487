/** The panel is as light or dark as the DevTools around it, whatever the browser itself is. */

import { test } from "node:test";
import { until } from "./drivers/poll.mjs";
import { inEachBrowser } from "./setup.mjs";

inEachBrowser("the theme", (stage) => {
  for (const theme of ["dark", "light"]) {
    test(`${theme}, as DevTools`, async () => {
      const { page, panel } = await stage.openPanel("healthy", { theme });
      await until(`a ${theme} panel`, async () => (await panel.read(scheme)) === theme);
      await page.close();
    });
  }
});

/** By what is painted behind everything. */
function scheme() {
  const [red] = getComputedStyle(document.body).backgroundColor.match(/\d+/);
  return Number(red) < 128 ? "dark" : "light";
}
