# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The ledger: rows, the sums that they are for, and the figures of a quote.

`rows` says what a row is and which rows belong together, `totals` and `summaries` add
them up, `figures` holds what a quote shows, and `check` compares the one with the
other.  Explain, receipt, order, e-invoice and refund all read the same rows, so they
show the same figures.  Amounts are `Decimal` on the quote's currency grid.  Knows no
rule of pricing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.deprecated import former
from checkout_core.later import later


if TYPE_CHECKING:
    from checkout_core.ledger.figures import (
        REASONS,
        REFUSALS,
        AppliedLine,
        AppliedOffer,
        Figures,
        Instalment,
        MissingGift,
        QuotedCharge,
        QuotedLine,
        Redemption,
        Refusal,
        Tender,
        WantedPayment,
    )
    from checkout_core.ledger.rows import KINDS, Component, Entry
    from checkout_core.ledger.summaries import HsnRow, TaxRow
    from checkout_core.ledger.suppliers import SupplierFigures, SupplyPlace, TaxTotal
    from checkout_core.ledger.totals import SUMS, Totals


#: A price needs no figure and no row, so these names are imported on first use.
_LATER = {
    "figures": (
        "REASONS",
        "REFUSALS",
        "AppliedLine",
        "AppliedOffer",
        "Figures",
        "Instalment",
        "MissingGift",
        "QuotedCharge",
        "QuotedLine",
        "Redemption",
        "Refusal",
        "Tender",
        "WantedPayment",
    ),
    "rows": ("KINDS", "Component", "Entry"),
    "summaries": ("HsnRow", "TaxRow"),
    "suppliers": ("SupplierFigures", "SupplyPlace", "TaxTotal"),
    "totals": ("SUMS", "Totals"),
}


__all__ = [
    "KINDS",
    "REASONS",
    "REFUSALS",
    "SUMS",
    "AppliedLine",
    "AppliedOffer",
    "Component",
    "Entry",
    "Figures",
    "HsnRow",
    "Instalment",
    "MissingGift",
    "QuotedCharge",
    "QuotedLine",
    "Redemption",
    "Refusal",
    "SupplierFigures",
    "SupplyPlace",
    "TaxRow",
    "TaxTotal",
    "Tender",
    "Totals",
    "WantedPayment",
]

__getattr__ = former(
    __name__,
    {
        "Gift": "checkout_core.ledger:MissingGift",
        "Grant": "checkout_core.ledger:Tender",
        "share": "checkout_core.ledger.totals:share",
        "total": "checkout_core.ledger.totals:total",
    },
    otherwise=later(__name__, _LATER),
)
