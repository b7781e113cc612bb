# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A refund by the suppliers of its order: one credit note for each.

Promises that the parts add up to the refund, and that what each gives back is where its
money goes.  Each has its own rows; where the money goes is shared by what each gives
back, less what others had funded.  One amount is shared after another, each over what
the ones before it left, so that the last one takes the rest.  Of 302.00, of which
101.00 are of one supplier, points had paid 10.25 and credit 33.00: 3.43 and 11.04 of it
are theirs, and the gateway gives 86.53.
"""

from __future__ import annotations

from decimal import Decimal
from operator import add, sub
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import expect
from checkout_core.errors import CheckoutError, fault
from checkout_core.ledger import Entry
from checkout_core.ledger.totals import total
from checkout_core.money.allocation import shares
from checkout_core.money.exact import difference, exact_sum, grid_of
from checkout_core.money.parse import to_minor
from checkout_core.pricing import Quote
from checkout_core.refunds.note import Refund
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from checkout_core.refunds.reduction import PriceReduction


__all__ = [
    "SupplierRefund",
    "owner_of",
    "refund_parts",
    "refunds_fit",
    "supplier_refunds",
]


@frozen(kw_only=True)
class SupplierRefund:
    """
    What one supplier of an order gives back; amounts are in major units.

    Attributes:
        id: the supplier's id, "" for the store itself.
        entries: its rows of the refund.
        taxable_value: the net amounts of goods and charges.
        tax: the tax on them.
        amount: the total of its credit note, round-off included.
        funded: the part that others than the shopper had paid.
        surcharge: of what is given back of the fees on top of the payments; it is in
            `gateway`, or in `credit`.
        gateway: its part of what goes back through the gateway.
        gateway_discount: of what goes back to who funded an offer of the gateway.
        credit: of what goes back to gift cards and store credit.
        points: of the value of points.
        charge: of what is kept for a cancellation.
        unpaid: of what was never paid.
    """

    id: str
    entries: tuple[Entry, ...]
    taxable_value: Decimal
    tax: Decimal
    amount: Decimal
    funded: Decimal
    surcharge: Decimal
    gateway: Decimal
    gateway_discount: Decimal
    credit: Decimal
    points: Decimal
    charge: Decimal
    unpaid: Decimal


#: Where the money of a refund goes, in the order in which it is shared.
_SHARED = ("charge", "points", "credit", "unpaid", "gateway_discount", "gateway")


def supplier_refunds(quote: Quote, refund: Refund) -> tuple[SupplierRefund, ...]:
    """
    Return what each supplier of an order gives back in a refund, by its id.

    One entry where the order has one supplier.  Raises `CheckoutError` for a refund of
    other lines.

    Args:
        quote: the quote that was ordered.
        refund: one of its refunds.
    """
    expect(quote=(quote, Quote), refund=(refund, Refund))
    if not refunds_fit(quote, refund):
        raise CheckoutError([fault("refund", "refunds_do_not_fit", refund.id)])
    return refund_parts(quote, refund, owner_of(quote))


def owner_of(quote: Quote) -> Callable[[int | None, str | None], str]:
    """
    Return whose a row of a line, or of a supplier without one, is.

    The id of its line's supplier, or its own, or that of the only one.
    """
    lines, only = quote.cart.lines, quote.suppliers[0].id

    def whose(line: int | None, supplier: str | None) -> str:
        """Return the id of the supplier."""
        if line is not None:
            return lines[line].supplier or ""
        return only if supplier is None else supplier

    return whose


def refunds_fit(quote: Quote, note: Refund | PriceReduction) -> bool:
    """Return whether the lines of a note are lines of the quote."""
    lines = {each.line for each in note.entries if each.line is not None}
    return all(0 <= each < len(quote.lines) for each in lines)


def refund_parts(
    quote: Quote, refund: Refund, owner: Callable[[int | None, str | None], str]
) -> tuple[SupplierRefund, ...]:
    """
    Return what each owner of rows gives back, by its id.

    *owner* returns the id of who has a row of a line, or of a supplier without one.
    What the refund has as a whole is shared.
    """
    rows: dict[str, list[Entry]] = {}
    for entry in refund.entries:
        rows.setdefault(owner(entry.line, entry.supplier), []).append(entry)
    names = sorted(rows) or [each.id for each in quote.suppliers[:1]]
    zero, currency = refund.zero, quote.cart.currency
    parts = [_part(rows.get(name, []), zero) for name in names]
    left = [
        max(0, to_minor(difference(each["amount"], each["funded"]), currency, "amount"))
        for each in parts
    ]
    money, whole = grid_of(currency.exponent), _whole(refund)

    def share(key: str) -> list[int]:
        """Share one amount of the refund over what is left."""
        amount = to_minor(whole[key], currency, key)
        weights = left if any(left) else [1] + [0] * (len(names) - 1)
        split = shares(amount, weights, range(len(names)), sum(weights))
        for each, part in zip(parts, split, strict=True):
            each[key] = money(part)
        return split

    # Fees on top go back with the goods, and the same ways.
    left = list(map(add, left, share("surcharge")))
    for key in _SHARED:
        left = [max(0, each) for each in map(sub, left, share(key))]
    return tuple(
        [
            SupplierRefund(id=name, entries=tuple(rows.get(name, [])), **each)
            for name, each in zip(names, parts, strict=True)
        ]
    )


def _part(rows: Sequence[Entry], zero: Decimal) -> dict[str, Decimal]:
    """Return the sums of a supplier's *rows*."""
    amount, tax = total(rows, "grand_total", zero), total(rows, "total_tax", zero)
    rounded = total(rows, "round_off", zero)
    return {
        "taxable_value": difference(difference(amount, tax), rounded),
        "tax": tax,
        "amount": amount,
        "funded": total(rows, "funded_savings", zero),
    }


def _whole(refund: Refund) -> dict[str, Decimal]:
    """Return what of a refund is shared over the suppliers."""
    credit = [x.restored for x in refund.tenders if not TENDERS[x.kind].unit]
    return {
        "surcharge": refund.surcharge,
        "gateway": refund.gateway,
        "gateway_discount": refund.gateway_discount,
        "credit": exact_sum(refund.moved, credit),
        "points": refund.points_value,
        "charge": refund.charge,
        "unpaid": refund.unpaid,
    }
