# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""EN 16931: its rules on its own examples, and our quotes by its rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve

from checkout_core import CheckoutError
from checkout_core.views.invoices import (
    EN_CATEGORIES,
    VatInvoice,
    VatRow,
    check_en16931,
    en16931,
)
from tests.factories.carts import line
from tests.factories.offers import percentage, promotion
from tests.factories.tables import case
from tests.factories.tax import cases, quoted


#: The official examples of the norm and of PEPPOL; see the file's licence.
OFFICIAL = {
    each["id"].removeprefix("en16931/"): each
    for each in cases("vectors/data/en16931.json")
}
CENT = Decimal("0.01")


def written(case: dict[str, Any]) -> VatInvoice:
    """Return an official invoice with the figures that stand in it."""
    given, expected = case["input"], case["expected"]

    def amounts(kind: str) -> tuple[Decimal, ...]:
        return tuple(
            Decimal(each["amount"])
            for each in given.get("document_allowances_charges", ())
            if each["type"] == kind
        )

    def figure(name: str) -> Decimal:
        return Decimal(expected.get(name, "0.00"))

    return VatInvoice(
        lines=tuple(Decimal(each) for each in expected["line_nets"]),
        allowances=amounts("allowance"),
        charges=amounts("charge"),
        bt_106=figure("lines_total"),
        bt_107=figure("allowance_total"),
        bt_108=figure("charge_total"),
        bt_109=figure("net_total"),
        bt_110=figure("tax"),
        bt_112=figure("gross_total"),
        bt_113=Decimal(given.get("prepaid", "0.00")),
        bt_114=figure("rounding"),
        bt_115=figure("payable"),
        breakdown=tuple(
            VatRow(
                row["category"],
                Decimal(row["percent"]),
                Decimal(row["base"]),
                Decimal(row["amount"]),
            )
            for row in expected["tax_rows"]
        ),
    )


def rules(invoice: VatInvoice) -> list[tuple[str, str]]:
    """Return (field, rule) of every fault, the rule taken from its message."""
    try:
        check_en16931(invoice)
    except CheckoutError as error:
        return [(each.path, each.message.rpartition("by ")[2]) for each in error.faults]
    return []


@pytest.mark.parametrize("name", OFFICIAL)
def test_the_official_examples_pass(name: str) -> None:
    """Every rule holds on every example, credit notes and corrections too."""
    check_en16931(written(OFFICIAL[name]))


#: Each figure and the rules that hear of it.
FIGURES = {
    "bt_106": {"BR-CO-10", "BR-CO-13"},
    "bt_107": {"BR-CO-11", "BR-CO-13"},
    "bt_108": {"BR-CO-12", "BR-CO-13"},
    "bt_109": {"BR-CO-13", "BR-CO-15"},
    "bt_110": {"BR-CO-14", "BR-CO-15"},
    "bt_112": {"BR-CO-15", "BR-CO-16"},
    "bt_113": {"BR-CO-16"},
    "bt_114": {"BR-CO-16"},
    "bt_115": {"BR-CO-16"},
}


@pytest.mark.parametrize("name", OFFICIAL)
@pytest.mark.parametrize("field", FIGURES)
def test_one_cent_in_one_figure_is_refused(name: str, field: str) -> None:
    """A cent too much in any total breaks exactly the rules it stands in."""
    invoice = written(OFFICIAL[name])
    changed = evolve(invoice, **{field: getattr(invoice, field) + CENT})

    assert FIGURES[field] == {rule for _, rule in rules(changed)}


@pytest.mark.parametrize("name", OFFICIAL)
@pytest.mark.parametrize(
    ("part", "rule"),
    [("lines", "BR-CO-10"), ("allowances", "BR-CO-11"), ("charges", "BR-CO-12")],
)
def test_one_cent_in_one_summand_is_refused(name: str, part: str, rule: str) -> None:
    """A line, an allowance or a charge of a cent more makes the sum wrong."""
    invoice = written(OFFICIAL[name])
    more: dict[str, Any] = {part: (*getattr(invoice, part), CENT)}
    changed = evolve(invoice, **more)

    assert [rule] == [each for _, each in rules(changed)]


@pytest.mark.parametrize("name", OFFICIAL)
def test_a_row_of_tax_off_by_a_unit_is_refused(name: str) -> None:
    """The tax of a category may be off by less than 1.00, so 1.00 is too much."""
    invoice = written(OFFICIAL[name])
    first, *others = invoice.breakdown
    for off in (Decimal("1.50"), Decimal("-1.50")):
        rows = (evolve(first, tax=first.tax + off), *others)
        changed = evolve(invoice, breakdown=rows)

        assert [("bt_110", "BR-CO-14"), ("breakdown[0].tax", "BR-CO-17")] == (
            rules(changed)
        )


@pytest.mark.parametrize("name", OFFICIAL)
@pytest.mark.parametrize("sign", ["1", "-1"])
def test_a_value_that_stands_nowhere_else_is_refused(name: str, sign: str) -> None:
    """Each row of tax may be off by less than 1.00, so 1.00 for each is too much."""
    invoice = written(OFFICIAL[name])
    *others, last = invoice.breakdown
    off = Decimal(sign) * len(invoice.breakdown)
    rows = (*others, evolve(last, taxable=last.taxable + off))

    assert ("breakdown", "BR-S-08") in rules(evolve(invoice, breakdown=rows))


def test_an_exempt_value_is_exact() -> None:
    """Only rows that are taxed have a tolerance."""
    cart = [line("A 1 x 100.00", tax_category="exempt")]
    invoice = en16931(quoted(cart))
    (row,) = invoice.breakdown
    changed = evolve(invoice, breakdown=(evolve(row, taxable=row.taxable + CENT),))

    assert [("breakdown", "BR-S-08")] == rules(changed)


def test_the_tolerance_is_strictly_less_than_one() -> None:
    """0.99 off passes, 1.00 off does not, on figures of two decimals."""
    wrong = [("breakdown[0].tax", "BR-CO-17")]
    for price, off, expected in (
        ("100.00", "0.99", []),
        ("100.00", "1.00", wrong),
        ("1325", "0.90", []),
        ("1325", "-0.99", []),
        ("1325", "-1.00", wrong),
    ):
        net, zero = Decimal(price), Decimal(0)
        tax = net * 18 / 100 + Decimal(off)
        invoice = VatInvoice(
            lines=(net,),
            allowances=(),
            charges=(),
            bt_106=net,
            bt_107=zero,
            bt_108=zero,
            bt_109=net,
            bt_110=tax,
            bt_112=net + tax,
            bt_113=zero,
            bt_114=zero,
            bt_115=net + tax,
            breakdown=(VatRow("S", Decimal(18), net, tax),),
        )
        assert expected == rules(invoice)


#: What our documents cannot say, of the official ones.
NOT_PRICED = {
    "allowance-charge": "charges and allowances on lines",
    "two-rates": "an allowance on the document at one rate of two",
    "base": "a negative quantity",
    "base-negative": "a negative quantity",
    "base-creditnote": "a negative quantity",
    "norway-rounding": "a negative quantity",
    "guide-20-lines": "a negative line",
    "two-rates-same-base": "lines that are not quantity times price",
    "dk-two-rates-allowance": "charges and allowances on lines",
    "gas-and-electricity": "prices of a part of a cent",
    "dk-half-negative": "a negative quantity",
    "price-discount": "prices of a part of a cent",
    "guide3": "lines that are not quantity times price",
    "se-three-rates": "an allowance on the document that is exempt",
    "it-split-payment": "split payment is the buyer's, not a tender",
}
PRICED = [name for name in OFFICIAL if name not in NOT_PRICED]


def test_every_example_is_priced_or_listed() -> None:
    """Nothing is passed over in silence."""
    assert set(NOT_PRICED) <= set(OFFICIAL)
    assert ["dk-two-rates", "one-line-21", "dk-half-positive"] == PRICED


@pytest.mark.parametrize("name", PRICED)
def test_our_own_figures_of_an_official_example(name: str) -> None:
    """Priced on the document, our totals are those of the example."""
    given = OFFICIAL[name]["input"]
    lines = [
        line(
            f"L{each['id']} {each['quantity']} x {each['unit_price']}"
            f" at {each['tax_percent']}"
        )
        for each in given["lines"]
    ]
    found = quoted(lines, currency=given["currency"], tax={"level": "document"})
    made = en16931(found)

    check_en16931(made)
    official = written(OFFICIAL[name])
    assert official == evolve(made, breakdown=official.breakdown, charges=())
    assert set(official.breakdown) == set(made.breakdown)


FULL: dict[str, Any] = {
    "cart": {
        "shipping": {"estimated_cost": "50.00", "tax_rate": "18"},
        "credit_balance_used": "75.25",
        "loyalty_points_redeemed": 10,
    },
    "customer": {"id": "u", "credit_balance": "75.25", "loyalty_points_balance": 10},
    "store": {
        "round_off": "1",
        "loyalty": {"value_per_point": "0.25"},
        "charges": [{"name": "gift wrap", "amount": "19.99", "tax_rate": "12"}],
    },
}


@pytest.mark.parametrize(
    ("level", "split"),
    [
        ("line", "gross_exact"),
        ("line", "net_exact"),
        ("unit", "gross_exact"),
        ("document", "gross_exact"),
        ("document", "net_exact"),
    ],
)
@pytest.mark.parametrize("charge_tax", ["own_rate", "highest", "apportion"])
def test_our_quotes_keep_the_rules(level: str, split: str, charge_tax: str) -> None:
    """Offers, funders, tenders, charges and round-offs all have their field."""
    theirs = promotion(
        "discount", percentage("5"), "all", x_checkout_core={"funded_by": "platform"}
    )
    found = quoted(
        "A 7 x 99.99 at 18 inside; B 3 x 33.33 at 5; C 1 x 0.07 at 18 inside",
        promotion("discount", percentage("10"), "all", id="own"),
        theirs,
        tax={"level": level, "inclusive_split": split, "charge_tax": charge_tax},
        **FULL,
    )
    made = en16931(found)

    check_en16931(made)
    totals = found.totals
    paid = totals.funded_savings + totals.points_value + totals.credit_balance_used
    assert (paid, totals.round_off, found.to_be_paid) == (
        made.bt_113,
        made.bt_114,
        made.bt_115,
    )
    assert made.bt_109 == sum(each.taxable for each in made.breakdown)


def test_categories_have_their_letters() -> None:
    """Five ways to owe nothing have five codes, and a cess joins the rate."""
    lines = [
        line(f"{each} 1 x 1.00", tax_category=each)
        for each in EN_CATEGORIES
        if each != "standard"
    ]
    found = quoted([*lines, line("A 1 x 100.00 at 28", cess_rate="12")])
    made = en16931(found)

    check_en16931(made)
    rates = {"AE": "0", "E": "0", "G": "0", "O": "0", "S": "40", "Z": "0"}
    assert {(letter, Decimal(rate)) for letter, rate in rates.items()} == {
        (each.category, each.rate) for each in made.breakdown
    }


def rows(made: VatInvoice) -> list[str]:
    """Return the rows of tax, each in one text."""
    return [f"{x.category} {x.rate} {x.taxable} {x.tax}" for x in made.breakdown]


def test_a_duty_per_unit_is_a_charge() -> None:
    """20.00 a unit is no share of the value: outside the rate and outside the tax."""
    found = quoted([line("A 2 x 100.00 at 18", cess_per_unit="20")])
    made = en16931(found)

    check_en16931(made)
    assert ("40.00", "36.00", "276.00") == (
        str(made.bt_108),
        str(made.bt_110),
        str(made.bt_115),
    )
    assert ["S 18 200.00 36.00", "Z 0 40.00 0.00"] == rows(made)


def test_one_category_and_rate_is_one_row() -> None:
    """28 + 12 of cess, 40, and 40 with a duty: one rate to the norm."""
    cart = [
        line("A 1 x 100.00 at 28", cess_rate="12"),
        line("B 1 x 10.00 at 40"),
        line("C 1 x 1.00 at 40", cess_per_unit="5"),
        line("D 1 x 1.00", tax_category="zero"),
    ]
    made = en16931(quoted(cart))

    check_en16931(made)
    assert ["S 40 111.00 44.40", "Z 0 6.00 0.00"] == rows(made)


def test_standard_goods_and_charges_at_rate_0_are_zero_rated() -> None:
    """The norm knows no standard rate of zero."""
    made = en16931(quoted("A 1 x 9.00", cart={"shipping": {"estimated_cost": "1.00"}}))

    check_en16931(made)
    assert ["Z 0 10.00 0.00"] == rows(made)


@pytest.mark.parametrize(
    "components",
    [
        case("none", []),
        case("parallel ones", [("STATE", "4"), ("COUNTY", "1"), ("CITY", "5")]),
    ],
)
def test_parallel_components_are_one_rate(components: list[tuple[str, str]]) -> None:
    """The rate of the row is that of all components."""
    parts = [{"name": name, "rate": rate} for name, rate in components]
    found = quoted([line("A 1 x 19.99", tax_components=parts)])

    check_en16931(en16931(found))
