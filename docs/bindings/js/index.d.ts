// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT

/** An amount, a rate or points, digit for digit, such as "12.50". */
export type Exact = string;

/** A document as an object, or as JSON text, whose numbers are read exactly. */
export type Document = string | object;

/** One thing that is wrong with a document, and the fix. */
export interface Fault {
  /** Where, such as `cart.cart_items[0].quantity`; "" for the whole document. */
  path: string;
  /** What kind; it stays the same across releases. */
  code: string;
  /** What was found there. */
  value: string | number | boolean | null;
  /** What is wrong and the fix, in English. */
  message: string;
}

/** The answer to a document that cannot be used: everything that is wrong with it. */
export interface Refused {
  faults: Fault[];
}

/** Why an offer, a code, a charge or a gift card does not apply. */
export interface Refusal {
  kind: string;
  code: string;
  message: string;
  offer_id: string | null;
  name: string | null;
  [more: string]: unknown;
}

/** What a cart comes to. */
export interface Totals {
  subtotal: Exact;
  item_total_tax: Exact;
  subtotal_including_tax: Exact;
  promotion_discount_amount: Exact;
  coupon_discount_amount: Exact;
  shipping_estimated_cost: Exact;
  shipping_discount_amount: Exact;
  shipping_amount: Exact;
  shipping_tax_amount: Exact;
  shipping_amount_including_tax: Exact;
  handling_charge_excluding_tax: Exact;
  handling_charge_tax_amount: Exact;
  handling_charge_including_tax: Exact;
  total_tax: Exact;
  round_off: Exact;
  grand_total: Exact;
  funded_savings: Exact;
  points_value: Exact;
  credit_balance_used: Exact;
  to_be_paid: Exact;
  promotion_savings: Exact;
  coupon_savings: Exact;
  other_savings: Exact;
  total_savings: Exact;
  loyalty_points_redeemed: Exact;
  loyalty_points_earned: Exact;
}

/** A quote document: all figures of a price and all it was made of. */
export interface Quote {
  fingerprint: string;
  schema_version: string;
  currency: string;
  totals: Totals;
  refusals: Refusal[];
  [more: string]: unknown;
}

/** An order as Commerce Engine writes it; counts are numbers, amounts are strings. */
export interface Order {
  grand_total: Exact;
  to_be_paid: Exact;
  order_items: Record<string, unknown>[];
  [more: string]: unknown;
}

/** What a checkout document costs. */
export interface Price {
  /** `quote.totals`, the same object. */
  totals: Totals;
  /** `quote.refusals`, the same list. */
  refusals: Refusal[];
  order: Order;
  /** What is stored, and verified later; it may be written by `JSON.stringify`. */
  quote: Quote;
}

/** What a quote that adds up says. */
export interface Verified {
  adds_up: true;
  currency: string;
  to_be_paid: Exact;
}

/** What is answered of a quote that was changed. */
export interface Changed extends Refused {
  adds_up: false;
}

/** What each offer of a store does for a cart. */
export interface Evaluation {
  applicable_coupons: Record<string, unknown>[];
  inapplicable_coupons: Record<string, unknown>[];
  applicable_promotions: Record<string, unknown>[];
  inapplicable_promotions: Record<string, unknown>[];
  with_payment?: Record<string, unknown>[];
}

/** The engine; its calls answer at once, on the thread that calls. */
export interface Engine {
  /** The version of checkout-core. */
  readonly version: string;
  /** Return what a checkout document costs, or its faults. */
  price(document: Document): Price | Refused;
  /** Return whether a quote adds up, or its faults. */
  verify(quote: Document): Verified | Changed | Refused;
  /** Return what each offer of the store does for a cart, or the document's faults. */
  evaluate(document: Document): Evaluation | Refused;
  /** Return the answer to a call, both JSON text. */
  answer(call: "price" | "verify" | "evaluate", text: string): string;
}

/** What `load` needs of a Pyodide. */
export interface Python {
  runPython(code: string): unknown;
  unpackArchive(archive: Uint8Array, format: string, options: object): void;
}

export interface Options {
  /**
   * The wheels of checkout-core and of attrs, each by a path (Node), an address or as
   * bytes; by default those in the folder `wheels` of this package, in Node only.
   */
  wheels?: (string | URL | Uint8Array | ArrayBuffer)[];
  /**
   * A Pyodide that was loaded, or the folder or base address where one stands; by
   * default npm's package `pyodide`.
   */
  pyodide?: Python | string | URL;
}

/** Load the engine: once, it takes seconds. */
export function load(options?: Options): Promise<Engine>;
