/** Lives as long as DevTools is open: makes the panel, and passes on the bodies that only DevTools sees. */

import { keepConnected } from "../shared/connection.ts";
import { DEVTOOLS_PORT, type DevtoolsMessage, type DevtoolsOrder, portName } from "../shared/protocol.ts";
import { searches } from "../shared/search.ts";
import { inspectedTab, type NetworkEntry, readContent, readHar, webext } from "../shared/webext.ts";
import { contentEvent } from "./content.ts";
import { isWorthReading, mayMatter } from "./relevance.ts";

webext.devtools.panels.create("OAuth Lens", "icons/lens-32.png", "panel.html", (panel) => {
  const search = searches(inspectedTab());
  // Firefox's panels have no search.
  panel.onSearch?.addListener((action, words) => {
    if (action === "performSearch") search(words ?? "");
    if (action === "cancelSearch") search("");
  });
});

let recording = true;
const background = keepConnected<DevtoolsMessage, DevtoolsOrder>(portName(DEVTOOLS_PORT, inspectedTab()), {
  onMessage: ({ on }) => {
    recording = on;
  },
});

webext.devtools.network.onRequestFinished.addListener((entry) => void pass(entry));
void readHar().then((entries) => entries.forEach((entry) => void pass(entry)));

async function pass(entry: NetworkEntry): Promise<void> {
  if (!recording || !mayMatter(entry)) return;
  const content = isWorthReading(entry) ? await readContent(entry) : undefined;
  const event = contentEvent(entry, content);
  if (event) background.post({ type: "captured", events: [event] });
}
