/**
 * Where the user allows what the extension cannot do by itself: browsers ask for permissions only on a click in a page of the
 * extension. The address says which one is asked for.
 */

import { ACCESS, READING, webext } from "../shared/webext.ts";

const DONE = {
  sites: {
    permissions: ACCESS,
    yes: "Done. Go back to the tab of your app and log in again.",
    no: "Not allowed. Without access to all sites, OAuth Lens cannot see the whole of a login.",
  },
  answers: {
    permissions: READING,
    yes: "Done. Go back to the tab of your app and log in again. At the bottom of the panel you can end it at any time.",
    no: "Not allowed. Answers are read by DevTools alone, as before.",
  },
};

const about = location.hash === "#answers" ? "answers" : "sites";
const { permissions, yes, no } = DONE[about];
for (const part of document.querySelectorAll<HTMLElement>("[data-about]"))
  part.hidden = part.dataset.about !== about;
const button = document.querySelector<HTMLButtonElement>(`[data-about=${about}] [data-action=grant]`);
const result = document.querySelector<HTMLElement>("[data-result]");

button?.addEventListener("click", async () => {
  show(await webext.permissions.request(permissions));
});
void webext.permissions.contains(permissions).then((granted) => {
  if (granted) show(true);
});

function show(granted: boolean): void {
  if (!button || !result) return;
  button.hidden = granted;
  result.textContent = granted ? yes : no;
}
