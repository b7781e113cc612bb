// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// Answers calls through the package: each line of standard input is {call, text}, each
// line of standard output an answer; the last one says how long that took, in
// milliseconds.

import { createInterface } from "node:readline";

import { load } from "checkout-core";

const started = performance.now();
const engine = await load();
const loaded = performance.now();
let calls = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { call, text } = JSON.parse(line);
  console.log(engine.answer(call, text));
  calls += 1;
}
const { version } = engine;
const [load_ms, calls_ms] = [loaded - started, performance.now() - loaded];
console.log(JSON.stringify({ version, load_ms, calls_ms, calls }));
