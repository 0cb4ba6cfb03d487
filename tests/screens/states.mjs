/** The panel's states: what is looked at, and what has to be accessible. */

import { chooseFiles, fill, logIn } from "../e2e/words.mjs";

/** What is done to reach each state, one after the other in the same panel. */
export const STATES = {
  empty: async () => {},
  healthy: async ({ page, lab, panel }) => {
    await logIn(page, app(lab, "healthy"));
    await panel.waitFor("[data-detail]");
  },
  failed: ({ page, lab }) => logIn(page, app(lab, "redirect-uri")),
  offered: async ({ panel }) => {
    await panel.click("[data-action=show-failure]");
    // The login in full comes a moment after its row.
    await panel.waitFor("[data-root-cause-card]");
  },
  diagram: async ({ panel }) => {
    await panel.click("[data-shape=diagram]");
    await panel.waitFor("[data-band]");
  },
  comparison: async ({ panel }) => {
    await panel.click("[data-shape=comparison]");
    // Each app of the lab is a client of its own.
    await panel.waitFor(".comparison option + option");
    await panel.read(chooseOther);
    await panel.waitFor(".comparison .first");
  },
  tokens: async ({ panel }) => {
    await panel.click("[data-shape=list]");
    await panel.click("[data-tab=tokens]");
  },
  message: async ({ panel }) => {
    await panel.click("[data-tab=message]");
    await panel.waitFor("[data-detail][data-whole=true]");
    // Everything that is folded, and how it was sent.
    await panel.read(unfold);
    await panel.waitFor("[data-lines=masked] bdi");
  },
  stored: async ({ panel, page }) => {
    await page.read(store);
    await panel.click("[data-tab=stored]");
    await panel.click("[data-action=look]");
    await panel.waitFor("[data-what]");
  },
  page: async ({ panel }) => {
    await panel.click("[data-action=rule-page]");
    await panel.waitFor("[data-page]");
  },
  explain: async ({ panel }) => {
    await panel.click("[data-action=close-page]");
    await panel.click("[data-action=tool-message]");
  },
  token: ({ panel }) => panel.click("[data-action=tool-token]"),
  keys: ({ panel }) => panel.click("[data-action=shortcuts]"),
  settings: async ({ panel }) => {
    await panel.click("[data-action=close-shortcuts]");
    await panel.click("[data-action=tool-settings]");
    await panel.waitFor("[data-section]");
    await panel.click("[data-action=add-clients]");
    await panel.waitFor("[name=client_id]");
    await panel.read(fill, "redirect_uris", "/callback");
    await panel.click("[data-action=save-settings]");
    await panel.waitFor("[data-result=refused]");
  },
  open: async ({ panel }) => {
    await panel.click("[data-action=remove-entry]");
    await panel.click("[data-action=tool-open]");
  },
  file: async ({ panel }) => {
    await panel.read(chooseFiles, [{ name: "note.txt", text: "nothing of a login" }]);
    await panel.waitFor("[data-nothing]");
  },
  cleared: async ({ panel }) => {
    await panel.click("[data-action=close-files]");
    await panel.click("[data-action=clear]");
    await panel.waitFor("[data-action=undo]");
  },
};

function unfold() {
  for (const folded of document.querySelectorAll("details.folded")) folded.open = true;
}

/** The same of what the toolbar's button opens, without DevTools. */
export const POPUP_STATES = {
  before: async () => {},
  recording: async ({ browser, page }) => {
    const popup = await browser.openPopup(page);
    await popup.click("main [data-action=record]");
    await popup.waitFor("[data-recording]");
    await popup.close();
  },
  broken: ({ page, lab }) => logIn(page, app(lab, "redirect-uri")),
  "out-of-sight": ({ page, lab }) => logIn(page, app(lab, "nonce")),
};

/** What a library leaves of another attempt, and a token that scripts can read. */
function store() {
  const transaction = { state: "left-over-state", code_verifier: "v".repeat(43) };
  sessionStorage.setItem("a0.spajs.txs.web", JSON.stringify(transaction));
  localStorage.setItem("access_token", "aTokenOfAnotherTime0123456789");
}

function chooseOther() {
  const select = document.querySelector(".comparison select");
  select.value = select.options[1].value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

export function app(lab, name) {
  return lab.apps.find((candidate) => candidate.name === name);
}
