/** Which part of the compiled core is whose: the sizes of its functions by the crates that their names begin with. */

/** The crates that verification brings along. */
const VERIFICATION =
  /(jsonwebtoken|\brsa\b|p256|p384|p521|k256|primeorder|elliptic_curve|ecdsa|crypto_bigint|num_bigint|num_integer|curve25519|ed25519|rfc6979|hmac|pkcs1|pkcs8|spki|\bder\b|sec1|simple_asn1|pem_rfc7468|\bpem\b|signature|oauth_lens_jose::verify|oauth_lens_jose::near_miss)/;

/** The share of the code that is there to verify signatures, of a module with the names of its functions. */
export function verificationShare(bytes) {
  const module = new WebAssembly.Module(bytes);
  // Imported functions come first in the numbering.
  const imports = WebAssembly.Module.imports(module).filter(({ kind }) => kind === "function").length;
  const names = functionNames(
    new Reader(new Uint8Array(WebAssembly.Module.customSections(module, "name")[0])),
  );
  let all = 0;
  let verification = 0;
  for (const [index, size] of functionSizes(new Reader(new Uint8Array(bytes), 8)).entries()) {
    all += size;
    if (VERIFICATION.test(names.get(imports + index) ?? "")) verification += size;
  }
  return { verification, all };
}

/** Sections, by WebAssembly's binary format: each an id and a length. The code is in the one with the id 10. */
function functionSizes(module) {
  const sizes = [];
  while (!module.isAtEnd) {
    const id = module.byte();
    const section = module.part();
    if (id === 10) for (let left = section.number(); left > 0; left--) sizes.push(section.part().length);
  }
  return sizes;
}

function functionNames(section) {
  const names = new Map();
  while (!section.isAtEnd) {
    const isOfFunctions = section.byte() === 1;
    const part = section.part();
    if (isOfFunctions) for (let left = part.number(); left > 0; left--) names.set(part.number(), part.text());
  }
  return names;
}

class Reader {
  #bytes;
  #at;

  constructor(bytes, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get length() {
    return this.#bytes.length;
  }

  get isAtEnd() {
    return this.#at >= this.#bytes.length;
  }

  byte() {
    return this.#bytes[this.#at++];
  }

  /** A number in LEB128. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** What a length says how long it is. */
  part() {
    const length = this.number();
    this.#at += length;
    return new Reader(this.#bytes.subarray(this.#at - length, this.#at));
  }

  text() {
    return new TextDecoder().decode(this.part().#bytes);
  }
}
