// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// A cart that somebody writes for one shop, with a library for money of their choice.
//
// It is the cart of by_hand.py: three kinds of offer, rounding and sharing as the
// contract has them.  Every amount of the workloads is far below 2 ** 53 paise, and so
// is every product of an amount with a weight, so numbers hold them exactly.

import { pathToFileURL } from "node:url";

import { hundredths, offersOf } from "./offers.mjs";

// amount * numerator / denominator in paise, half up; nothing here is negative.
const portion = (amount, numerator, denominator) =>
  Math.floor((2 * amount * numerator + denominator) / (2 * denominator));

// Round down, then a paisa each to the largest remainders; of equal ones the larger
// weight goes first, then the lower key.
function largestRemainders(amount, weights, keys) {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const rests = weights.map((weight) => (amount * weight) % whole);
  const shares = weights.map((weight, i) => (amount * weight - rests[i]) / whole);
  const more = amount - shares.reduce((sum, share) => sum + share, 0);
  const order = weights.map((_, i) => i);
  order.sort(
    (a, b) =>
      rests[b] - rests[a] || weights[b] - weights[a] || (keys[a] < keys[b] ? -1 : 1),
  );
  for (const i of order.slice(0, more)) shares[i] += 1;
  return shares;
}

function cartOf(library, document) {
  const { cart_items: items, shipping } = document.cart;
  const lines = items.map((item) => {
    const rate = hundredths(item.tax_rate);
    return {
      key: item.product_id,
      price: library.of(hundredths(item.selling_price)),
      quantity: item.quantity,
      rate,
      inside: item.price_including_tax,
    };
  });
  const offers = offersOf(document);
  for (const { kind, indices } of offers) {
    if (kind !== "third") continue;
    const paise = (i) => library.paise(lines[i].price);
    indices.sort((a, b) => paise(a) - paise(b) || (lines[a].key < lines[b].key ? -1 : 1));
  }
  const cost = library.of(hundredths(shipping.estimated_cost));
  return { lines, offers, cost, shippingRate: hundredths(shipping.tax_rate) };
}

function due(library, lines, amounts) {
  let [cost, tax] = [library.zero, library.zero];
  lines.forEach((line, i) => {
    const part = line.inside
      ? library.taxInside(amounts[i], line.rate)
      : library.percent(amounts[i], line.rate);
    tax = library.add(tax, part);
    cost = library.add(cost, amounts[i]);
    if (!line.inside) cost = library.add(cost, part);
  });
  return [cost, tax];
}

function price(library, { lines, offers, cost, shippingRate }) {
  const left = lines.map((line) => library.times(line.price, line.quantity));
  const [before] = due(library, lines, left);
  for (const { kind, value, indices } of offers) {
    if (kind === "third") {
      let free = Math.floor(indices.reduce((sum, i) => sum + lines[i].quantity, 0) / 3);
      for (const i of indices) {
        const units = Math.min(free, lines[i].quantity);
        left[i] = library.subtract(left[i], library.times(lines[i].price, units));
        free -= units;
      }
      continue;
    }
    const weights = indices.map((i) => left[i]);
    const total =
      kind === "amount"
        ? library.of(value)
        : library.percent(weights.reduce(library.add), value);
    const shares = library.share(total, weights, indices.map((i) => lines[i].key));
    indices.forEach((i, nth) => {
      left[i] = library.subtract(left[i], shares[nth]);
    });
  }
  const [after, tax] = due(library, lines, left);
  const shippingTax = library.percent(cost, shippingRate);
  return [
    library.add(library.add(after, cost), shippingTax),
    library.add(tax, shippingTax),
    library.subtract(before, after),
  ];
}

async function dinero(require) {
  const load = (name) => import(pathToFileURL(require.resolve(name)));
  const { add, allocate, dinero: make, halfUp, multiply, subtract } =
    await load("dinero.js");
  const { toSnapshot, transformScale } = await load("dinero.js");
  const { INR } = await load("dinero.js/currencies");
  const of = (amount) => make({ amount, currency: INR });
  const paise = (money) => toSnapshot(money).amount;
  return {
    of,
    paise,
    add,
    subtract,
    allocate,
    zero: of(0),
    times: multiply,
    percent: (money, rate) =>
      transformScale(multiply(money, { amount: rate, scale: 4 }), 2, halfUp),
    // It has no division.
    taxInside: (money, rate) => of(portion(paise(money), rate, 10000 + rate)),
    share: (total, weights, keys) =>
      largestRemainders(paise(total), weights.map(paise), keys).map(of),
  };
}

async function currency(require) {
  const make = require("currency.js");
  const of = (paise) => make(paise, { fromCents: true });
  return {
    of,
    paise: (money) => money.intValue,
    add: (a, b) => a.add(b),
    subtract: (a, b) => a.subtract(b),
    zero: of(0),
    times: (money, count) => money.multiply(count),
    percent: (money, rate) => money.multiply(rate).divide(10000),
    taxInside: (money, rate) => money.multiply(rate).divide(10000 + rate),
    share: (total, weights, keys) =>
      largestRemainders(
        total.intValue,
        weights.map((weight) => weight.intValue),
        keys,
      ).map(of),
  };
}

// dinero.js as it shares itself: what is left over goes to the first lines.
async function dineroAllocate(require) {
  const library = await dinero(require);
  return {
    ...library,
    share: (total, weights) => library.allocate(total, weights.map(library.paise)),
  };
}

const LIBRARIES = { currency, dinero, dineroAllocate };

export async function cartsOf(part, documents, require) {
  const library = await LIBRARIES[part](require);
  const told = (found) => {
    const [paid, tax, saved] = found.map((money) => `${library.paise(money)}e-2`);
    return { to_be_paid: paid, total_tax: tax, total_savings: saved };
  };
  return Object.fromEntries(
    Object.entries(documents).map(([name, document]) => {
      const cart = cartOf(library, document);
      return [name, { price: () => price(library, cart), told }];
    }),
  );
}
