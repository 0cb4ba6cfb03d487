/** Waiting for things to become true. */

/** The machine may be slow: nothing is late before this. */
const PATIENCE = 60_000;
const INTERVAL = 50;

/**
 * Asks until the answer is neither undefined, null nor false; an error is an answer that is not there yet.
 *
 * @template T
 * @param {string} what
 * @param {() => T | Promise<T>} ask
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(what, ask, patience = PATIENCE) {
  const end = Date.now() + patience;
  let reason;
  do {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
    } catch (error) {
      reason = error;
    }
    await pause(INTERVAL);
  } while (Date.now() < end);
  throw new Error(`waited ${patience / 1000} s in vain for ${what}`, { cause: reason });
}

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
