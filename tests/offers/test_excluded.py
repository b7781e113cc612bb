# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The lines of a cart without those that an offer excludes."""

from __future__ import annotations

import pytest

from checkout_core import Cart, Exclude, Line
from checkout_core.offers import EVERYTHING, Selector, categories, products
from checkout_core.offers.excluded import Exclusion
from tests.factories.tables import case


COLUMNS = Cart(
    "INR",
    [
        Line("tee", 1, "100.00", tax_rate=0, category_ids=["sale"]),
        Line("coin", 1, "5000.00", tax_rate=0, category_ids=["gold", "sale"]),
        Line("cap", 1, "50.00", listing_price="60.00", tax_rate=0),
    ],
).columns


def test_an_excluded_line_is_in_no_list() -> None:
    """Indexes stay what they are in the cart."""
    seen = Exclusion.of(Exclude(categories("gold"))).seen(COLUMNS)

    assert ([0, 2], (1, 1, 1)) == (seen.everything, seen.units)
    assert {"sale": [0], "gold": []} == dict(seen.by_category)
    assert {("tee", None): [0], ("coin", None): [], ("cap", None): [2]} == dict(
        seen.by_product
    )
    assert (2, 3) == (len(seen.by_category), len(seen.by_product))


def test_a_cart_without_such_lines_is_seen_as_it_is() -> None:
    """Nothing is copied, and it is worked out once."""
    silver, gold = (
        Exclusion.of(Exclude(categories(each))) for each in ("silver", "gold")
    )

    assert COLUMNS is silver.seen(COLUMNS)
    assert gold.seen(COLUMNS) is gold.seen(COLUMNS)


@pytest.mark.parametrize(
    ("exclude", "reach", "expected"),
    [
        case("the only one", Exclude(products("tee")), products("tee"), True),
        case("one of two", Exclude(products("tee")), categories("sale"), False),
        case("no line of it", Exclude(products("tee")), products("mug"), False),
        case("what is reduced", Exclude(discounted=True), products("cap"), True),
        case("not all", Exclude(discounted=True), EVERYTHING, False),
        case(
            "all",
            Exclude(products("tee", "coin"), discounted=True),
            EVERYTHING,
            True,
        ),
    ],
)
def test_an_exclusion_hides_all(
    exclude: Exclude,
    reach: Selector,
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Some line is meant, and each such line is excluded."""
    assert expected is Exclusion.of(exclude).hides_all(COLUMNS, reach)
