# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What a marketplace owes its suppliers and withholds, each figure worked by hand."""

from __future__ import annotations

import json

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import (
    CheckoutError,
    Order,
    PaymentUpdate,
    Quote,
    Refunded,
    dumps,
    quote,
    read_checkout,
)
from checkout_core.books.payouts import Gstr8Row, gstr8, payouts
from checkout_core.books.settlement import Commission, SettlementRow, settlement
from checkout_core.refunds import Refund, refund
from tests.factories.faults import faults, faults_of
from tests.factories.market import at_market, bought, supplied
from tests.factories.offers import percentage, promotion
from tests.factories.tables import case
from tests.factories.tax import quoted
from tests.paths import TESTS


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


NOON = datetime.fromisoformat("2026-11-22T12:00:00+05:30")
LATER = "2026-12-01T10:00:00+05:30"
#: P of the operator and Q of Maharashtra's seller, with delivery (case 20).
TWO = supplied("P 1 x 600.00 at 18; Q 1 x 400.00 at 5", ["", "mh"])
DELIVERY = {"shipping": {"estimated_cost": "50.00", "tax_rate": "18"}}


def said(rows: Iterable[SettlementRow]) -> list[str]:
    """Return rows as `tcs IGST -2.10 of 420.00`."""
    return [
        " ".join(
            [
                row.kind,
                *([row.name] if row.name else []),
                f"{row.amount}",
                *([f"of {row.base}"] if row.base is not None else []),
            ]
        )
        for row in rows
    ]


def settled(sold: Quote, *notes: Refund, **more: Any) -> list[str]:
    """Return the rows of one order and its refunds, as they are said."""
    return said(settlement({"A1": sold}, {"A1": notes} if notes else None, **more))


def back(
    sold: Quote, units: dict[int, int], *earlier: Refund, name: str = "R1"
) -> Refund:
    """Return the refund of some units."""
    return refund(sold, units, id=name, at=LATER, earlier=earlier)


# The cases of the contract ---------------------------------------------------------

CASES = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((TESTS / "cases" / "india").glob("*.json"))
}
SETTLED = [name for name, each in CASES.items() if "settlement" in each]
RETURNED = [name for name, each in CASES.items() if "refund" in each]


def spelled(row: SettlementRow) -> dict[str, str]:
    """Return a row as the cases spell it: what is None is left out."""
    return {
        name: str(value)
        for name in ("supplier", "kind", "name", "base", "amount")
        if (value := getattr(row, name)) is not None
    }


def ordered(name: str) -> Quote:
    """Return the quote of a case."""
    checkout = read_checkout(dumps(CASES[name]["document"]))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def test_the_cases_of_settlement_are_there() -> None:
    """Cases 28 and 30 settle an order, case 29 a refund."""
    assert ["28-settlement-of-a-supplier", "30-section-9-5"] == SETTLED
    assert ["29-refund-of-a-supplier"] == RETURNED


@pytest.mark.parametrize("name", SETTLED)
def test_a_case_settles_as_it_says(name: str) -> None:
    """Every row in its order, and the payout of each supplier."""
    expected = CASES[name]["settlement"]

    rows = settlement({"A1": ordered(name)}, commission=expected.get("commission"))

    assert expected["rows"] == [spelled(row) for row in rows]
    assert expected["payout"] == {key: str(x) for key, x in payouts(rows).items()}


@pytest.mark.parametrize("name", RETURNED)
def test_a_refund_settles_as_its_case_says(name: str) -> None:
    """The rows of the refund follow those of the order."""
    sold, expected = ordered(name), CASES[name]["refund"]
    units = {int(line): count for line, count in expected["returned"].items()}
    note = back(sold, units)

    rows = settlement({"A1": sold}, {"A1": [note]})

    assert expected["settlement"] == [spelled(row) for row in rows if row.refund]


# What a row says -------------------------------------------------------------------


def test_a_row_says_whose_it_is_and_when() -> None:
    """Order, refund, moment and currency; the operator itself has no row."""
    sold = bought(TWO)
    order, *_, last = settlement({"A1": sold}, {"A1": [back(sold, {1: 1})]})

    assert ("mh", "A1", None, NOON, "INR") == (
        order.supplier,
        order.order,
        order.refund,
        order.at,
        order.currency,
    )
    assert ("mh", "A1", "R1", datetime.fromisoformat(LATER)) == (
        last.supplier,
        last.order,
        last.refund,
        last.at,
    )


def test_an_order_of_the_store_alone_settles_nothing() -> None:
    """There is no one to pay."""
    assert [] == settled(bought(supplied("P 1 x 600.00 at 18", [None])))
    assert {} == payouts(())


def test_each_order_and_supplier_is_settled_by_itself() -> None:
    """Orders in their order, suppliers by their ids; payouts are over all of them."""
    goods = supplied("P 1 x 100.00 at 5; Q 1 x 200.00 at 5", ["mh", "gj"])
    rows = settlement({"B": bought(goods), "A": bought(TWO)}, tds_exempt=["gj", "mh"])

    assert [("B", "gj"), ("B", "mh"), ("A", "mh")] == list(
        dict.fromkeys((row.order, row.supplier) for row in rows)
    )
    # 200.00 + 10.00 - 1.00; 100.00 + 5.00 - 0.50 and 400.00 + 20.00 - 2.00.
    assert {"gj": Decimal("209.00"), "mh": Decimal("522.50")} == payouts(rows)


# Tax collected at source ------------------------------------------------------------


def test_within_a_state_each_half_is_a_quarter_percent() -> None:
    """333.33 at 0.25 % is 0.83; tax 30.00 and 30.00; TDS of 393.33 is 0.39."""
    sold = bought(supplied("Q 1 x 333.33 at 18", ["mh"]), to="MH")

    assert [
        "sale 393.33",
        "tcs CGST -0.83 of 333.33",
        "tcs SGST -0.83 of 333.33",
        "tds -0.39 of 393.33",
    ] == settled(sold)


def test_in_a_union_territory_the_other_half_is_utgst() -> None:
    """Of 1000.00, 2.50 and 2.50; with a PAN and no GSTIN, TDS is 0.1 % of 1180.00."""
    sold = bought(supplied("Q 1 x 1000.00 at 18", ["ch"]), to="CH")

    assert [
        "sale 1180.00",
        "tcs CGST -2.50 of 1000.00",
        "tcs UTGST -2.50 of 1000.00",
        "tds -1.18 of 1180.00",
    ] == settled(sold)


def test_half_a_paisa_is_rounded_up() -> None:
    """0.5 % of 1.00 is 0.005, so 0.01; 0.1 % of 1.05 is nothing."""
    sold = bought(supplied("Q 1 x 1.00 at 5", ["mh"]))

    assert ["sale 1.05", "tcs IGST -0.01 of 1.00", "tds 0.00 of 1.05"] == settled(sold)


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        case("taxable at 0 %", "zero", ["tcs IGST -0.50 of 100.00"]),
        case("nil by the tariff", "nil_rated", []),
        case("exempt", "exempt", []),
        case("paid by the buyer", "reverse_charge", []),
        case("exported under bond", "export", []),
        case("no supply", "outside_scope", []),
        case("standard at 0 %", "standard", []),
    ],
)
def test_what_is_not_taxable_has_nothing_collected(
    category: str, expected: list[str]
) -> None:
    """Goods at a rate above 0 count, and those taxable at 0 %."""
    sold = bought(supplied("Q 1 x 100.00", ["mh"], tax_category=category))

    assert ["sale 100.00", *expected, "tds -0.10 of 100.00"] == settled(sold)


def test_only_the_taxable_part_of_a_supplier_counts() -> None:
    """Exempt 140.00, 100.00 at 18 %; delivery 60.00 shared: 35.00 exempt, 25.00."""
    exempt = supplied("E 1 x 140.00", ["mh"], tax_category="exempt")
    goods = [*exempt, *supplied("S 1 x 100.00 at 18", ["mh"])]
    sold = bought(
        goods,
        cart={"shipping": {"estimated_cost": "60.00"}},
        tax={"charge_tax": "apportion"},
    )
    everything = back(sold, {0: 1, 1: 1})

    # IGST 18.00 and 4.50; 0.5 % of 125.00 is 0.625; 0.1 % of 322.50 is 0.3225.
    assert [
        "sale 322.50",
        "tcs IGST -0.63 of 125.00",
        "tds -0.32 of 322.50",
        "sale -322.50",
        "tcs IGST 0.63 of -125.00",
        "tds 0.32 of -322.50",
    ] == settled(sold, everything)


@pytest.mark.parametrize("kind", ["export_with_payment", "export_without_payment"])
def test_nothing_is_collected_of_exports(kind: str) -> None:
    """Neither where tax is paid nor under bond."""
    sold = bought(
        supplied("Q 1 x 100.00 at 18", ["mh"]), cart={"supply_type": kind}, to="MH"
    )

    assert [] == [row for row in settled(sold) if row.startswith("tcs")]


def test_a_special_economic_zone_has_one_head() -> None:
    """IGST in the supplier's own state too, of goods with payment of tax."""
    sold = bought(
        supplied("Q 1 x 100.00 at 18", ["mh"]),
        cart={"supply_type": "sez_with_payment"},
        to="MH",
    )

    assert ["sale 118.00", "tcs IGST -0.50 of 100.00", "tds -0.12 of 118.00"] == (
        settled(sold)
    )


def test_a_supplier_who_is_not_registered_has_nothing_collected() -> None:
    """With neither PAN nor GSTIN 5 % is deducted: 5.00 of 100.00."""
    sold = bought(supplied("Q 1 x 100.00", ["asha"], tax_category="zero"))

    assert ["sale 100.00", "tds -5.00 of 100.00"] == settled(sold)


def test_only_the_delivery_of_a_supplier_can_be_taxable() -> None:
    """Exempt goods of 100.00 and delivery of 40.00 at 18 %: the head is the place's."""
    sold = bought(
        supplied("Q 1 x 100.00", ["mh"], tax_category="exempt"),
        cart={"shipping": {"estimated_cost": "40.00", "tax_rate": "18"}},
    )

    # 147.20 * 0.1 % = 0.1472.
    assert ["sale 147.20", "tcs IGST -0.20 of 40.00", "tds -0.15 of 147.20"] == (
        settled(sold)
    )


def test_a_charge_of_a_supplier_without_goods_has_its_head() -> None:
    """Installation of 100.00 at 18 % by Maharashtra's seller: 0.50 of IGST."""
    fee = {"id": "f", "name": "Installation", "amount": "100.00", "tax_rate": "18"}
    sold = bought(
        supplied("P 1 x 600.00 at 18", [""]),
        store={"charges": [{**fee, "supplier": "mh"}]},
    )

    assert ["sale 118.00", "tcs IGST -0.50 of 100.00", "tds -0.12 of 118.00"] == (
        settled(sold)
    )


def test_what_goes_with_the_operators_tax_keeps_its_own_head() -> None:
    """Food under section 9(5) has the operator's halves; its delivery has IGST."""
    sold = bought(
        supplied("F 1 x 200.00 at 5", ["mh"], section_9_5=True), cart=DELIVERY
    )

    # 200.00 and 59.00; the delivery is 50.00 with 9.00.
    assert ["sale 259.00", "tcs IGST -0.25 of 50.00", "tds -0.26 of 259.00"] == (
        settled(sold)
    )


def test_goods_for_nothing_come_back_for_nothing() -> None:
    """All of 100.00 was taken off: each amount is 0.00 in the order and the refund."""
    off = promotion("discount", percentage("100"), "all")
    sold = quoted(supplied("Q 1 x 100.00 at 5", ["mh"]), off, **at_market())

    assert [
        "sale 0.00",
        "tcs IGST 0.00 of 0.00",
        "tds 0.00 of 0.00",
        "sale 0.00",
        "tcs IGST 0.00 of 0.00",
        "tds 0.00 of 0.00",
    ] == settled(sold, back(sold, {0: 1}))


def test_the_operators_tax_is_not_paid_out() -> None:
    """Food 200.00 under section 9(5), a book 100.00 at 5 %: TCS is of the book."""
    food = supplied("F 1 x 200.00 at 5", ["mh"], section_9_5=True)
    sold = bought([*food, *supplied("B 1 x 100.00 at 5", ["mh"])])
    notes = back(sold, {0: 1}), back(sold, {1: 1}, back(sold, {0: 1}), name="R2")

    assert [
        "sale 305.00",
        "tcs IGST -0.50 of 100.00",
        "tds -0.31 of 305.00",
        # After the food: 105.00 is left, of which 0.105 is 0.11.
        "sale -200.00",
        "tcs IGST 0.00 of 0.00",
        "tds 0.20 of -200.00",
        "sale -105.00",
        "tcs IGST 0.50 of -100.00",
        "tds 0.11 of -105.00",
    ] == settled(sold, *notes)


# Tax deducted at source -------------------------------------------------------------


def test_tax_can_be_deducted_of_the_value_without_tax() -> None:
    """Goods 400.00 and delivery 20.00: 0.42, and not 0.44 of 443.60."""
    sold = bought(TWO, cart=DELIVERY)

    assert "tds -0.44 of 443.60" in settled(sold)
    assert "tds -0.42 of 420.00" in settled(sold, tds_base="value")


def test_below_the_threshold_nothing_is_deducted() -> None:
    """The suppliers the host names, and no others."""
    sold = bought(TWO)

    assert ["sale 420.00", "tcs IGST -2.00 of 400.00"] == settled(
        sold, tds_exempt=["mh"]
    )
    assert "tds -0.42 of 420.00" in settled(sold, tds_exempt=["gj"])


# Commission ------------------------------------------------------------------------


def test_a_commission_in_percent_comes_back_with_the_goods() -> None:
    """10 % of goods of 3 x 33.35 is 10.01, its tax 1.80; of two left 6.67 and 1.20."""
    sold = bought(supplied("Q 3 x 33.35 at 5", ["mh"]), cart=DELIVERY)
    rows = settled(
        sold,
        back(sold, {0: 1}),
        commission={"mh": {"percent": "10", "tax_rate": "18"}},
    )

    assert [
        "commission -10.01",
        "commission_tax -1.80",
        "commission 3.34",
        "commission_tax 0.60",
    ] == [row for row in rows if row.startswith("commission")]


def test_a_commission_of_an_amount_is_kept() -> None:
    """Nothing of 40.00 is given back, and no tax is on it unless it is said."""
    sold = bought(TWO)
    rows = settled(
        sold, back(sold, {1: 1}), commission={"mh": Commission(amount="40.00")}
    )

    assert ["commission -40.00", "commission_tax 0.00"] == [
        row for row in rows if row.startswith("commission")
    ]


def test_a_commission_of_another_supplier_takes_nothing() -> None:
    """Only the suppliers it names pay one."""
    rows = settled(bought(TWO), commission={"gj": {"percent": 10}})

    assert [] == [row for row in rows if row.startswith("commission")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        case("neither", {}, [("amount", "required")]),
        case("both", {"amount": 1, "percent": 2}, [("percent", "one_of")]),
        case("more than all", {"percent": 101}, [("percent", "rate_out_of_range")]),
        case("less than nothing", {"amount": -1}, [("amount", "negative")]),
    ],
)
def test_a_commission_is_an_amount_or_a_percentage(
    given: dict[str, int], expected: list[tuple[str, str]]
) -> None:
    """Exactly one of them, within its limits."""
    assert expected == faults_of(Commission, **given)


# Refunds ---------------------------------------------------------------------------


def test_a_refund_of_other_goods_settles_nothing() -> None:
    """What comes back to the operator is no matter of Maharashtra's seller."""
    sold = bought(TWO)

    assert settled(sold) == settled(sold, back(sold, {0: 1}))


def test_round_off_goes_with_the_goods() -> None:
    """Of -0.25 the seller has -0.09 (case 22): 199.90 - 0.09, all of it back."""
    goods = supplied("P 1 x 333.35 at 18 inside; Q 1 x 199.90 at 5 inside", ["", "mh"])
    sold = bought(goods, store={"round_off": "1"})
    rows = settled(sold, back(sold, {0: 1, 1: 1}), tds_exempt=["mh"])

    assert [
        "sale 199.81",
        "tcs IGST -0.95 of 190.38",
        "sale -199.81",
        "tcs IGST 0.95 of -190.38",
    ] == rows


def test_single_units_end_at_nothing() -> None:
    """Three of 33.33 one by one: TCS of 99.99, 66.66, 33.33, 0 is 0.50, 0.33, 0.17."""
    sold = bought(supplied("Q 3 x 33.33 at 5", ["mh"]))
    notes: tuple[Refund, ...] = ()
    for name in ("R1", "R2", "R3"):
        notes += (back(sold, {0: 1}, *notes, name=name),)
    rows = settlement({"A1": sold}, {"A1": notes})

    assert ["-0.50", "0.17", "0.16", "0.17"] == [
        str(row.amount) for row in rows if row.kind == "tcs"
    ]
    assert {"mh": Decimal("0.00")} == payouts(rows)
    ends: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        ends[row.kind] += row.amount
    assert {Decimal("0.00")} == set(ends.values())


# Discounts at the gateway ------------------------------------------------------------


def paid_less(sold: Quote, at: str = LATER) -> Order:
    """Return an order of which a payment's discount of the merchant is 100.00."""
    order = Order.placed(sold, number="A1", at=NOON, status="confirmed")
    amount = sold.to_be_paid
    return order.after(
        PaymentUpdate("P1", amount, at, gateway_discount="100.00", funded_by="merchant")
    )


def test_a_sale_is_less_what_the_merchant_took_off() -> None:
    """
    100.00 off 1128.00 are 37.23 off 420.00: 35.46 of goods and 1.77 of tax.

    382.77 and 364.54 are left, of which TCS is 1.82 and TDS 0.38; all comes back.
    """
    order = paid_less(bought(TWO))
    note = order.cancellation(id="C1", at="2026-12-02T10:00:00+05:30")
    after = order.after(Refunded(note))
    sale = ["sale 382.77", "tcs IGST -1.82 of 364.54", "tds -0.38 of 382.77"]
    back = ["sale -382.77", "tcs IGST 1.82 of -364.54", "tds 0.38 of -382.77"]

    assert sale == said(settlement({"A1": order}))
    assert [*sale, *back] == said(settlement({"A1": after}))
    assert [*sale, *back] == said(settlement({"A1": order}, {"A1": [note]}))
    assert {"mh": Decimal("0.00")} == payouts(settlement({"A1": after}))


def test_what_was_taken_off_after_the_invoice_has_its_own_rows() -> None:
    """Of 2.00 and 0.42 that were withheld, 0.18 and 0.04 are owed again."""
    order = paid_less(bought(TWO))
    sale = ["sale 420.00", "tcs IGST -2.00 of 400.00", "tds -0.42 of 420.00"]
    less = ["sale -37.23", "tcs IGST 0.18 of -35.46", "tds 0.04 of -37.23"]
    notes = {"A1": order.price_reductions}
    rows = settlement({"A1": order}, notes)

    assert [*sale, *less] == said(rows)
    assert rows == settlement({"A1": order.quote}, notes)
    last = rows[-1]
    assert ("P1", datetime.fromisoformat(LATER)) == (last.refund, last.at)


def test_a_discount_on_food_lowers_the_operators_tax() -> None:
    """Of 210.00, 100.00 off are 95.24 of the food and 4.76 of its tax."""
    food = supplied("F 1 x 200.00 at 5", ["mh"], section_9_5=True)

    assert ["sale 104.76", "tds -0.10 of 104.76"] == said(
        settlement({"A1": paid_less(bought(food))})
    )


def test_a_charge_that_is_partly_taxable_ends_at_nothing() -> None:
    """Delivery of 60.00, 35.00 of it exempt, less its part of a discount."""
    exempt = supplied("E 1 x 140.00", ["mh"], tax_category="exempt")
    sold = bought(
        [*exempt, *supplied("S 1 x 100.00 at 18", ["mh"])],
        cart={"shipping": {"estimated_cost": "60.00"}},
        tax={"charge_tax": "apportion"},
    )
    order = paid_less(sold)
    notes = order.cancellation(id="C1", at="2026-12-02T10:00:00+05:30")
    tcs = [
        (row.amount, row.base)
        for row in settlement({"A1": order}, {"A1": [notes]})
        if row.kind == "tcs"
    ]

    # 140.00, 118.00, 35.00 and 29.50 of 322.50 bear 43.41, 36.59, 10.85 and 9.15, of
    # which 31.01 and 7.75 are value at 18 %: 125.00 - 38.76 = 86.24 is left.
    assert [
        (Decimal("-0.43"), Decimal("86.24")),
        (Decimal("0.43"), Decimal("-86.24")),
    ] == tcs


def test_a_charge_of_nothing_but_tax_ends_at_nothing() -> None:
    """Of two wraps at 0.01 one is exempt, one is all tax as it is rounded up."""
    wrap = {"name": "Wrap", "amount": "0.01", "supplier": "mh"}
    exempt = {**wrap, "id": "c1", "tax_category": "exempt"}
    taxed = {**wrap, "id": "c2", "tax_rate": "18", "price_including_tax": True}
    sold = bought(
        supplied("S 1 x 100.00 at 18", ["mh"]),
        store={"charges": [exempt, taxed], "rounding": "up"},
    )
    bases = [
        row.base
        for row in settlement({"A1": sold}, {"A1": [back(sold, {0: 1})]})
        if row.kind == "tcs"
    ]

    assert [Decimal("100.00"), Decimal("-100.00")] == bases


# Faults ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        case(
            "a supplier who is misspelt",
            {"commission": {"hm": {"percent": 10}}, "tds_exempt": ["mh", "zz"]},
            [
                ("commission.hm", "unknown_supplier"),
                ("tds_exempt[1]", "unknown_supplier"),
            ],
        ),
        case(
            "an amount off the grid",
            {"commission": {"mh": {"amount": "5.005"}}},
            [("commission.mh.amount", "off_grid")],
        ),
        case("text for ids", {"tds_exempt": "mh"}, [("tds_exempt", "wrong_type")]),
        case("a number for ids", {"tds_exempt": 5}, [("tds_exempt", "wrong_type")]),
        case(
            "an id of a number", {"tds_exempt": [5]}, [("tds_exempt[0]", "wrong_type")]
        ),
        case("a list of rates", {"commission": ["x"]}, [("commission", "wrong_type")]),
        case(
            "a key of a number",
            {"commission": {5: {"percent": 10}}},
            [("commission", "wrong_type")],
        ),
        case("a list of refunds", {"refunds": ["x"]}, [("refunds", "wrong_type")]),
    ],
)
def test_what_is_wrong_is_named(
    more: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Each argument is one fault at its own place, whatever it is."""
    assert expected == faults_of(settlement, {"A1": bought(TWO)}, **more)


def test_refunds_of_another_order_are_refused() -> None:
    """The order has one line, the refund is of the second of two."""
    note = back(bought(TWO), {1: 1})
    alone = bought(supplied("P 1 x 600.00 at 18", ["mh"]))

    assert [("refunds.A1[0]", "refunds_do_not_fit")] == faults_of(
        settlement, {"A1": alone}, {"A1": [note]}
    )


def test_orders_are_by_their_numbers() -> None:
    """A list of quotes says no numbers."""
    assert [("orders", "wrong_type")] == faults_of(settlement, [bought(TWO)])


def test_a_supplier_is_known_by_any_order() -> None:
    """Of a store that has none, one knows it; without orders nothing is wrong."""
    taken = {"mh": {"percent": 10}}
    alone = quoted(supplied("P 1 x 600.00 at 18", [None]), seller="KA", to="KA")

    assert [("commission.mh", "unknown_supplier")] == faults_of(
        settlement, {"A1": alone}, commission=taken
    )
    assert settlement({"A1": alone, "A2": bought(TWO)}, commission=taken)
    assert () == settlement({}, commission=taken)


def test_every_fault_is_said_at_once() -> None:
    """Values of another class, unknown orders, commissions that are none."""
    sold: Any = bought(TWO)
    with pytest.raises(CheckoutError) as caught:
        settlement(
            {"A1": sold, "A2": "no quote"},  # type: ignore[dict-item]
            {"A1": ["no refund"], "A3": []},  # type: ignore[list-item]
            {"mh": {"percent": 10, "rate": 18}, "gj": 5},  # type: ignore[dict-item]
            tds_base="net",
        )

    assert [
        ("tds_base", "not_a_choice"),
        ("commission.mh.rate", "unknown_key"),
        ("commission.gj", "wrong_type"),
        ("orders.A2", "wrong_type"),
        ("refunds.A1[0]", "wrong_type"),
        ("refunds.A3", "unknown_order"),
    ] == faults(caught.value)


# The return ------------------------------------------------------------------------


def collected() -> Sequence[SettlementRow]:
    """Return the rows of one order of November whose goods came back in December."""
    sold = bought(TWO, cart=DELIVERY)
    return settlement({"A1": sold}, {"A1": [back(sold, {1: 1})]})


def test_a_return_is_of_one_month() -> None:
    """420.00 were supplied in November, 400.00 came back in December."""
    rows = collected()

    assert (
        Gstr8Row(
            supplier="mh",
            supplied=Decimal("420.00"),
            returned=Decimal(0),
            net=Decimal("420.00"),
            tax={"IGST": Decimal("2.10")},
        ),
    ) == gstr8(rows, "2026-11")
    assert (
        Gstr8Row(
            supplier="mh",
            supplied=Decimal(0),
            returned=Decimal("400.00"),
            net=Decimal("-400.00"),
            tax={"IGST": Decimal("-2.00")},
        ),
    ) == gstr8(rows, "2026-12")
    assert () == gstr8(rows, "2026-10")


def test_two_halves_are_on_one_value() -> None:
    """100.00 within Maharashtra: 0.25 and 0.25; suppliers by their ids."""
    goods = supplied("Q 1 x 100.00 at 5; S 1 x 200.00 at 5", ["mh", "gj"])
    found = gstr8(settlement({"A1": bought(goods, to="MH")}), "2026-11")

    assert [
        ("gj", Decimal("200.00"), {"IGST": Decimal("1.00")}),
        ("mh", Decimal("100.00"), {"CGST": Decimal("0.25"), "SGST": Decimal("0.25")}),
    ] == [(each.supplier, each.net, each.tax) for each in found]


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "11-2026", "2026-11-22", ""])
def test_a_month_is_written_in_one_way(month: str) -> None:
    """Year, hyphen, month of two digits."""
    assert ("month", "bad_month") in faults_of(gstr8, collected(), month)


def test_a_return_needs_to_know_when() -> None:
    """An order without a moment is of no month."""
    sold = bought(supplied("Q 1 x 100.00 at 5", ["mh"]), at=None)

    assert [("rows.A1", "required")] == faults_of(
        gstr8, settlement({"A1": sold}), "2026-11"
    )
