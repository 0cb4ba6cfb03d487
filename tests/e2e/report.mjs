/** The copied report, and what it must and must not say. */

import assert from "node:assert/strict";
import { until } from "./drivers/poll.mjs";

/**
 * Copies the report of the selected login until it says what the panel says: a message may come
 * between the two.
 *
 * @param {import("./drivers/browser.mjs").Browser} browser
 * @param {import("./drivers/browser.mjs").Panel} panel
 */
export function copyMatchingReport(browser, panel) {
  return until("a report that says what the panel says", async () => {
    const report = await copyReport(browser, panel);
    assertSaysTheSame(report, await panel.read(readPanel));
    return report;
  });
}

/** Copies the report of the selected login the way a user does. */
export async function copyReport(browser, panel) {
  await until("the last confirmation to go", () =>
    panel.read(() => document.querySelector("[data-copied]") === null),
  );
  await panel.click("[data-action=copy-report]");
  await panel.waitFor("[data-copied]");
  return browser.clipboard();
}

function assertSaysTheSame(report, shown) {
  const text = withoutMarkup(report);
  for (const sentence of shown.sentences) {
    assert.ok(text.includes(withoutMarkup(sentence)), `not in the report: ${sentence}\n\n${report}`);
  }
  assert.equal(report.match(/^\d+\. /gm)?.length, shown.messages, report);
}

/**
 * @param {string} report
 * @param {string[]} secrets
 */
export function assertKeeps(report, secrets) {
  assert.ok(secrets.length > 0, "the lab remembers no secret");
  const told = secrets.filter((secret) => report.includes(secret));
  assert.deepEqual(told, [], report);
}

/** The state, nonce and verifier that a single-page app has made up: what a page can keep, a report can show. */
export function secretsOfPage(page) {
  return page.read(() => Object.values(sessionStorage).flatMap((item) => Object.values(JSON.parse(item))));
}

function readPanel() {
  const card = document.querySelector("[data-root-cause-card]");
  const sentences = card ? [card.dataset.rule, card.querySelector("h1").textContent.trim()] : [];
  const title = document.querySelector("[data-login][aria-selected=true] .title").title;
  return { sentences: [title, ...sentences], messages: document.querySelectorAll("[data-message]").length };
}

function withoutMarkup(text) {
  return text.replaceAll(/[\\`*]/g, "");
}
