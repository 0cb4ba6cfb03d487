/** The words in which the tests are written. */

import assert from "node:assert/strict";
import { until } from "./drivers/poll.mjs";

/** How long a diagnosis may take to reach the panel. */
const DIAGNOSIS_PATIENCE = 60_000;
/** Nothing new is coming when nothing came for so long. */
const QUIET = 1_000;

/** Logs in to an app from its first page to the end, however it ends. */
export async function logIn(page, app) {
  const atProvider = await beginLogin(page, app);
  await finishLogin(page, atProvider);
}

/** Goes as far as the provider's login page, and answers with the window that shows it. */
export async function beginLogin(page, app) {
  await page.goto(app.url);
  if (app.via !== "popup") {
    await page.click("#login");
    await page.waitFor("#sign-in");
    return page;
  }
  const popup = await page.popup(() => page.click("#login"));
  await popup.waitFor("#sign-in");
  return popup;
}

export async function finishLogin(page, atProvider = page) {
  await atProvider.click("#sign-in");
  await page.waitFor("[data-done]");
}

/**
 * Waits until the panel lists these logins, the newest first, and shows of the selected one what its row says.
 *
 * @param {import("./drivers/browser.mjs").Panel} panel
 * @param {{ outcome: string, rootCause: string }[]} expected
 */
export async function expectLogins(panel, expected) {
  const wanted = expected.map(({ outcome, rootCause }) => ({ outcome, rootCause }));
  await until(
    "the diagnosis",
    async () => {
      assert.deepEqual(await panel.read(listedLogins), wanted);
      return panel.read(showsWhatItLists);
    },
    DIAGNOSIS_PATIENCE,
  );
}

/** The diagnoses that an app's logins must get. */
export function expectedOf({ expect }) {
  return Array.from({ length: expect.logins ?? 1 }, () => expect);
}

function listedLogins() {
  return [...document.querySelectorAll("[data-login]")].map(({ dataset }) => ({
    outcome: dataset.outcome,
    rootCause: dataset.rootCause,
  }));
}

/** A login in full comes a moment after its row. */
function showsWhatItLists() {
  const row = document.querySelector("[data-login][aria-selected=true]");
  const card = document.querySelector("[data-root-cause-card]");
  return !row || (card?.dataset.rule ?? "") === row.dataset.rootCause;
}

/**
 * The kinds of the messages of the selected login, in order, once no more are coming: a diagnosis can be there before
 * the last message is.
 */
export async function allMessageKinds(panel) {
  await waitUntilIdle(panel);
  return panel.read(() =>
    [...document.querySelectorAll("[data-message]")].map(({ dataset }) => dataset.kind),
  );
}

/** Forgets all logins. */
export async function clear(panel) {
  await panel.click("[data-action=clear]");
  await expectLogins(panel, []);
}

/** Waits until the extension has nothing more to write down: browsers stop a background only when it is idle. */
export async function waitUntilIdle(panel) {
  let last;
  let since = 0;
  await until("the background to be idle", async () => {
    const stored = await panel.read(async () => JSON.stringify(await chrome.storage.session.get(null)));
    if (stored !== last) since = Date.now();
    last = stored;
    return Date.now() - since > QUIET;
  });
}

/** Puts a text into a field of the panel as a paste does it; to be sent there. */
export function fill(name, text) {
  const field = document.querySelector(`[name="${name}"]`);
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/**
 * Gives files to the panel's chooser, as the user does it; to be sent there.
 *
 * @param {{ name: string, text: string }[]} files
 */
export function chooseFiles(files) {
  const chooser = document.querySelector("input[type=file]");
  const chosen = new DataTransfer();
  for (const { name, text } of files) chosen.items.add(new File([text], name));
  chooser.files = chosen.files;
  chooser.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Drops files on the panel; to be sent there. */
export function dropFiles(files) {
  const dropped = new DataTransfer();
  for (const { name, text } of files) dropped.items.add(new File([text], name));
  for (const type of ["dragover", "drop"]) {
    const event = new DragEvent(type, { dataTransfer: dropped, bubbles: true, cancelable: true });
    document.querySelector(".panel").dispatchEvent(event);
  }
}

/** Pastes a text into the panel, or into one of its fields; to be sent there. */
export function paste(text, selector = "body") {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  // Firefox makes the data itself, of a text.
  const data = { clipboardData, dataType: "text/plain", data: text };
  const event = new ClipboardEvent("paste", { ...data, bubbles: true, cancelable: true });
  document.querySelector(selector).dispatchEvent(event);
}
