# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Writes what two quotes differ in.

Promises amounts as text with the currency's digits, and each row once: a total names
its rows by their place in the list of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.checks import expect
from checkout_core.differences import Difference
from checkout_core.ledger import AppliedOffer
from checkout_core.wire.codec import unstructure


if TYPE_CHECKING:
    from collections.abc import Mapping

    from checkout_core.differences import OfferChange, TotalChange
    from checkout_core.ledger import Refusal


#: Raised when a difference of this form can no longer be read by older releases.
SCHEMA_VERSION = "checkout_core.difference/1"

#: The lists that are written as they are.
_LISTS = ("facts", "lines", "charges", "delivery", "tenders", "instalments")


def write_difference(found: Difference) -> dict[str, Any]:
    """
    Return what two quotes differ in as plain data.

    Amounts are text.  Facts have their values, also those of a person: an address, a
    note.  Raises `CheckoutError` if *found* is not a `Difference`.

    >>> from checkout_core import Cart, Line, Store, diff, quote
    >>> store = Store("INR")
    >>> one = quote(Cart("INR", [Line("Tea", 2, "250.00", tax_rate=0)]), store)
    >>> more = quote(Cart("INR", [Line("Tea", 3, "250.00", tax_rate=0)]), store)
    >>> document = write_difference(diff(one, more))
    >>> document["to_be_paid"]
    {'before': '500.00', 'after': '750.00', 'difference': '250.00'}
    >>> document["totals"][0]["parts"], document["rows"][0]["kind"]
    ([{'row': 0, 'amount': '250.00'}], 'subtotal')
    """
    expect(found=(found, Difference))
    places = {id(each): i for i, each in enumerate(found.rows)}
    return {
        "schema_version": SCHEMA_VERSION,
        "currency": found.after.currency,
        "is_empty": found.is_empty,
        "to_be_paid": {
            "before": unstructure(found.before.to_be_paid),
            "after": unstructure(found.after.to_be_paid),
            "difference": unstructure(found.to_be_paid),
        },
        **{name: unstructure(getattr(found, name)) for name in _LISTS},
        "offers": [_offer(each) for each in found.offers],
        "rows": [
            unstructure(each) | {"difference": unstructure(each.difference)}
            for each in found.rows
        ],
        "totals": [_total(each, places) for each in found.totals],
    }


def _offer(change: OfferChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "id": change.id,
        "before": _said(change.before),
        "after": _said(change.after),
    }


def _said(each: AppliedOffer | Refusal | None) -> dict[str, Any] | None:
    """Return what a quote says of an offer, first whether it applies."""
    if each is None:
        return None
    return {"applies": isinstance(each, AppliedOffer), **unstructure(each)}


def _total(change: TotalChange, places: Mapping[int, int]) -> dict[str, Any]:
    return {
        "name": change.name,
        "before": unstructure(change.before),
        "after": unstructure(change.after),
        "difference": unstructure(change.difference),
        "parts": [
            {"row": places[id(each.row)], "amount": unstructure(each.amount)}
            for each in change.parts
        ],
    }


__all__ = ["SCHEMA_VERSION", "write_difference"]
