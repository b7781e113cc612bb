# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""One ledger, of what was priced and of what a document says."""

from __future__ import annotations

import pickle

from checkout_core import Cart, Line, Quote, Store, promotion, quote
from checkout_core.pricing.ledger import Ledger


AT = "2026-12-01T10:00:00+05:30"
STORE = Store(
    "INR",
    promotions=[
        promotion(
            name,
            "discount",
            {"discount_type": "percentage", "discount_percent": 10},
            applies_to_product="all",
            minimum_order_total=least,
        )
        for name, least in (("now", "0"), ("later", "9000"))
    ],
)
TEE = Cart("INR", [Line("tee", 2, "499.00", tax_rate=18, price_including_tax=True)])


def priced() -> Quote:
    """Return the quote of two tees, of which nothing was read yet."""
    return quote(TEE, STORE, at=AT)


def ledger_of(quoted: Quote) -> Ledger:
    """Return the ledger that a document of the quote holds."""
    return Ledger.stored(quoted.figures, quoted.entries, engine=quoted.engine)


def test_a_stored_ledger_has_the_same_parts() -> None:
    """What a document says is what was worked out."""
    quoted = priced()
    stored = Quote(
        quoted.cart, quoted.policies, quoted.at, quoted.place, ledger_of(quoted)
    )

    assert quoted == stored
    assert (quoted.to_be_paid, quoted.totals) == (stored.to_be_paid, stored.totals)
    assert (quoted.shipping_tax_rate, quoted.estimated_delivery_days) == (
        stored.shipping_tax_rate,
        stored.estimated_delivery_days,
    )
    assert (quoted.lines, quoted.promotions, quoted.coupons) == (
        stored.lines,
        stored.promotions,
        stored.coupons,
    )


def test_figures_hold_what_is_read_without_them() -> None:
    """A total that is read first is the one that the figures hold."""
    quoted = priced()
    totals, lines = quoted.totals, quoted.lines

    assert totals is quoted.figures.totals
    assert lines is quoted.figures.lines
    assert quoted.figures is quoted.figures


def test_a_pickle_has_no_store() -> None:
    """Rows and figures are pickled; offers that did not apply are refusals in them."""
    quoted = priced()
    pickled = pickle.dumps(quoted)
    found = pickle.loads(pickled)

    assert quoted == found
    assert quoted.to_be_paid == found.to_be_paid
    assert quoted.totals == found.totals
    assert quoted.shipping_tax_rate == found.shipping_tax_rate
    assert quoted.estimated_delivery_days == found.estimated_delivery_days
    for name in (b"Store", b"CompiledOffer", b"PricingContext", b"PricingResult"):
        assert name not in pickled
