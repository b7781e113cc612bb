// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// Prints what the calls of the package make of a checkout document, in one object.

import { readFile } from "node:fs/promises";

import { load } from "checkout-core";

const [path, pyodide, ...wheels] = process.argv.slice(2);
const [first, ...others] = wheels;
const engine = await load({ pyodide, wheels: [await readFile(first), ...others] });
const text = await readFile(path, "utf8");
const document = JSON.parse(text);
const price = engine.price(document);
const stored = JSON.stringify(price.quote);
const changed = JSON.parse(stored);
changed.totals.to_be_paid = "1.00";
let refused = "";
try {
  engine.price();
} catch (error) {
  refused = `${error.name}: ${error.message}`;
}
console.log(
  JSON.stringify({
    price,
    same: price.totals === price.quote.totals,
    text: engine.price(text).totals,
    verified: engine.verify(price.quote),
    stored: engine.verify(stored),
    changed: engine.verify(changed),
    evaluated: engine.evaluate(document),
    faults: engine.price({ cart: { currency: "INR", cart_items: [] } }),
    float: engine.price({
      cart: {
        currency: "INR",
        cart_items: [
          { product_id: "a", quantity: 1, selling_price: 0.1 + 0.2, tax_rate: 0 },
        ],
      },
    }),
    refused,
  }),
);
