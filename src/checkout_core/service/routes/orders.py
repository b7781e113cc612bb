# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The routes of a shopper's sessions, orders and payments."""

from __future__ import annotations

from checkout_core.service import orders, placing, refunds, sessions, shipments
from checkout_core.service.routes.route import STOREFRONT, Access, Route


_ORDER = f"{STOREFRONT}/orders/{{order_number}}"

ROUTES: tuple[Route, ...] = (
    Route(
        method="POST",
        path=f"{STOREFRONT}/auth/anonymous",
        operation="routes_begin_session_post",
        handler=sessions.begin_session,
        response="Session",
        access=Access.PUBLIC,
        per_address=True,
    ),
    Route(
        method="POST",
        path=f"{STOREFRONT}/auth/refresh-token",
        operation="routes_refresh_session_post",
        handler=sessions.refresh_session,
        request="RefreshToken",
        response="Tokens",
        access=Access.PUBLIC,
        per_address=True,
    ),
    Route(
        method="POST",
        path=f"{STOREFRONT}/auth/logout",
        operation="sessions_end_post",
        handler=sessions.end_session,
    ),
    Route(
        method="POST",
        path=f"{STOREFRONT}/orders",
        operation="orders_create_post",
        handler=placing.create,
        request="NewOrder",
        response="CreatedOrder",
        asks_gateway=True,
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
        asks_gateway=True,
    ),
    Route(
        method="GET",
        path=f"{_ORDER}/payment-status",
        operation="orders_payment_status_get",
        handler=placing.payment_status,
        response="PaymentStatus",
        asks_gateway=True,
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
        asks_gateway=True,
    ),
    Route(
        method="POST",
        path=f"{STOREFRONT}/payments/juspay/create-order",
        operation="orders_create_in_juspay_post",
        handler=placing.create_in_juspay,
        request="JuspayOrder",
        response="JuspayCreated",
        asks_gateway=True,
    ),
)
