# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Points, gift cards, credit, and when which part is due."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from .checkout import Checkout
from .money import exact, round_to


@dataclass(frozen=True)
class Card:
    """What a gift card of the cart pays, or why it is refused."""

    paid: int
    refusal: dict[str, Any] | None = None


@dataclass(frozen=True)
class Paid:
    """What was paid with what, and what is left to be paid."""

    points_value: int
    cards: tuple[Card, ...]
    credit: int
    to_be_paid: int


def points_granted(checkout: Checkout, payable: int) -> tuple[int, int]:
    """The largest p within every limit, then the fewest points of that value."""
    loyalty = checkout.store.get("loyalty") or {}
    asked = checkout.cart.get("loyalty_points_redeemed") or 0
    balance = checkout.customer.get("loyalty_points_balance") or 0
    most = min(asked, balance)
    if loyalty.get("maximum_points") is not None:
        most = min(most, loyalty["maximum_points"])
    each = exact(loyalty.get("value_per_point") or 0) * 10**checkout.exponent
    limit = payable
    if loyalty.get("maximum_percent") is not None:
        share = payable * exact(loyalty["maximum_percent"]) / 100
        limit = min(limit, int(share // 1))

    def value(points: int) -> int:
        return int(points * each // 1)

    points = most
    if value(points) > limit:
        points = min(points, int((limit + 1) / each) + 1)
    while value(points) > limit:
        points -= 1
    if points < (loyalty.get("minimum_points") or 0):
        return 0, 0
    worth = value(points)
    if worth == 0:
        return 0, 0
    points = max(0, int(worth / each) - 1)
    while value(points) < worth:
        points += 1
    return points, worth


def points_are_discount(checkout: Checkout) -> bool:
    """`points_mode`: `tender` by default, or `discount`."""
    loyalty = checkout.store.get("loyalty") or {}
    return bool(loyalty.get("points_mode") == "discount")


def masked(code: str) -> str:
    """`****` and the last four characters; four or fewer are not shown."""
    return "****" + (code[-4:] if len(code) > 4 else "")


def pay(checkout: Checkout, owed: int, points_value: int) -> Paid:
    """Points, gift cards in the cart's order, credit, each on what is left."""
    rest = owed - points_value
    cards = []
    for card in checkout.cart.get("gift_cards") or ():
        code = refused_card(checkout, card)
        paid = 0 if code else min(checkout.minor(card["balance"]), rest)
        name = masked(card["code"].strip())
        refusal = {"kind": "gift_card", "offer_id": None, "code": code, "name": name}
        cards.append(Card(paid, refusal if code else None))
        rest -= paid
    credit = min(
        checkout.minor(checkout.cart.get("credit_balance_used")),
        checkout.minor(checkout.customer.get("credit_balance")),
        rest,
    )
    return Paid(points_value, tuple(cards), credit, rest - credit)


def refused_card(checkout: Checkout, card: dict[str, Any]) -> str | None:
    """`at >= expires_at`, then a balance of 0."""
    ends = card.get("expires_at")
    if ends is not None:
        assert checkout.at is not None
        if checkout.at >= datetime.fromisoformat(ends):
            return "gift_card_expired"
    return None if checkout.minor(card["balance"]) else "gift_card_empty"


def instalments(checkout: Checkout, to_be_paid: int) -> list[tuple[str, int]]:
    """From the first part on, never more than is left; the last is the rest."""
    plan = checkout.cart.get("payment_plan")
    if plan is None:
        plan = checkout.store.get("payment_plan")
    if not plan:
        method = (checkout.cart.get("payment") or {}).get("method")
        on_delivery = method == "cash_on_delivery"
        plan = [{"due": "on_delivery" if on_delivery else "now"}]
    rest = to_be_paid
    found = []
    for part in plan:
        if part.get("percent") is not None:
            share = to_be_paid * exact(part["percent"]) / 100
            amount = round_to(Fraction(share), "half_up")
        elif part.get("amount") is not None:
            amount = checkout.minor(part["amount"])
        else:
            amount = rest
        amount = min(amount, rest)
        rest -= amount
        if amount:
            found.append((part["due"], amount))
    return found
