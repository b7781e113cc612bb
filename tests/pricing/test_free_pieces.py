# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Free units are pieces: slabs and HSN rows count them."""

from __future__ import annotations

import json

from typing import Any

import pytest

from checkout_core import Quote, read_checkout, verify, write_quote
from checkout_core.pricing import quote_by
from checkout_core.revisions import REVISIONS, THIRD, Revision
from tests.factories.carts import checkout, line
from tests.factories.offers import coupon, free_goods, percentage, promotion, row
from tests.factories.tables import case
from tests.factories.tax import kept, quoted


APPAREL = [{"up_to": "2500", "rate": "5"}, {"rate": "18"}]


def shirt(said: str = "A 1 x 2600.00", **fields: Any) -> dict[str, Any]:
    """Return a line of apparel."""
    return line(said, tax_slabs=APPAREL, tax_rate=None, **fields)


def free(units: int = 1, product: str = "A", **fields: Any) -> dict[str, Any]:
    """Return a promotion of free units from 1 on."""
    return promotion("free-goods", free_goods((1, units), product=product), **fields)


def rates(found: Quote) -> list[str]:
    """Return the rate of each line."""
    return [str(each.tax_rate) for each in found.lines]


@pytest.mark.parametrize(
    ("said", "units", "expected"),
    [
        case("1,300.00 a piece", "A 1 x 2600.00", 1, "5"),
        case("2,500.00 a piece", "A 1 x 5000.00", 1, "5"),
        case("a paisa above", "A 1 x 5000.01", 1, "18"),
        case("of three pieces", "A 1 x 7500.00", 2, "5"),
        case("5,250.00 with 5 % inside is 5,000.00", "A 1 x 5250.00 inside", 1, "5"),
        case("5,250.01 is above", "A 1 x 5250.01 inside", 1, "18"),
    ],
)
def test_slabs_are_of_all_pieces(said: str, units: int, expected: str) -> None:
    """Net / (quantity + free units)."""
    assert [expected] == rates(quoted([shirt(said)], free(units)))


def test_the_worked_example() -> None:
    """130.00 of tax, where it was 468.00; the free shirt saves 2,730.00."""
    found = quoted([shirt()], free())

    assert ("130.00", "2730.00", "2730.00") == (
        str(found.totals.total_tax),
        str(found.totals.grand_total),
        str(found.totals.promotion_savings),
    )


def test_the_units_of_all_offers_count() -> None:
    """Two promotions and a coupon: 4 pieces of 2,500.00."""
    found = quoted(
        [shirt("A 1 x 10000.00")],
        free(id="p"),
        free(id="q"),
        coupon("free-goods", free_goods((1, 1))),
    )

    assert (["5"], 3) == (rates(found), found.lines[0].free_quantity)


def test_they_count_on_their_own_line_only() -> None:
    """The other shirt stays at 18 %."""
    found = quoted([shirt(), shirt("B 1 x 2600.00")], free())

    assert ["5", "18"] == rates(found)


def test_a_choice_saves_by_its_own_rates() -> None:
    """With the gift the shirt is at 5 %: it saves 5,250.00, where 18 % is 5,900.00."""
    goods = [shirt("A 1 x 5000.00"), line("B 1 x 5600.00")]
    alone: dict[str, Any] = {"can_be_used_with_other_promotion": False}
    off = promotion("discount", percentage("100", row("B")), id="off", **alone)
    found = quoted(goods, free(id="gift", **alone), off)

    assert ["off"] == [each.id for each in found.promotions]
    assert ("gift", "350.00") == (
        *found.figures.runner_up,
        str(found.figures.runner_up_behind),
    )


def test_level_unit_and_handling_are_of_what_is_billed() -> None:
    """One shirt is billed: 130.00 of tax, a handling of 5.00."""
    found = quoted(
        [shirt(handling_charge_excluding_tax="5", handling_charge_tax_rate="0")],
        free(),
        tax={"level": "unit"},
    )

    assert ("130.00", "5.00") == (
        str(found.totals.total_tax),
        str(found.totals.handling_charge_excluding_tax),
    )


def test_hsn_rows_count_them() -> None:
    """2 shirts of 3 pieces and 1 of one: 4 pieces of a code."""
    goods = [
        line("A 2 x 100.00 at 5", hsn_code="6109"),
        line("B 1 x 100.00 at 5", hsn_code="6109"),
        line("C 1 x 100.00 at 5"),
    ]
    found = quoted(goods, free(id="p"), free(id="q", product="C"))

    assert [("6109", 4)] == [
        (each.hsn_code, each.quantity) for each in found.figures.hsn_rows
    ]


# Quotes of before ----------------------------------------------------------------


def by(revision: Revision, *goods: dict[str, Any], **more: Any) -> Quote:
    """Return a quote by the rules of a revision, once it was stored and read back."""
    found = read_checkout(json.dumps(checkout(list(goods), free(), **more)))
    made = quote_by(revision, found.cart, found.store, found.at, None)
    kept(made)
    return made


@pytest.mark.parametrize(
    "revision", [each for each in REVISIONS if each.pieces_are_billed]
)
def test_a_quote_of_before_keeps_its_slab(revision: Revision) -> None:
    """2,600.00 of one billed piece: 18 %, and one piece in its HSN row."""
    found = by(revision, shirt(hsn_code="6109"))

    assert ["18"] == rates(found)
    assert [1] == [each.quantity for each in found.figures.hsn_rows]
    verify(write_quote(found))


def test_a_charge_of_before_keeps_its_rate() -> None:
    """Without a rate it was taxed at 0, and each charge had the category standard."""
    goods = [line("A 1 x 300.00 at 18"), line("B 1 x 100.00", tax_category="exempt")]
    cart = {"shipping": {"estimated_cost": "100.00"}}
    bag = {"name": "Bag", "amount": "100.00", "charge_tax": "apportion"}
    found = by(THIRD, *goods, cart=cart, store={"charges": [bag]})

    assert ("0", "0.00") == (
        str(found.figures.shipping_tax_rate),
        str(found.totals.shipping_tax_amount),
    )
    assert {"standard"} == {
        row.category for row in found.entries if row.kind in ("shipping", "charge")
    }
