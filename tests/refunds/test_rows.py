# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The rows of an order in minor units."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from checkout_core import Quote
from checkout_core.ledger import Entry
from checkout_core.ledger.rows import NET
from checkout_core.pricing.ledger import Ledger
from checkout_core.refunds.note import SIGNS
from checkout_core.refunds.rows import OrderRows, RowKey, paid_for, spread
from tests.factories.refunds import SOLD, delivered, note, refunds_of


TAX = ("tax", 0, None)
CGST, SGST = RowKey(*TAX, "CGST", Decimal(9)), RowKey(*TAX, "SGST", Decimal(9))
GOODS = RowKey("subtotal", 0)


def test_goods_are_their_taxable_value() -> None:
    """Discounts are rows of their own, and are taken off the goods' row."""
    rows = OrderRows(SOLD, ()).charged
    lines = range(len(SOLD.lines))

    assert [line.taxable_value for line in SOLD.lines] == [
        Decimal(rows[RowKey("subtotal", index)]) / 100 for index in lines
    ]


def test_what_is_paid_for_is_the_total() -> None:
    """All rows together are what money, credit and points paid."""
    rows = OrderRows(SOLD, ())
    paid = [SOLD.to_be_paid, *[tender.value for tender in SOLD.tenders]]

    assert sum(paid) == rows.money(paid_for(rows.charged))


def test_earlier_refunds_are_added_up() -> None:
    """Rows, and units line by line."""
    notes = refunds_of(SOLD, {0: 1}, {0: 1, 2: 1})
    rows = OrderRows(SOLD, notes)

    assert [2, 0, 1] == rows.returned
    assert sum(each.amount for each in notes) == rows.money(paid_for(rows.refunded))


def test_rows_go_back_as_they_came() -> None:
    """In the order of the quote's rows, with the figures that they had."""
    rows = OrderRows(SOLD, ())
    found = rows.entries(rows.charged)

    assert [
        (row.kind, row.line, row.name, row.amount)
        for row in SOLD.entries
        if row.kind in SIGNS
    ] == [(row.kind, row.line, row.name, row.amount) for row in found]


def stored_before(quoted: Quote) -> Quote:
    """Return a quote as an older release stored it: net rows say nothing of tax."""
    entries = tuple(
        attrs.evolve(row, rate=None, category=None, hsn_code=None)
        if row.kind in NET
        else row
        for row in quoted.entries
    )
    return attrs.evolve(quoted, ledger=Ledger.stored(quoted.figures, entries))


@pytest.mark.parametrize("quoted", [SOLD, delivered()])
def test_a_net_amount_has_one_row_whatever_it_says_of_its_tax(quoted: Quote) -> None:
    """An order is refunded as before, whatever release stored it."""
    older = stored_before(quoted)

    assert older.entries != quoted.entries
    assert refunds_of(older, {0: 1}, {0: 1, 1: 1}) == (
        refunds_of(quoted, {0: 1}, {0: 1, 1: 1})
    )


@pytest.mark.parametrize(
    ("amount", "goods", "half"),
    [
        (118, 100, 9),
        # 50, 4.5 and 4.5: the unit that is left is too little for both halves.
        (59, 51, 4),
        # 51.69, 4.65 and 4.65: goods lost most, and the unit after that is theirs too.
        (61, 53, 4),
        # 52.54, 4.73 and 4.73: both halves lost more, and two units are left.
        (62, 52, 5),
        (1, 1, 0),
    ],
)
def test_an_amount_is_spread_with_equal_components(
    amount: int, goods: int, half: int
) -> None:
    """Over goods of 1.00 and two halves of 0.09."""
    rows = {GOODS: 100, CGST: 9, SGST: 9}
    found = spread(amount, rows)

    assert (goods, half, half) == (found[GOODS], found[CGST], found[SGST])


def test_a_row_of_another_order_is_found_by_its_key() -> None:
    """It is no row of this one."""
    own = OrderRows(SOLD, ())
    other = attrs.evolve(note(), entries=(Entry("charge", Decimal("1.00"), name="x"),))

    assert {RowKey("charge", name="x")} == (
        OrderRows(SOLD, [other]).refunded.keys() - own.charged.keys()
    )
