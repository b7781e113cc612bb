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


def take_from_card(app: App, unit: Unit, redemption: Redemption) -> None:
    """Take what a gift card pays; raise if there is no longer as much on it."""
    key = code_key(redemption.code or "")
    balance = app.catalogue.minor(app.catalogue.gift_cards[key].balance)
    amount = app.catalogue.minor(redemption.amount)
    if not unit.gift_cards.spend(key, amount, balance):
        message = "a gift card has since been used; get the cart again"
        raise conflict("balance_changed", message)


def give_to_cards(
    app: App, unit: Unit, order: Order, refunds: Iterable[Refund]
) -> None:
    """Give what *refunds* owe to gift cards back to the cards that paid."""
    quote = order.quote
    cards = [each for each in quote.tenders if each.kind == "gift_card"]
    taken = [each for each in quote.figures.redemptions if each.kind == "gift_card"]
    # In the order of the cart; those of a refund the other way round.
    for refund in refunds:
        parts = [each for each in refund.tenders if each.kind == "gift_card"][::-1]
        back = [part for part, card in zip(parts, cards, strict=True) if card.value]
        for part, row in zip(back, taken, strict=True):
            if part.restored:
                amount = app.catalogue.minor(part.restored)
                unit.gift_cards.give(code_key(row.code or ""), amount)
