# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
One stored cart, priced by both stores of a job: plain values in, plain values out.

Promises that whatever is wrong with a row is a value (`faults`) and never raised, and
that amounts are minor units as ints.  Knows no columns and no files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from checkout_core.backtest.job import Stores, moment
from checkout_core.cart import Cart, Customer
from checkout_core.cart.people import CUSTOMER
from checkout_core.currencies import Currency
from checkout_core.errors import CheckoutError, Fault
from checkout_core.ledger.sheet import RefusedAmount
from checkout_core.ledger.totals import SUMS
from checkout_core.pricing import Quote, quote
from checkout_core.store import Redemptions
from checkout_core.wire.cart import cart_of
from checkout_core.wire.reader import DocumentReader
from checkout_core.wire.text import read_object


#: What a row may hold; the last two may be left out or null.
KEYS = ("cart_id", "placed_at", "cart", "customer", "expected_to_be_paid")


class OfferRow(NamedTuple):
    """
    An offer that applies.

    Attributes:
        kind: `promotion` or `coupon`.
        id: the offer's id.
        name: its name in the store.
        code: the coupon's code in the store's spelling, None for promotions.
        saving: what the shopper saves by it, in minor units, tax included.
    """

    kind: str
    id: str
    name: str
    code: str | None
    saving: int


class Side(NamedTuple):
    """
    What a cart comes to in one of the stores.

    Attributes:
        totals: every total of `ledger.totals.SUMS`, in its order, in minor units
            (points are counts).
        offers: the offers that apply, promotions first, in their sequence.
        refusals: what does not apply, in the quote's order.
    """

    totals: tuple[int, ...]
    offers: list[OfferRow]
    refusals: Sequence[RefusedAmount]


class FaultRow(NamedTuple):
    """What is wrong with a row: where, the code, and the sentence with the fix."""

    path: str
    code: str
    message: str


class Repriced(NamedTuple):
    """
    A row of the results.

    Attributes:
        cart_id: the row's, None if it has none that can be read.
        at: the moment of pricing, None if there is none.
        customer_id: the id of the customer, None for a guest.
        expected: what was paid, in minor units; None if the row does not say.
        faults: what is wrong, () for nothing; below `base` and `proposed` what only
            that store refuses.
        base: what the cart comes to today, None with a fault.
        proposed: what it would come to, None with a fault.
        reproduced: whether today's store gives what was paid; None if not known.
    """

    cart_id: str | None
    at: datetime | None
    customer_id: str | None
    expected: int | None
    faults: tuple[FaultRow, ...]
    base: Side | None
    proposed: Side | None
    reproduced: bool | None


class Basket(NamedTuple):
    """
    A row that was read.

    Attributes:
        cart_id: the row's, None if it has none that can be read.
        cart: what is bought, None with a fault.
        at: the moment of pricing, None if there is none.
        customer_id: the id of the customer, None for a guest.
        expected: what was paid, in minor units; None if the row does not say.
        faults: what is wrong with the row.
        placed: when the cart was placed, None (the default) if the row does not say.
    """

    cart_id: str | None
    cart: Cart | None
    at: datetime | None
    customer_id: str | None
    expected: int | None
    faults: list[Fault]
    placed: datetime | None = None


def read_row(row: Mapping[str, Any], stores: Stores) -> Basket:
    """
    Return the cart of a *row*, a mapping with the `KEYS`; faults are in the answer.

    `cart` and `customer` are JSON text or a mapping, `placed_at` is text or a
    datetime with its offset, `cart_id` is text or a whole number.
    """
    reader = DocumentReader("error")
    check = reader.check
    check.keys("", row, KEYS)
    cart_id = _cart_id(reader, row.get("cart_id"))
    placed = moment(check, "placed_at", row.get("placed_at"))
    customer = _customer(reader, row.get("customer"))
    cart = _cart(reader, row.get("cart"), customer)
    expected = _paid(reader, row.get("expected_to_be_paid"), stores.base.currency)
    return Basket(
        cart_id,
        cart,
        stores.at or placed,
        (customer.id or None) if customer else None,
        expected,
        check.found,
        placed,
    )


def repriced(
    basket: Basket,
    stores: Stores,
    base: Redemptions | None = None,
    proposed: Redemptions | None = None,
    note: Callable[[int, Quote], None] | None = None,
) -> Repriced:
    """
    Return what a cart comes to in both *stores*.

    *base* and *proposed* are the counters of the two stores at the moment of the cart;
    None (the default) for those of the stores.  *note* is called with the quote of each
    store, 0 for the base and 1 for the proposed one, if neither refuses the cart; None
    (the default) for nothing.
    """
    before = after = None
    faults = basket.faults
    if basket.cart is not None and not faults:
        faults, quotes = [], []
        for name, store, counters in (
            ("base", stores.base, base),
            ("proposed", stores.proposed, proposed),
        ):
            try:
                quotes.append(
                    quote(basket.cart, store, at=basket.at, redemptions=counters)
                )
            except CheckoutError as error:
                faults += error.under(name).faults
        # One side alone would be a change of all that the cart comes to.
        if not faults:
            before, after = [_side(each) for each in quotes]
            if note is not None:
                for side, each in enumerate(quotes):
                    note(side, each)
    reproduced = None
    if before is not None and basket.expected is not None:
        reproduced = before.totals[TO_BE_PAID] == basket.expected
    return Repriced(
        basket.cart_id,
        basket.at,
        basket.customer_id,
        basket.expected,
        tuple([FaultRow(each.path, each.code, each.message) for each in faults]),
        before,
        after,
        reproduced,
    )


#: The place of what is to be paid among the totals.
TO_BE_PAID = list(SUMS).index("to_be_paid")


def is_changed(row: Repriced) -> bool:
    """Return whether something else is to be paid in the proposed store."""
    if row.base is None or row.proposed is None:
        return False
    return row.base.totals[TO_BE_PAID] != row.proposed.totals[TO_BE_PAID]


def _side(priced: Quote) -> Side:
    sheet = priced.sheet
    return Side(
        tuple(sheet.totals.values()),
        [
            OfferRow(kind, each.offer.id, each.offer.name, each.code, each.saving)
            for kind, effects in (
                ("promotion", sheet.promotions),
                ("coupon", sheet.coupons),
            )
            for each in effects
        ],
        sheet.refused,
    )


def _cart_id(reader: DocumentReader, value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None:
        reader.check.needed("cart_id", value, "an identifier")
        return None
    found = reader.check.text("cart_id", value, needed="an identifier")
    # Half of a pair of UTF-16 is a fault, and results are UTF-8.
    return found.encode(errors="replace").decode() or None


def _part(reader: DocumentReader, path: str, value: Any) -> Mapping[str, Any] | None:
    """Return an object that may be given as JSON text, None with a fault."""
    return reader.check.within(path, lambda: read_object(value))


def _customer(reader: DocumentReader, value: Any) -> Customer | None:
    if value is None:
        return None
    data = _part(reader, "customer", value)
    if data is None:
        return None
    return reader.instance({"customer": data}, "", "customer", CUSTOMER.names, Customer)


def _cart(reader: DocumentReader, value: Any, customer: Customer | None) -> Cart | None:
    if value is None:
        reader.check.needed("cart", value, "a cart")
        return None
    data = _part(reader, "cart", value)
    return None if data is None else cart_of(reader, "cart", data, customer)


def _paid(reader: DocumentReader, value: object, currency: Currency) -> int | None:
    if value is None:
        return None
    path, check = "expected_to_be_paid", reader.check
    before = len(check.found)
    amount = check.amount(path, value)
    return None if len(check.found) > before else check.minor(path, amount, currency)


__all__ = [
    "KEYS",
    "TO_BE_PAID",
    "Basket",
    "FaultRow",
    "OfferRow",
    "Repriced",
    "Side",
    "is_changed",
    "read_row",
    "repriced",
]
