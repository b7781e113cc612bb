# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What holds for charges that follow the goods, whatever the goods are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import Cart, Charge, Line, Quote, Shipping, Store, TaxPolicy, quote


CATEGORIES = ("standard", "zero", "exempt", "outside_scope")


@st.composite
def goods(draw: st.DrawFn) -> list[Line]:
    """Draw lines of a few rates and categories."""
    found = []
    for i in range(draw(st.integers(1, 5))):
        category = draw(st.sampled_from(CATEGORIES))
        rate = draw(st.sampled_from([0, 5, 18])) if category == "standard" else 0
        price = Decimal(draw(st.integers(0, 99_999))).scaleb(-2)
        fields: dict[str, Any] = {
            "tax_rate": rate,
            "tax_category": category,
            "price_including_tax": draw(st.booleans()),
        }
        found.append(Line(f"p{i}", draw(st.integers(1, 9)), price, **fields))
    return found


costs = st.integers(1, 99_999).map(lambda paise: Decimal(paise).scaleb(-2))


def priced(
    lines: list[Line], cost: Decimal, *, inside: bool, policy: str, **rate: Any
) -> Quote:
    """Return the quote of *lines* with a delivery and a charge of the same cost."""
    fields: dict[str, Any] = {"price_including_tax": inside, **rate}
    store = Store(
        "INR",
        tax=TaxPolicy(charge_tax=policy),
        charges=[Charge("Bag", cost, **fields)],
    )
    found = quote(Cart("INR", lines, shipping=Shipping(cost, **fields)), store)
    found.check()
    return found


@given(lines=goods(), cost=costs, inside=st.booleans())
def test_no_rate_is_taxed_as_one_that_is_apportioned(
    *, lines: list[Line], cost: Decimal, inside: bool
) -> None:
    """To leave the rate out, and to share a charge with any rate, is the same."""
    without = priced(lines, cost, inside=inside, policy="own_rate")
    shared = priced(lines, cost, inside=inside, policy="apportion")

    assert without.figures == shared.figures
    assert without.entries == shared.entries


@given(lines=goods(), cost=costs, inside=st.booleans())
def test_what_follows_goods_at_0_has_their_categories_alone(
    *, lines: list[Line], cost: Decimal, inside: bool
) -> None:
    """Of a charge, the sum is the same as if all goods at 0 were standard."""
    plain = [each.changed(tax_category="standard") for each in lines]
    found = priced(lines, cost, inside=inside, policy="own_rate")
    known = priced(plain, cost, inside=inside, policy="own_rate")
    of_goods = {
        str(line.tax_category)
        for line, quoted in zip(lines, found.lines, strict=True)
        if quoted.taxable_value and not line.tax_rate
    }
    at_zero = {
        row.category
        for row in found.entries
        if row.kind in ("shipping", "charge") and not row.rate
    }

    assert known.totals == found.totals
    assert at_zero <= (of_goods or {"standard"})
