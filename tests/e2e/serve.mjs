/** Serves the panel as a page, and keeps what was asked for. */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const WEB = new URL("../../dist/test/web/", import.meta.url);
const TYPES = { html: "text/html", js: "text/javascript", css: "text/css", wasm: "application/wasm" };

/**
 * @param {Record<string, string>} headers that go with each file beside its type
 * @returns {Promise<{ url: string, asked: string[], close: () => void }>}
 */
export async function servePage(headers = {}) {
  const asked = [];
  const server = createServer((request, response) => void serve(request, response, asked, headers));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, asked, close: () => server.close() };
}

async function serve({ url }, response, asked, headers) {
  const path = new URL(url, "http://localhost").pathname;
  asked.push(path);
  const file = path === "/" ? "index.html" : path.slice(1);
  try {
    const content = await readFile(new URL(file, WEB));
    const type = TYPES[file.split(".").at(-1)] ?? "application/octet-stream";
    response.writeHead(200, { ...headers, "content-type": type });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
}
