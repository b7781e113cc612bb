// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// checkout-core in Node, on the CPython that npm's `pyodide` carries, as a program of
// the conformance corpus.
//
//   node --stack-size=3000 node.mjs NODE_MODULES SITE...
//
// NODE_MODULES holds pyodide; each SITE is a folder of Python packages: the engine's
// source, the requirements, and the tests with checkout_core_program.py.

import { createInterface } from "node:readline";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [modules, ...sites] = process.argv.slice(2);
const home = path.resolve(modules, "pyodide");
const { loadPyodide } = await import(pathToFileURL(path.join(home, "pyodide.mjs")).href);
const python = await loadPyodide({
  indexURL: home,
  env: { HOME: "/tmp", PYTHONDONTWRITEBYTECODE: "1" },
  stdout: (text) => process.stderr.write(`${text}\n`),
});
sites.forEach((site, index) => {
  const there = `/site${index}`;
  python.FS.mkdirTree(there);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: path.resolve(site) }, there);
});
python.globals.set("count", sites.length);
const answered = python.runPython(`
import json, sys

sys.path[:0] = [f"/site{index}" for index in range(count)]
sys.path_importer_cache.clear()

import checkout_core_program as program

def answered(line):
    request = json.loads(line)
    return None if request["op"] == "stop" else program.answered(request)

answered
`);

for await (const line of createInterface({ input: process.stdin })) {
  const answer = answered(line);
  if (answer === undefined || answer === null) break;
  process.stdout.write(`${answer}\n`);
}
process.exit(0);
