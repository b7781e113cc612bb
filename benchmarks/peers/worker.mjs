// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// The far end of a JavaScript peer: node worker.mjs MODULE PART FOLDER PACKAGES.
//
// It answers as worker.py does: a line says what to price and how often, a line says
// what that took and what came out.  PACKAGES holds node_modules.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";

const [module, part, folder, packages] = process.argv.slice(2);
// What a package prints at its start is no answer.
console.log = console.error;

const documents = {};
for (const name of readdirSync(folder).sort()) {
  const [stem, kind, more] = name.split(".");
  if (kind === "json" && more === undefined) {
    documents[stem] = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
  }
}
const require = createRequire(path.join(path.resolve(packages), "package.json"));
const { cartsOf } = await import(`./${module}.mjs`);
const carts = await cartsOf(part, documents, require);

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
say({ ready: Object.keys(carts) });
for await (const line of readline.createInterface({ input: process.stdin })) {
  const [workload, times] = line.split(" ");
  const { price, told } = carts[workload];
  let found;
  const start = process.hrtime.bigint();
  for (let i = Number(times); i > 0; i -= 1) {
    found = price();
    if (found instanceof Promise) found = await found;
  }
  const took = process.hrtime.bigint() - start;
  say({ nanoseconds: Number(took), answer: told(found) });
}
process.exit(0);
