# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The credit note: what a shop prints for a refund.

Promises that the column of figures adds up from the first line to the refund, and from
there to the tenders it is paid to.  Every amount includes tax at the rates of the
original order, which is listed by component below.  Its words are English; its numbers
are those of the locale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import expect
from checkout_core.errors import CheckoutError, fault
from checkout_core.money.exact import exact_sum
from checkout_core.pricing import Quote
from checkout_core.refunds import Refund
from checkout_core.tenders import TENDERS
from checkout_core.views.layout import clean, wrapped
from checkout_core.views.receipt import (
    WIDTH,
    Layout,
    layout_of,
    printed_name,
    title_of,
)


if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from checkout_core.refunds import RefundedLine


def credit_note(
    quote: Quote, note: Refund, *, locale: str | None = None, width: int = WIDTH
) -> str:
    """
    Return a refund of *quote* as plain text of *width* columns.

    *locale* is as for `receipt`.  Raises `CheckoutError` for an unknown locale, a width
    below 32 or above 240, and a refund that is not of this quote.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> from checkout_core.refunds import refund
    >>> tee = Line("Tee", 2, "499.00", tax_rate=5, price_including_tax=True)
    >>> sold = quote(Cart("INR", [tee]), Store("INR"))
    >>> note = refund(sold, {0: 1}, id="R1", at="2026-12-01T10:00:00Z")
    >>> print(credit_note(sold, note, width=32))
    Credit note R1
                    2026-12-01 10:00
    --------------------------------
    Tee                      ₹499.00
      1 of 2
    ================================
    Refund                   ₹499.00
    To your payment method   ₹499.00
    ================================
    Taxable value            ₹475.24
    Tax in the refund         ₹23.76
      GST 5%                  ₹23.76
    """
    expect(quote=(quote, Quote), note=(note, Refund))
    layout = layout_of(quote, locale, width)
    if note.currency != quote.currency or any(
        not 0 <= each.line < len(quote.lines) for each in note.lines
    ):
        raise CheckoutError([fault("refund", "refunds_do_not_fit", note.id)])
    double = "=" * layout.width
    lines = [
        *_head(layout, note),
        "-" * layout.width,
        *_goods(layout, quote, note),
        *_charges(layout, note),
        double,
        *_refunded(layout, note),
        double,
        *_taxes(layout, note),
    ]
    return "\n".join(lines)


def _head(layout: Layout, note: Refund) -> Iterator[str]:
    yield from wrapped(f"Credit note {clean(note.id)}", layout.width)
    if note.order_number:
        yield from wrapped(f"for order {clean(note.order_number)}", layout.width)
    yield f"{note.at:%Y-%m-%d %H:%M}".rjust(layout.width)
    if note.reason:
        yield from layout.note(clean(note.reason))


def _goods(layout: Layout, quote: Quote, note: Refund) -> Iterator[str]:
    for each in note.lines:
        goods = exact_sum(each.taxable_value, [each.tax_amount])
        yield from layout.amount(printed_name(quote.cart.lines[each.line]), goods)
        yield from layout.note(_units(layout, quote, each))


def _units(layout: Layout, quote: Quote, each: RefundedLine) -> str:
    count = layout.numbers.count
    if not each.quantity:
        return "kept, at a lower price"
    found = f"{count(each.quantity)} of {count(quote.lines[each.line].quantity)}"
    if each.free_quantity:
        return f"{found}, {count(each.free_quantity)} free too"
    return found


def _charges(layout: Layout, note: Refund) -> Iterator[str]:
    handling = exact_sum(note.zero, [each.handling for each in note.lines])
    for label, amount in (
        ("Handling", handling),
        ("Shipping", note.shipping.amount),
        (_charged(note), note.charges.amount),
        ("Round-off", note.round_off),
    ):
        if amount:
            yield from layout.amount(label, amount)


def _charged(note: Refund) -> str:
    """Return the name of the store's charge, or "Charges" if there are several."""
    names = {each.name for each in note.entries if each.kind == "charge"}
    return clean(names.pop() or "") if len(names) == 1 else "Charges"


def _refunded(layout: Layout, note: Refund) -> Iterator[str]:
    yield from layout.amount("Refund", note.amount)
    for label, amount in (
        ("Paid by others", note.funded),
        ("Not paid yet", note.unpaid),
        ("Discount of a payment offer", note.gateway_discount),
        (_because("Cancellation charge", note.charge_reason), note.charge),
        ("To your payment method", note.gateway),
        *_to_tenders(layout, note),
    ):
        if amount:
            yield from layout.amount(label, amount)
    if note.points_reversed:
        reversed_points = layout.numbers.count(-note.points_reversed)
        yield from layout.figure("Earned points, taken back", reversed_points)


def _because(label: str, reason: str) -> str:
    return f"{label}, {clean(reason)}" if reason else label


def _to_tenders(layout: Layout, note: Refund) -> Iterator[tuple[str, Decimal]]:
    """Yield label and value of what goes back to each tender of the order."""
    for each in note.tenders:
        kind = TENDERS[each.kind]
        label = kind.refunded if each.restored else kind.not_restored
        restored = layout.numbers.tendered(each.restored, kind.unit)
        yield label.format(restored=restored, name=each.name), each.value
        if each.kind == "credit":
            yield "To your credit, below the minimum", note.moved


def _taxes(layout: Layout, note: Refund) -> Iterator[str]:
    nets = (
        note.amount,
        note.tax_amount.copy_negate(),
        note.round_off.copy_negate(),
    )
    yield from layout.amount("Taxable value", exact_sum(note.zero, nets))
    yield from layout.amount("Tax in the refund", note.tax_amount)
    sums: dict[tuple[str, Decimal], Decimal] = {}
    for each in note.entries:
        if each.name is not None and each.rate is not None:
            key = each.name, each.rate
            sums[key] = exact_sum(each.amount, [sums.get(key, note.zero)])
    for (name, rate), amount in sorted(sums.items(), key=lambda each: each[0][1]):
        title = title_of(name, layout.titles)
        label = f"{title} {layout.numbers.rate(rate)}" if rate else title
        yield from layout.amount(label, amount, 2)


__all__ = [
    "credit_note",
]
