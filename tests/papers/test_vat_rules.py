# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Each rule of EN 16931 that is checked, on a figure that was forged by hand.

The invoice of every test is one line of 100.00 and one charge of 20.00 of a category:
120.00 without tax, and of S at 10 % 12.00 of tax.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve

from checkout_core import CheckoutError
from checkout_core.papers.en16931 import VatCharge, VatInvoice, VatLine, VatRow
from checkout_core.papers.vat_rules import check_en16931
from tests.factories.vat_papers import rules


ZERO = Decimal("0.00")
NET = Decimal("120.00")
RATES: dict[str, Decimal | None] = {
    "S": Decimal(10),
    "Z": Decimal(0),
    "E": Decimal(0),
    "AE": Decimal(0),
    "G": Decimal(0),
    "O": None,
}
UNTAXED = [letter for letter in RATES if letter != "S"]
CODES = {"E": "VATEX-EU-132", "AE": "VATEX-EU-AE", "G": "VATEX-EU-G", "O": "VATEX-EU-O"}


def invoice(letter: str) -> VatInvoice:
    """Return the invoice of a category."""
    rate = RATES[letter]
    tax = Decimal("12.00") if letter == "S" else ZERO
    return VatInvoice(
        lines=(
            VatLine(
                number="1",
                name="lamp",
                quantity=Decimal(4),
                unit="C62",
                amount=Decimal("100.00"),
                price=Decimal(25),
                category=letter,
                rate=rate,
            ),
        ),
        allowances=(),
        charges=(VatCharge(Decimal("20.00"), letter, rate, "Shipping"),),
        bt_106=Decimal("100.00"),
        bt_107=ZERO,
        bt_108=Decimal("20.00"),
        bt_109=NET,
        bt_110=tax,
        bt_112=NET + tax,
        bt_113=ZERO,
        bt_114=ZERO,
        bt_115=NET + tax,
        breakdown=(
            VatRow(
                letter, rate or Decimal(0), NET, tax, reason_code=CODES.get(letter, "")
            ),
        ),
    )


def changed(letter: str, part: str, **fields: Any) -> list[tuple[str, str]]:
    """Return what is broken once the first entry of *part* has other *fields*."""
    made = invoice(letter)
    first, *others = getattr(made, part)
    forged: dict[str, Any] = {part: (evolve(first, **fields), *others)}
    return rules(evolve(made, **forged))


@pytest.mark.parametrize("letter", RATES)
def test_an_invoice_of_one_category_keeps_every_rule(letter: str) -> None:
    """Nothing is wrong before something is forged."""
    check_en16931(invoice(letter))


# The rate of a category: rules 05 to 07 --------------------------------------------


@pytest.mark.parametrize("letter", ["Z", "E", "AE", "G"])
def test_a_rate_where_nothing_is_taxed(letter: str) -> None:
    """BR-Z-05 and its sisters: 0, not another rate and not none."""
    for rate in (Decimal(5), None):
        assert [("lines[0].rate", f"BR-{letter}-05")] == changed(
            letter, "lines", rate=rate
        )
        assert [("charges[0].rate", f"BR-{letter}-07")] == changed(
            letter, "charges", rate=rate
        )


def test_a_rate_outside_the_scope() -> None:
    """BR-O-05: not even 0."""
    assert [("lines[0].rate", "BR-O-05")] == changed("O", "lines", rate=Decimal(0))
    assert [("charges[0].rate", "BR-O-07")] == changed("O", "charges", rate=Decimal(0))


@pytest.mark.parametrize("rate", [Decimal(0), None])
def test_no_rate_where_all_is_taxed(rate: Decimal | None) -> None:
    """BR-S-05: above 0.  What is at another rate needs a row of its own (BR-S-08)."""
    own = [("breakdown", "BR-S-08"), ("breakdown[0].taxable", "BR-S-08")]

    assert [("lines[0].rate", "BR-S-05"), *own] == changed("S", "lines", rate=rate)
    assert [("charges[0].rate", "BR-S-07"), *own] == changed("S", "charges", rate=rate)


def test_the_rate_of_an_allowance() -> None:
    """BR-Z-06, and the value of the row less the allowance: 120.00 - 20.00."""
    made = invoice("Z")
    off = VatCharge(Decimal("20.00"), "Z", Decimal(0), "Voucher")
    lowered = evolve(
        made,
        allowances=(off,),
        bt_107=Decimal("20.00"),
        bt_109=Decimal("100.00"),
        bt_112=Decimal("100.00"),
        bt_115=Decimal("100.00"),
        breakdown=(evolve(made.breakdown[0], taxable=Decimal("100.00")),),
    )
    forged = evolve(lowered, allowances=(evolve(off, rate=Decimal(5)),))

    check_en16931(lowered)
    assert [("allowances[0].rate", "BR-Z-06")] == rules(forged)


# The breakdown: rules 01, 08 to 10, BR-CO-04, BR-CO-17, BR-CO-18 --------------------


@pytest.mark.parametrize("letter", RATES)
def test_no_breakdown(letter: str) -> None:
    """BR-CO-18, and rule 01 of what is sold."""
    found = rules(evolve(invoice(letter), breakdown=()))

    assert {("breakdown", "BR-CO-18"), ("breakdown", f"BR-{letter}-01")} <= set(found)


@pytest.mark.parametrize("letter", UNTAXED)
def test_two_rows_of_one_category(letter: str) -> None:
    """Each has one row, though both together would add up."""
    made = invoice(letter)
    (row,) = made.breakdown
    half = evolve(row, taxable=Decimal("60.00"))

    assert [
        ("breakdown", f"BR-{letter}-01"),
        ("breakdown[0].taxable", f"BR-{letter}-08"),
        ("breakdown[1].taxable", f"BR-{letter}-08"),
    ] == rules(evolve(made, breakdown=(half, half)))


def test_two_rows_of_one_rate() -> None:
    """BR-S-08: one for each rate."""
    made = invoice("S")
    (row,) = made.breakdown
    half = evolve(row, taxable=Decimal("60.00"), tax=Decimal("6.00"))

    assert [
        ("breakdown", "BR-S-08"),
        ("breakdown[0].taxable", "BR-S-08"),
        ("breakdown[1].taxable", "BR-S-08"),
    ] == rules(evolve(made, breakdown=(half, half)))


def test_a_row_that_no_line_is_of() -> None:
    """BR-S-01 where nothing is of S, BR-S-08 where nothing has the rate."""
    nothing = VatRow("S", Decimal(5), ZERO, ZERO)
    for letter, rule in (("Z", "BR-S-01"), ("S", "BR-S-08")):
        made = invoice(letter)
        rows = (*made.breakdown, nothing)

        assert [("breakdown", rule)] == rules(evolve(made, breakdown=rows))


@pytest.mark.parametrize("letter", UNTAXED)
def test_an_untaxed_value_is_exact(letter: str) -> None:
    """BR-E-08 and its sisters; all rows together are BR-S-08."""
    assert [
        ("breakdown", "BR-S-08"),
        ("breakdown[0].taxable", f"BR-{letter}-08"),
    ] == changed(letter, "breakdown", taxable=Decimal("120.01"))


def test_a_taxed_value_may_be_off_by_less_than_one() -> None:
    """BR-S-08: 120.99 passes, 121.00 does not."""
    assert [] == changed("S", "breakdown", taxable=Decimal("120.99"))
    assert [("breakdown", "BR-S-08"), ("breakdown[0].taxable", "BR-S-08")] == changed(
        "S", "breakdown", taxable=Decimal("121.00")
    )


@pytest.mark.parametrize("letter", UNTAXED)
def test_no_tax_where_nothing_is_taxed(letter: str) -> None:
    """BR-E-09 and its sisters: 0.01 is too much; 1.00 breaks BR-CO-17 too."""
    one = [("bt_110", "BR-CO-14"), ("breakdown[0].tax", f"BR-{letter}-09")]

    assert one == changed(letter, "breakdown", tax=Decimal("0.01"))
    assert [one[0], ("breakdown[0].tax", "BR-CO-17"), one[1]] == changed(
        letter, "breakdown", tax=Decimal("1.00")
    )


def test_tax_by_the_rate() -> None:
    """BR-CO-17 and BR-S-09: 13.00 is off by 1.00, 12.99 is not."""
    assert [("bt_110", "BR-CO-14")] == changed("S", "breakdown", tax=Decimal("12.99"))
    assert [
        ("bt_110", "BR-CO-14"),
        ("breakdown[0].tax", "BR-CO-17"),
        ("breakdown[0].tax", "BR-S-09"),
    ] == changed("S", "breakdown", tax=Decimal("13.00"))


@pytest.mark.parametrize("letter", CODES)
def test_a_reason_is_missing(letter: str) -> None:
    """BR-E-10 and its sisters: a code or a text."""
    assert [("breakdown[0].reason_code", f"BR-{letter}-10")] == changed(
        letter, "breakdown", reason_code=""
    )
    assert [] == changed(letter, "breakdown", reason_code="", reason="because")


@pytest.mark.parametrize("letter", ["S", "Z"])
@pytest.mark.parametrize("field", ["reason_code", "reason"])
def test_a_reason_where_there_is_none(letter: str, field: str) -> None:
    """BR-S-10 and BR-Z-10."""
    assert [("breakdown[0].reason_code", f"BR-{letter}-10")] == changed(
        letter, "breakdown", **{field: "VATEX-EU-O"}
    )


def test_a_line_without_a_category() -> None:
    """BR-CO-04; its value is then in no row."""
    found = changed("Z", "lines", category="")

    assert [("lines[0].category", "BR-CO-04"), ("breakdown[0].taxable", "BR-Z-08")] == (
        found
    )


# What is outside the scope stands alone: BR-O-11 to BR-O-14 --------------------------


def test_what_is_outside_the_scope_stands_alone() -> None:
    """A document, a line, an allowance and a charge that are not of O, all at once."""
    alone = invoice("O")
    (line,), (charge,) = alone.lines, alone.charges
    taxed: dict[str, Any] = {"category": "S", "rate": Decimal(10)}
    off = VatCharge(Decimal("10.00"), "S", Decimal(10), "Voucher")
    mixed = evolve(
        alone,
        lines=(line, evolve(line, number="2", **taxed)),
        allowances=(off,),
        charges=(charge, evolve(charge, **taxed)),
        bt_106=Decimal("200.00"),
        bt_107=Decimal("10.00"),
        bt_108=Decimal("40.00"),
        bt_109=Decimal("230.00"),
        bt_110=Decimal("11.00"),
        bt_112=Decimal("241.00"),
        bt_115=Decimal("241.00"),
        breakdown=(
            *alone.breakdown,
            VatRow("S", Decimal(10), Decimal("110.00"), Decimal("11.00")),
        ),
    )

    assert [
        ("breakdown[1].category", "BR-O-11"),
        ("lines[1].category", "BR-O-12"),
        ("allowances[0].category", "BR-O-13"),
        ("charges[1].category", "BR-O-14"),
    ] == rules(mixed)


# Decimals: BR-DEC -------------------------------------------------------------------

DECIMALS = {
    "bt_106": "BR-DEC-09",
    "bt_107": "BR-DEC-10",
    "bt_108": "BR-DEC-11",
    "bt_109": "BR-DEC-12",
    "bt_110": "BR-DEC-13",
    "bt_112": "BR-DEC-14",
    "bt_113": "BR-DEC-16",
    "bt_114": "BR-DEC-17",
    "bt_115": "BR-DEC-18",
}


@pytest.mark.parametrize("field", DECIMALS)
def test_a_third_decimal_of_a_total(field: str) -> None:
    """Even a zero is one too many."""
    made = invoice("S")
    longer: dict[str, Any] = {field: Decimal(f"{getattr(made, field)}0")}

    assert [(field, DECIMALS[field])] == rules(evolve(made, **longer))


def test_a_third_decimal_of_a_line_a_charge_or_a_row() -> None:
    """BR-DEC-23, 05, 19 and 20; of an allowance BR-DEC-01."""
    assert [("lines[0].amount", "BR-DEC-23")] == changed(
        "S", "lines", amount=Decimal("100.000")
    )
    assert [("charges[0].amount", "BR-DEC-05")] == changed(
        "S", "charges", amount=Decimal("20.000")
    )
    assert [("breakdown[0].taxable", "BR-DEC-19")] == changed(
        "S", "breakdown", taxable=Decimal("120.000")
    )
    assert [("breakdown[0].tax", "BR-DEC-20")] == changed(
        "S", "breakdown", tax=Decimal("12.000")
    )
    made = invoice("S")
    off = VatCharge(Decimal("0.000"), "S", Decimal(10), "Nothing")

    assert [("allowances[0].amount", "BR-DEC-01")] == rules(
        evolve(made, allowances=(off,))
    )


# How a fault reads ------------------------------------------------------------------


def test_a_fault_says_the_rule_and_the_fix() -> None:
    """By the rule's name, with what it should be."""
    made = invoice("E")
    (row,) = made.breakdown
    unsaid = evolve(made, breakdown=(evolve(row, reason_code=""),))
    with pytest.raises(CheckoutError) as caught:
        check_en16931(unsaid)

    assert (
        "breakdown[0].reason_code: this should be a VATEX code or a text; give"
        " `reasons`, by BR-E-10"
    ) == str(caught.value)
