/** Marionette, Firefox's own remote protocol: JSON over TCP, each message after its length. */

import { spawn } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { join } from "node:path";
import { until } from "./poll.mjs";

const EXECUTABLE = process.env.FIREFOX ?? "firefox-esr";
const FLAGS = ["--marionette", "--remote-allow-system-access", "--no-remote"];
const QUIT_PATIENCE = 10_000;

export class Marionette {
  /** Resolves when Firefox is gone. */
  ended;
  #socket;
  #process;
  #received = Buffer.alloc(0);
  #lastId = 0;
  /** The commands without an answer, by id. */
  #pending = new Map();
  /** Everything that needs a window or a context to stay as it is, one after the other. */
  #queue = Promise.resolve();

  /**
   * @param {object} options
   * @param {boolean} options.headless
   * @param {Record<string, string | number | boolean>} options.preferences
   * @param {string} options.profile a folder, which stays
   */
  static async launch({ headless, preferences, profile }) {
    const lines = Object.entries({ ...preferences, "marionette.port": 0 }).map(
      ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
    );
    await writeFile(join(profile, "user.js"), lines.join(""));
    // That of the last time.
    await rm(join(profile, "MarionetteActivePort"), { force: true });
    const flags = [...(headless ? ["--headless"] : []), ...FLAGS, "--profile", profile];
    const firefox = spawn(EXECUTABLE, flags, { stdio: "ignore" });
    const failed = new Promise((_resolve, reject) => {
      firefox.once("error", reject);
      firefox.once("exit", (code) => reject(new Error(`Firefox ended with ${code}`)));
    });
    failed.catch(() => {});

    const port = await Promise.race([
      failed,
      until("Firefox to start", async () => Number(await readFile(join(profile, "MarionetteActivePort")))),
    ]);
    const marionette = new Marionette(net.connect(port, "127.0.0.1"), firefox);
    await marionette.send("WebDriver:NewSession", { capabilities: {} });
    await marionette.send("WebDriver:SetTimeouts", { script: 60_000, pageLoad: 120_000, implicit: 0 });
    return marionette;
  }

  constructor(socket, process) {
    this.#socket = socket;
    this.#process = process;
    this.ended = new Promise((resolve) => process.once("exit", resolve));
    socket.on("data", (data) => this.#read(data));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("Firefox is gone")));
  }

  /** Sends a command. Where the current window or context matters, do it within `exclusively`. */
  send(name, parameters = {}) {
    const id = ++this.#lastId;
    const message = Buffer.from(JSON.stringify([0, id, name, parameters]));
    this.#socket.write(Buffer.concat([Buffer.from(`${message.length}:`), message]));
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  /**
   * Does something while nothing else changes the current window and context.
   *
   * @template T
   * @param {() => Promise<T>} action
   * @returns {Promise<T>}
   */
  exclusively(action) {
    const result = this.#queue.then(action);
    this.#queue = result.then(
      () => {},
      () => {},
    );
    return result;
  }

  /** Runs a function in the current context. */
  async run(action, ...args) {
    const { value } = await this.send("WebDriver:ExecuteAsyncScript", {
      script: callable(action),
      args,
      newSandbox: true,
      sandbox: null,
    });
    if (value.error) throw new Error(value.error);
    return value.answer;
  }

  /** Runs commands with the rights of the browser itself. */
  privileged(action) {
    return this.exclusively(async () => {
      await this.send("Marionette:SetContext", { value: "chrome" });
      try {
        return await action();
      } finally {
        await this.send("Marionette:SetContext", { value: "content" });
      }
    });
  }

  async quit() {
    const late = setTimeout(() => this.#process.kill("SIGKILL"), QUIT_PATIENCE);
    this.send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {});
    await this.ended;
    clearTimeout(late);
    this.#socket.destroy();
  }

  #read(data) {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const colon = this.#received.indexOf(":");
      if (colon < 0) return;
      const end = colon + 1 + Number(this.#received.subarray(0, colon));
      if (this.#received.length < end) return;
      const message = JSON.parse(this.#received.subarray(colon + 1, end).toString("utf8"));
      this.#received = this.#received.subarray(end);
      // The greeting, which comes first, is no array.
      if (Array.isArray(message)) this.#settle(message);
    }
  }

  #settle([, id, error, value]) {
    const { resolve, reject } = this.#pending.get(id);
    this.#pending.delete(id);
    if (error) reject(new Error(`${error.error}: ${error.message}`));
    else resolve(value);
  }

  #fail(error) {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

/** A function as the body of a script that answers to its last argument. */
export function callable(action) {
  return `
    const [answer, ...args] = [...arguments].reverse();
    (async () => (${action})(...args.reverse()))().then(
      (value) => answer({ answer: value === undefined ? null : value }),
      (error) => answer({ error: String(error) }),
    );`;
}
