/** What no report may ever show: every secret value that the lab has made. */
export class Secrets {
  #values = new Set();

  /** @param {(string | undefined | null)[]} values */
  add(...values) {
    for (const value of values) if (value) this.#values.add(value);
  }

  /** @param {string | string[] | undefined} headers the Set-Cookie headers of a response */
  addCookies(headers) {
    for (const header of [headers ?? []].flat()) {
      const [value] = header.slice(header.indexOf("=") + 1).split(";");
      this.add(value);
    }
  }

  /** @returns {string[]} */
  get values() {
    return [...this.#values];
  }
}
