/** The panel in a tab of its own: its address says which tab it is about. */

const PAGE = "panel.html";

export function viewOf(tab: number): string {
  return `${PAGE}#${tab}`;
}

/** The tab that the address of the panel names; undefined in DevTools, where it names none. */
export function tabOfView(hash: string): number | undefined {
  const tab = /^#(\d{1,15})$/.exec(hash)?.[1];
  return tab === undefined ? undefined : Number(tab);
}
