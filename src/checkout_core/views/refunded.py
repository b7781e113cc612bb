# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a refund is made of and where it goes: the steps that all its papers have.

Promises that what is kept and what is given are together the amount of the refund and
what is added to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from checkout_core.checks import expect
from checkout_core.errors import CheckoutError, fault
from checkout_core.pricing import Quote
from checkout_core.refunds import Refund
from checkout_core.tenders import TENDERS
from checkout_core.views.labels import count_of, tendered
from checkout_core.views.layout import clean


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.refunds import RefundedLine
    from checkout_core.views.language import Language


class Step(NamedTuple):
    """
    A part of a refund.

    Attributes:
        key: what it is called in this refund and no other part of it: an attribute of
            the refund, or the kind and the index of a tender, such as "credit:1".
        label: what people call it.
        amount: in major units, 0 if there is nothing of it.
        figure: what it is if that is not money, such as "100 points"; "" (the default)
            for money.
    """

    key: str
    label: str
    amount: Decimal
    figure: str = ""


def check_refund(quote: Quote, note: Refund) -> None:
    """Raise `CheckoutError` for a refund that is not of this quote."""
    expect(quote=(quote, Quote), note=(note, Refund))
    if note.currency != quote.currency or any(
        not 0 <= each.line < len(quote.lines) for each in note.lines
    ):
        raise CheckoutError([fault("refund", "refunds_do_not_fit", note.id)])


def charged(words: Language, note: Refund) -> str:
    """Return the name of the store's charge, "Charges" if there are several."""
    names = {each.name for each in note.entries if each.kind == "charge"}
    if len(names) != 1:
        return words.text("Charges")
    return words.isolated(clean(names.pop() or ""))


def kept(words: Language, note: Refund) -> Iterator[Step]:
    """Yield what is not given back, also where it is nothing."""
    text = words.text
    yield Step("funded", text("Paid by others"), note.funded)
    yield Step("unpaid", text("Not paid"), note.unpaid)
    discount = text("Discount of a payment offer")
    yield Step("gateway_discount", discount, note.gateway_discount)
    label = text("Cancellation charge")
    if note.charge_reason:
        reason = clean(note.charge_reason)
        label = text("Cancellation charge, {reason}", reason=reason)
    yield Step("kept", label, note.charge)


def added(words: Language, note: Refund) -> Iterator[Step]:
    """Yield what is given back on top, also where it is nothing."""
    label = words.text("Payment fee, given back")
    yield Step("surcharge", label, note.surcharge)


def given(words: Language, note: Refund) -> Iterator[Step]:
    """Yield where the rest goes, also where it is nothing."""
    text = words.text
    yield Step("gateway", text("To your payment method"), note.gateway)
    for index, each in enumerate(note.tenders):
        kind = TENDERS[each.kind]
        label = text(
            kind.refunded if each.restored else kind.not_restored or kind.refunded,
            restored=tendered(words, kind, each.restored),
            name=clean(each.name),
        )
        key, figure = f"{each.kind}:{index}", ""
        if each.restored and not each.value:
            label, figure = text("Given back"), tendered(words, kind, each.restored)
        yield Step(key, label, each.value, figure)
    yield Step("moved", text("To your credit, below the minimum"), note.moved)


def units_of(words: Language, quote: Quote, each: RefundedLine) -> str:
    """Return how many of the units of a line came back."""
    if not each.quantity:
        return words.text("kept, at a lower price")
    count = words.count(each.quantity)
    whole = count_of(words, quote.cart.lines[each.line])
    if each.free_quantity:
        return words.many(
            "{count} of {whole}, {number} free too",
            "{count} of {whole}, {number} free too",
            each.free_quantity,
            count=count,
            whole=whole,
        )
    return words.text("{count} of {whole}", count=count, whole=whole)


__all__ = ["Step", "added", "charged", "check_refund", "given", "kept", "units_of"]
