/** Where the user gives access: browsers ask for permissions only on a click in a page of the extension. */

import { ACCESS, webext } from "../shared/webext.ts";

const button = document.querySelector<HTMLButtonElement>("[data-action=grant]");
const result = document.querySelector<HTMLElement>("[data-result]");

button?.addEventListener("click", async () => {
  show(await webext.permissions.request(ACCESS));
});
void webext.permissions.contains(ACCESS).then((granted) => {
  if (granted) show(true);
});

function show(granted: boolean): void {
  if (!button || !result) return;
  button.hidden = granted;
  result.textContent = granted
    ? "Done. Go back to the OAuth Lens panel in DevTools and log in again."
    : "Not allowed. Without access, OAuth Lens cannot see any login.";
}
