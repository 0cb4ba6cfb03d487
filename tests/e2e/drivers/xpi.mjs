/** A folder as a ZIP archive, which is what Firefox installs for longer than one run. Nothing is compressed. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** The first of January 1980, in the words of MS-DOS. */
const DATE = 0x21;

/**
 * @param {string} folder
 * @returns {Promise<Buffer>}
 */
export async function pack(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = [];
  const directory = [];
  let offset = 0;
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = await readFile(path);
    const name = Buffer.from(path.slice(join(folder, "/").length).replaceAll("\\", "/"));
    const common = words([20, 0, 0, 0, DATE], [crc32(bytes), bytes.length, bytes.length], [name.length, 0]);
    const local = Buffer.concat([words([], [LOCAL]), common, name, bytes]);
    const rest = words([0, 0, 0], [0, offset]);
    directory.push(Buffer.concat([words([], [CENTRAL]), words([20]), common, rest, name]));
    files.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const counts = [0, 0, directory.length, directory.length];
  const end = Buffer.concat([words([], [END]), words(counts, [central.length, offset], [0])]);
  return Buffer.concat([...files, central, end]);
}

/** Numbers of two bytes, then of four, then of two. */
function words(short, long = [], more = []) {
  const two = (number) => [number & 0xff, (number >>> 8) & 0xff];
  const four = (number) => [...two(number), ...two(number >>> 16)];
  return Buffer.from([...short.flatMap(two), ...long.flatMap(four), ...more.flatMap(two)]);
}

/** @param {Buffer} bytes */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
