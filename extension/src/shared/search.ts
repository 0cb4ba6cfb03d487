/** DevTools' own search box belongs to the DevTools page; what is typed there filters the logins of the panel. */

const name = (tab: number) => `search/${tab}`;

/** Tells what is searched in a tab's panel. */
export function searches(tab: number): (words: string) => void {
  const channel = new BroadcastChannel(name(tab));
  return (words) => channel.postMessage(words);
}

/** Calls back with what is searched; the answer ends it. */
export function onSearch(tab: number, search: (words: string) => void): () => void {
  const channel = new BroadcastChannel(name(tab));
  channel.onmessage = ({ data }) => search(String(data));
  return () => channel.close();
}
