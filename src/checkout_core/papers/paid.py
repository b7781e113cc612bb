# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How the total of an invoice is paid, and where that of a credit note goes.

What the order has as a whole is shared over its papers, by what each has to pay: first
what points pay, of what is left then what cards and credit pay, of what is left then
what payments settled.  Of 1187.00, 1000.00 were paid: of an invoice of 743.40 that is
626.28, and of one of 443.60 it is 373.72.

Promises that the parts add up to the total, but for money that came in excess, and that
those of all papers add up to the order's.  Knows no taxes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.ledger.totals import total as total_of
from checkout_core.money import allocate
from checkout_core.money.exact import difference, exact_sum, to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.orders import Order
from checkout_core.papers.block import paper_of
from checkout_core.papers.particulars import Paid
from checkout_core.refunds.suppliers import refund_parts
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from checkout_core.ledger import Entry
    from checkout_core.papers.block import Block
    from checkout_core.pricing import Quote
    from checkout_core.refunds import PriceReduction, Refund


__all__ = ["given_back", "paid_for"]


def paid_for(
    sold: Quote | Order,
    block: Block,
    total: Decimal,
    reductions: Sequence[PriceReduction],
) -> tuple[Paid, ...]:
    """
    Return who funds what, the tenders, the payments, and what is still due.

    Tenders and payments are those of the whole order, so they are named only where it
    has one paper.
    """
    quote = sold.quote if isinstance(sold, Order) else sold
    payments = _payments(sold, reductions) if isinstance(sold, Order) else []
    found = list(block.funded)
    if block.is_whole:
        found += [
            Paid(each.kind, each.name, each.value, each.granted)
            for each in quote.tenders
            if each.value
        ]
        found += payments
    else:
        found += _part(quote, block, payments, reductions)
    left = _left(total, found)
    return (*found, Paid("due", "", left)) if left > 0 else tuple(found)


def _part(
    quote: Quote,
    block: Block,
    payments: Sequence[Paid],
    reductions: Sequence[PriceReduction],
) -> list[Paid]:
    """Return what tenders and payments pay of one of several papers."""
    zero = difference(quote.to_be_paid, quote.to_be_paid)
    left, off = _owed(quote, zero), _taken_off(quote, reductions)
    points = [each.value for each in quote.tenders if TENDERS[each.kind].unit]
    credit = [each.value for each in quote.tenders if not TENDERS[each.kind].unit]
    found = []
    for kind, amounts in (
        ("points", points),
        ("credit", credit),
        ("payment", [each.amount for each in payments]),
    ):
        if kind == "payment":
            left = {name: max(0, x - off.get(name, 0)) for name, x in left.items()}
        amount = _minor(quote, exact_sum(zero, amounts))
        parts = allocate(min(amount, sum(left.values())), list(left.values()))
        for name, part in zip(left, parts, strict=True):
            left[name] -= part
            if part and name == block.supplier:
                money = to_decimal(part, quote.cart.currency.exponent)
                found.append(Paid(kind, "", money))
    return found


def _owed(quote: Quote, zero: Decimal) -> dict[str, int]:
    """Return what each paper comes to, less what others fund, by its supplier's id."""
    whose = paper_of(quote)
    rows: dict[str, list[Entry]] = {}
    for each in quote.entries:
        rows.setdefault(whose(each.line, each.supplier), []).append(each)
    found = {}
    for name in sorted(rows):
        amount = total_of(rows[name], "grand_total", zero)
        funded = total_of(rows[name], "funded_savings", zero)
        found[name] = max(0, _minor(quote, difference(amount, funded)))
    return found


def _taken_off(quote: Quote, reductions: Iterable[PriceReduction]) -> dict[str, int]:
    """Return by how much the total of each paper falls."""
    whose, found = paper_of(quote), dict[str, int]()
    for reduction in reductions:
        for row in reduction.rows:
            name = whose(row.line, row.supplier)
            amount = exact_sum(row.net, [each.amount for each in row.taxes])
            found[name] = found.get(name, 0) + _minor(quote, amount)
    return found


def _minor(quote: Quote, amount: Decimal) -> int:
    return to_minor(amount, quote.cart.currency, "amount")


def _left(amount: Decimal, parts: Sequence[Paid]) -> Decimal:
    nothing = difference(amount, amount)
    return difference(amount, exact_sum(nothing, [each.amount for each in parts]))


def _payments(order: Order, reductions: Sequence[PriceReduction]) -> list[Paid]:
    """Return what each payment settled, less what it took off the price."""
    off = {each.payment: each.amount for each in reductions}
    return [
        Paid(
            "payment",
            each.method or "",
            difference(each.amount, off[each.id]) if each.id in off else each.amount,
        )
        for each in order.payments
        if each.state == "succeeded"
    ]


def given_back(quote: Quote, block: Block, note: Refund) -> tuple[Paid, ...]:
    """Return who gets what of a refund, and what of it is kept or was never paid."""
    found = _whole(note) if block.is_whole else _share(quote, block, note)
    return tuple([each for each in found if each.amount])


def _whole(note: Refund) -> list[Paid]:
    tenders = [
        Paid(each.kind, each.name, each.value, each.restored) for each in note.tenders
    ]
    return [
        Paid("funded", "", note.funded),
        Paid("unpaid", "", note.unpaid),
        Paid("gateway_discount", "", note.gateway_discount),
        Paid("charge", note.charge_reason, note.charge),
        Paid("surcharge", "", note.surcharge.copy_negate()),
        Paid("gateway", "", note.gateway),
        *tenders,
        Paid("moved", "", note.moved),
    ]


def _share(quote: Quote, block: Block, note: Refund) -> list[Paid]:
    """Return the part of one paper of each; tenders have no count of their own."""
    parts = refund_parts(quote, note, paper_of(quote))
    return [
        paid
        for each in parts
        if each.id == block.supplier
        for paid in (
            Paid("funded", "", each.funded),
            Paid("unpaid", "", each.unpaid),
            Paid("gateway_discount", "", each.gateway_discount),
            Paid("charge", note.charge_reason, each.charge),
            Paid("surcharge", "", each.surcharge.copy_negate()),
            Paid("gateway", "", each.gateway),
            Paid("points", "", each.points),
            Paid("credit", "", each.credit),
        )
    ]
