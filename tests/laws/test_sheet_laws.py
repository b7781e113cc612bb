# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The sheet of a quote: its columns, its rows and its document have the same sums."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import CheckoutError, Quote, quote, read_checkout
from checkout_core.ledger import SUMS
from checkout_core.ledger.check import check_sheet
from checkout_core.ledger.said import sheet_of_figures
from checkout_core.ledger.sheet import Sheet
from checkout_core.tax.regimes import EQUAL
from checkout_core.testing import strategies as ours


def priced(document: dict[str, Any]) -> Quote:
    """Return the quote of a document."""
    checkout = read_checkout(document)
    return quote(checkout.cart, checkout.store, at=checkout.at)


def plain(sheet: Sheet) -> dict[str, Any]:
    """Return the parts of a sheet as plain values."""
    columns = {
        f"{type(part).__name__}.{each.name}": list(getattr(part, each.name))
        for part in (sheet.goods, sheet.shown)
        for each in attrs.fields(type(part))
    }
    return {
        **columns,
        "totals": sheet.totals,
        "effects": [
            (each.offer.id, *each[1:4], *map(list, each[4:7]), each.units)
            for each in (*sheet.promotions, *sheet.coupons)
        ],
        "charges": [(*each[:4], list(each.taxes)) for each in sheet.charges],
        "tenders": list(sheet.tenders),
        "refused": list(sheet.refused),
        "components": [list(each) for each in sheet.components],
        "summaries": [
            [(*row[:4], list(row.taxes)) for row in rows] for rows in sheet.summaries
        ],
        "rows": list(sheet.rows),
    }


@given(ours.documents())
def test_a_total_is_the_sum_of_its_rows(document: dict[str, Any]) -> None:
    """The totals are sums of columns, and the table of sums says of which rows."""
    sheet = priced(document).sheet

    assert sheet.totals == {
        name: sum(
            sign * row[1]
            for kind, sign in kinds
            for row in sheet.rows
            if row[0] == kind
        )
        for name, kinds in SUMS.items()
    }


@given(ours.documents())
def test_what_is_shown_has_the_numbers_of_the_sheet(document: dict[str, Any]) -> None:
    """The sheet of the figures and rows is that of the quote that shows them."""
    quoted = priced(document)
    exponent = quoted.cart.currency.exponent
    again = sheet_of_figures(quoted.figures, quoted.entries, exponent)

    assert plain(quoted.sheet) == plain(again)


@given(ours.documents(), st.data())
def test_a_total_that_is_a_minor_unit_off_is_found(
    document: dict[str, Any], data: st.DataObject
) -> None:
    """Whatever total it is, and however the cart is priced."""
    quoted = priced(document)
    name = data.draw(st.sampled_from(list(SUMS)))
    exponent = quoted.cart.currency.exponent
    step = Decimal(1).scaleb(-exponent)
    totals = attrs.evolve(quoted.totals, **{name: getattr(quoted.totals, name) + step})
    figures = attrs.evolve(quoted.figures, totals=totals)
    sheet = sheet_of_figures(figures, quoted.entries, exponent)

    with pytest.raises(CheckoutError) as caught:
        check_sheet(sheet, lambda: figures, equal=EQUAL)

    assert f"totals.{name}" == caught.value.faults[0].path
