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

from checkout_core.checks import Validator
from checkout_core.service import carts, orders, payments
from checkout_core.service.desk import Asked, new_id, refuse
from checkout_core.service.tokens import Caller
from checkout_core.wire.envelopes import UNAUTHORIZED, succeeded


if TYPE_CHECKING:
    from checkout_core.wire.envelopes import Envelope


STOREFRONT = "/api/v1/{store_id}/storefront"
MERCHANT = "/api/v1/{store_id}/merchant"


class Door(StrEnum):
    """
    Who may call a route.

    - `SHOPPER`: every caller with a token.
    - `SHOP`: the caller with the merchant's token.
    - `NOBODY`: every caller, without a token; the route itself may check more.
    """

    SHOPPER = "shopper"
    SHOP = "shop"
    NOBODY = "nobody"


@frozen
class Route:
    """
    One route: `asks` and `answers` name schemas of the OpenAPI document.

    `takes` names further parameters: of the query, or a header.
    """

    method: str
    path: str
    run: Callable[[Asked], Envelope]
    asks: str = ""
    answers: str = ""
    door: Door = Door.SHOPPER
    takes: tuple[str, ...] = ()

    @property
    def purpose(self) -> str:
        """What it does, in a sentence."""
        return (self.run.__doc__ or "").strip().partition("\n")[0]


def begin_session(asked: Asked) -> Envelope:
    """Begin a guest's session: the user and two tokens."""
    caller = Caller(f"guest_{new_id(20)}")
    access, refresh = asked.desk.tokens.issue(caller, asked.desk.clock())
    user = {
        "id": caller.id,
        "is_anonymous": True,
        "is_logged_in": False,
        "first_name": None,
        "last_name": None,
        "phone": None,
        "email": None,
        "is_email_verified": False,
        "is_phone_verified": False,
        "profile_image_url": None,
    }
    content = {"user": user, "access_token": access, "refresh_token": refresh}
    return succeeded("The session has begun.", content)


def refresh_session(asked: Asked) -> Envelope:
    """Exchange a refresh token for two new tokens."""
    desk = asked.desk
    given = asked.document()
    check = Validator()
    check.keys("", given, ("refresh_token",))
    token = given.get("refresh_token")
    if not isinstance(token, str):
        check.needed("refresh_token", token, "the refresh token")
    check.raise_any()
    at = desk.clock()
    caller = desk.tokens.caller(str(token), at, use="refresh")
    if caller is None:
        raise refuse(
            UNAUTHORIZED, "unauthorized", "this token is not valid or has expired"
        )
    access, refresh = desk.tokens.issue(caller, at)
    content = {"access_token": access, "refresh_token": refresh}
    return succeeded("The session is renewed.", content)


def health(asked: Asked) -> Envelope:
    """Check that the service and its database work."""
    with asked.desk.database.reading() as unit:
        unit.carts.get("")
    return succeeded("The service and its database work.", {})


_CART = f"{STOREFRONT}/carts/{{id}}"
_ORDER = f"{STOREFRONT}/orders/{{order_number}}"
_SOLD = f"{MERCHANT}/orders/{{order_number}}"

#: Literal paths come before paths with an id that would match them.
ROUTES: tuple[Route, ...] = (
    Route(
        "POST",
        f"{STOREFRONT}/auth/anonymous",
        begin_session,
        "",
        "Session",
        Door.NOBODY,
    ),
    Route(
        "POST",
        f"{STOREFRONT}/auth/refresh-token",
        refresh_session,
        "RefreshToken",
        "Tokens",
        Door.NOBODY,
    ),
    Route(
        "POST",
        f"{STOREFRONT}/carts",
        carts.create,
        "NewCart",
        "Cart",
        takes=("Idempotency-Key",),
    ),
    Route(
        "GET",
        f"{STOREFRONT}/carts/available-coupons",
        carts.list_coupons,
        "",
        "Coupons",
    ),
    Route(
        "GET",
        f"{STOREFRONT}/carts/available-promotions",
        carts.list_promotions,
        "",
        "Promotions",
    ),
    Route("GET", f"{STOREFRONT}/carts/users/{{user_id}}", carts.of_user, "", "Cart"),
    Route("DELETE", f"{STOREFRONT}/carts/users/{{user_id}}", carts.delete_of_user),
    Route("GET", _CART, carts.get, "", "Cart"),
    Route("DELETE", _CART, carts.delete),
    Route("POST", f"{_CART}/items", carts.put_item, "Item", "Cart"),
    Route("POST", f"{_CART}/coupon", carts.apply_coupon, "CouponCode", "Cart"),
    Route("DELETE", f"{_CART}/coupon", carts.remove_coupon, "", "Cart"),
    Route("POST", f"{_CART}/loyalty-points", carts.redeem_points, "Points", "Cart"),
    Route("DELETE", f"{_CART}/loyalty-points", carts.remove_points, "", "Cart"),
    Route("POST", f"{_CART}/credit-balance", carts.use_credit, "Credit", "Cart"),
    Route("DELETE", f"{_CART}/credit-balance", carts.remove_credit, "", "Cart"),
    Route("POST", f"{_CART}/address", carts.set_address, "Addresses", "Cart"),
    Route(
        "POST",
        f"{_CART}/fulfillment-preference",
        carts.set_fulfilment,
        "Preference",
        "Cart",
    ),
    Route("POST", f"{_CART}/customer-note", carts.set_note, "CustomerNote", "Cart"),
    Route("GET", f"{_CART}/evaluate-coupons", carts.evaluate_coupons, "", "Evaluation"),
    Route(
        "GET",
        f"{_CART}/evaluate-promotions",
        carts.evaluate_promotions,
        "",
        "Evaluation",
    ),
    Route("POST", f"{STOREFRONT}/orders", orders.create, "NewOrder", "CreatedOrder"),
    Route(
        "GET",
        f"{STOREFRONT}/orders",
        orders.page,
        "",
        "Orders",
        takes=("page", "limit", "user_id"),
    ),
    Route("GET", _ORDER, orders.get, "", "Order"),
    Route("POST", f"{_ORDER}/cancel", orders.cancel, "Cancellation", "Order"),
    Route(
        "GET", f"{_ORDER}/payment-status", orders.payment_status, "", "PaymentStatus"
    ),
    Route("GET", f"{_ORDER}/payments", orders.payments, "", "Payments"),
    Route("GET", f"{_ORDER}/shipments", orders.shipments, "", "Shipments"),
    Route("GET", f"{_ORDER}/refunds", orders.refunds, "", "Refunds"),
    Route("POST", f"{_ORDER}/retry-payment", orders.retry_payment, "Retry", "Payment"),
    Route(
        "POST",
        f"{STOREFRONT}/payments/juspay/create-order",
        orders.create_in_juspay,
        "JuspayOrder",
        "JuspayCreated",
    ),
    Route("GET", _SOLD, orders.get, "", "Order", Door.SHOP),
    Route("POST", f"{_SOLD}/refunds", orders.give_back, "Returns", "Refund", Door.SHOP),
    Route(
        "POST",
        f"{_SOLD}/refunds/{{id}}/paid",
        orders.transfer,
        "TransferPaid",
        "TransferPaid",
        Door.SHOP,
    ),
    Route("POST", f"{_SOLD}/parcels", orders.parcel, "Parcel", "Order", Door.SHOP),
    Route("POST", "/webhooks/juspay", payments.webhook, "Event", "", Door.NOBODY),
    Route("GET", "/health", health, "", "", Door.NOBODY),
)
