# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Names for the parts of an offer, used by the terms and the warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.offers.benefits.details import HUNDRED
from checkout_core.words import message


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.offers.benefits.benefit import OfferRules
    from checkout_core.offers.benefits.own import Cut
    from checkout_core.offers.selectors import Choice
    from checkout_core.words import Words


def named(product_id: str | None, variant_id: str | None) -> str:
    """Return the product and variant of a row, "" if it applies to all."""
    variant = "" if variant_id is None else f"variant {variant_id}"
    return ", ".join([each for each in (product_id, variant) if each])


def named_by(choice: Choice) -> str:
    """Return what one side of a row means."""
    category = "" if choice.category_id is None else f"category {choice.category_id}"
    goods = named(choice.product_id, choice.variant_id)
    return ", ".join([each for each in (goods, category) if each])


def in_an_order(rules: OfferRules) -> str:
    """Return the minimum order that an offer requires, "" if it requires none."""
    least = rules.minimum_order_total
    return f" in an order of {least:f} or more" if least else ""


def at_most_in_all(words: Words, terms: str, most: Decimal | None) -> str:
    """Return *terms* with the largest discount of the offer, if it has one."""
    if most is None:
        return terms
    return words.text(
        "{terms}, at most {amount} in all", terms=terms, amount=words.money(most)
    )


def at_most_times(words: Words, terms: str, most: int | None) -> str:
    """Return *terms* with how often an order has them at most, if that is limited."""
    if most is None:
        return terms
    return words.many(
        "{terms}, at most {number} time",
        "{terms}, at most {number} times",
        most,
        terms=terms,
    )


#: What our own benefits do to a unit, to a set of units, to one unit of a number.
EACH = (
    message("each unit at {amount}"),
    message("each unit at {amount} off"),
    message("each unit at {rate} off"),
)
A_SET = (
    message("a set of {count} at {amount}"),
    message("a set of {count} at {amount} off"),
    message("a set of {count} at {rate} off"),
)


def cut_at(
    words: Words, texts: tuple[str, str, str], cut: Cut[Decimal], **facts: str
) -> str:
    """Return the one of *texts* for a price, an amount off or a percentage off."""
    if cut.percent_off is not None:
        return words.text(texts[2], rate=words.rate(cut.percent_off), **facts)
    if cut.amount_off is not None:
        return words.text(texts[1], amount=words.money(cut.amount_off), **facts)
    assert cut.price is not None
    return words.text(texts[0], amount=words.money(cut.price), **facts)


#: What a buy-x-get-y offer gives, by whether it is free and has to be bought by count.
_FOR_BOUGHT = {
    (True, True): message("{count} free for every {least} bought"),
    (True, False): message("{count} free for every {amount} bought"),
    (False, True): message("{count} at {rate} off for every {least} bought"),
    (False, False): message("{count} at {rate} off for every {amount} bought"),
}


def for_bought(
    words: Words, count: int, percent: Decimal, minimum: int | Decimal
) -> str:
    """Return what is given, *percent* off *count* units, for what has to be bought."""
    by_count = isinstance(minimum, int)
    edge = words.count(minimum) if isinstance(minimum, int) else words.money(minimum)
    return words.text(
        _FOR_BOUGHT[percent == HUNDRED, by_count],
        count=words.count(count),
        rate=words.rate(percent),
        least=edge,
        amount=edge,
    )
