/** What axe-core says of a page or a panel. */

import assert from "node:assert/strict";
import axe from "axe-core";

/** WCAG 2.2 AA, and what axe-core calls good practice. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Sent there as text, because what it shows lets no script in. */
const check = new Function(
  "tags",
  `${axe.source};
  return axe
    .run(document, { runOnly: tags, resultTypes: ["violations"] })
    .then(({ violations }) =>
      violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => [id, target.join(" "), failureSummary].join(" · "))));`,
);

/**
 * Holds that nothing in the view is a violation, in light and dark.
 *
 * @param {{ read: import("./drivers/browser.mjs").Page["read"] }} view a page or a panel
 * @param {string} state
 */
export async function expectAccessible(view, state) {
  for (const scheme of ["light", "dark"]) {
    await view.read(setScheme, scheme);
    assert.deepEqual(await view.read(check, TAGS), [], `${state}, ${scheme}`);
  }
  await view.read(setScheme, "");
}

function setScheme(scheme) {
  document.documentElement.style.colorScheme = scheme;
}
