# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A cart that somebody writes for one shop, with a library for money of their choice.

It knows the three kinds of offer that the workloads have and nothing else: a
percentage of some lines, an amount off everything, and the cheapest third of some
units.  Rounding and sharing are the contract's.  What the libraries do themselves is
left to them: sums, products, and rounding where theirs is half up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any, NamedTuple


class Library(NamedTuple):
    """What differs between libraries: amounts from text and paise, and rounding."""

    money: Callable[[str], Any]
    of_paise: Callable[[int], Any]
    paise: Callable[[Any], int]
    rounded: Callable[[Any], Any]


class Line(NamedTuple):
    """A product in the cart; *base* is the rate, and 100 more if tax is on top."""

    key: str
    price: Any
    quantity: int
    rate: Decimal
    base: Decimal
    inside: bool


class Offer(NamedTuple):
    """A percentage, an amount or a third of the units, off the lines of *indices*."""

    kind: str
    value: Any
    indices: list[int]


class Cart(NamedTuple):
    """What is bought, what is off, and what delivery costs."""

    lines: list[Line]
    offers: list[Offer]
    shipping: Any
    shipping_rate: Decimal


def cart_of(library: Library, document: dict[str, Any]) -> Cart:
    """Read a workload, as a shop reads its tables before it prices."""
    cart, store = document["cart"], document["store"]
    items = cart["cart_items"]
    lines = []
    for item in items:
        rate, inside = Decimal(item["tax_rate"]), item["price_including_tax"]
        base = 100 + rate if inside else Decimal(100)
        price = library.money(item["selling_price"])
        lines.append(
            Line(item["product_id"], price, item["quantity"], rate, base, inside)
        )
    offers = []
    for each in [*store["promotions"], *store["coupons"]]:
        details = each["details"]
        wanted = set(details.get("category_id", ()))
        if details.get("products"):
            wanted = {row["buy_from_category_id"] for row in details["products"]}
        indices = [
            i
            for i, item in enumerate(items)
            if not wanted or not wanted.isdisjoint(item["category_ids"])
        ]
        if "discount_percent" in details:
            percent = Decimal(str(details["discount_percent"]))
            offers.append(Offer("percent", percent, indices))
        elif "fixed_discount_amount" in details:
            amount = library.money(str(details["fixed_discount_amount"]))
            offers.append(Offer("amount", amount, indices))
        else:
            indices.sort(key=lambda i: (lines[i].price, lines[i].key))
            offers.append(Offer("third", None, indices))
    shipping = cart["shipping"]
    cost = library.money(shipping["estimated_cost"])
    return Cart(lines, offers, cost, Decimal(shipping["tax_rate"]))


def share(
    library: Library, total: Any, weights: Sequence[Any], keys: Sequence[str]
) -> list[Any]:
    """
    Split *total* by weight: round down, then a paisa each to the largest remainders.

    Of equal remainders the larger weight goes first, then the lower key.
    """
    amount = library.paise(total)
    units = [library.paise(weight) for weight in weights]
    whole = sum(units)
    shares = [amount * unit // whole for unit in units]
    rests = [amount * unit % whole for unit in units]
    order = sorted(range(len(units)), key=lambda i: (-rests[i], -units[i], keys[i]))
    for i in order[: amount - sum(shares)]:
        shares[i] += 1
    return [library.of_paise(each) for each in shares]


def off(library: Library, cart: Cart, offer: Offer, left: list[Any]) -> None:
    """Take an offer off what is *left* of the lines."""
    lines, indices = cart.lines, offer.indices
    if offer.kind == "third":
        free = sum(lines[i].quantity for i in indices) // 3
        for i in indices:
            units = min(free, lines[i].quantity)
            left[i] -= lines[i].price * units
            free -= units
        return
    weights = [left[i] for i in indices]
    total = offer.value
    if offer.kind == "percent":
        whole = sum(weights[1:], weights[0])
        total = library.rounded(whole * offer.value / 100)
    keys = [lines[i].key for i in indices]
    for i, part in zip(indices, share(library, total, weights, keys), strict=True):
        left[i] -= part


def due(library: Library, cart: Cart, amounts: list[Any]) -> tuple[Any, Any]:
    """Return what the lines cost with tax, and the tax."""
    cost = tax = library.of_paise(0)
    for line, amount in zip(cart.lines, amounts, strict=True):
        part = library.rounded(amount * line.rate / line.base)
        tax += part
        cost += amount if line.inside else amount + part
    return cost, tax


def price(library: Library, cart: Cart) -> tuple[Any, Any, Any]:
    """Return what is to be paid, the tax in it, and what the offers save."""
    left = [line.price * line.quantity for line in cart.lines]
    before, _ = due(library, cart, left)
    for offer in cart.offers:
        off(library, cart, offer, left)
    after, tax = due(library, cart, left)
    shipping_tax = library.rounded(cart.shipping * cart.shipping_rate / 100)
    paid = after + cart.shipping + shipping_tax
    return paid, tax + shipping_tax, before - after


def carts(part: str, documents: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return for each workload what prices it, and what tells its figures."""
    library = LIBRARIES[part]()

    def told(found: tuple[Any, Any, Any]) -> dict[str, str]:
        paid, tax, savings = (f"{library.paise(each)}e-2" for each in found)
        return {"to_be_paid": paid, "total_tax": tax, "total_savings": savings}

    return {
        name: (partial(price, library, cart_of(library, document)), told)
        for name, document in documents.items()
    }


PAISA = Decimal("0.01")


def _moneyed() -> Library:
    from moneyed import INR, Money

    def rounded(amount: Money) -> Money:
        # Its own `round` obeys the caller's context, half even unless set otherwise.
        return Money(amount.amount.quantize(PAISA, ROUND_HALF_UP), INR)

    return Library(
        money=lambda text: Money(text, INR),
        of_paise=lambda paise: Money(Decimal(paise).scaleb(-2), INR),
        paise=Money.get_amount_in_sub_unit,
        rounded=rounded,
    )


def _stockholm() -> Library:
    from stockholm import Money

    return Library(
        money=lambda text: Money(text, currency="INR"),
        of_paise=lambda paise: Money.from_sub_units(paise, currency="INR"),
        paise=lambda amount: int(amount.sub_units),
        rounded=lambda amount: round(amount, 2),
    )


def _prices() -> Library:
    from prices import Money

    return Library(
        money=lambda text: Money(Decimal(text), "INR"),
        of_paise=lambda paise: Money(Decimal(paise).scaleb(-2), "INR"),
        paise=lambda amount: int(amount.amount.scaleb(2)),
        rounded=Money.quantize,
    )


LIBRARIES: dict[str, Callable[[], Library]] = {
    "moneyed": _moneyed,
    "stockholm": _stockholm,
    "prices": _prices,
}
