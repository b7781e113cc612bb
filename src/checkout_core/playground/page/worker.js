// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// The engine in the browser, on a thread of its own so that the page stays alive.
//
// The first message is {pyodide, engine}: where Pyodide and the engine's archive are.
// Each later one is {id, request} and is answered with {id, text}.

const FOLDER = "/engine";
let answer = null;

async function start({ pyodide, engine }) {
  postMessage({ progress: "Python is loading" });
  const { loadPyodide } = await import(`${pyodide}pyodide.mjs`);
  const [python, archive] = await Promise.all([
    loadPyodide({ indexURL: pyodide }),
    fetch(engine),
  ]);
  if (!archive.ok) {
    throw new Error(`${engine}: ${archive.status}`);
  }
  postMessage({ progress: "The engine is loading" });
  python.unpackArchive(await archive.arrayBuffer(), "zip", { extractDir: FOLDER });
  answer = python.runPython(
    `import sys; sys.path.insert(0, "${FOLDER}")\n` +
      "from checkout_core.playground import answer; answer",
  );
  // The first answer imports the rest of the engine.
  answer("{}");
  postMessage({ ready: python.runPython("sys.version.split()[0]") });
}

addEventListener("message", async ({ data }) => {
  try {
    if (answer === null) {
      await start(data);
    } else {
      postMessage({ id: data.id, text: answer(data.request) });
    }
  } catch (error) {
    postMessage({ id: data.id, failed: String(error?.message ?? error) });
  }
});
