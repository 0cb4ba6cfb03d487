/** Every broken login of the lab gets its diagnosis, and a report that says so and gives nothing away. */

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { apps } from "../lab/apps.mjs";
import { assertKeeps, copyMatchingReport, secretsOfPage } from "./report.mjs";
import { inEachBrowser } from "./setup.mjs";
import { allMessageKinds, clear, expectLogins, logIn } from "./words.mjs";

const SPOKEN_OF = apps.filter(({ name, expect }) => expect.outcome === "failed" || name === "healthy");

inEachBrowser("diagnosis", (stage) => {
  let page;
  let panel;
  before(async () => {
    ({ page, panel } = await stage.openPanel("healthy"));
  });

  for (const { name, expect } of SPOKEN_OF) {
    test(`${name}: ${expect.rootCause || "nothing is wrong"}`, async () => {
      await clear(panel);
      await logIn(page, stage.app(name));
      await expectLogins(panel, [expect]);
      const rules = await panel.read(() =>
        [...document.querySelectorAll("[data-root-cause-card]")].map(({ dataset }) => dataset.rule),
      );
      assert.deepEqual(rules, expect.rootCause ? [expect.rootCause] : []);
      await stage.screenshot(panel, name);

      const secrets = [...stage.lab.secrets(), ...(await secretsOfPage(page))];
      const report = await copyMatchingReport(stage.browser, panel);
      assertKeeps(report, secrets);
      await expectLogins(panel, [expect]);
    });
  }

  test("no message of a healthy login is missing", async () => {
    await clear(panel);
    await logIn(page, stage.app("healthy"));
    await expectLogins(panel, [stage.app("healthy").expect]);
    const kinds = new Set(await allMessageKinds(panel));
    const needed = [
      "discovery",
      "authorization-request",
      "authorization-response",
      "preflight",
      "token-request",
      "userinfo",
    ];
    assert.deepEqual(
      needed.filter((kind) => !kinds.has(kind)),
      [],
      [...kinds].join(),
    );
  });
});
