# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The routes of the merchant."""

from __future__ import annotations

from checkout_core.service import (
    merchant_orders,
    merchant_payments,
    orders,
    prices,
    refunds,
    sessions,
    shipments,
)
from checkout_core.service.routes.route import MERCHANT, Access, Route


_MERCHANT_ORDER = f"{MERCHANT}/orders/{{order_number}}"

ROUTES: tuple[Route, ...] = (
    Route(
        method="POST",
        path="/price",
        operation="prices_price_merchant",
        handler=prices.price,
        request="CheckoutDocument",
        response="Price",
        access=Access.MERCHANT,
        parameters=("amounts",),
        is_stateless=True,
    ),
    Route(
        method="GET",
        path=f"{MERCHANT}/orders",
        operation="orders_search_merchant",
        handler=merchant_orders.list_orders,
        response="FoundOrders",
        access=Access.MERCHANT,
        parameters=(
            "order_status",
            "payment_status",
            "any_user_id",
            "email",
            "phone",
            "number",
            "placed_from",
            "placed_to",
            "reversed",
            "limit",
            "cursor",
        ),
    ),
    Route(
        method="GET",
        path=f"{MERCHANT}/refunds",
        operation="refunds_unsettled_merchant",
        handler=merchant_orders.list_refunds,
        response="UnsettledRefunds",
        access=Access.MERCHANT,
        parameters=("refund_status", "limit", "cursor"),
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
        path=f"{_MERCHANT_ORDER}/confirm",
        operation="orders_confirm_merchant",
        handler=merchant_payments.confirm,
        request="Confirmation",
        response="Order",
        access=Access.MERCHANT,
    ),
    Route(
        method="POST",
        path=f"{_MERCHANT_ORDER}/payments",
        operation="orders_payment_merchant",
        handler=merchant_payments.record_payment,
        request="PaymentTaken",
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
        asks_gateway=True,
    ),
    Route(
        method="POST",
        path=f"{_MERCHANT_ORDER}/refunds/{{id}}/send",
        operation="orders_send_refund_merchant",
        handler=refunds.send_again,
        response="SentRefund",
        access=Access.MERCHANT,
        asks_gateway=True,
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
        path=f"{MERCHANT}/sessions/end",
        operation="sessions_end_merchant",
        handler=sessions.end_sessions,
        request="User",
        access=Access.MERCHANT,
    ),
)
