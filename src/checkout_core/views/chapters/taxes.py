# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Where the goods are supplied, and the tax of each line by component."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import ZERO
from checkout_core.ledger import Component
from checkout_core.money.exact import exact_sum
from checkout_core.tax import TaxLevel
from checkout_core.tax.regime import NAMELESS
from checkout_core.views.labels import printed_name, title_of
from checkout_core.views.sums import added_tax
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from checkout_core.cart import Line
    from checkout_core.ledger import QuotedLine
    from checkout_core.views.chapters.story import Story


#: What is taxed in addition to goods, by the kind of its rows in the ledger.
_ON_CHARGES = {
    "shipping_tax": message("Tax on shipping: {taxes}."),
    "handling_tax": message("Tax on handling: {taxes}."),
    "charge_tax": message("Tax on the store's charges: {taxes}."),
}

#: Where tax is rounded, if not on each line.
_LEVELS = {
    TaxLevel.DOCUMENT: message(
        "Tax is rounded once for all lines of one rate, then shared out."
    ),
    TaxLevel.UNIT: message("Tax is rounded on each unit."),
}


def taxes(story: Story) -> Iterator[str]:
    """Tell the place of supply and each line's tax by component."""
    quote, words = story.quote, story.words
    if not quote.totals.total_tax:
        return
    tax = quote.policies.tax
    where = tax.regime_in(quote.currency).explained(quote.place, words)
    if where:
        yield where
    if tax.level in _LEVELS:
        yield words.text(_LEVELS[tax.level])
    for line, quoted in zip(quote.cart.lines, quote.lines, strict=True):
        yield from _on_line(story, line, quoted)
    for kind, sentence in _ON_CHARGES.items():
        parts = _merged(story, kind)
        if parts:
            yield words.text(sentence, taxes=_listed(story, parts))
    added = added_tax(quote, story.zero)
    if added:
        yield words.text(
            "Tax on top of prices adds {amount}.", amount=story.money(added)
        )
    total = story.money(quote.totals.total_tax)
    yield words.text("The tax is {amount} in all.", amount=total)


def _on_line(story: Story, line: Line, quoted: QuotedLine) -> Iterator[str]:
    words, name = story.words, printed_name(line)
    parts = [each for each in quoted.components if each.amount]
    if not parts:
        yield words.text("No tax is due on {name}.", name=name)
        return
    if line.tax_slabs:
        yield words.text(
            "{name} is taxed at {rate}, the rate for the price of one unit after"
            " offers.",
            name=name,
            rate=words.rate(quoted.tax_rate),
        )
    sentence = message("Tax on {name}: {taxes}, on top; {amount} is the taxable value.")
    if line.price_including_tax:
        sentence = message(
            "Tax on {name}: {taxes}, within its price; {amount} is the taxable value."
        )
    yield words.text(
        sentence,
        name=name,
        taxes=_listed(story, parts),
        amount=story.money(quoted.taxable_value),
    )


def _merged(story: Story, kind: str) -> list[Component]:
    """Return the rows of one kind of tax, added up by component and rate."""
    found: dict[tuple[str, Decimal], Decimal] = {}
    for each in story.quote.entries:
        if each.kind == kind:
            key = (each.name or "", each.rate or ZERO)
            found[key] = exact_sum(found.get(key, story.zero), [each.amount])
    return [Component(*key, amount) for key, amount in found.items()]


def _listed(story: Story, components: Sequence[Component]) -> str:
    """Return the components of a tax as a list."""
    words = story.words
    nameless = words.text(NAMELESS)
    found = []
    for each in components:
        tax, amount = title_of(each.name, story.titles, words), story.money(each.amount)
        if not each.rate:
            found.append(words.text("{tax} is {amount}", tax=tax, amount=amount))
            continue
        sentence = message("{tax} at {rate} is {amount}")
        if tax == nameless:
            sentence = message("{rate} is {amount}")
        rate = words.rate(each.rate)
        found.append(words.text(sentence, tax=tax, rate=rate, amount=amount))
    return words.listed(found)


__all__ = ["taxes"]
