# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Random orders give e-invoices that are valid and add up exactly.

As a script, `python -m tests.papers.test_random_orders 10000` tries as many.
"""

from __future__ import annotations

import sys

from collections import Counter
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkout_core import CheckoutError, Order, Quote
from checkout_core.papers.inv01 import inv01
from tests.factories.carts import AT
from tests.factories.gst_documents import credited, holds
from tests.factories.gst_papers import SELLERS, Document
from tests.papers.drawn import documents, quoted


#: What a random order may be refused for: nothing of a supplier is taxable, or its
#: delivery follows no goods and has no code; or its part of a round-off is more than
#: what it has on paper, where the operator has goods of 0.01.
ALLOWED = {
    ("cart.cart_items", "nothing_taxable"),
    ("cart.shipping.hsn_code", "hsn_code"),
    ("totals.round_off", "total_below_zero"),
}

RESULTS: Counter[str] = Counter()


def invoices(found: Quote) -> dict[str, Decimal]:
    """Return the totals of the invoices of an order by supplier; each is valid."""
    totals = {}
    for supplier, seller in SELLERS.items():
        try:
            whole = inv01(found, seller, "INV/1", "2026-11-22", supplier=supplier)
        except CheckoutError as error:
            said = {(each.path, each.code) for each in error.faults}
            assert said <= ALLOWED, said
            RESULTS["refused"] += 1
            continue
        holds(whole)
        RESULTS["valid"] += 1
        totals[supplier] = whole["ValDtls"]["TotInvVal"]
    return totals


def check(drawn: Document) -> None:
    """Assert that every supplier's invoice is valid and has its figures' total."""
    found = quoted(drawn)
    if found is None:
        RESULTS["not sold"] += 1
        return
    RESULTS["orders"] += 1
    totals = invoices(found)
    if any(line.section_9_5 for line in found.cart.lines):
        return
    expected = {each.id: each.grand_total for each in found.suppliers}
    assert totals == {key: expected[key] for key in totals}
    if set(totals) == set(expected):
        assert sum(totals.values()) == found.totals.grand_total


@given(documents())
@settings(max_examples=200)
def test_random_orders_give_valid_invoices(drawn: Document) -> None:
    """Of every supplier; their totals are those of the figures."""
    check(drawn)


@given(documents(), st.data())
@settings(max_examples=60)
def test_random_returns_give_valid_credit_notes(
    drawn: Document, data: st.DataObject
) -> None:
    """Of every supplier of what comes back; their totals are the refund's."""
    found = quoted(drawn)
    if found is None:
        return
    order = Order.placed(found, number="A1", at=AT)
    returned = {
        i: data.draw(st.integers(1, line.quantity))
        for i, line in enumerate(found.cart.lines)
        if data.draw(st.booleans())
    }
    if not returned:
        return
    note = order.refund(returned, id="R1", at="2026-12-01T10:00:00+05:30")
    total = note.zero
    for supplier, seller in SELLERS.items():
        given_facts = credited(note)
        number, date = given_facts.pop("number"), given_facts.pop("date")
        try:
            whole = inv01(order, seller, number, date, supplier=supplier, **given_facts)
        except CheckoutError as error:
            refused = {(each.path, each.code) for each in error.faults}
        else:
            holds(whole)
            total += whole["ValDtls"]["TotInvVal"]
            continue
        assert refused <= ALLOWED
        return
    assert total == note.amount


def main(count: int) -> None:
    """Try *count* orders that are sold, and print how many documents they gave."""

    @given(documents())
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def tried(drawn: Document) -> None:
        check(drawn)

    tried()
    print(dict(RESULTS))  # noqa: T201 - a script


if __name__ == "__main__":
    main(int(sys.argv[1]))
