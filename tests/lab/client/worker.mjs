/** A service worker that keeps the tokens away from the page, as some apps do: it makes the token request. */

self.addEventListener("message", (event) => event.waitUntil(exchange(event)));

async function exchange({ data: { url, request }, ports: [port] }) {
  const response = await fetch(url, request);
  port.postMessage(await response.json());
}
