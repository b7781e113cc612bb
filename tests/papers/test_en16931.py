# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""EN 16931: its rules on its own examples, and our quotes and refunds by its rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from checkout_core import Quote, dumps, quote, read_checkout, read_quote, write_quote
from checkout_core.papers.en16931 import (
    EN_CATEGORIES,
    VatCharge,
    VatInvoice,
    VatLine,
    VatRow,
    en16931,
    en16931_note,
)
from checkout_core.papers.vat_rules import check_en16931
from checkout_core.tax.rates import PER_UNIT
from checkout_core.testing.strategies import Document, documents
from tests.factories.carts import line
from tests.factories.faults import faults_of
from tests.factories.offers import percentage, promotion
from tests.factories.refunds import refunds_of, tendered
from tests.factories.tables import case
from tests.factories.tax import cases, quoted
from tests.factories.vat_papers import EXEMPT, rules


#: The official examples of the norm and of PEPPOL; see the file's licence.
OFFICIAL = {
    each["id"].removeprefix("en16931/"): each
    for each in cases("vectors/data/en16931.json")
}
CENT = Decimal("0.01")


def written(case: dict[str, Any]) -> VatInvoice:
    """Return an official invoice with the figures that stand in it."""
    given, expected = case["input"], case["expected"]

    def charges(kind: str) -> tuple[VatCharge, ...]:
        return tuple(
            VatCharge(
                Decimal(each["amount"]),
                each["tax_category"],
                Decimal(each["tax_percent"]),
            )
            for each in given.get("document_allowances_charges", ())
            if each["type"] == kind
        )

    def figure(name: str) -> Decimal:
        return Decimal(expected.get(name, "0.00"))

    return VatInvoice(
        lines=tuple(
            VatLine(
                number=each["id"],
                name="an item",
                quantity=Decimal(each.get("quantity", "1")),
                unit="C62",
                amount=Decimal(net),
                price=Decimal(each.get("unit_price", "0")),
                category=each["tax_category"],
                rate=Decimal(each["tax_percent"]),
            )
            for each, net in zip(given["lines"], expected["line_nets"], strict=True)
        ),
        allowances=charges("allowance"),
        charges=charges("charge"),
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
                reason="as the example says" if row["category"] == "E" else "",
            )
            for row in expected["tax_rows"]
        ),
    )


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
    taxed = next(each for each in invoice.lines if each.rate)
    more: Any = VatCharge(CENT, taxed.category, taxed.rate)
    if part == "lines":
        more = evolve(taxed, amount=CENT)
    parts: dict[str, Any] = {part: (*getattr(invoice, part), more)}

    assert [rule] == [each for _, each in rules(evolve(invoice, **parts))]


@pytest.mark.parametrize("name", OFFICIAL)
def test_a_row_of_tax_off_by_a_unit_is_refused(name: str) -> None:
    """The tax of a category may be off by less than 1.00, so 1.00 is too much."""
    invoice = written(OFFICIAL[name])
    first, *others = invoice.breakdown
    own = [("breakdown[0].tax", f"BR-{first.category}-09")]
    for off in (Decimal("1.50"), Decimal("-1.50")):
        rows = (evolve(first, tax=first.tax + off), *others)
        changed = evolve(invoice, breakdown=rows)

        assert [
            ("bt_110", "BR-CO-14"),
            ("breakdown[0].tax", "BR-CO-17"),
            *(own if first.category != "B" else []),
        ] == rules(changed)


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
    invoice = en16931(quoted(cart), reasons=EXEMPT)
    (row,) = invoice.breakdown
    changed = evolve(invoice, breakdown=(evolve(row, taxable=row.taxable + CENT),))

    assert [("breakdown", "BR-S-08"), ("breakdown[0].taxable", "BR-E-08")] == rules(
        changed
    )


def test_the_tolerance_is_strictly_less_than_one() -> None:
    """0.99 off passes, 1.00 off does not, on figures of two decimals."""
    wrong = [
        ("breakdown[0].tax", "BR-CO-17"),
        ("breakdown[0].tax", "BR-S-09"),
    ]
    for price, off, expected in (
        ("100.00", "0.99", []),
        ("100.00", "1.00", wrong),
        ("1325", "0.90", []),
        ("1325", "-0.99", []),
        ("1325", "-1.00", wrong),
    ):
        net, zero = Decimal(price), Decimal(0)
        tax = net * 18 / 100 + Decimal(off)
        goods = VatLine(
            number="1",
            name="an item",
            quantity=Decimal(1),
            unit="C62",
            amount=net,
            price=net,
            category="S",
            rate=Decimal(18),
        )
        invoice = VatInvoice(
            lines=(goods,),
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
    assert [each.amount for each in official.lines] == [x.amount for x in made.lines]
    assert set(official.breakdown) == set(made.breakdown)
    assert official == evolve(
        made,
        lines=official.lines,
        charges=(),
        breakdown=official.breakdown,
        currency="",
    )


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


#: Ways to owe nothing that can be invoiced together.
TOGETHER = ("zero", "exempt", "reverse_charge", "export")


def test_categories_have_their_letters() -> None:
    """Four ways to owe nothing have four codes, and a cess joins the rate."""
    lines = [line(f"{each} 1 x 1.00", tax_category=each) for each in TOGETHER]
    found = quoted([*lines, line("A 1 x 100.00 at 28", cess_rate="12")])
    made = en16931(found, reasons=EXEMPT)

    check_en16931(made)
    rates = {"AE": "0", "E": "0", "G": "0", "S": "40", "Z": "0"}
    assert {(letter, Decimal(rate)) for letter, rate in rates.items()} == {
        (each.category, each.rate) for each in made.breakdown
    }
    assert ["Z", "E", "AE", "G", "S"] == [each.category for each in made.lines]


def test_the_table_of_categories() -> None:
    """Each category of a quote, at a rate where it can have one."""
    assert {
        "standard": "S",
        "zero": "Z",
        "nil_rated": "Z",
        "exempt": "E",
        "reverse_charge": "AE",
        "export": "G",
        "outside_scope": "O",
        "sez_with_payment": "S",
        "sez_without_payment": "Z",
        "deemed_export": "S",
    } == dict(EN_CATEGORIES)


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


# Lines, worked by hand ------------------------------------------------------------


def test_a_line_says_what_was_sold() -> None:
    """
    Three kilos at 33.33, one tenth off: 89.99, which is 29.996667 a kilo.

    99.99 less 10.00 (a tenth, half up) is 89.99; 89.99 / 3 = 29.99666..., to 6 decimals
    29.996667.
    """
    found = quoted(
        [line("rice/brown 3 x 33.33 at 5", product_name="Rice", variant_name="brown")],
        promotion("discount", percentage("10"), "all"),
    )
    (cart_line,) = found.cart.lines
    assert ("Rice", "brown") == (cart_line.product_name, cart_line.variant_name)

    assert (
        VatLine(
            number="1",
            name="Rice brown",
            quantity=Decimal(3),
            unit="C62",
            amount=Decimal("89.99"),
            price=Decimal("29.996667"),
            category="S",
            rate=Decimal(5),
        ),
    ) == en16931(found).lines


@pytest.mark.parametrize(
    ("uqc", "expected"),
    [
        ("NOS", "C62"),
        ("PCS", "C62"),
        ("UNT", "C62"),
        ("OTH", "C62"),
        ("KGS", "KGM"),
        ("GMS", "GRM"),
        ("LTR", "LTR"),
        ("MLT", "MLT"),
        ("MTR", "MTR"),
        ("SET", "SET"),
        ("BOX", "XBX"),
        ("PRS", "PR"),
        ("DOZ", "DZN"),
        ("BAG", "C62"),
        (None, "C62"),
    ],
)
def test_units(uqc: str | None, expected: str) -> None:
    """A UQC has a unit of UN/ECE; what has none is counted in pieces."""
    (made,) = en16931(quoted([line("A 2 x 1.00", unit=uqc)])).lines

    assert (expected, Decimal(2)) == (made.unit, made.quantity)


def test_measured_goods_are_counted_in_their_unit() -> None:
    """Rice at 65.00 for 1000 grams: 500 grams are 32.50, 0.065 a gram."""
    said = line("rice 500 x 65.00 at 5", unit="GMS", price_per=1000)
    (made,) = en16931(quoted([said])).lines

    assert (Decimal(500), "GRM", Decimal("32.50"), Decimal("0.065000")) == (
        made.quantity,
        made.unit,
        made.amount,
        made.price,
    )


def test_charges_have_their_names_categories_and_rates() -> None:
    """
    Delivery and handling are one charge for each rate, whatever lines they are of.

    300.00 of goods, two thirds at 18 %: 30.00 of delivery is 20.00 and 10.00.  Handling
    is shared line by line: 5.00 is 3.33 and 1.67, twice, and 2.00 is 1.33 and 0.67.
    """
    found = quoted(
        [
            line("A 1 x 100.00 at 18", handling_charge_excluding_tax="5.00"),
            line("B 1 x 100.00 at 5", handling_charge_excluding_tax="5.00"),
            line("C 1 x 100.00 at 18", handling_charge_excluding_tax="2.00"),
        ],
        cart={"shipping": {"estimated_cost": "30.00"}},
        store={"charges": [{"name": "Gift wrap", "amount": "9.00"}]},
        tax={"charge_tax": "apportion"},
    )

    assert {
        VatCharge(Decimal("20.00"), "S", Decimal(18), "Shipping"),
        VatCharge(Decimal("10.00"), "S", Decimal(5), "Shipping"),
        VatCharge(Decimal("7.99"), "S", Decimal(18), "Handling"),
        VatCharge(Decimal("4.01"), "S", Decimal(5), "Handling"),
        VatCharge(Decimal("6.00"), "S", Decimal(18), "Gift wrap"),
        VatCharge(Decimal("3.00"), "S", Decimal(5), "Gift wrap"),
    } == set(en16931(found).charges)


def test_what_is_outside_the_scope_has_no_rate() -> None:
    """A voucher with its delivery: no rate on lines and charges, the reason by code."""
    found = quoted(
        [line("voucher 1 x 500.00", tax_category="outside_scope")],
        store={
            "charges": [
                {"name": "Card", "amount": "20.00", "tax_category": "outside_scope"}
            ]
        },
    )
    made = en16931(found)

    check_en16931(made)
    assert [("O", None)] == [(each.category, each.rate) for each in made.lines]
    assert (VatCharge(Decimal("20.00"), "O", None, "Card"),) == made.charges
    assert (
        VatRow(
            "O",
            Decimal(0),
            Decimal("520.00"),
            Decimal("0.00"),
            reason_code="VATEX-EU-O",
        ),
    ) == made.breakdown


def test_a_line_for_nothing_keeps_its_category() -> None:
    """It has no rows in the ledger, but a line of an invoice has a category."""
    made = en16931(quoted([line("A 1 x 0.00 at 18"), line("B 1 x 1.00 at 5")]))

    check_en16931(made)
    assert [
        ("S", Decimal(18), Decimal("0.00")),
        ("S", Decimal(5), Decimal("1.00")),
    ] == [(each.category, each.rate, each.amount) for each in made.lines]


def test_the_currency_is_the_quotes() -> None:
    """BT-5."""
    assert "EUR" == en16931(quoted("A 1 x 1.00", currency="EUR")).currency


# Reasons --------------------------------------------------------------------------


def reasons_of(category: str, **more: Any) -> tuple[str, str]:
    """Return the code and the text of the one row of a category."""
    found = quoted([line("A 1 x 1.00", tax_category=category)])
    (row,) = en16931(found, **more).breakdown
    return row.reason_code, row.reason


def test_reasons_by_default() -> None:
    """Three categories have one reason each; there are dozens to be exempt."""
    assert ("VATEX-EU-AE", "") == reasons_of("reverse_charge")
    assert ("VATEX-EU-G", "") == reasons_of("export")
    assert ("VATEX-EU-O", "") == reasons_of("outside_scope")
    assert ("", "") == reasons_of("exempt")
    assert ("", "") == reasons_of("zero")


def test_reasons_of_the_caller() -> None:
    """A code, a text, or both; those that are not given stay as they are."""
    said = {"E": ("VATEX-EU-132", "Medical care"), "AE": ["", "Reverse charge"]}

    assert ("VATEX-EU-132", "Medical care") == reasons_of("exempt", reasons=said)
    assert ("", "Reverse charge") == reasons_of("reverse_charge", reasons=said)
    assert ("VATEX-EU-G", "") == reasons_of("export", reasons=said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        case("no mapping", [], [("reasons", "wrong_type")]),
        case("no category", {"S": ("VATEX-EU-O", "")}, [("reasons.S", "not_a_choice")]),
        case("no pair", {"E": "VATEX-EU-132"}, [("reasons.E", "wrong_type")]),
        case("nothing", {"E": None}, [("reasons.E", "required")]),
        case("three", {"E": ("a", "b", "c")}, [("reasons.E", "wrong_type")]),
        case("empty", {"E": ("", " ")}, [("reasons.E", "empty_text")]),
        case("no code", {"E": ("132", "")}, [("reasons.E[0]", "bad_exemption_code")]),
        case(
            "a code of another category",
            {"E": ("VATEX-EU-AE", "")},
            [("reasons.E[0]", "bad_exemption_code")],
        ),
        case(
            "everything at once",
            {"G": ("VATEX-EU-IC", ""), "O": (3, "\x00")},
            [
                ("reasons.G[0]", "bad_exemption_code"),
                ("reasons.O[0]", "wrong_type"),
                ("reasons.O[1]", "control_character"),
            ],
        ),
    ],
)
def test_reasons_that_cannot_be_written(
    said: Any, expected: list[tuple[str, str]]
) -> None:
    """A code is one of the VATEX list, of its category."""
    found = quoted("A 1 x 1.00")
    sent = refunds_of(found, {0: 1})

    assert expected == faults_of(en16931, found, reasons=said)
    assert expected == faults_of(en16931_note, found, *sent, reasons=said)


# Credit notes ---------------------------------------------------------------------


def test_a_credit_note_of_one_line() -> None:
    """
    One of two lamps comes back: 2 x 50.00 less 10 % is 90.00 with 16.20 of tax.

    Half of both is 45.00 and 8.10, 53.10 together.
    """
    found = quoted(
        "lamp 2 x 50.00 at 18; shade 1 x 10.00 at 5",
        promotion("discount", percentage("10"), "all"),
    )
    (back,) = refunds_of(found, {0: 1})
    made = en16931_note(found, back)

    check_en16931(made)
    assert (
        VatLine(
            number="1",
            name="lamp",
            quantity=Decimal(1),
            unit="C62",
            amount=Decimal("45.00"),
            price=Decimal("45.000000"),
            category="S",
            rate=Decimal(18),
        ),
    ) == made.lines
    assert ["S 18 45.00 8.10"] == rows(made)
    assert (Decimal("53.10"), Decimal("0.00"), Decimal("53.10")) == (
        made.bt_112,
        made.bt_113,
        made.bt_115,
    )


def test_a_credit_note_of_points_and_credit() -> None:
    """
    Of 400.00, 100.00 was paid with points, 60.00 with credit and 240.00 with money.

    All of it comes back, and 160.00 count as paid, as on the invoice.
    """
    found = tendered()
    (back,) = refunds_of(found, {0: 4})
    made = en16931_note(found, back)

    check_en16931(made)
    assert (Decimal("400.00"), Decimal("160.00"), Decimal("240.00")) == (
        made.bt_112,
        made.bt_113,
        made.bt_115,
    )


def test_a_whole_refund_is_the_invoice_in_reverse() -> None:
    """Every figure is that of the invoice, delivery, charges and round-off included."""
    found = quoted(
        "A 7 x 99.99 at 18 inside; B 3 x 33.33 at 5; C 1 x 0.07 at 18 inside",
        promotion("discount", percentage("10"), "all", id="own"),
        cart={"shipping": {"estimated_cost": "50.00", "tax_rate": "18"}},
        store={"round_off": "1"},
    )
    (back,) = refunds_of(found, {0: 7, 1: 3, 2: 1})

    assert en16931(found) == en16931_note(found, back)


def test_money_for_goods_that_are_kept() -> None:
    """Where a line gives back money alone, it is one piece, whatever its unit."""
    found = quoted([line("A 2 x 50.00 at 18", unit="KGS"), line("B 1 x 30.00 at 18")])
    (back,) = refunds_of(found, {0: 1})
    made = en16931_note(found, evolve(back, returned=()))

    check_en16931(made)
    assert [("1", Decimal(1), "C62", Decimal("50.00"))] == [
        (each.number, each.quantity, each.unit, each.amount) for each in made.lines
    ]


def test_tax_that_comes_back_without_its_goods() -> None:
    """A tax has no category of its own; it has that of its line in the order."""
    found = quoted("A 1 x 100.00 at 18")
    (back,) = refunds_of(found, {0: 1})
    alone = tuple(row for row in back.entries if row.kind == "tax")
    taxes = en16931_note(found, evolve(back, entries=alone))

    assert ["S 18 0.00 18.00"] == rows(taxes)


def test_a_charge_that_does_not_say_its_rate() -> None:
    """Rows of older quotes do not; the rate is that of its taxes, added up."""
    found = quoted(
        "A 1 x 100.00 at 18",
        seller="Kerala",
        to="Kerala",
        cart={"shipping": {"estimated_cost": "50.00", "tax_rate": "18"}},
    )
    (back,) = refunds_of(found, {0: 1})
    older = tuple(
        evolve(row, rate=None, category=None) if row.kind == "shipping" else row
        for row in back.entries
    )

    assert en16931_note(found, back) == en16931_note(found, evolve(back, entries=older))


# Laws -----------------------------------------------------------------------------


def priced(document: Document) -> Quote:
    """Return the quote of a document."""
    found = read_checkout(dumps(document))
    return quote(found.cart, found.store, at=found.at)


@given(documents("INR"))
def test_random_quotes_keep_the_rules(document: Document) -> None:
    """
    Every quote passes when it has a reason to be exempt, but for two kinds.

    What is outside the scope stands alone (BR-O-11 to 14), and taxes that are rounded
    for each of a hundred thousand units can be off by more than 1.00.
    """
    found = priced(document)
    broken = {rule for _, rule in rules(en16931(found, reasons=EXEMPT))}
    alone = {"BR-O-11", "BR-O-12", "BR-O-14"}
    by_unit = {"BR-CO-17", "BR-S-09"}
    letters = {EN_CATEGORIES[each.tax_category] for each in found.cart.lines}

    assert set() == broken - alone - by_unit
    assert not broken & by_unit or document["store"]["tax"]["level"] == "unit"
    assert not broken & alone or "O" in letters or found.figures.charges


@given(documents())
def test_the_breakdown_is_the_quotes_own(document: Document) -> None:
    """Value and tax by category and rate are those of `tax_rows`; stored ones too."""
    found = priced(document)
    made = en16931(found)
    expected: dict[tuple[str, Decimal], list[Decimal]] = {}

    def add(category: str, rate: Decimal, taxable: Decimal, tax: Decimal) -> None:
        place = "Z" if category == "S" and not rate else category, rate
        sums = expected.setdefault(place, [Decimal(0), Decimal(0)])
        sums[0] += taxable
        sums[1] += tax

    for row in found.figures.tax_rows:
        taxes = [each.amount for each in row.components if each.name != PER_UNIT]
        letter, rate = EN_CATEGORIES[row.category], row.rate + row.cess_rate
        add(letter, rate, row.taxable_value, sum(taxes, Decimal(0)))
    for each in made.charges:
        if each.reason == "Duty per unit":
            add("Z", Decimal(0), each.amount, Decimal(0))

    assert {place: sums for place, sums in expected.items() if any(sums)} == {
        (row.category, row.rate): [row.taxable, row.tax]
        for row in made.breakdown
        if row.taxable or row.tax
    }
    assert made == en16931(read_quote(dumps(write_quote(found))))


@given(
    documents("INR"), st.sampled_from(list(FIGURES)), st.sampled_from(["0.01", "-1"])
)
def test_a_forged_total_is_found_by_its_rules(
    document: Document, field: str, off: str
) -> None:
    """Every rule that a total stands in names it, on whatever invoice."""
    made = en16931(priced(document), reasons=EXEMPT)
    forged = evolve(made, **{field: getattr(made, field) + Decimal(off)})

    assert FIGURES[field] <= {rule for _, rule in rules(forged)}


@given(documents("INR"), st.data())
def test_a_forged_line_or_row_is_found_by_its_rules(
    document: Document, data: st.DataObject
) -> None:
    """More on one line or in one row breaks the rules of its category and its sum."""
    made = en16931(priced(document), reasons=EXEMPT)
    more = Decimal("2.00")
    at = data.draw(st.integers(0, len(made.lines) - 1))
    found = made.lines[at]
    lines = [*made.lines]
    lines[at] = evolve(found, amount=found.amount + more)
    of_line = evolve(made, lines=tuple(lines))

    assert {"BR-CO-10", f"BR-{found.category}-08"} <= {r for _, r in rules(of_line)}

    at = data.draw(st.integers(0, len(made.breakdown) - 1))
    row = made.breakdown[at]
    rows = [*made.breakdown]
    rows[at] = evolve(row, tax=row.tax + 1_000_000)
    of_row = evolve(made, breakdown=tuple(rows))

    assert {"BR-CO-14", f"BR-{row.category}-09"} <= {r for _, r in rules(of_row)}


# By supplier, and by kind of supply -----------------------------------------------


def two_sellers(**more: Any) -> Quote:
    """
    Return 600.00 at 18 % of Karnataka's seller and 400.00 at 5 % of Maharashtra's.

    The delivery of 50.00 at 18 % is shared by these values: 30.00 and 20.00.
    """
    return quoted(
        [line("P 1 x 600.00 at 18"), line("Q 1 x 400.00 at 5", supplier="mh")],
        cart={
            "shipping_address": {"state": "Karnataka"},
            "shipping": {"estimated_cost": "50.00", "tax_rate": "18"},
            **more,
        },
        store={
            "tax": {"seller_gstin": "29AABCC1234D1Z7"},
            "suppliers": {
                "mh": {"name": "Pune", "gstin": "27AABCS4321Q1Z2", "state": "MH"}
            },
        },
    )


@pytest.mark.parametrize(
    ("supplier", "lines", "expected", "gross"),
    [
        ("", ["P"], ["S 18 630.00 113.40"], "743.40"),
        ("mh", ["Q"], ["S 5 400.00 20.00", "S 18 20.00 3.60"], "443.60"),
    ],
)
def test_an_invoice_of_each_supplier(
    supplier: str, lines: list[str], expected: list[str], gross: str
) -> None:
    """Its lines, numbered by themselves, its part of the delivery, its total."""
    made = en16931(two_sellers(), supplier=supplier)

    check_en16931(made)
    assert [("1", name) for name in lines] == [(x.number, x.name) for x in made.lines]
    assert expected == rows(made)
    assert Decimal(gross) == made.bt_112 == made.bt_115


def test_suppliers_add_up_to_the_order() -> None:
    """Credit and all: 1187.00, of it 100.00 paid with credit (62.63 and 37.37)."""
    found = quoted(
        [line("P 1 x 600.00 at 18"), line("Q 1 x 400.00 at 5", supplier="mh")],
        cart={"credit_balance_used": "100.00"},
        customer={"id": "u", "credit_balance": "100.00"},
        store={"suppliers": {"mh": {"name": "Pune", "registered": True}}},
    )
    whole, *parts = [en16931(found, supplier=each) for each in (None, "", "mh")]

    for name in FIGURES:
        assert getattr(whole, name) == sum(getattr(each, name) for each in parts)
    assert whole.lines == tuple(
        evolve(each, number=str(n))
        for n, each in enumerate((x for part in parts for x in part.lines), 1)
    )
    for each in parts:
        check_en16931(each)


def test_the_only_supplier_has_the_whole_order() -> None:
    """Charges and delivery too, though no row of them names it."""
    found = quoted("A 7 x 99.99 at 18", cart={"shipping": {"estimated_cost": "50.00"}})

    assert en16931(found) == en16931(found, supplier="")


def test_a_credit_note_of_one_supplier() -> None:
    """Q comes back: 400.00 and 20.00 of Maharashtra's seller, nothing of the other."""
    found = two_sellers()
    (back,) = refunds_of(found, {1: 1})
    made = en16931_note(found, back, supplier="mh")

    check_en16931(made)
    assert ["S 5 400.00 20.00"] == rows(made)
    assert Decimal("420.00") == made.bt_112 == made.bt_115
    assert made == en16931_note(found, back)


@pytest.mark.parametrize("supplier", ["pune", 7])
def test_a_supplier_that_has_no_part(supplier: Any) -> None:
    """Neither an invoice nor a credit note is made of nothing."""
    found = two_sellers()
    (back,) = refunds_of(found, {1: 1})
    code = "wrong_type" if supplier == 7 else "unknown_supplier"

    assert [("supplier", code)] == faults_of(en16931, found, supplier=supplier)
    assert [("supplier", code)] == faults_of(
        en16931_note, found, back, supplier=supplier
    )


@pytest.mark.parametrize(
    ("supply", "expected"),
    [
        ("regular", ["S 18 1050.00 189.00", "E 0 9.00 0.00"]),
        ("sez_with_payment", ["S 18 1050.00 189.00", "E 0 9.00 0.00"]),
        ("sez_without_payment", ["Z 0 1059.00 0.00"]),
        ("export_with_payment", ["S 18 1050.00 189.00", "E 0 9.00 0.00"]),
        ("export_without_payment", ["G 0 1059.00 0.00"]),
        ("deemed_export", ["S 18 1050.00 189.00", "E 0 9.00 0.00"]),
    ],
)
def test_kinds_of_supply(supply: str, expected: list[str]) -> None:
    """1000.00 and its delivery at 18 %, and 9.00 exempt; without payment all is 0."""
    found = quoted(
        [line("A 1 x 1000.00 at 18"), line("B 1 x 9.00", tax_category="exempt")],
        cart={
            "supply_type": supply,
            "shipping_address": {"state": "Karnataka"},
            "shipping": {"estimated_cost": "50.00", "tax_rate": "18"},
        },
        store={"tax": {"seller_state": "Karnataka"}},
    )
    made = en16931(found, reasons=EXEMPT)

    check_en16931(made)
    assert expected == rows(made)


def test_nil_rated_goods() -> None:
    """The tariff says nil: Z."""
    made = en16931(quoted([line("A 1 x 9.00", tax_category="nil_rated")]))

    check_en16931(made)
    assert ["Z 0 9.00 0.00"] == rows(made)
