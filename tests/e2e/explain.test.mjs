/** From an error message to its causes, in the real panel. */

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { inEachBrowser } from "./setup.mjs";
import { clear, expectLogins, fill, logIn } from "./words.mjs";

inEachBrowser("explain", (stage) => {
  let page;
  let panel;
  before(async () => {
    ({ page, panel } = await stage.openPanel("redirect-uri"));
  });

  test("the message that the app shows leads to its causes, and to the login that proves one", async () => {
    await clear(panel);
    await logIn(page, stage.app("redirect-uri"));
    await expectLogins(panel, [stage.app("redirect-uri").expect]);
    await panel.click("[data-action=tool-message]");
    await panel.waitFor("[name=message]");
    await panel.read(fill, "message", "Error: grant request is invalid");
    await panel.waitFor('[data-cause="token/invalid-grant"]');
    await stage.screenshot(panel, "explain");
    const causes = await panel.read(() =>
      [...document.querySelectorAll("[data-cause]")].map(({ dataset }) => [dataset.cause, dataset.found]),
    );
    assert.equal(causes[0]?.[0], "redirect-uri/token-mismatch", "what the recording proves comes first");
    const found = Object.fromEntries(causes);
    assert.deepEqual(
      [found["redirect-uri/token-mismatch"], found["pkce/verifier-mismatch"]],
      ["true", "false"],
      JSON.stringify(causes),
    );
    await panel.click('[data-cause="redirect-uri/token-mismatch"] .found');
    await panel.waitFor("[data-root-cause-card]");
  });
});
