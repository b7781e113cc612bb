// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// The engine in JavaScript: the wheel, in the Python that Pyodide carries.
//
// Promises that no figure passes through a float: text goes in and text comes out of one
// Python function, `checkout_core.wire.answer_text`, and each amount of an answer is a
// string.  Asks no network, unless a wheel or Pyodide is given by its address.

const FOLDER = "/checkout-core";
const START = `
import importlib, sys

if "${FOLDER}" not in sys.path:
    sys.path.insert(0, "${FOLDER}")
importlib.invalidate_caches()
import checkout_core
from checkout_core.wire import answer_text

[checkout_core.__version__, answer_text]
`;
const IN_NODE = typeof process === "object" && Boolean(process.versions?.node);

/** Load the engine; `index.d.ts` says what it takes. */
export async function load({ wheels, pyodide } = {}) {
  const [python, archives] = await Promise.all([
    pythonOf(pyodide),
    Promise.all((wheels ?? (await packed())).map(bytesOf)),
  ]);
  for (const archive of archives) {
    python.unpackArchive(archive, "zip", { extractDir: FOLDER });
  }
  const found = python.runPython(START);
  const [version, answer] = found;
  found.destroy();
  return new Engine(version, answer);
}

/** The engine; its calls answer at once. */
class Engine {
  #answer;

  constructor(version, answer) {
    this.version = version;
    this.#answer = answer;
  }

  /** Return what a checkout document costs, or its faults. */
  price(document) {
    const found = this.#ask("price", document);
    if ("faults" in found) {
      return found;
    }
    const { totals, refusals } = found.quote;
    return { totals, refusals, ...found };
  }

  /** Return whether a quote adds up, or its faults. */
  verify(quote) {
    return this.#ask("verify", quote);
  }

  /** Return what each offer of the store does for a cart, or the document's faults. */
  evaluate(document) {
    return this.#ask("evaluate", document);
  }

  /** Return the answer to a call, both JSON text. */
  answer(call, text) {
    return this.#answer(call, text, "text");
  }

  #ask(call, document) {
    const text = typeof document === "string" ? document : JSON.stringify(document);
    if (text === undefined) {
      throw new TypeError(`${call}: give a document, as an object or as JSON text`);
    }
    return JSON.parse(this.answer(call, text));
  }
}

/** Return a Pyodide: the one given, that of a folder, or that of npm. */
async function pythonOf(given) {
  if (given !== undefined && typeof given.runPython === "function") {
    return given;
  }
  if (given === undefined) {
    const { loadPyodide } = await import("pyodide");
    return loadPyodide();
  }
  const folder = String(given).replace(/\/*$/, "/");
  const path = IN_NODE && !/^[a-z]+:\/\//.test(folder);
  const base = path
    ? (await import("node:url")).pathToFileURL(folder)
    : new URL(folder, IN_NODE ? undefined : location.href);
  const { loadPyodide } = await import(new URL("pyodide.mjs", base).href);
  return loadPyodide({ indexURL: path ? folder : base.href });
}

/** Return the wheels that were packed into this package. */
async function packed() {
  const folder = new URL("wheels/", import.meta.url);
  if (!IN_NODE) {
    throw new TypeError("load: give the addresses of both wheels as `wheels`");
  }
  const { readdir } = await import("node:fs/promises");
  const names = await readdir(folder).catch(() => []);
  const found = names.filter((name) => name.endsWith(".whl"));
  if (found.length === 0) {
    throw new TypeError(
      "load: this package has no wheels; give those of checkout-core and attrs as `wheels`",
    );
  }
  return found.map((name) => new URL(name, folder));
}

/** Return the bytes of a wheel: given as they are, by a path, or by an address. */
async function bytesOf(wheel) {
  if (wheel instanceof ArrayBuffer) {
    return new Uint8Array(wheel);
  }
  if (ArrayBuffer.isView(wheel)) {
    // Pyodide takes no Buffer of Node.
    return new Uint8Array(wheel.buffer, wheel.byteOffset, wheel.byteLength);
  }
  const name = String(wheel);
  if (IN_NODE && !/^https?:\/\//.test(name)) {
    const { readFile } = await import("node:fs/promises");
    return bytesOf(await readFile(name.startsWith("file://") ? new URL(name) : name));
  }
  const response = await fetch(name);
  if (!response.ok) {
    throw new Error(`${name}: ${response.status}`);
  }
  return bytesOf(await response.arrayBuffer());
}
