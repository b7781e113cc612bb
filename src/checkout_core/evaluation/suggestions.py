# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The hint that opens a refused offer, in a sentence for the shopper.

Promises to name a change that was tried, and what is then to be paid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.pricing.refusals import (
    add_gift,
    name_of,
    named_payments,
    payment_names,
)
from checkout_core.words import messages


if TYPE_CHECKING:
    from collections.abc import Callable

    from checkout_core.cart import Cart, Line
    from checkout_core.evaluation.verdict import NearMiss
    from checkout_core.words import Words


_FREE = messages(
    "Add {number} of {name}: it is free, and you pay {paid} in all.",
    "Add {number} of {name}: they are free, and you pay {paid} in all.",
)


def suggestion(
    words: Words,
    cart: Cart,
    near: NearMiss | None,
    named: Callable[[Line], str] = name_of,
) -> str:
    """
    Return the change that makes an offer apply, "" if none is worthwhile.

    *named* says what a line is called.
    """
    if near is None:
        return ""
    if near.to_be_paid is None:
        assert near.gift is not None
        return add_gift(words, near.gift, near.quantity)
    paid = words.money(near.to_be_paid)
    if near.payment is not None:
        payment = payment_names(words, named_payments([near.payment]))
        return words.text(
            "Use {payment} and pay {paid} in all.", payment=payment, paid=paid
        )
    if near.line is not None:
        line = cart.lines[near.line]
        return words.many(
            "Take {number} more of {name} and pay {paid} in all.",
            "Take {number} more of {name} and pay {paid} in all.",
            near.quantity - line.quantity,
            name=named(line),
            paid=paid,
        )
    assert near.added is not None
    name = named(near.added)
    if near.is_free:
        return words.many(*_FREE, near.quantity, name=name, paid=paid)
    return words.many(
        "Add {number} of {name} and pay {paid} in all.",
        "Add {number} of {name} and pay {paid} in all.",
        near.quantity,
        name=name,
        paid=paid,
    )


__all__ = ["suggestion"]
