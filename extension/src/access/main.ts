/**
 * Where the user allows what the extension cannot do by itself: browsers ask for permissions only on a click in a page of the
 * extension. The address says which one is asked for.
 */

import { Liking } from "../panel/liking.ts";
import { keptByBrowser } from "../shared/kept-by-extension.ts";
import { type TextKey, t } from "../shared/texts.ts";
import { ACCESS, READING, webext } from "../shared/webext.ts";

const DONE = {
  sites: {
    permissions: ACCESS,
    yes: "accessDone",
    no: "accessRefused",
  },
  answers: {
    permissions: READING,
    yes: "answersDone",
    no: "answersRefused",
  },
} as const;

const about = location.hash === "#answers" ? "answers" : "sites";
const { permissions, yes, no } = DONE[about];
for (const part of document.querySelectorAll<HTMLElement>("[data-about]"))
  part.hidden = part.dataset.about !== about;
const result = document.querySelector<HTMLElement>("[data-result]");
const button = document.querySelector<HTMLButtonElement>(`[data-about=${about}] [data-action=grant]`);

button?.addEventListener("click", async () => {
  show(await webext.permissions.request(permissions));
});
void new Liking(keptByBrowser, () => {}).begin().then(async () => {
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) {
    element.textContent = t(element.dataset.text as TextKey);
  }
  if (await webext.permissions.contains(permissions)) show(true);
});

function show(granted: boolean): void {
  if (!button || !result) return;
  button.hidden = granted;
  result.textContent = t(granted ? yes : no);
}
