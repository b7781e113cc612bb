# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What differs of the delivery, of charges, and of how the order is paid."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from checkout_core.tenders import TENDERS
from checkout_core.views.compared.comparison import Comparison, Item
from checkout_core.views.labels import due_label, tendered
from checkout_core.views.layout import clean
from checkout_core.words import joined, message


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.differences import ItemChange


#: What people call the figures of the delivery; those that are not here are among the
#: totals.
DELIVERY: Mapping[str, str] = MappingProxyType(
    {
        "shipping_tax_rate": message("Tax rate of the delivery"),
        "estimated_delivery_days": message("Days of the delivery"),
    }
)


def charges(comparison: Comparison) -> Iterator[Item]:
    """Yield what differs of the delivery, then each charge that differs."""
    words = comparison.words
    for change in comparison.found.delivery:
        if change.name in DELIVERY:
            yield Item(
                label=words.text(DELIVERY[change.name]),
                figure=comparison.changed(change.name, change.before, change.after),
            )
    for each in comparison.found.charges:
        before, after = _cost(each.before), _cost(each.after)
        notes = [
            words.text(
                "{name}: {values}",
                name=words.text("Tax rate"),
                values=comparison.changed(x.name, x.before, x.after),
            )
            for x in each.changes
            if x.name == "tax_rate"
        ]
        yield Item(
            label=words.isolated(clean(each.name)),
            figure=comparison.changed("amount", before, after),
            notes=tuple(notes),
        )


def _cost(each: Any) -> Decimal | None:
    """Return the amount of a charge or of a part of the payment."""
    return None if each is None else each.amount


def tenders(comparison: Comparison) -> Iterator[Item]:
    """Yield each tender that differs, then each part of the payment."""
    for each in comparison.found.tenders:
        before, after = [_granted(comparison, x) for x in (each.before, each.after)]
        # Of one that pays nothing in both, the facts say what was asked for.
        if before != after:
            figure = comparison.both(before, after)
            yield Item(label=_tender(comparison, each), figure=figure)
    for each in comparison.found.instalments:
        yield Item(
            label=due_label(comparison.words, each.name),
            figure=comparison.changed("amount", _cost(each.before), _cost(each.after)),
        )


def _tender(comparison: Comparison, change: ItemChange) -> str:
    """Return what a tender is called."""
    words = comparison.words
    label = words.text(TENDERS[change.kind].row_label)
    return joined(words, [label, clean(change.name)]) if change.name else label


def _granted(comparison: Comparison, tender: Any) -> str:
    """Return how much of a tender is used, and what it pays if that is not the same."""
    words = comparison.words
    if tender is None or not tender.granted:
        return comparison.value("granted", None)
    kind = TENDERS[tender.kind]
    granted = tendered(words, kind, tender.granted)
    # Points that are a discount pay nothing.
    if not kind.unit or not tender.value:
        return granted
    return words.text(
        "{granted} ({value})", granted=granted, value=words.money(tender.value)
    )


__all__ = ["DELIVERY", "charges", "tenders"]
