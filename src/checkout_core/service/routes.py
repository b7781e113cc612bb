# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Every route, who may call it and what it does: one literal table.

The storefront's paths are Commerce Engine's; those for the merchant, the webhook and
the service itself are our own.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.service import (
    cart_offers,
    cart_tenders,
    carts,
    orders,
    payments,
    placing,
    refunds,
    sessions,
    shipments,
)
from checkout_core.service.calls import Call
from checkout_core.wire.envelopes import succeeded


if TYPE_CHECKING:
    from checkout_core.wire.envelopes import Envelope


STOREFRONT = "/api/v1/{store_id}/storefront"
MERCHANT = "/api/v1/{store_id}/merchant"


class Access(StrEnum):
    """
    Who may call a route.

    - `SHOPPER`: every caller with a token.
    - `MERCHANT`: the caller with the merchant's token.
    - `PUBLIC`: every caller, without a token; the route itself may check more.
    """

    SHOPPER = "shopper"
    MERCHANT = "merchant"
    PUBLIC = "public"


@frozen(kw_only=True)
class Route:
    """
    One route.

    Attributes:
        method: the HTTP method.
        path: the path, with its parameters in braces.
        operation: the `operationId` of the OpenAPI document, by which generated clients
            call it; it does not change when a handler is renamed or moved.
        handler: answers a call; it may block.  The first line of its docstring is the
            summary of the route.
        request: the schema of the body, "" for a route without one.
        response: the schema of the content of the answer, "" if it is empty.
        access: who may call it, by default every caller with a token.
        parameters: further parameters: of the query, or a header.
    """

    method: str
    path: str
    operation: str
    handler: Callable[[Call], Envelope]
    request: str = ""
    response: str = ""
    access: Access = Access.SHOPPER
    parameters: tuple[str, ...] = ()

    @property
    def purpose(self) -> str:
        """What it does, in a sentence."""
        return (self.handler.__doc__ or "").strip().partition("\n")[0]


def health(call: Call) -> Envelope:
    """Check that the service and its database work."""
    with call.app.database.reading() as unit:
        unit.carts.get("")
    return succeeded("The service and its database work.", {})


_CART = f"{STOREFRONT}/carts/{{id}}"
_ORDER = f"{STOREFRONT}/orders/{{order_number}}"
_MERCHANT_ORDER = f"{MERCHANT}/orders/{{order_number}}"

#: Literal paths come before paths with an id that would match them.
ROUTES: tuple[Route, ...] = (
    Route(
        method="POST",
        path=f"{STOREFRONT}/auth/anonymous",
        operation="routes_begin_session_post",
        handler=sessions.begin_session,
        response="Session",
        access=Access.PUBLIC,
    ),
    Route(
        method="POST",
        path=f"{STOREFRONT}/auth/refresh-token",
        operation="routes_refresh_session_post",
        handler=sessions.refresh_session,
        request="RefreshToken",
        response="Tokens",
        access=Access.PUBLIC,
    ),
    Route(
        method="POST",
        path=f"{STOREFRONT}/carts",
        operation="carts_create_post",
        handler=carts.create,
        request="NewCart",
        response="Cart",
        parameters=("Idempotency-Key",),
    ),
    Route(
        method="GET",
        path=f"{STOREFRONT}/carts/available-coupons",
        operation="carts_list_coupons_get",
        handler=cart_offers.list_coupons,
        response="Coupons",
    ),
    Route(
        method="GET",
        path=f"{STOREFRONT}/carts/available-promotions",
        operation="carts_list_promotions_get",
        handler=cart_offers.list_promotions,
        response="Promotions",
    ),
    Route(
        method="GET",
        path=f"{STOREFRONT}/carts/users/{{user_id}}",
        operation="carts_of_user_get",
        handler=carts.of_user,
        response="Cart",
    ),
    Route(
        method="DELETE",
        path=f"{STOREFRONT}/carts/users/{{user_id}}",
        operation="carts_delete_of_user_delete",
        handler=carts.delete_of_user,
    ),
    Route(
        method="GET",
        path=_CART,
        operation="carts_get_get",
        handler=carts.get,
        response="Cart",
    ),
    Route(
        method="DELETE",
        path=_CART,
        operation="carts_delete_delete",
        handler=carts.delete,
    ),
    Route(
        method="POST",
        path=f"{_CART}/items",
        operation="carts_put_item_post",
        handler=carts.put_item,
        request="Item",
        response="Cart",
    ),
    Route(
        method="POST",
        path=f"{_CART}/coupon",
        operation="carts_apply_coupon_post",
        handler=cart_offers.apply_coupon,
        request="CouponCode",
        response="Cart",
    ),
    Route(
        method="DELETE",
        path=f"{_CART}/coupon",
        operation="carts_remove_coupon_delete",
        handler=cart_offers.remove_coupon,
        response="Cart",
    ),
    Route(
        method="POST",
        path=f"{_CART}/loyalty-points",
        operation="carts_redeem_points_post",
        handler=cart_tenders.redeem_points,
        request="Points",
        response="Cart",
    ),
    Route(
        method="DELETE",
        path=f"{_CART}/loyalty-points",
        operation="carts_remove_points_delete",
        handler=cart_tenders.remove_points,
        response="Cart",
    ),
    Route(
        method="POST",
        path=f"{_CART}/credit-balance",
        operation="carts_use_credit_post",
        handler=cart_tenders.use_credit,
        request="Credit",
        response="Cart",
    ),
    Route(
        method="DELETE",
        path=f"{_CART}/credit-balance",
        operation="carts_remove_credit_delete",
        handler=cart_tenders.remove_credit,
        response="Cart",
    ),
    Route(
        method="POST",
        path=f"{_CART}/payment",
        operation="carts_choose_payment_post",
        handler=cart_tenders.choose_payment,
        request="ChosenPayment",
        response="Cart",
    ),
    Route(
        method="DELETE",
        path=f"{_CART}/payment",
        operation="carts_remove_payment_delete",
        handler=cart_tenders.remove_payment,
        response="Cart",
    ),
    Route(
        method="POST",
        path=f"{_CART}/channel",
        operation="carts_set_channel_post",
        handler=carts.set_channel,
        request="Channel",
        response="Cart",
    ),
    Route(
        method="DELETE",
        path=f"{_CART}/channel",
        operation="carts_remove_channel_delete",
        handler=carts.remove_channel,
        response="Cart",
    ),
    Route(
        method="POST",
        path=f"{_CART}/charges",
        operation="carts_choose_charges_post",
        handler=cart_offers.choose_charges,
        request="Charges",
        response="Cart",
    ),
    Route(
        method="DELETE",
        path=f"{_CART}/charges",
        operation="carts_remove_charges_delete",
        handler=cart_offers.remove_charges,
        response="Cart",
    ),
    Route(
        method="POST",
        path=f"{_CART}/gift-cards",
        operation="carts_use_gift_cards_post",
        handler=cart_tenders.use_gift_cards,
        request="GiftCards",
        response="Cart",
    ),
    Route(
        method="DELETE",
        path=f"{_CART}/gift-cards",
        operation="carts_remove_gift_cards_delete",
        handler=cart_tenders.remove_gift_cards,
        response="Cart",
    ),
    Route(
        method="POST",
        path=f"{_CART}/payment-plan",
        operation="carts_choose_payment_plan_post",
        handler=cart_tenders.choose_payment_plan,
        request="PaymentPlan",
        response="Cart",
    ),
    Route(
        method="DELETE",
        path=f"{_CART}/payment-plan",
        operation="carts_remove_payment_plan_delete",
        handler=cart_tenders.remove_payment_plan,
        response="Cart",
    ),
    Route(
        method="POST",
        path=f"{_CART}/address",
        operation="carts_set_address_post",
        handler=carts.set_address,
        request="Addresses",
        response="Cart",
    ),
    Route(
        method="POST",
        path=f"{_CART}/fulfillment-preference",
        operation="carts_set_fulfilment_post",
        handler=carts.set_fulfilment,
        request="Preference",
        response="Cart",
    ),
    Route(
        method="POST",
        path=f"{_CART}/customer-note",
        operation="carts_set_note_post",
        handler=carts.set_note,
        request="CustomerNote",
        response="Cart",
    ),
    Route(
        method="GET",
        path=f"{_CART}/evaluate-coupons",
        operation="carts_evaluate_coupons_get",
        handler=cart_offers.evaluate_coupons,
        response="Evaluation",
    ),
    Route(
        method="GET",
        path=f"{_CART}/evaluate-promotions",
        operation="carts_evaluate_promotions_get",
        handler=cart_offers.evaluate_promotions,
        response="Evaluation",
    ),
    Route(
        method="POST",
        path=f"{STOREFRONT}/orders",
        operation="orders_create_post",
        handler=placing.create,
        request="NewOrder",
        response="CreatedOrder",
    ),
    Route(
        method="GET",
        path=f"{STOREFRONT}/orders",
        operation="orders_page_get",
        handler=orders.list_orders,
        response="Orders",
        parameters=("page", "limit", "user_id"),
    ),
    Route(
        method="GET",
        path=_ORDER,
        operation="orders_get_get",
        handler=orders.get,
        response="Order",
    ),
    Route(
        method="POST",
        path=f"{_ORDER}/cancel",
        operation="orders_cancel_post",
        handler=refunds.cancel,
        request="Cancellation",
        response="Order",
    ),
    Route(
        method="GET",
        path=f"{_ORDER}/payment-status",
        operation="orders_payment_status_get",
        handler=placing.payment_status,
        response="PaymentStatus",
    ),
    Route(
        method="GET",
        path=f"{_ORDER}/payments",
        operation="orders_payments_get",
        handler=orders.list_payments,
        response="Payments",
    ),
    Route(
        method="GET",
        path=f"{_ORDER}/shipments",
        operation="orders_shipments_get",
        handler=shipments.list_shipments,
        response="Shipments",
    ),
    Route(
        method="GET",
        path=f"{_ORDER}/refunds",
        operation="orders_refunds_get",
        handler=refunds.list_refunds,
        response="Refunds",
    ),
    Route(
        method="POST",
        path=f"{_ORDER}/retry-payment",
        operation="orders_retry_payment_post",
        handler=placing.retry_payment,
        request="Retry",
        response="Payment",
    ),
    Route(
        method="POST",
        path=f"{STOREFRONT}/payments/juspay/create-order",
        operation="orders_create_in_juspay_post",
        handler=placing.create_in_juspay,
        request="JuspayOrder",
        response="JuspayCreated",
    ),
    Route(
        method="GET",
        path=_MERCHANT_ORDER,
        operation="orders_get_merchant",
        handler=orders.get,
        response="Order",
        access=Access.MERCHANT,
    ),
    Route(
        method="POST",
        path=f"{_MERCHANT_ORDER}/refunds",
        operation="orders_give_back_merchant",
        handler=refunds.create_refund,
        request="Returns",
        response="Refund",
        access=Access.MERCHANT,
    ),
    Route(
        method="POST",
        path=f"{_MERCHANT_ORDER}/refunds/{{id}}/paid",
        operation="orders_transfer_merchant",
        handler=refunds.record_transfer,
        request="TransferPaid",
        response="TransferPaid",
        access=Access.MERCHANT,
    ),
    Route(
        method="POST",
        path=f"{_MERCHANT_ORDER}/parcels",
        operation="orders_parcel_merchant",
        handler=shipments.record_shipment,
        request="Parcel",
        response="Order",
        access=Access.MERCHANT,
    ),
    Route(
        method="POST",
        path="/webhooks/{provider}",
        operation="payments_webhook_post",
        handler=payments.webhook,
        request="Event",
        access=Access.PUBLIC,
    ),
    Route(
        method="GET",
        path="/health",
        operation="routes_health_get",
        handler=health,
        access=Access.PUBLIC,
    ),
)
