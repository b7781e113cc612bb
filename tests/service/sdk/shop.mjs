// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// A shopper's way through the service with the vendor's own client.  Arguments: the
// base URL, a token, and what to put into the cart as JSON.  Prints one JSON line.

import { createStorefront } from "@commercengine/storefront-sdk";

const [baseUrl, token, wish] = process.argv.slice(2);
const { items, coupon, points, credit, address } = JSON.parse(wish);
const shop = createStorefront({
  storeId: "demo",
  apiKey: "unused",
  baseUrl,
  session: { accessToken: token },
}).session();

async function done(call) {
  const { data, error } = await call;
  if (error) throw new Error(JSON.stringify(error));
  return data;
}

const [first, ...others] = items;
let { cart } = await done(shop.cart.createCart({ items: [first] }));
const id = { id: cart.id };
for (const item of others) {
  ({ cart } = await done(shop.cart.addDeleteCartItem(id, item)));
}
({ cart } = await done(shop.cart.applyCoupon(id, { coupon_code: coupon })));
({ cart } = await done(
  shop.cart.redeemLoyaltyPoints(id, { loyalty_point_redeemed: points }),
));
({ cart } = await done(
  shop.cart.redeemCreditBalance(id, { credit_balance_used: credit }),
));
({ cart } = await done(
  shop.cart.updateCartAddress(id, {
    billing_address: address,
    shipping_address: address,
  }),
));
const judged = await done(shop.cart.evaluateCoupons(id));
const { order, payment_required, payment_info } = await done(
  shop.order.createOrder({
    cart_id: cart.id,
    payment_method: {
      payment_provider_slug: "juspay",
      integration_type: "hyper-checkout",
      return_url: "https://shop.example/paid",
      action: "paymentPage",
    },
  }),
);
const seen = await done(
  shop.order.getOrderDetails({ order_number: order.order_number }),
);
const paid = await done(shop.order.getPaymentStatus(order.order_number));
const other = await done(shop.cart.createCart({ items: [first] }));
const second = await done(
  shop.order.createOrder({ cart_id: other.cart.id }),
);
const juspay = await shop.order.client.POST("/payments/juspay/create-order", {
  body: {
    order_number: second.order.order_number,
    return_url: "https://shop.example/paid",
  },
});
const cancelled = await done(
  shop.order.cancelOrder(
    { order_number: second.order.order_number },
    { cancellation_reason: "ordered twice" },
  ),
);
console.log(
  JSON.stringify({
    cart,
    judged,
    order,
    payment_required,
    payment_info,
    seen,
    paid,
    juspay: juspay.data ?? juspay.error,
    cancelled,
  }),
);
