/** Logins of private windows are marked, kept apart, and gone when the last private window closes. */

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { until } from "./drivers/poll.mjs";
import { inEachBrowser } from "./setup.mjs";
import { expectLogins, logIn, waitUntilIdle } from "./words.mjs";

inEachBrowser("private windows", (stage) => {
  let healthy;
  let broken;
  let panel;
  let privatePanel;
  before(async () => {
    healthy = stage.app("healthy");
    broken = stage.app("redirect-uri");
    await stage.browser.allowPrivate();
  });

  test("each panel shows the logins of its own kind of window", async () => {
    const opened = await stage.openPanel(healthy.name);
    panel = opened.panel;
    await logIn(opened.page, healthy);
    await expectLogins(panel, [healthy.expect]);

    const page = await stage.browser.newPrivatePage(broken.url);
    privatePanel = await stage.browser.openPanel(page);
    await logIn(page, broken);
    await expectLogins(privatePanel, [broken.expect]);
    await expectLogins(panel, [healthy.expect]);
    assert.deepEqual([await marks(panel), await marks(privatePanel)], [[false], [true]]);
    await stage.screenshot(privatePanel, "private");
  });

  test("what is stored of them has keys of its own", async () => {
    await waitUntilIdle(panel);
    const stored = await panel.read(async () => Object.entries(await chrome.storage.session.get(null)));
    const [apart, shared] = [true, false].map((isPrivate) =>
      JSON.stringify(stored.filter(([key]) => key.startsWith("private/") === isPrivate)),
    );
    assert.ok(apart.includes(`/${broken.name}/`) && !shared.includes(`/${broken.name}/`));
    assert.ok(shared.includes(`/${healthy.name}/`) && !apart.includes(`/${healthy.name}/`));
  });

  test("a stopped background still tells them apart", async () => {
    await stage.browser.stopBackground();
    await expectLogins(privatePanel, [broken.expect]);
    await expectLogins(panel, [healthy.expect]);
  });

  test("nothing is left when the last private window closes", async () => {
    await stage.browser.closePrivateWindows();
    await until("what is stored of private windows to go", () =>
      panel.read(async () =>
        Object.keys(await chrome.storage.session.get(null)).every((key) => !key.startsWith("private/")),
      ),
    );
    await expectLogins(panel, [healthy.expect]);
  });
});

function marks(panel) {
  return panel.read(() =>
    [...document.querySelectorAll("[data-login]")].map(
      (row) => row.dataset.private !== undefined && row.textContent.includes("private"),
    ),
  );
}
