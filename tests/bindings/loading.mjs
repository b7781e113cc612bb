// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// Prints what `load` gives a Pyodide to unpack, for a wheel given in each way, and why
// it does not load.

import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

import { load } from "checkout-core";

const path = process.argv[2];
const bytes = new Uint8Array([1, 2, 3]);
const server = createServer((request, response) => {
  response.statusCode = request.url === "/a.whl" ? 200 : 404;
  response.end(bytes);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const base = `http://127.0.0.1:${server.address().port}`;

async function unpacked(options) {
  const found = [];
  const pyodide = {
    unpackArchive: (archive, format) => found.push([archive.constructor.name, [...archive], format]),
    runPython: () => Object.assign(["1.2.3", () => "{}"], { destroy() {} }),
  };
  try {
    const engine = await load({ pyodide, ...options });
    return [engine.version, ...found];
  } catch (error) {
    return `${error.message}`.replace(base, "");
  }
}

const found = {
  path: await unpacked({ wheels: [path] }),
  url: await unpacked({ wheels: [pathToFileURL(path), pathToFileURL(path).href] }),
  bytes: await unpacked({ wheels: [bytes, bytes.buffer, Buffer.from(bytes)] }),
  address: await unpacked({ wheels: [`${base}/a.whl`] }),
  missing: await unpacked({ wheels: [`${base}/b.whl`] }),
  none: await unpacked({}),
};
server.close();
console.log(JSON.stringify(found));
