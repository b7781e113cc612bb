// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// Runs tests on the CPython that npm's `pyodide` carries, for a Python of which the
// machine has no interpreter.
//
//   node --stack-size=3000 .ci/pyodide.mjs FOLDER SITE ARGUMENT...
//
// FOLDER holds node_modules/pyodide, SITE what pip installed with --target; the
// arguments are pytest's.  It exits as pytest does.

import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, site, ...given] = process.argv.slice(2);
const home = path.resolve(folder, "node_modules", "pyodide");
const { loadPyodide } = await import(pathToFileURL(path.join(home, "pyodide.mjs")).href);
const python = await loadPyodide({
  indexURL: home,
  env: {
    HOME: "/tmp",
    HYPOTHESIS_PROFILE: process.env.HYPOTHESIS_PROFILE ?? "dev",
    PYTHONDONTWRITEBYTECODE: "1",
  },
});
for (const [there, here] of [["/site", site], ["/checkout", "."]]) {
  python.FS.mkdirTree(there);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: path.resolve(here) }, there);
}
python.globals.set("given", python.toPy(given));

let status = 3;
try {
  status = python.runPython(`
import os, sys

os.chdir("/checkout")
sys.path.insert(0, "/site")
sys.path_importer_cache.clear()
print(sys.version, sys.platform)

import pytest

int(pytest.main(["-p", "no:cacheprovider", *given]))
`);
} catch (error) {
  // An error of the interpreter prints its whole program; its end says what it was.
  console.error(String(error.message).slice(-2000));
}
process.exit(status);
