# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A cart, a store and a moment go in; a quote comes out.

Promises one pass (no stage changes what an earlier stage computed), a result that
depends on nothing but its arguments, and identities that hold to the last minor unit.
Does no I/O and reads no clock.

Results are frozen.  The values that one stage passes to the next are not: they are made
for each quote, and freezing them would cost more than the arithmetic.  Nor are they
compared or shown, since those methods take half the time in which attrs makes a class.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from checkout_core.cart import Cart
from checkout_core.checks import Validator
from checkout_core.errors import join
from checkout_core.pricing.context import PricingContext, unread_keys
from checkout_core.pricing.coupons import choose
from checkout_core.pricing.fees import unfit_charges
from checkout_core.pricing.quoted import Quote, Unread
from checkout_core.pricing.totals import total_up
from checkout_core.revisions import CURRENT
from checkout_core.store import Redemptions, Store
from checkout_core.store.tax_classes import classified
from checkout_core.tenders import any_ends


if TYPE_CHECKING:
    from checkout_core.revisions import Revision


__all__ = ["Quote", "quote"]


def quote(
    cart: Cart,
    store: Store,
    *,
    at: datetime | str | None = None,
    redemptions: Redemptions | None = None,
) -> Quote:
    """
    Return what *cart* costs in *store* at the moment *at*.

    Raises `CheckoutError` if an argument is of another class (such as a dict), if cart
    and store have different currencies, if *at* is missing although the store has
    offers or a gift card expires, for a delivery address without a shipping rate, and
    for a tax class that is unknown or has no rate at *at*.

    Args:
        cart: what is bought.
        store: offers and policies, in the same currency.
        at: the moment of pricing, a datetime or RFC 3339 text with its offset; needed
            if the store has offers, or charges with hours, or a gift card expires.
        redemptions: counters that replace the store's own for this call; by default
            the store's.

    >>> from checkout_core import Cart, Line, Store
    >>> tee = Line("tee", 2, "499.00", tax_rate=18, price_including_tax=True)
    >>> quote(Cart("INR", [tee]), Store("INR")).to_be_paid
    Decimal('998.00')
    """
    return quote_by(CURRENT, cart, store, at, redemptions)


def quote_by(
    revision: Revision,
    cart: Cart,
    store: Store,
    at: datetime | str | None,
    redemptions: Redemptions | None,
    *,
    stored: bool = False,
) -> Quote:
    """
    Return what `quote` returns, priced by the rules of a *revision*.

    *stored* is whether the cart is of a stored document; False by default.
    """
    moment = checked(cart, store, at, redemptions, stored=stored)
    if cart.columns.classed:
        cart = classified(cart, store.minor.classes, moment)
    context = PricingContext.of(cart, store, revision, moment)
    chosen = choose(context, moment, redemptions)
    priced = total_up(context, chosen)
    place = context.place if context.parties is None else priced.place
    return Quote(cart.masked, store.policies, moment, place, Unread(priced))


def checked(
    cart: Cart,
    store: Store,
    at: datetime | str | None,
    redemptions: Redemptions | None,
    *,
    stored: bool = False,
) -> datetime | None:
    """
    Return the moment of pricing; raise `CheckoutError` as `quote` does.

    A *stored* cart (False by default) may have a kind of supply that its tax regime
    does not read, which version 0.8.0 accepted and ignored.
    """
    counted = redemptions is None or isinstance(redemptions, Redemptions)
    fit = isinstance(cart, Cart) and isinstance(store, Store)  # type: ignore[redundant-expr] # checked for who uses no type checker
    if not (fit and counted):
        _refuse_types(cart, store, redemptions)
    # Currencies are those of one table; copies of them are compared by their codes.
    drawn = redemptions is not None and redemptions.discounts
    special = cart.charges or drawn or cart.supply_type is not None
    if cart.currency is store.currency and not special:
        if at is None:
            if not (_asks_time(store) or cart.gift_cards):
                return None
        elif isinstance(at, datetime) and at.utcoffset() is not None:
            return at
    return _moment(cart, store, at, redemptions, stored=stored)


def _refuse_types(cart: object, store: object, redemptions: object) -> None:
    """Raise `CheckoutError`: an argument is of another class, such as a dict."""
    check = Validator()
    check.instance("cart", cart, Cart, "a Cart (read_cart makes one of a document)")
    check.instance(
        "store", store, Store, "a Store (read_store makes one of a document)"
    )
    if redemptions is not None and not isinstance(redemptions, Redemptions):
        check.wrong_type("redemptions", redemptions, "Redemptions(offers, codes)")
    check.raise_any()


def _moment(
    cart: Cart,
    store: Store,
    at: datetime | str | None,
    redemptions: Redemptions | None,
    *,
    stored: bool,
) -> datetime | None:
    """Return the moment of pricing; raise if it and the others do not fit."""
    check = Validator()
    if cart.currency.code != store.currency.code:
        check.add(
            "store.currency",
            "currency_mismatch",
            store.currency.code,
            cart=cart.currency.code,
            store=store.currency.code,
        )
    moment = check.maybe_time("at", at)
    if at is None and _asks_time(store):
        check.add("at", "time_required", None)
    elif at is None and any_ends(cart.tenders):
        check.add("at", "gift_card_time_required", None)
    if redemptions is not None:
        for name, amount in redemptions.discounts.items():
            where = join("redemptions.offer_discounts", name)
            check.minor(where, amount, store.currency)
    if not stored:
        check.found += unread_keys(cart, store.minor.regime)
    if not check.found:
        check.found += unfit_charges(cart, store)
    check.raise_any()
    return moment


def _asks_time(store: Store) -> bool:
    """Return whether what the store offers or charges depends on the moment."""
    return bool(store.promotions or store.coupons or store.minor.asks_time)
