// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// The workloads as every JavaScript peer reads them.

// An amount in paise, a percentage in hundredths: "12.34" is 1234.
export const hundredths = (text) => Math.round(Number(text) * 100);

// Offers in their order, each with its value and the indices of its lines:
// a percentage in hundredths, an amount in paise, or a third of the units for nothing.
export function offersOf({ cart, store }) {
  return [...store.promotions, ...store.coupons].map((offer) => {
    const { details } = offer;
    const row = details.products?.[0];
    const wanted = row ? [row.buy_from_category_id] : (details.category_id ?? []);
    const indices = [];
    cart.cart_items.forEach((item, i) => {
      if (!wanted.length || wanted.some((each) => item.category_ids.includes(each))) {
        indices.push(i);
      }
    });
    const common = { name: offer.name, code: offer.coupon_code?.[0], wanted, indices };
    if (details.discount_percent !== undefined) {
      return { ...common, kind: "percent", value: hundredths(details.discount_percent) };
    }
    if (details.fixed_discount_amount !== undefined) {
      const value = hundredths(details.fixed_discount_amount);
      return { ...common, kind: "amount", value };
    }
    return { ...common, kind: "third", value: 0 };
  });
}
