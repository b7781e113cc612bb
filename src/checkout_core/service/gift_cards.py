# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What orders take from gift cards, and what refunds give back to them.

Promises that it is committed with the order or the refund, and that no card pays more
than is on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.service.calls import conflict
from checkout_core.store.compiled import code_key


if TYPE_CHECKING:
    from collections.abc import Iterable

    from checkout_core.ledger import Redemption
    from checkout_core.orders import Order
    from checkout_core.refunds import Refund
    from checkout_core.service.dependencies import App
    from checkout_core.service.ports import Unit


def take_from_cards(app: App, unit: Unit, redemptions: Iterable[Redemption]) -> None:
    """Take what gift cards pay; raise if there is no longer as much on one of them."""
    for key, amount in sorted(_by_card(app, redemptions)):
        balance = app.catalogue.minor(app.catalogue.gift_cards[key].balance)
        if not unit.gift_cards.spend(key, amount, balance):
            message = "a gift card has since been used; get the cart again"
            raise conflict("balance_changed", message)


def _by_card(app: App, redemptions: Iterable[Redemption]) -> list[tuple[str, int]]:
    """Return what each gift card pays in minor units, by the key of its code."""
    return [
        (code_key(each.code or ""), app.catalogue.minor(each.amount))
        for each in redemptions
        if each.kind == "gift_card"
    ]


def give_to_cards(
    app: App, unit: Unit, order: Order, refunds: Iterable[Refund]
) -> None:
    """Give what *refunds* owe to gift cards back to the cards that paid."""
    quote = order.quote
    cards = [each for each in quote.tenders if each.kind == "gift_card"]
    keys = [key for key, _ in _by_card(app, quote.figures.redemptions)]
    given: dict[str, int] = {}
    for refund in refunds:
        # In the order of the cart; those of a refund the other way round.
        parts = [each for each in refund.tenders if each.kind == "gift_card"][::-1]
        back = [part for part, card in zip(parts, cards, strict=True) if card.value]
        for part, key in zip(back, keys, strict=True):
            given[key] = given.get(key, 0) + app.catalogue.minor(part.restored)
    # Locked in the order in which they are taken from.
    for key, amount in sorted(given.items()):
        if amount:
            unit.gift_cards.give(key, amount)
