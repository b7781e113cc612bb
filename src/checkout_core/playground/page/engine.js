// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// What answers the page: the engine in the browser once it is loaded, and until then,
// or where there is no Pyodide, the one behind the local server.

export class Engine {
  #endpoint;
  #worker = null;
  #ready = false;
  #waiting = new Map();
  #count = 0;
  #pyodide;
  #says;

  /**
   * `endpoint` is where the local server answers, "" if there is none; `pyodide` is the
   * base address of Pyodide, "" if there is none; `says` is called with a sentence
   * whenever what answers changes.
   */
  constructor({ endpoint, pyodide, says }) {
    this.#endpoint = endpoint;
    this.#pyodide = pyodide;
    this.#says = says;
  }

  /** Load the engine into the page, if there is a Pyodide. */
  start() {
    if (this.#pyodide === "") {
      this.#says(this.#server(""));
      return;
    }
    const pyodide = new URL(this.#pyodide, document.baseURI).href;
    const engine = new URL("engine.zip", document.baseURI).href;
    this.#worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => this.#heard(data));
    this.#worker.addEventListener("error", () => this.#gone("it could not be started"));
    this.#worker.postMessage({ pyodide, engine });
    this.#says(this.#server("The engine is loading into this page ..."));
  }

  /** Whether an answer can be had now. */
  get usable() {
    return this.#ready || this.#endpoint !== "";
  }

  /** Whether the engine runs in this page. */
  get local() {
    return this.#ready;
  }

  /** Return the answer to a request, both JSON text. */
  answer(request) {
    return this.#ready ? this.#ask(request) : this.fetched(request);
  }

  /** Return the answer of the local server. */
  async fetched(request) {
    const response = await fetch(this.#endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: request,
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(text.trim() || `the server answered ${response.status}`);
    }
    return text;
  }

  #ask(request) {
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, request });
    });
  }

  #server(loading) {
    return this.#endpoint === ""
      ? loading || "No engine: this page was made without Pyodide and without a server."
      : `Priced by the engine behind the local server. ${loading}`.trim();
  }

  #heard({ id, text, progress, ready, failed }) {
    const asked = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (asked !== undefined) {
      failed === undefined ? asked.resolve(text) : asked.reject(new Error(failed));
    } else if (ready !== undefined) {
      this.#ready = true;
      this.#says(`Priced by the engine in this page, on Python ${ready}. No server is asked.`);
    } else if (progress !== undefined) {
      this.#says(this.#server(`${progress} ...`));
    } else if (failed !== undefined) {
      this.#gone(failed);
    }
  }

  #gone(why) {
    this.#worker.terminate();
    this.#says(this.#server(`The engine could not be loaded into this page: ${why}.`));
  }
}
