# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The waterfall of a refund, as values: from what the units cost to where the money goes.

The steps are those of the credit note.  First what was paid for the returned units is
added up to the refund; then what is kept or was paid by others is taken off; what is
left goes to the tenders, and the last step ends at 0.  Promises that the steps chain,
and that each row of the refund belongs to one of them, which is the sum of its rows.
"""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.ledger.rows import POSTINGS
from checkout_core.money.exact import exact_sum
from checkout_core.refunds.note import SIGNS
from checkout_core.views.language import Language
from checkout_core.views.refunded import added, charged, check_refund, given, kept
from checkout_core.views.waterfall.bars import Chain


if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from checkout_core.ledger import Entry
    from checkout_core.pricing import Quote
    from checkout_core.refunds import Refund
    from checkout_core.views.language import Translations
    from checkout_core.views.waterfall.bars import Waterfall


#: Which step a kind of row belongs to.
_STEPS: Mapping[str, str] = MappingProxyType(
    {
        **{
            kind: "goods" if first == "subtotal" else first
            for kind, (first, _) in POSTINGS.items()
        },
        "round_off": "round_off",
        "funded": "funded",
    }
)


def refund_waterfall(
    quote: Quote,
    note: Refund,
    *,
    locale: str | None = None,
    translations: Translations | None = None,
) -> Waterfall:
    """
    Return the bars of a refund of *quote*, from what was paid to each tender.

    Raises `CheckoutError` for an unknown locale and a refund that is not of this quote.

    Args:
        quote: what was sold.
        note: the refund of a part of it.
        locale: the language and the number formats, as for `waterfall`.
        translations: those of the host; None (the default) for none.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> from checkout_core.refunds import refund
    >>> tee = Line("Tee", 2, "499.00", tax_rate=5, price_including_tax=True)
    >>> sold = quote(Cart("INR", [tee]), Store("INR"))
    >>> note = refund(sold, {0: 1}, id="R1", at="2026-12-01T10:00:00Z")
    >>> for bar in refund_waterfall(sold, note).bars:
    ...     print(bar.key, bar.figure, bar.start, bar.end)
    goods ₹499.00 0.00 499.00
    refund ₹499.00 0.00 499.00
    gateway ₹499.00 499.00 0.00
    """
    check_refund(quote, note)
    return refund_bars(note, Language.of(locale, quote.cart.currency, translations))


def refund_bars(note: Refund, language: Language) -> Waterfall:
    """Return the bars of a refund in the words of *language*."""
    chain = Chain(language, note.zero)
    rows: dict[str, list[Entry]] = defaultdict(list)
    for entry in note.entries:
        rows[_STEPS[entry.kind]].append(entry)
    _back(chain, note, rows)
    chain.total("refund", language.text("Refund"), note.tax_amount)
    for each in added(language, note):
        if each.amount:
            chain.step(each.key, each.label, each.amount)
    before = len(chain.bars)
    for each in kept(language, note):
        if each.amount:
            off = each.amount.copy_negate()
            chain.step(each.key, each.label, off, rows=rows[each.key])
    if len(chain.bars) > before:
        chain.total("given_back", language.text("Given back"), note.zero)
    for each in given(language, note):
        if each.amount or each.figure:
            chain.step(
                each.key,
                each.label,
                each.amount.copy_negate(),
                kind=each.key.partition(":")[0],
                # What is given back is a gain of its reader: it has no minus sign.
                figure=each.figure or language.money(each.amount),
            )
    whole = language.money(note.amount)
    return chain.waterfall(language.text("Where {amount} goes", amount=whole))


def _back(chain: Chain, note: Refund, rows: Mapping[str, list[Entry]]) -> None:
    """Add what was paid for what comes back, step by step."""
    text = chain.language.text
    units = sum([each.quantity for each in note.returned])
    many = chain.language.many
    labels = {
        "goods": text("Paid for the goods"),
        "handling": text("Handling"),
        "shipping": text("Shipping"),
        "charge": charged(chain.language, note),
        "round_off": text("Round-off"),
    }
    notes = {"goods": many("{number} unit", "{number} units", units)}
    for key, label in labels.items():
        amount = _sum(rows[key], note.zero)
        if rows[key] or key == "goods":
            chain.step(key, label, amount, note=notes.get(key, ""), rows=rows[key])


def _sum(rows: list[Entry], zero: Decimal) -> Decimal:
    """Return what *rows* are in the amount that is refunded."""
    return exact_sum(
        zero, [x.amount if SIGNS[x.kind] > 0 else x.amount.copy_negate() for x in rows]
    )


__all__ = ["refund_bars", "refund_waterfall"]
