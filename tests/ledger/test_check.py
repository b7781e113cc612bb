# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A quote's figures against its rows: each that is off is named, and no other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from checkout_core import (
    Address,
    Cart,
    CheckoutError,
    Customer,
    Line,
    Loyalty,
    Quote,
    Shipping,
    Store,
    TaxPolicy,
    coupon,
    promotion,
    quote,
)
from checkout_core.ledger import Entry, Figures
from checkout_core.ledger.check import check_sheet
from checkout_core.ledger.rows import NET
from checkout_core.ledger.said import sheet_of_figures
from checkout_core.offers import EVERYTHING, bonus_points
from checkout_core.pricing.ledger import Ledger
from checkout_core.revisions import CURRENT, SECOND


PAISA, ZERO = Decimal("0.01"), Decimal("0.00")
FUNDED = promotion(
    "p",
    "discount",
    {"discount_type": "fixed-amount", "fixed_discount_amount": "10.00"},
    applies_to_product="all",
    x_checkout_core={"funded_by": "platform"},
)
STORE = Store(
    "INR",
    promotions=[FUNDED],
    tax=TaxPolicy(seller_state="Goa"),
    loyalty=Loyalty(value_per_point="1"),
)
CART = Cart(
    "INR",
    [
        Line(
            "tee",
            2,
            "100.00",
            tax_rate=18,
            handling_charge_excluding_tax="10.00",
            handling_charge_tax_rate=18,
        )
    ],
    shipping=Shipping("50.00", tax_rate=18),
    shipping_address=Address(state="Goa"),
    customer=Customer("u", loyalty_points_balance=20, credit_balance="5.00"),
    loyalty_points_redeemed=20,
    credit_balance_used="5.00",
)
QUOTE = quote(CART, STORE, at="2026-12-01T10:00:00+05:30")


def more(value: Any, name: str, by: Decimal = PAISA) -> Any:
    """Return a value with one of its figures raised."""
    return attrs.evolve(value, **{name: getattr(value, name) + by})


def of_line(**fields: Any) -> Figures:
    """Return the figures with some of the one line changed."""
    (line,) = QUOTE.lines
    return attrs.evolve(QUOTE.figures, lines=(attrs.evolve(line, **fields),))


def raised(name: str) -> Figures:
    """Return the figures with one of the line's raised by a paisa."""
    return of_line(**{name: getattr(QUOTE.lines[0], name) + PAISA})


def shifted() -> Figures:
    """Return the figures with a paisa moved from SGST to CGST."""
    one, other = QUOTE.lines[0].components
    return of_line(components=(more(one, "amount"), more(other, "amount", -PAISA)))


def summarised() -> Figures:
    """Return the figures with a component of a tax row raised."""
    first, *rest = QUOTE.figures.tax_rows
    one, *others = first.components
    row = attrs.evolve(first, components=(more(one, "amount"), *others))
    return attrs.evolve(QUOTE.figures, tax_rows=(row, *rest))


def granted(tender: str, name: str) -> Figures:
    """Return the figures with one of a tender's raised."""
    figures = QUOTE.figures
    tenders = tuple(
        more(each, name) if each.kind == tender else each for each in figures.tenders
    )
    return attrs.evolve(figures, tenders=tenders)


def named(kind: str) -> Figures:
    """Return the figures with a tender that has another name than its rows."""
    figures = QUOTE.figures
    tenders = [
        attrs.evolve(each, name="other") if each.kind == kind else each
        for each in figures.tenders
    ]
    return attrs.evolve(figures, tenders=tuple(tenders))


def check_ledger(
    figures: Figures,
    entries: tuple[Entry, ...],
    *,
    rated: bool = True,
    equal: tuple[str, ...] = (),
) -> None:
    """Check figures and rows of rupees as those of a document are."""
    sheet = sheet_of_figures(figures, entries, 2, CURRENT if rated else SECOND)
    check_sheet(sheet, lambda: figures, equal=equal)


def off(figures: Figures) -> list[str]:
    """Return the paths of all that does not add up."""
    with pytest.raises(CheckoutError) as caught:
        check_ledger(figures, QUOTE.entries, equal=("CGST", "SGST"))
    assert {"does_not_add_up"} == {each.code for each in caught.value.faults}
    return [each.path for each in caught.value.faults]


def test_the_quote_adds_up() -> None:
    """It has a row of every kind that is changed below."""
    check_ledger(QUOTE.figures, QUOTE.entries, equal=("CGST", "SGST"))

    assert {"funded", "handling_tax", "points", "credit", "shipping_tax"} < {
        each.kind for each in QUOTE.entries
    }


def test_a_quote_checks_its_own_account() -> None:
    """What was changed on the way is found by the quote itself."""
    ledger = Ledger.stored(raised("left"), QUOTE.entries)
    changed = Quote(QUOTE.cart, QUOTE.policies, QUOTE.at, QUOTE.place, ledger)

    with pytest.raises(CheckoutError) as caught:
        changed.check()

    assert ["lines[0].left"] == [each.path for each in caught.value.faults]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (raised("tax_amount"), ["tax_amount", "tax_amount"]),
        (raised("funded"), ["funded"]),
        (raised("left"), ["left"]),
        (
            raised("handling_charge_excluding_tax"),
            ["handling_charge_excluding_tax", "handling_charge_including_tax"],
        ),
        (
            raised("handling_charge_tax_amount"),
            ["handling_charge_tax_amount", "handling_charge_including_tax"],
        ),
        (raised("handling_charge_including_tax"), ["handling_charge_including_tax"]),
        (of_line(free_quantity=1), ["free_quantity"]),
        (shifted(), ["components"]),
    ],
)
def test_a_figure_of_a_line(figures: Figures, expected: list[str]) -> None:
    """Against its rows, and against the figures it is made of."""
    assert [f"lines[0].{name}" for name in expected] == off(figures)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (granted("points", "granted"), "points.granted"),
        (granted("points", "value"), "points.value"),
        (granted("credit", "granted"), "credit.granted"),
        (granted("credit", "value"), "credit.value"),
        (summarised(), "tax_rows"),
    ],
)
def test_a_figure_of_the_order(figures: Figures, expected: str) -> None:
    """Tenders against their rows, the summary of tax against all tax."""
    assert [expected] == off(figures)


def test_a_tender_that_grants_nothing_still_has_its_value() -> None:
    """Of 5.00 of credit only what is granted differs from its row."""
    tenders = tuple(
        attrs.evolve(each, granted=ZERO) if each.kind == "credit" else each
        for each in QUOTE.figures.tenders
    )

    assert ["credit.granted"] == off(attrs.evolve(QUOTE.figures, tenders=tenders))


def test_points_are_compared_as_counts() -> None:
    """A count has no decimals, whatever the currency has."""
    with pytest.raises(CheckoutError) as caught:
        check_ledger(granted("points", "granted"), ())
    messages = {each.path: each.message for each in caught.value.faults}

    assert "this should be 0, by rows" == messages["points.granted"]


@pytest.mark.parametrize(
    ("name", "by", "expected"),
    [
        ("subtotal", PAISA, ("200.01", "this should be 200.00, by + subtotal")),
        ("item_total_tax", -PAISA, ("35.99", "this should be 36.00, by + tax")),
        (
            "loyalty_points_redeemed",
            Decimal(1),
            ("21", "this should be 20.00, by + points_redeemed"),
        ),
    ],
)
def test_a_total_is_the_sum_of_its_rows(
    name: str, by: Decimal, expected: tuple[str, str]
) -> None:
    """200.00 with 18 % on top, and 20 points: one that differs is named alone."""
    totals = more(QUOTE.totals, name, by)

    with pytest.raises(CheckoutError) as caught:
        check_ledger(attrs.evolve(QUOTE.figures, totals=totals), QUOTE.entries)

    assert [(f"totals.{name}", *expected)] == [
        (each.path, str(each.value), each.message) for each in caught.value.faults
    ]


def rated(kind: str, **changed: Any) -> list[str]:
    """Return what does not add up if the rows of a kind say something else."""
    rows = tuple(
        attrs.evolve(row, **changed) if row.kind == kind else row
        for row in CODED.entries
    )
    with pytest.raises(CheckoutError) as caught:
        check_ledger(CODED.figures, rows)
    return [each.path for each in caught.value.faults]


CODED = quote(
    Cart("INR", [Line("lamp", 1, "100.00", tax_rate=18, hsn_code="9405")]),
    STORE,
    at="2026-12-01T10:00:00+05:30",
)


@pytest.mark.parametrize(
    ("kind", "changed", "expected"),
    [
        # What is at another rate is missing at the first.
        ("subtotal", {"rate": Decimal(5)}, ["tax_rows"] * 2 + ["hsn_rows"] * 2),
        ("subtotal", {"category": "exempt"}, ["tax_rows"] * 2),
        ("subtotal", {"hsn_code": "6109"}, ["hsn_rows"] * 4),
        ("tax", {"rate": Decimal(8)}, ["tax_rows"] * 2 + ["hsn_rows"] * 2),
    ],
)
def test_how_a_row_is_taxed(
    kind: str, changed: dict[str, Any], expected: list[str]
) -> None:
    """A summary has the sums of the rows of its category, its rate and its code."""
    check_ledger(CODED.figures, CODED.entries)

    assert expected == rated(kind, **changed)


def test_rows_without_rates() -> None:
    """Before quote/3 a summary had to come to all tax and all net amounts."""
    bare = tuple(
        attrs.evolve(row, rate=None, category=None, hsn_code=None)
        if row.kind in NET
        else row
        for row in CODED.entries
    )

    check_ledger(CODED.figures, bare, rated=False)
    with pytest.raises(CheckoutError) as caught:
        check_ledger(summarised(), QUOTE.entries, rated=False)
    assert ["tax_rows"] == [each.path for each in caught.value.faults]


def test_a_tender_under_another_name() -> None:
    """It has no rows of its own, and its rows have no tender: a fault for each."""
    expected = ["granted", "granted", "value", "value"]

    assert [f"credit.{name}" for name in expected] == off(named("credit"))


def test_free_units_are_compared_as_counts() -> None:
    """Two free units of which no offer says anything should be none."""
    with pytest.raises(CheckoutError) as caught:
        check_ledger(of_line(free_quantity=2), QUOTE.entries)

    assert [("lines[0].free_quantity", Decimal(2), "this should be 0, by offers")] == [
        (each.path, each.value, each.message) for each in caught.value.faults
    ]


def test_free_units_of_a_line_that_an_offer_names_twice() -> None:
    """In a document from anywhere: one unit and two more are three."""
    (offer,) = QUOTE.promotions
    (touched,) = offer.lines
    lines = [attrs.evolve(touched, free_quantity=units) for units in (1, 2)]
    twice = attrs.evolve(offer, lines=tuple(lines))

    figures = attrs.evolve(QUOTE.figures, promotions=(twice,))
    sheet = sheet_of_figures(figures, QUOTE.entries, 2)

    assert [{0: 3}] == [each.units for each in sheet.promotions]


def test_amounts_off_the_grid_are_compared_exactly() -> None:
    """Of a document from anywhere; a figure is shown as it is written."""
    row, *others = QUOTE.entries
    thousandth = Decimal("0.001")
    rows = (attrs.evolve(row, amount=row.amount + thousandth), *others)
    left = QUOTE.lines[0].left + thousandth

    with pytest.raises(CheckoutError) as caught:
        check_ledger(of_line(left=left), rows)
    found = {each.path: each for each in caught.value.faults}

    assert "lines[0].left" in found
    assert str(left) in str(found["lines[0].left"])
    assert "200.001" in found["lines[0].subtotal"].message
    assert "200.00" == str(QUOTE.lines[0].subtotal)


def test_a_figure_with_fewer_decimals_is_the_same_figure() -> None:
    """200.0 is 200.00; whether it is written as the currency is, is not asked here."""
    check_ledger(of_line(subtotal=Decimal("200.0")), QUOTE.entries)

    with pytest.raises(CheckoutError) as caught:
        check_ledger(of_line(subtotal=Decimal("200.5")), QUOTE.entries)
    (fault,) = (x for x in caught.value.faults if x.path.endswith("subtotal"))
    assert Decimal("200.5") == fault.value


def test_a_line_that_does_not_exist_is_named() -> None:
    """Of a row and of an offer; the other figures are compared as far as they can."""
    row, *others = QUOTE.entries
    rows = (attrs.evolve(row, line=7), *others)
    (offer,) = QUOTE.promotions
    (touched,) = offer.lines
    other = attrs.evolve(offer, lines=(attrs.evolve(touched, line=-1),))
    figures = attrs.evolve(QUOTE.figures, promotions=(other,))

    with pytest.raises(CheckoutError) as caught:
        check_ledger(figures, rows)

    below = "this should be below 1, by the number of lines"
    assert [
        ("entries[0].line", 7, below),
        ("promotions[0].lines[0].line", -1, below),
    ] == [(each.path, each.value, each.message) for each in caught.value.faults[:2]]
    assert {"lines[0].subtotal", "lines[0].left"} < {
        each.path for each in caught.value.faults
    }


@pytest.mark.parametrize(
    ("whole", "of_line", "expected"),
    [
        (PAISA, ZERO, ["promotions[0].saving"]),
        (ZERO, PAISA, ["promotions[0].lines[0].saving"]),
        (PAISA, PAISA, ["promotions[0].saving", "promotions[0].lines[0].saving"]),
    ],
)
def test_a_saving_of_an_offer(
    whole: Decimal, of_line: Decimal, expected: list[str]
) -> None:
    """That of the offer is the sum of its rows, that of a line is a row."""
    (offer,) = QUOTE.promotions
    (touched,) = offer.lines
    offer = attrs.evolve(
        more(offer, "saving", whole), lines=(more(touched, "saving", of_line),)
    )

    assert expected == off(attrs.evolve(QUOTE.figures, promotions=(offer,)))


def test_points_that_an_offer_adds_are_those_of_its_rows() -> None:
    """A coupon that adds 50 points has a row of 50; 51 is not their sum."""
    gift = bonus_points(50, on=EVERYTHING)
    store = Store("INR", coupons=[coupon("k", gift, ["CODE"])])
    tee = Cart("INR", [Line("tee", 1, "100.00", tax_rate=0)], coupon_code="CODE")
    quoted = quote(tee, store, at="2026-12-01T10:00:00+05:30")
    (applied,) = quoted.coupons
    changed = attrs.evolve(applied, bonus_points=applied.bonus_points + 1)

    check_ledger(quoted.figures, quoted.entries)
    with pytest.raises(CheckoutError) as caught:
        check_ledger(attrs.evolve(quoted.figures, coupons=(changed,)), quoted.entries)
    assert [
        ("coupons.bonus_points", Decimal(51), "this should be 50, by its rows")
    ] == [(each.path, each.value, each.message) for each in caught.value.faults]


def test_no_total_but_the_round_off_is_below_zero() -> None:
    """A row of less than nothing makes its totals negative, which is a fault."""
    rows = tuple(
        attrs.evolve(row, amount=-row.amount) if row.kind == "funded" else row
        for row in QUOTE.entries
    )
    totals = attrs.evolve(
        QUOTE.totals,
        funded_savings=-QUOTE.totals.funded_savings,
        round_off=-PAISA,
    )

    with pytest.raises(CheckoutError) as caught:
        check_ledger(attrs.evolve(QUOTE.figures, totals=totals), rows)

    assert ["totals.funded_savings"] == [
        each.path for each in caught.value.faults if each.code == "negative"
    ]


def test_of_several_lines_the_one_that_is_off_is_named() -> None:
    """Of two lines with 10.00 off, the second has a paisa more left."""
    two = Cart("INR", [Line(name, 1, "100.00", tax_rate=18) for name in ("a", "b")])
    quoted = quote(two, STORE, at="2026-12-01T10:00:00+05:30")
    first, second = quoted.lines
    lines = (first, more(second, "left"))

    with pytest.raises(CheckoutError) as caught:
        check_ledger(attrs.evolve(quoted.figures, lines=lines), quoted.entries)
    assert ["lines[1].left"] == [each.path for each in caught.value.faults]

    (offer,) = quoted.promotions
    moved = (offer.lines[0], attrs.evolve(offer.lines[1], line=2))
    figures = attrs.evolve(
        quoted.figures, promotions=(attrs.evolve(offer, lines=moved),)
    )
    with pytest.raises(CheckoutError) as caught:
        check_ledger(figures, quoted.entries)
    assert "promotions[0].lines[1].line" == caught.value.faults[0].path
