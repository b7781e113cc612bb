// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// Vendure's order calculator with its own promotions, on entities in memory.
//
// The services that would ask tables are stood in for by what they would answer: the
// zone, the rate of a tax category, the shipping method, the facet values of a variant
// (its categories here).  Everything that computes is Vendure's.

import { hundredths, offersOf } from "./offers.mjs";

const argsOf = (values) =>
  Object.entries(values).map(([name, value]) => ({ name, value: JSON.stringify(value) }));

// A variant is known by its workload and its line.
const variantOf = (workload, i) => `${workload}-${i}`;

function promotionOf(vendure, workload, offer, nth) {
  const { kind, value, wanted, indices } = offer;
  const variants = indices.map((i) => variantOf(workload, i));
  const [condition, action] = {
    percent: [
      null,
      wanted.length
        ? [vendure.discountOnItemWithFacets, { discount: value / 100, facets: wanted }]
        : [vendure.orderPercentageDiscount, { discount: value / 100 }],
    ],
    amount: [null, [vendure.orderFixedDiscount, { discount: value }]],
    third: [
      [
        vendure.buyXGetYFreeCondition,
        { amountX: 2, variantIdsX: variants, amountY: 1, variantIdsY: variants },
      ],
      [vendure.buyXGetYFreeAction, {}],
    ],
  }[kind];
  const operations = (pair) =>
    pair ? [{ code: pair[0].code, args: argsOf(pair[1]) }] : [];
  return new vendure.Promotion({
    id: nth + 1,
    name: offer.name,
    couponCode: offer.code,
    translations: [],
    conditions: operations(condition),
    actions: operations(action),
    promotionConditions: condition ? [condition[0]] : [],
    promotionActions: [action[0]],
  });
}

// An order as it comes from the tables.
function orderOf(vendure, workload, { cart }) {
  const shippingLine = new vendure.ShippingLine({
    id: 1,
    shippingMethodId: 1,
    listPrice: 0,
    listPriceIncludesTax: false,
    adjustments: [],
    taxLines: [],
  });
  const lines = cart.cart_items.map(
    (item, i) =>
      new vendure.OrderLine({
        id: i + 1,
        productVariant: new vendure.ProductVariant({ id: variantOf(workload, i) }),
        taxCategoryId: item.tax_rate,
        quantity: item.quantity,
        orderPlacedQuantity: 0,
        initialListPrice: hundredths(item.selling_price),
        listPrice: hundredths(item.selling_price),
        listPriceIncludesTax: item.price_including_tax,
        adjustments: [],
        taxLines: [],
        shippingLineId: 1,
      }),
  );
  return new vendure.Order({
    id: 1,
    couponCodes: cart.coupon_code ? [cart.coupon_code] : [],
    lines,
    shippingLines: [shippingLine],
    surcharges: [],
    modifications: [],
    promotions: [],
  });
}

function calculatorOf(vendure, { cart, store }) {
  const zone = new vendure.Zone({ id: 1, name: "India", members: [] });
  const rates = new Map(
    cart.cart_items.map(({ tax_rate: rate }) => [
      rate,
      new vendure.TaxRate({ id: rate, name: "GST", value: Number(rate) }),
    ]),
  );
  const method = new vendure.ShippingMethod({
    id: 1,
    checker: {
      code: vendure.defaultShippingEligibilityChecker.code,
      args: argsOf({ orderMinimum: 0 }),
    },
    calculator: {
      code: vendure.defaultShippingCalculator.code,
      args: argsOf({
        rate: hundredths(cart.shipping.estimated_cost),
        includesTax: "exclude",
        taxRate: Number(cart.shipping.tax_rate),
      }),
    },
  });
  return new vendure.OrderCalculator(
    vendure.getConfig(),
    { getAllWithMembers: async () => [zone] },
    { getApplicableTaxRate: async (_, __, category) => rates.get(category) },
    { findOne: async () => method },
    { getEligibleShippingMethods: async () => [] },
    new vendure.RequestContextCacheService(),
  );
}

export async function cartsOf(_, documents, require) {
  const vendure = require("@vendure/core");
  const channel = new vendure.Channel({
    id: 1,
    pricesIncludeTax: false,
    defaultTaxZone: new vendure.Zone({ id: 1 }),
  });

  const categories = new Map();
  for (const [workload, { cart }] of Object.entries(documents)) {
    cart.cart_items.forEach((item, i) => {
      categories.set(variantOf(workload, i), item.category_ids);
    });
  }
  // Facet values are remembered after the first look, as in a shop that is warm.
  const checker = new vendure.FacetValueChecker(null, {
    createCache: () => ({ get: async (variant) => categories.get(variant) }),
  });
  vendure.discountOnItemWithFacets.init({ get: () => checker });

  const pricerOf = (workload, document) => {
    const calculator = calculatorOf(vendure, document);
    const promotions = offersOf(document).map((offer, nth) =>
      promotionOf(vendure, workload, offer, nth),
    );
    return async () => {
      const ctx = new vendure.RequestContext({
        apiType: "shop",
        channel,
        languageCode: "en",
        isAuthorized: true,
        authorizedAsOwnerOnly: false,
      });
      return calculator.applyPriceAdjustments(
        ctx,
        orderOf(vendure, workload, document),
        promotions,
      );
    };
  };

  const told = (order) => {
    const saved = order.discounts.reduce((sum, each) => sum - each.amountWithTax, 0);
    return {
      to_be_paid: `${order.totalWithTax}e-2`,
      total_tax: `${order.totalWithTax - order.total}e-2`,
      total_savings: `${saved}e-2`,
    };
  };
  return Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [
      name,
      { price: pricerOf(name, document), told },
    ]),
  );
}
