# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Rows: what each says of itself, and which of them belong together."""

from __future__ import annotations

from decimal import Decimal

import attrs

from checkout_core import (
    Address,
    Cart,
    Charge,
    Line,
    Quote,
    Shipping,
    Store,
    TaxPolicy,
    promotion,
    quote,
)
from checkout_core.ledger import KINDS, SUMS, Component, Entry, Totals
from checkout_core.ledger.rows import CHARGES, COUNTS, NET, Posting, postings
from checkout_core.ledger.totals import FEEDS
from checkout_core.money.exact import to_decimal
from checkout_core.tenders import TENDERS


AT = "2026-12-01T10:00:00+05:30"
ZERO = Decimal("0.00")
GOA = TaxPolicy(seller_state="Goa")
TEN = promotion(
    "ten",
    "discount",
    {"discount_type": "percentage", "discount_percent": 10},
    applies_to_product="all",
)


def priced(lines: list[Line], store: Store, **cart: object) -> Quote:
    """Return the quote of a cart that is sent to Goa."""
    address = Address(state="Goa")
    return quote(Cart("INR", lines, shipping_address=address, **cart), store, at=AT)  # type: ignore[arg-type]


def rows(quoted: Quote, *kinds: str) -> list[tuple[object, ...]]:
    """Return kind, amount, rate, category, code and name of the rows of some kinds."""
    return [
        (
            row.kind,
            str(row.amount),
            None if row.rate is None else str(row.rate),
            row.category,
            row.hsn_code,
            row.name,
        )
        for row in quoted.entries
        if row.kind in kinds
    ]


def test_a_net_amount_says_how_it_is_taxed() -> None:
    """The lamp of the module: 118.00 with 18 % inside, 10 % off, within Goa."""
    lamp = Line(
        "lamp", 1, "118.00", tax_rate=18, price_including_tax=True, hsn_code="9405"
    )
    quoted = priced([lamp], Store("INR", promotions=[TEN], tax=GOA))

    assert [
        ("subtotal", "100.00", "18", "standard", "9405", None),
        ("promotion_discount", "10.00", "18", "standard", "9405", None),
        ("tax", "8.10", "9", None, None, "CGST"),
        ("tax", "8.10", "9", None, None, "SGST"),
    ] == rows(quoted, "subtotal", "promotion_discount", "tax")


def test_a_category_is_the_lines() -> None:
    """An exempt book has a row without a tax; a coat without a code has none."""
    book = Line("book", 2, "50.00", tax_category="exempt", tax_rate=0)
    quoted = priced([book], Store("INR", tax=GOA))

    assert [("subtotal", "100.00", "0", "exempt", None, None)] == rows(
        quoted, "subtotal", "tax"
    )


def test_a_charge_has_a_row_for_each_rate() -> None:
    """10.00 over goods of 300.00 at 5 % and 100.00 at 18 % is 7.50 and 2.50."""
    lines = [
        Line("rice", 1, "300.00", tax_rate=5),
        Line("lamp", 1, "100.00", tax_rate=18),
    ]
    apart = TaxPolicy(seller_state="Goa", charge_tax="apportion")
    wrap = Charge("Gift wrap", "10.00", tax_rate=18)
    quoted = priced(lines, Store("INR", charges=[wrap], tax=apart))

    # 2.5 % of 7.50 is 0.19, 9 % of 2.50 is 0.225.
    assert [
        ("charge", "7.50", "5", "standard", None, "Gift wrap"),
        ("charge_tax", "0.19", "2.5", None, None, "CGST"),
        ("charge_tax", "0.19", "2.5", None, None, "SGST"),
        ("charge", "2.50", "18", "standard", None, "Gift wrap"),
        ("charge_tax", "0.23", "9", None, None, "CGST"),
        ("charge_tax", "0.23", "9", None, None, "SGST"),
    ] == rows(quoted, "charge", "charge_tax")


def test_delivery_that_is_freed_has_a_discount_at_its_rate() -> None:
    """It comes to nothing and is in no summary of tax."""
    quoted = priced(
        [Line("rice", 1, "300.00", tax_rate=5)],
        Store("INR", free_shipping_threshold="100", tax=GOA),
        shipping=Shipping("60.00", tax_rate=18),
    )
    found = [x for x in postings(quoted.entries, ZERO) if x.kind == "shipping"]

    assert [
        ("shipping", "60.00", "18", "standard", None, None),
        ("shipping_discount", "60.00", "18", "standard", None, None),
    ] == rows(quoted, "shipping", "shipping_discount", "shipping_tax")
    assert [(ZERO, ())] == [(x.net, x.taxes) for x in found]
    assert [Decimal(5)] == [row.rate for row in quoted.figures.tax_rows]


def test_an_amount_that_is_all_tax_keeps_its_row() -> None:
    """Of 0.01 with 200 % inside nothing is left: the taxes need a row to follow."""
    quoted = priced(
        [Line("gin", 1, "0.01", tax_rate=200, price_including_tax=True)],
        Store("INR"),
        shipping=Shipping("0.01", tax_rate=200, price_including_tax=True),
    )

    assert [
        ("subtotal", "0.00", "200", "standard", None, None),
        ("tax", "0.01", "200", None, None, "GST"),
        ("shipping", "0.00", "200", "standard", None, None),
        ("shipping_tax", "0.01", "200", None, None, "GST"),
    ] == rows(quoted, "subtotal", "tax", "shipping", "shipping_tax")
    quoted.check()


def test_what_costs_nothing_has_no_row() -> None:
    """A gift for 0.00 is in the summaries, with its code and with zeros."""
    gift = Line("gift", 1, "0.00", tax_rate=5, hsn_code="6109")
    quoted = priced([gift], Store("INR", tax=GOA))
    (row,) = quoted.figures.hsn_rows

    assert () == quoted.entries
    assert ("6109", 1, ZERO) == (row.hsn_code, row.quantity, row.taxable_value)
    assert [ZERO] == [each.taxable_value for each in quoted.figures.tax_rows]


def test_a_posting_is_a_net_amount_with_its_taxes() -> None:
    """Discounts lower it; rows that are no amount of goods or charges are no part."""
    rate = Decimal(18)
    line = {"line": 0, "rate": rate, "category": "standard", "hsn_code": "9405"}
    found = postings(
        [
            Entry("subtotal", Decimal("100.00"), **line),  # type: ignore[arg-type]
            Entry("coupon_discount", Decimal("10.00"), **line),  # type: ignore[arg-type]
            Entry("tax", Decimal("16.20"), 0, None, "IGST", rate),
            Entry("round_off", Decimal("-0.20")),
        ],
        ZERO,
    )

    assert (
        Posting(
            kind="subtotal",
            line=0,
            name=None,
            rate=rate,
            category="standard",
            hsn_code="9405",
            net=Decimal("90.00"),
            taxes=(Component("IGST", rate, Decimal("16.20")),),
        ),
    ) == found


def test_a_tax_without_a_net_amount() -> None:
    """Rows from anywhere are read; a tax that follows nothing is on nothing."""
    (found,) = postings([Entry("charge_tax", Decimal("0.05"))], ZERO)

    assert (ZERO, (Component("", Decimal(0), Decimal("0.05")),)) == (
        found.net,
        found.taxes,
    )


def test_a_tax_of_a_line_whose_net_amount_is_nothing() -> None:
    """Its tax is on 0, and not on the net amount of the line before it."""
    rate = Decimal(5)
    found = postings(
        [
            Entry("subtotal", Decimal("100.00"), 0, None, None, rate),
            Entry("tax", Decimal("5.00"), 0, None, "IGST", rate),
            Entry("tax", Decimal("3.00"), 1, None, "Cess", Decimal(0)),
        ],
        ZERO,
    )

    assert [
        ("subtotal", 0, None, rate, Decimal("100.00"), ["IGST"]),
        ("subtotal", 1, None, None, ZERO, ["Cess"]),
    ] == [
        (x.kind, x.line, x.name, x.rate, x.net, [tax.name for tax in x.taxes])
        for x in found
    ]


def test_the_tables_name_the_same_rows() -> None:
    """Every kind that a table names is one of `KINDS`."""
    signed = {kind for kinds in SUMS.values() for kind, _ in kinds}

    assert signed | set(COUNTS) | set(NET) | set(CHARGES) <= set(KINDS)
    assert list(SUMS) == [each.name for each in attrs.fields(Totals)]
    assert {(kind, name) for kind, names in FEEDS.items() for name, _ in names} == {
        (kind, name) for name, kinds in SUMS.items() for kind, _ in kinds
    }


def test_a_total_adds_rows_and_takes_others() -> None:
    """What is to be paid is the grand total less what others and tenders pay."""
    signs = dict(SUMS["to_be_paid"])

    tendered = dict.fromkeys([each.row for each in TENDERS.values()], -1)

    assert dict(SUMS["grand_total"]) | {"funded": -1, **tendered} == signs
    assert (1, -1, -1) == (
        signs["subtotal"],
        signs["promotion_discount"],
        signs["shipping_discount"],
    )


def test_the_residue_is_in_the_round_off() -> None:
    """1.02 with 18 % inside is 0.86 and 0.15; the shopper pays 1.02."""
    exact = TaxPolicy(inclusive_split="net_exact")
    tee = Line("tee", 1, "1.02", tax_rate=18, price_including_tax=True)
    quoted = priced([tee], Store("INR", tax=exact))
    totals = quoted.totals

    assert ("0.86", "0.15", "0.01", "1.02") == (
        str(totals.subtotal),
        str(totals.total_tax),
        str(totals.round_off),
        str(totals.grand_total),
    )
    assert to_decimal(1, 2) == totals.round_off
