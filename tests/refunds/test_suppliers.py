# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A refund by the suppliers of its order: one credit note for each."""

from __future__ import annotations

import json

from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import Quote, dumps, quote, read_checkout
from checkout_core.refunds import Refund, RefundPolicy, cancellation, refund
from checkout_core.refunds.suppliers import SupplierRefund, supplier_refunds
from tests.factories.faults import faults_of
from tests.factories.market import bought, supplied
from tests.factories.tables import case
from tests.paths import TESTS


if TYPE_CHECKING:
    from collections.abc import Iterable


AT = "2026-12-01T10:00:00+05:30"
#: 600.00 of the operator, 400.00 of Maharashtra's seller (case 20).
TWO = supplied("P 1 x 600.00 at 18; Q 1 x 400.00 at 5", ["", "mh"])
DELIVERY = {"shipping": {"estimated_cost": "50.00", "tax_rate": "18"}}


def back(sold: Quote, units: dict[int, int], **more: Any) -> Refund:
    """Return the refund of some units."""
    policy = RefundPolicy(**more.pop("policy", {}))
    return refund(sold, units, id="R1", at=AT, policy=policy, **more)


def shown(parts: Iterable[SupplierRefund], *names: str) -> list[tuple[str, ...]]:
    """Return the ids and some amounts of the parts of a refund, as text."""
    return [(each.id, *[str(getattr(each, name)) for name in names]) for each in parts]


def test_a_refund_is_the_suppliers_whose_goods_come_back() -> None:
    """Case 29: 400.00 and IGST 20.00 of Maharashtra's seller, in one note."""
    case_ = json.loads((TESTS / "cases/india/29-refund-of-a-supplier.json").read_text())
    checkout = read_checkout(dumps(case_["document"]))
    sold = quote(checkout.cart, checkout.store, at=checkout.at)
    expected = case_["refund"]["expected"]
    note = back(sold, {1: 1})
    (found,) = supplier_refunds(sold, note)

    assert (expected["amount"], expected["gateway"]) == (
        str(note.amount),
        str(note.gateway),
    )
    assert expected["suppliers"] == [
        {key: str(getattr(found, key)) for key in expected["suppliers"][0]}
    ]
    assert note.entries == found.entries


def test_every_supplier_has_its_rows() -> None:
    """Goods, delivery and taxes of each: 743.40 and 443.60 (case 20)."""
    sold = bought(TWO, cart=DELIVERY)
    note = cancellation(sold, id="C", at=AT)
    own, other = supplier_refunds(sold, note)

    assert [
        ("", "630.00", "113.40", "743.40", "743.40"),
        ("mh", "420.00", "23.60", "443.60", "443.60"),
    ] == shown((own, other), "taxable_value", "tax", "amount", "gateway")
    assert [
        ("subtotal", None, "400.00"),
        ("tax", "IGST", "20.00"),
        ("shipping", None, "20.00"),
        ("shipping_tax", "IGST", "3.60"),
    ] == [(row.kind, row.name, str(row.amount)) for row in other.entries]
    assert {None, "mh"} == {row.supplier for row in other.entries}


def test_credit_is_shared_by_what_each_gives_back() -> None:
    """Case 22: of 100.00, 333.19 and 199.81 have 62.51 and 37.49."""
    goods = supplied("P 1 x 333.35 at 18 inside; Q 1 x 199.90 at 5 inside", ["", "mh"])
    sold = bought(
        goods,
        cart={"credit_balance_used": "100.00"},
        customer={"credit_balance": "100.00"},
        store={"round_off": "1"},
    )
    parts = supplier_refunds(sold, cancellation(sold, id="C", at=AT))

    assert [
        ("", "282.49", "50.86", "333.19", "270.68", "62.51"),
        ("mh", "190.38", "9.52", "199.81", "162.32", "37.49"),
    ] == shown(parts, "taxable_value", "tax", "amount", "gateway", "credit")


def test_a_charge_for_cancelling_is_shared_too() -> None:
    """Of 118.70, 743.40 to 443.60 are 74.34 and 44.36."""
    sold = bought(TWO, cart=DELIVERY)
    note = cancellation(
        sold,
        id="C",
        at=AT,
        policy=RefundPolicy(cancellation_charge="118.70"),
    )

    assert [("", "74.34", "669.06"), ("mh", "44.36", "399.24")] == shown(
        supplier_refunds(sold, note), "charge", "gateway"
    )


def test_points_go_back_by_what_each_gives_back() -> None:
    """10.00 of points over 118.00 and 118.00 are 5.00 and 5.00."""
    goods = supplied("P 1 x 100.00 at 18; Q 1 x 100.00 at 18", ["gj", "mh"])
    sold = bought(
        goods,
        cart={"loyalty_points_redeemed": 10},
        customer={"loyalty_points_balance": 10},
        store={"loyalty": {"value_per_point": "1", "points_per_unit": "0"}},
    )
    note = cancellation(sold, id="C", at=AT)

    assert [("gj", "5.00", "113.00"), ("mh", "5.00", "113.00")] == shown(
        supplier_refunds(sold, note), "points", "gateway"
    )


def test_what_was_never_paid_is_shared() -> None:
    """Of 1187.00 only 593.50 came: halves of 743.40 and 443.60."""
    sold = bought(TWO, cart=DELIVERY)
    note = cancellation(sold, id="C", at=AT, paid="593.50")

    assert [("", "371.70", "371.70"), ("mh", "221.80", "221.80")] == shown(
        supplier_refunds(sold, note), "unpaid", "gateway"
    )


def test_a_discount_of_the_gateway_is_shared() -> None:
    """118.70 of 1187.00 was the bank's: a tenth of each."""
    sold = bought(TWO, cart=DELIVERY)
    note = cancellation(sold, id="C", at=AT, paid="1187.00", gateway_discount="118.70")

    assert [("", "74.34", "669.06"), ("mh", "44.36", "399.24")] == shown(
        supplier_refunds(sold, note), "gateway_discount", "gateway"
    )


def test_where_money_goes_is_what_each_gives_back() -> None:
    """
    Of 302.00, 101.00 and 201.00, points had paid 10.25 and credit 33.00.

    Points are 3.43 and 6.82; of what is left, 97.57 and 194.18, credit is 11.04 and
    21.96, and the rest 86.53 and 172.22.  By 101.00 and 201.00 the gateway would give
    86.54 and 172.21, together with the others 101.01 and 200.99.
    """
    sold = bought(
        supplied("P 1 x 101.00; Q 1 x 201.00", ["", "mh"]),
        cart={"credit_balance_used": "33.00", "loyalty_points_redeemed": 41},
        customer={"credit_balance": "33.00", "loyalty_points_balance": 41},
        store={"loyalty": {"value_per_point": "0.25", "points_per_unit": "0"}},
    )
    parts = supplier_refunds(sold, cancellation(sold, id="C", at=AT))

    assert [
        ("", "101.00", "3.43", "11.04", "86.53"),
        ("mh", "201.00", "6.82", "21.96", "172.22"),
    ] == shown(parts, "amount", "points", "credit", "gateway")


def test_a_fee_that_goes_back_is_shared() -> None:
    """23.60 on top of 1187.00: 14.78 and 8.82 by 743.40 and 443.60."""
    sold = bought(TWO, cart=DELIVERY)
    note = cancellation(
        sold,
        id="C",
        at=AT,
        paid="1187.00",
        surcharge="23.60",
        policy=RefundPolicy(surcharge="on_cancellation"),
    )

    assert [("", "743.40", "14.78", "758.18"), ("mh", "443.60", "8.82", "452.42")] == (
        shown(supplier_refunds(sold, note), "amount", "surcharge", "gateway")
    )


def test_a_refund_of_other_lines_is_refused() -> None:
    """The order has one line, the refund is of the second of two."""
    note = back(bought(TWO), {1: 1})
    alone = bought(supplied("P 1 x 600.00 at 18", ["mh"]))

    assert [("refund", "refunds_do_not_fit")] == faults_of(
        supplier_refunds, alone, note
    )


def test_an_order_of_one_supplier_has_one_part() -> None:
    """The whole refund, round-off of no supplier included."""
    sold = bought(
        supplied("P 1 x 333.35 at 18 inside", ["mh"]), store={"round_off": "1"}
    )
    note = cancellation(sold, id="C", at=AT)

    assert [("mh", "333.00", "282.50", "50.85")] == shown(
        supplier_refunds(sold, note), "amount", "taxable_value", "tax"
    )
    assert {None} == {row.supplier for row in note.entries}


def test_a_refund_of_nothing_has_one_part() -> None:
    """Goods at 0.00: the first supplier, and no row."""
    sold = bought(supplied("P 1 x 0.00; Q 1 x 0.00", ["gj", "mh"]))
    note = cancellation(sold, id="C", at=AT)

    assert [("gj", "0.00", "0.00")] == shown(
        supplier_refunds(sold, note), "amount", "gateway"
    )


@pytest.mark.parametrize(
    ("given", "path"),
    [case("of a quote", "quote", "quote"), case("of a refund", "refund", "refund")],
)
def test_another_value_is_refused(given: str, path: str) -> None:
    """It takes a quote and a refund."""
    sold = bought(TWO)
    values: dict[str, Any] = {"quote": sold, "refund": back(sold, {1: 1})}
    values[given] = 5

    assert [(path, "wrong_type")] == faults_of(supplier_refunds, **values)


# How rows of several suppliers come back ---------------------------------------------


def test_each_suppliers_delivery_comes_back_with_its_share() -> None:
    """Pro rata by value: with Q, 40 % of 30.00 and of 20.00 come back."""
    sold = bought(TWO, cart=DELIVERY)
    note = back(sold, {1: 1}, policy={"shipping": "pro_rata"})

    assert [
        ("", "12.00", "2.16"),
        ("mh", "408.00", "21.44"),
    ] == shown(supplier_refunds(sold, note), "taxable_value", "tax")


def test_a_round_off_comes_back_by_supplier() -> None:
    """-0.25 is -0.16 and -0.09: each with the last of its supplier's goods."""
    goods = supplied("P 1 x 333.35 at 18 inside; Q 1 x 199.90 at 5 inside", ["", "mh"])
    sold = bought(goods, store={"round_off": "1"})
    first = back(sold, {1: 1})
    last = refund(sold, {0: 1}, id="R2", at=AT, earlier=[first])

    assert [("mh", "199.81", "199.81")] == shown(
        supplier_refunds(sold, first), "amount", "gateway"
    )
    assert [("", "333.19", "333.19")] == shown(
        supplier_refunds(sold, last), "amount", "gateway"
    )
    assert sold.to_be_paid == first.gateway + last.gateway


def test_a_round_off_waits_for_the_suppliers_delivery() -> None:
    """Of -0.05 over 635.45 and 443.60, -0.02 waits for the 23.60 of Maharashtra's."""
    goods = supplied("P 1 x 600.05; Q 1 x 400.00 at 5", ["", "mh"])
    sold = bought(goods, cart=DELIVERY, store={"round_off": "1"})
    policy = {"shipping": "full_on_full_return"}
    first = back(sold, {1: 1}, policy=policy)
    last = refund(
        sold,
        {0: 1},
        id="R2",
        at=AT,
        earlier=[first],
        policy=RefundPolicy(**policy),
    )

    assert [("mh", "420.00")] == shown(supplier_refunds(sold, first), "amount")
    assert [("", "635.42"), ("mh", "23.58")] == shown(
        supplier_refunds(sold, last), "amount"
    )
    assert sold.to_be_paid == first.gateway + last.gateway


def test_rows_of_two_suppliers_are_two_rows() -> None:
    """Equal halves are equal within each: 2.70 and 2.70, 1.80 and 1.80 (case 20)."""
    goods = supplied("P 1 x 600.00 at 18; Q 1 x 400.00 at 18", ["", "k"])
    suppliers = {"k": {"name": "K", "state": "KA", "registered": True}}
    sold = bought(goods, cart=DELIVERY, store={"suppliers": suppliers})
    note = cancellation(sold, id="C", at=AT)
    note.check()

    assert [
        ("", "CGST", "2.70"),
        ("", "SGST", "2.70"),
        ("k", "CGST", "1.80"),
        ("k", "SGST", "1.80"),
    ] == [
        (row.supplier, row.name, str(row.amount))
        for row in note.entries
        if row.kind == "shipping_tax"
    ]
