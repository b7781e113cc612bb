# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the goods and their delivery come to, before and after offers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.money.exact import difference, exact_sum
from checkout_core.views.labels import count_of, price_of, printed_name, tax_note
from checkout_core.views.sums import charges_of, shipping_cost, taken_off_shipping
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkout_core.views.chapters.story import Story


#: What a line comes to, by whether it is measured and whether it has a note.
_COSTS: Mapping[tuple[bool, bool], str] = MappingProxyType(
    {
        (False, False): message("{name}: {count} x {price} is {amount}."),
        (False, True): message("{name}: {count} x {price} is {amount}, {note}."),
        (True, False): message("{name}: {count} at {price} is {amount}."),
        (True, True): message("{name}: {count} at {price} is {amount}, {note}."),
    }
)


def prices(story: Story) -> Iterator[str]:
    """Say what each line comes to before offers."""
    quote, words = story.quote, story.words
    for line, quoted in zip(quote.cart.lines, quote.lines, strict=True):
        facts = {
            "name": printed_name(line),
            "count": count_of(words, line),
            "price": price_of(words, line),
            "amount": story.money(quoted.listed),
        }
        note = tax_note(words, line, quoted)
        yield words.text(_COSTS[line.is_measured, bool(note)], **facts, note=note)
    if len(quote.lines) > 1:
        total = exact_sum(story.zero, [x.listed for x in quote.lines])
        yield words.text("All lines come to {amount}.", amount=story.money(total))


def charges(story: Story) -> Iterator[str]:
    """Tell the charges in addition to the goods."""
    quote, words = story.quote, story.words
    totals = quote.totals
    cost = shipping_cost(quote, taken_off_shipping(quote, story.zero))
    if cost:
        net = totals.shipping_estimated_cost
        amount = story.money(cost)
        if difference(cost, net):
            yield words.text(
                "Shipping costs {amount}, {net} and {rate} tax.",
                amount=amount,
                net=story.money(net),
                rate=words.rate(quote.figures.shipping_tax_rate),
            )
        else:
            yield words.text("Shipping costs {amount}.", amount=amount)
    for line, quoted in zip(quote.cart.lines, quote.lines, strict=True):
        if quoted.handling_charge_including_tax:
            yield words.text(
                "Handling of {name} costs {amount}, tax included.",
                name=printed_name(line),
                amount=story.money(quoted.handling_charge_including_tax),
            )
    for name, whole in charges_of(quote):
        yield words.text(
            "{name} costs {amount}, tax included.",
            name=name,
            amount=story.money(whole),
        )


def shipping(story: Story) -> Iterator[str]:
    """Tell what the free-shipping threshold did."""
    quote, words = story.quote, story.words
    waived = exact_sum(
        story.zero,
        [x.amount for x in quote.entries if x.kind == "threshold_saving"],
    )
    remaining = exact_sum(story.zero, [x.left for x in quote.lines])
    if waived:
        yield words.text(
            "After offers the lines come to {remaining}, which is enough for free"
            " shipping and saves {amount}.",
            remaining=story.money(remaining),
            amount=story.money(waived),
        )
    edge = quote.policies.free_shipping_threshold
    charged = quote.cart.shipping and quote.totals.shipping_amount
    if edge is not None and charged:
        yield words.text(
            "Shipping is free from {edge}; {amount} more is needed.",
            edge=story.money(edge),
            amount=story.money(difference(edge, remaining)),
        )


__all__ = ["charges", "prices", "shipping"]
