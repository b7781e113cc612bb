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

from checkout_core.deprecated import former
from checkout_core.ledger.check import check_ledger
from checkout_core.ledger.figures import (
    REASONS,
    REFUSALS,
    AppliedLine,
    AppliedOffer,
    Figures,
    MissingGift,
    QuotedCharge,
    QuotedLine,
    Redemption,
    Refusal,
    Tender,
)
from checkout_core.ledger.rows import (
    CHARGES,
    COUNTS,
    KINDS,
    NET,
    SPARSE,
    Component,
    Entry,
    Posting,
    postings,
)
from checkout_core.ledger.summaries import (
    HsnRow,
    TaxBasis,
    TaxedAmount,
    TaxRow,
    components,
    hsn_rows,
    tax_rows,
)
from checkout_core.ledger.totals import FEEDS, POINTS, SUMS, Totals, share, total


__all__ = [
    "CHARGES",
    "COUNTS",
    "FEEDS",
    "KINDS",
    "NET",
    "POINTS",
    "REASONS",
    "REFUSALS",
    "SPARSE",
    "SUMS",
    "AppliedLine",
    "AppliedOffer",
    "Component",
    "Entry",
    "Figures",
    "HsnRow",
    "MissingGift",
    "Posting",
    "QuotedCharge",
    "QuotedLine",
    "Redemption",
    "Refusal",
    "TaxBasis",
    "TaxRow",
    "TaxedAmount",
    "Tender",
    "Totals",
    "check_ledger",
    "components",
    "hsn_rows",
    "postings",
    "share",
    "tax_rows",
    "total",
]

__getattr__ = former(
    __name__,
    {
        "Gift": "checkout_core.ledger:MissingGift",
        "Grant": "checkout_core.ledger:Tender",
    },
)
