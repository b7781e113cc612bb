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

from checkout_core.service.agreement import shown_of
from checkout_core.service.calls import (
    RequestError,
    conflict,
    own_cart,
    request_error,
)
from checkout_core.service.facts import facts_of_cart
from checkout_core.service.unchanged import write_unchanged
from checkout_core.values import OURS
from checkout_core.wire import dumps, loads, write_cart
from checkout_core.wire.envelopes import BAD_REQUEST, Envelope, succeeded
from checkout_core.wire.text import written


if TYPE_CHECKING:
    from checkout_core.pricing import Quote
    from checkout_core.service.calls import Call
    from checkout_core.service.dependencies import App
    from checkout_core.service.ports import CartRow, Unit


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
        quote = app.priced(unit, row.id, loads(row.contents), call.caller)
    after = evolve(row, shown=shown_of(quote))
    if after != row and row.order_number is None:
        # If the cart was changed meanwhile, that change has stored what it shows.
        app.database.write(lambda unit: unit.carts.put(after, row))
    return show_cart(app, quote, message)


def show_cart(app: App, quote: Quote, message: str) -> Envelope:
    """Return the answer that shows a priced cart, our own facts where there are any."""
    cart, own = write_cart(quote, ready=app.carts.ready), facts_of_cart(quote)
    if own:
        cart[OURS] = own
    return succeeded(message, {"cart": written(cart)})


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

    def plan(unit: Unit) -> tuple[CartRow, CartRow, Quote]:
        row = not_ordered(own_cart(unit, call))
        contents: Contents = loads(row.contents)
        edit(contents)
        quote = app.priced(unit, row.id, contents, call.caller)
        check(quote)
        after = evolve(row, contents=dumps(contents), shown=shown_of(quote))
        return row, after, quote

    def store(unit: Unit, planned: tuple[CartRow, CartRow, Quote]) -> Quote | None:
        row, after, quote = planned
        return quote if unit.carts.put(after, row) else None

    quote = write_unchanged(app.database, plan, store)
    if quote is None:
        raise cart_changes(call.path["id"])
    return show_cart(app, quote, message)


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
