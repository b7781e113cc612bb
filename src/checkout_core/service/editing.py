# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the routes of carts share: read a stored cart, edit it, price it, answer with it.

Promises that an edit which the engine refuses changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attrs import evolve

from checkout_core.service.calls import (
    RequestError,
    conflict,
    own_cart,
    request_error,
)
from checkout_core.service.unchanged import write_unchanged
from checkout_core.wire import loads
from checkout_core.wire.envelopes import BAD_REQUEST, Envelope, succeeded


if TYPE_CHECKING:
    from checkout_core.pricing import Quote
    from checkout_core.service.calls import Call
    from checkout_core.service.ports import CartRow, Unit
    from checkout_core.service.priced_carts import PricedCart


#: The keys of a stored cart; all but `items` are those of a checkout document's cart.
Contents = dict[str, Any]


def answer_cart(call: Call, read: Callable[[Unit], CartRow], message: str) -> Envelope:
    """
    Return the answer that shows a stored cart with its price now.

    What it shows is stored with the cart if it showed something else before; *read*
    returns the cart.
    """
    app = call.app
    with app.database.reading() as unit:
        row = read(unit)
        priced = app.priced(unit, row.id, loads(row.contents), call.caller)
    after = evolve(row, shown=priced.shown)
    if after != row and row.order_number is None:
        # If the cart was changed meanwhile, that change has stored what it shows.
        app.database.write(lambda unit: unit.carts.put(after, row), is_one=True)
    return succeeded(message, {"cart": priced.text})


def not_ordered(row: CartRow) -> CartRow:
    """Return the row of a cart that can be changed; raise if it was ordered."""
    if row.order_number is not None:
        message = f"this cart was ordered as {row.order_number}; make a new cart"
        raise conflict("cart_ordered", message)
    return row


def edit_cart(
    call: Call,
    edit: Callable[[Contents], None],
    message: str,
    check: Callable[[Quote], None] = lambda _: None,
) -> Envelope:
    """
    Apply *edit*, re-price, run *check*, save; nothing is saved if either raises.

    They are called again if the cart was changed meanwhile.
    """
    app = call.app

    def plan(unit: Unit) -> tuple[CartRow, CartRow, PricedCart]:
        row = not_ordered(own_cart(unit, call))
        contents: Contents = loads(row.contents)
        edit(contents)
        priced = app.priced(unit, row.id, contents, call.caller)
        check(priced.quote)
        after = evolve(row, contents=priced.contents, shown=priced.shown)
        return row, after, priced

    def store(
        unit: Unit, planned: tuple[CartRow, CartRow, PricedCart]
    ) -> PricedCart | None:
        row, after, priced = planned
        return priced if unit.carts.put(after, row) else None

    priced = write_unchanged(app.database, plan, store, is_one=True)
    if priced is None:
        raise cart_changes(call.path["id"])
    return succeeded(message, {"cart": priced.text})


def cart_changes(cart_id: str) -> RequestError:
    """Return the error of a request for a cart that others change all the time."""
    message = f"cart {cart_id} is being changed by other requests; send this one again"
    return conflict("cart_changes", message)


def set_key(key: str, value: Any) -> Callable[[Contents], None]:
    """Return the edit that sets a key."""

    def edit(contents: Contents) -> None:
        contents[key] = value

    return edit


def remove_keys(*keys: str) -> Callable[[Contents], None]:
    """Return the edit that removes keys."""

    def edit(contents: Contents) -> None:
        for key in keys:
            contents.pop(key, None)

    return edit


def all_apply(quote: Quote, status: int = BAD_REQUEST, kind: str = "") -> None:
    """
    Raise `RequestError` with the reason if a choice of the cart does not apply.

    With a *kind* only those of that kind count: `coupon`, `charge` or `gift_card`.
    """
    for why in quote.refusals:
        if why.kind == "promotion" or (kind and why.kind != kind):
            continue
        # Of several codes it is said which one.
        single = why.kind == "coupon" and not quote.cart.coupon_codes
        about = "" if single else f"{why.name}: "
        raise request_error(status, why.code, f"{about}{why.message}")
