// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// Medusa's promotion module and its totals, on objects in memory.
//
// The module's own `computeActions` decides what every promotion gives; the list of
// promotions, which it would read from its tables, is handed to it, highest value
// first as its query orders them.  As in its workflows, totals are computed before
// (promotions look at subtotals) and after the adjustments.

import { offersOf } from "./offers.mjs";

const ALL_UNITS = 1_000_000;

const inCategories = (categories) =>
  categories.length
    ? [
        {
          attribute: "items.product.categories.id",
          operator: "in",
          values: categories.map((value) => ({ value })),
        },
      ]
    : [];

function promotionOf({ name, kind, value, wanted }) {
  const common = { target_rules: inCategories(wanted), currency_code: "inr" };
  const method = {
    percent: {
      ...common,
      type: "percentage",
      value: value / 100,
      target_type: wanted.length ? "items" : "order",
      allocation: "across",
    },
    amount: {
      ...common,
      type: "fixed",
      value: value / 100,
      target_type: "order",
      allocation: "across",
    },
    third: {
      ...common,
      type: "percentage",
      value: 100,
      target_type: "items",
      allocation: "each",
      buy_rules: inCategories(wanted),
      buy_rules_min_quantity: 2,
      apply_to_quantity: 1,
      max_quantity: ALL_UNITS,
    },
  }[kind];
  return {
    id: name,
    code: name,
    type: kind === "third" ? "buyget" : "standard",
    is_automatic: false,
    rules: [],
    application_method: method,
  };
}

// A cart as it comes from the tables, with what each line has been given.
function cartOf({ cart }, adjustments) {
  return {
    currency_code: "inr",
    items: cart.cart_items.map((item) => ({
      id: item.product_id,
      quantity: item.quantity,
      unit_price: Number(item.selling_price),
      is_tax_inclusive: item.price_including_tax,
      is_discountable: true,
      tax_lines: [{ rate: Number(item.tax_rate), code: "GST" }],
      adjustments: adjustments.get(item.product_id) ?? [],
      product: { categories: item.category_ids.map((id) => ({ id })) },
    })),
    shipping_methods: [
      {
        id: "shipping",
        amount: Number(cart.shipping.estimated_cost),
        is_tax_inclusive: cart.shipping.price_including_tax,
        tax_lines: [{ rate: Number(cart.shipping.tax_rate), code: "GST" }],
      },
    ],
  };
}

export async function cartsOf(_, documents, require) {
  const { decorateCartTotals } = require("@medusajs/utils");
  const { PromotionModuleService } = require("@medusajs/promotion/dist/services");
  const none = new Map();

  const pricerOf = (document) => {
    const promotions = offersOf(document).map(promotionOf);
    promotions.sort((a, b) => b.application_method.value - a.application_method.value);
    const codes = promotions.map(({ code }) => code);
    const module = Object.create(PromotionModuleService.prototype);
    module.baseRepository_ = { getFreshManager: () => ({}) };
    module.listActivePromotions_ = async () => [...promotions];

    return async () => {
      const before = decorateCartTotals(cartOf(document, none));
      const actions = await module.computeActions(codes, before, {
        prevent_auto_promotions: true,
      });
      const adjustments = new Map();
      for (const action of actions) {
        if (action.action !== "addItemAdjustment") throw new Error(action.action);
        const given = adjustments.get(action.item_id);
        if (given) given.push(action);
        else adjustments.set(action.item_id, [action]);
      }
      return decorateCartTotals(cartOf(document, adjustments));
    };
  };

  const told = (cart) => ({
    to_be_paid: String(cart.total.raw.value),
    total_tax: String(cart.tax_total.raw.value),
    total_savings: String(cart.discount_total.raw.value),
  });
  return Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [
      name,
      { price: pricerOf(document), told },
    ]),
  );
}
