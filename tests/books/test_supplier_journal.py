# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The journal of a marketplace: what others supply is owed to them, and paid."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from hypothesis import assume, given
from hypothesis import strategies as st

from checkout_core import (
    Address,
    Cart,
    CheckoutError,
    Line,
    Order,
    PaymentUpdate,
    Refunded,
    Shipping,
    Store,
    TaxPolicy,
    quote,
    read_checkout,
)
from checkout_core.books import Dates, Settled, journal, read_dates
from checkout_core.books.payouts import payouts
from checkout_core.books.settlement import Commission, settlement
from checkout_core.orders import Disputed
from checkout_core.store import Supplier
from tests.factories import tenders
from tests.factories.faults import faults_of
from tests.factories.lives import lives
from tests.factories.orders import NOON, at


KARNATAKA = "29AABCC1234D1Z7"
PUNE = Supplier(id="mh", name="Pune Spices", gstin="27AABCS4321Q1Z2")
MARKET = Store("INR", tax=TaxPolicy(seller_gstin=KARNATAKA), suppliers=[PUNE])
P = Line("P", 1, "600.00", tax_rate=18)
Q = Line("Q", 1, "400.00", tax_rate=5, supplier="mh")
#: Of 40.00 a commission, and 18 % on it.
FORTY = {"mh": {"amount": "40.00", "tax_rate": 18}}


def sold(*lines: Line, store: Store = MARKET, **fields: Any) -> Order:
    """Return a confirmed order to Karnataka."""
    cart = Cart("INR", lines, shipping_address=Address(state="Karnataka"), **fields)
    quoted = quote(cart, store, at=NOON)
    return Order.placed(quoted, number="A1", at=NOON, status="confirmed")


def two() -> Order:
    """Return an order of two suppliers, 1187.00 with delivery for both."""
    return sold(P, Q, shipping=Shipping("50.00", tax_rate=18))


def table(order: Order, dates: Dates | None = None) -> list[str]:
    """Return a line for each transaction: its day, its kind, debits | credits."""
    lines = []
    for each in journal(order, dates=dates):
        debits = [f"{row.role} {row.debit}" for row in each.rows if row.debit]
        credits_ = [f"{row.role} {row.credit}" for row in each.rows if row.credit]
        sides = f"{', '.join(debits)} | {', '.join(credits_)}"
        lines.append(f"{each.date:%d %b} {each.txn}: {sides}")
    return lines


SALES = [
    (
        "22 Nov sale: receivable 743.40 | sales:18 600.00, shipping 30.00,"
        " tax:CGST 56.70, tax:SGST 56.70"
    ),
    "22 Nov supplier_sale: receivable 443.60 | supplier:mh 443.60",
]


def test_a_supplier_is_paid_what_is_left() -> None:
    """443.60 less TCS 2.10, TDS 0.44, commission 40.00 and its tax of 7.20: 393.86."""
    order = two().after(PaymentUpdate("P1", "1187.00", at(1)))
    paid = Settled(at="2026-12-05", commission=FORTY)

    assert [
        SALES[0],
        "22 Nov payment: gateway 1187.00 | receivable 1187.00",
        SALES[1],
        (
            "05 Dec supplier_settlement: supplier:mh 443.60 | commission 40.00,"
            " tax:IGST 7.20, tcs:IGST 2.10, tds 0.44, bank 393.86"
        ),
    ] == table(order, Dates(settled=[paid]))
    settled = journal(order, dates=Dates(settled=[paid]))[-1]
    assert ("A1", "mh") == settled.refs


def test_what_a_supplier_takes_back() -> None:
    """Its goods of 420.00; the next payment to it has TCS and TDS of them again."""
    order = two().after(PaymentUpdate("P1", "1187.00", at(1)))
    late = "2026-12-10T10:00:00+05:30"
    order = order.after(Refunded(order.refund({1: 1}, id="R1", at=late)))
    paid = [
        Settled(at="2027-01-05", commission=FORTY),
        Settled(at="2026-12-05", commission=FORTY),
    ]
    *_, before, note, money, after = journal(order, dates=Dates(settled=paid))

    assert Decimal("443.60") == before.total
    assert ("A1", "R1", "mh") == note.refs
    assert [
        "10 Dec credit_note: supplier:mh 420.00 | receivable 420.00",
        "10 Dec refund: receivable 420.00 | gateway 420.00",
    ] == table(order, Dates(settled=paid))[-3:-1]
    assert ("A1", "R1") == money.refs
    assert [
        ("supplier:mh", "-420.00"),
        ("tcs:IGST", "2.00"),
        ("tds", "0.42"),
        ("bank", "417.58"),
    ] == [(row.role, str(row.amount)) for row in after.rows]


THALI = Line(
    "Thali",
    1,
    "200.00",
    tax_rate=5,
    supplier="mh",
    section_9_5=True,
    hsn_code="996331",
)


def test_tax_that_the_operator_pays() -> None:
    """Under s.9(5) a thali of 200.00 owes 200.00 to the kitchen, and 10.00 of tax."""
    order = sold(THALI).after(PaymentUpdate("P1", "210.00", at(1)))
    back = order.after(Refunded(order.refund({0: 1}, id="R1", at=at(30))))
    sale = (
        "22 Nov supplier_sale: receivable 210.00 | supplier:mh 200.00,"
        " tax:CGST 5.00, tax:SGST 5.00"
    )

    assert [
        "22 Nov payment: gateway 210.00 | receivable 210.00",
        sale,
        "23 Nov supplier_settlement: supplier:mh 200.00 | tds 0.20, bank 199.80",
    ] == table(order, Dates(settled=[Settled(at="2026-11-23")]))
    assert [
        (
            "23 Nov credit_note: supplier:mh 200.00, tax:CGST 5.00, tax:SGST 5.00"
            " | receivable 210.00"
        ),
        "23 Nov refund: receivable 210.00 | gateway 210.00",
    ] == table(back)[-2:]


def paid_less(*lines: Line) -> Order:
    """Return an order that was paid with a tenth off, which the merchant funds."""
    order = sold(*lines)
    payment = PaymentUpdate(
        "P1",
        order.to_be_paid,
        at(1),
        gateway_discount=order.to_be_paid / 10,
        funded_by="merchant",
    )
    return order.after(payment)


def test_an_offer_of_the_merchant_lowers_what_suppliers_are_owed() -> None:
    """
    112.80 off 1128.00 at the gateway: 60.00 and 10.80 of P, 40.00 and 2.00 of Q.

    Q's invoice is of 378.00; TCS is 1.80 of 360.00 and TDS 0.38.  All comes back.
    """
    order = paid_less(P, Q)
    paid = Settled(at="2026-11-23")
    late = "2026-12-10T10:00:00+05:30"
    back = order.after(Refunded(order.cancellation(id="R1", at=late)))
    rows = table(back, Dates(settled=[paid, Settled(at="2026-12-11")]))

    assert (
        "22 Nov reduction: gateway_offer 60.00, tax:CGST 5.40, tax:SGST 5.40,"
        " supplier:mh 42.00 | gateway_discount:merchant 112.80"
    ) in rows
    assert [
        (
            "23 Nov supplier_settlement: supplier:mh 378.00 | tcs:IGST 1.80, tds 0.38,"
            " bank 375.82"
        ),
        (
            "11 Dec supplier_settlement: tcs:IGST 1.80, tds 0.38, bank 375.82"
            " | supplier:mh 378.00"
        ),
    ] == [each for each in rows if "supplier_settlement" in each]
    ends: defaultdict[str, Decimal] = defaultdict(Decimal)
    for each in journal(back):
        for row in each.rows:
            ends[row.role] += row.amount
    # What was never charged is no sale: both accounts are income.
    assert {"sales:18": Decimal("-60.00"), "gateway_offer": Decimal("60.00")} == {
        role: amount for role, amount in ends.items() if amount
    }


def test_an_offer_after_a_settlement_is_in_the_next_one() -> None:
    """Q was paid for on 23 Nov; 42.00 of it less TCS 0.20 and TDS 0.04 go back."""
    paid = [Settled(at=day) for day in ("2026-11-23", "2026-11-30")]
    late = "2026-11-25T10:00:00+05:30"
    order = sold(P, Q).after(
        PaymentUpdate(
            "P1", "1128.00", late, gateway_discount="112.80", funded_by="merchant"
        )
    )
    rows = table(order, Dates(settled=paid))

    assert [
        (
            "23 Nov supplier_settlement: supplier:mh 420.00 | tcs:IGST 2.00, tds 0.42,"
            " bank 417.58"
        ),
        (
            "30 Nov supplier_settlement: tcs:IGST 0.20, tds 0.04, bank 41.76"
            " | supplier:mh 42.00"
        ),
    ] == [each for each in rows if "supplier_settlement" in each]


def test_an_offer_on_food_lowers_the_operators_tax() -> None:
    """A tenth of 210.00: 20.00 of the kitchen's, 0.50 of either tax."""
    assert (
        "22 Nov reduction: supplier:mh 20.00, tax:CGST 0.50, tax:SGST 0.50"
        " | gateway_discount:merchant 21.00"
    ) in table(paid_less(THALI))


def test_a_supplier_that_the_order_does_not_know_is_not_settled() -> None:
    """Its commission would never be taken; so is an amount off the grid."""
    paid = [
        Settled(at="2026-12-05"),
        Settled(at="2026-12-06", commission={"hm": {"percent": 10}}, tds_exempt=["x"]),
        Settled(at="2026-12-07", commission={"mh": {"amount": "5.005"}}),
    ]

    assert [
        ("dates.settled[1].commission.hm", "unknown_supplier"),
        ("dates.settled[1].tds_exempt[0]", "unknown_supplier"),
        ("dates.settled[2].commission.mh.amount", "off_grid"),
    ] == faults_of(journal, two(), dates=Dates(settled=paid))


@pytest.mark.parametrize(
    ("home", "there", "expected"),
    [
        ("Karnataka", "Karnataka", {"tax:CGST": "3.60", "tax:SGST": "3.61"}),
        ("Ladakh", "Ladakh", {"tax:CGST": "3.60", "tax:UTGST": "3.61"}),
        ("Karnataka", "Maharashtra", {"tax:IGST": "7.21"}),
        ("Karnataka", None, {"tax:GST": "7.21"}),
    ],
)
def test_the_heads_of_the_tax_on_a_commission(
    home: str, there: str | None, expected: dict[str, str]
) -> None:
    """A service to the supplier: halves at home, the odd paisa with the second."""
    store = Store(
        "INR",
        tax=TaxPolicy(seller_state=home),
        suppliers=[Supplier(id="s", state=there)],
    )
    order = sold(Line("Q", 1, "400.00", tax_rate=0, supplier="s"), store=store)
    paid = Settled(
        at="2026-12-05",
        commission={"s": Commission(amount="40.05", tax_rate=18)},
        tds_exempt=["s"],
    )
    last = journal(order, dates=Dates(settled=[paid]))[-1]

    assert expected == {
        row.role: str(row.credit) for row in last.rows if row.role.startswith("tax:")
    }


def test_tax_on_a_commission_that_is_given_back() -> None:
    """A percentage follows what came back, its halves too."""
    store = Store(
        "INR",
        tax=TaxPolicy(seller_state="Karnataka"),
        suppliers=[Supplier(id="s", state="KA")],
    )
    order = sold(Line("Q", 1, "400.00", tax_rate=0, supplier="s"), store=store)
    order = order.after(PaymentUpdate("P1", "400.00", at(1)))
    order = order.after(Refunded(order.refund({0: 1}, id="R1", at=at(30))))
    taken = {"s": {"percent": "10.0125", "tax_rate": 18}}
    paid = [
        Settled(at=day, commission=taken, tds_exempt=["s"])
        for day in ("2026-11-22", "2026-12-05")
    ]
    one, other = [
        {row.role: str(row.amount) for row in each.rows}
        for each in journal(order, dates=Dates(settled=paid))
        if each.txn == "supplier_settlement"
    ]

    assert {
        "supplier:s": "400.00",
        "commission": "-40.05",
        "tax:CGST": "-3.60",
        "tax:SGST": "-3.61",
        "bank": "-352.74",
    } == one
    assert {
        "supplier:s": "-400.00",
        "commission": "40.05",
        "tax:CGST": "3.60",
        "tax:SGST": "3.61",
        "bank": "352.74",
    } == other


def test_a_chargeback_is_made_good_by_all_who_take_back() -> None:
    """1128.00 were charged back; both credit notes lower the loss."""
    order = sold(P, Q).after(PaymentUpdate("P1", "1128.00", at(1)))
    order = order.after(Disputed("D1", "P1", "1128.00", at(2), "lost"))
    note = order.refund({0: 1, 1: 1}, id="R1", at=at(3))

    assert [
        (
            "22 Nov credit_note: sales:18 600.00, tax:CGST 54.00, tax:SGST 54.00"
            " | chargebacks 708.00"
        ),
        "22 Nov credit_note: supplier:mh 420.00 | chargebacks 420.00",
    ] == [each for each in table(order.after(Refunded(note))) if "credit_note" in each]


def test_settled_as_a_document() -> None:
    """With its commission; what is wrong is named."""
    document = {
        "order": "A1",
        "settled": [{"at": "2026-12-05", "commission": FORTY, "tds_exempt": ["mh"]}],
    }
    paid = Settled(at="2026-12-05", commission=FORTY, tds_exempt=["mh"])

    assert ("A1", Dates(settled=[paid])) == read_dates(document)
    assert [
        ("settled[0].fee", "unknown_key"),
        ("settled[0].at", "bad_time"),
        ("settled[0].tds_base", "not_a_choice"),
        ("settled[0].tds_exempt[0]", "wrong_type"),
        ("settled[0].commission.mh.amount", "required"),
    ] == faults_of(
        read_dates,
        {
            "order": "A1",
            "settled": [
                {
                    "commission": {"mh": {}},
                    "tds_base": "net",
                    "tds_exempt": [5],
                    "fee": 1,
                }
            ],
        },
    )
    wrong: Any = [5]
    assert [("settled[0]", "wrong_type")] == faults_of(Dates, settled=wrong)
    for commission in (wrong, {5: FORTY["mh"]}):
        assert [("commission", "wrong_type")] == faults_of(
            Settled, at="2026-12-05", commission=commission
        )


# Laws ---------------------------------------------------------------------------------

PLAIN = tenders.documents("INR", most=3)


@st.composite
def markets(draw: Any) -> dict[str, Any]:
    """Draw a document whose lines are supplied by three."""
    document: dict[str, Any] = draw(PLAIN)
    for line in document["cart"]["cart_items"]:
        line["supplier"] = draw(st.sampled_from([None, "mh", "ka"]))
    document["store"]["suppliers"] = {
        "mh": {"state": "Maharashtra", "registered": True},
        "ka": {"state": "Karnataka", "registered": True},
    }
    try:
        checkout = read_checkout(document)
        quote(checkout.cart, checkout.store, at=checkout.at)
    except CheckoutError:
        assume(False)
    return document


MARKETS = lives(markets())
BY_SUPPLIER = {"mh": {"percent": 10, "tax_rate": 18}, "ka": {"amount": 5}}
#: The transactions that say what a supplier is owed.
OWED = ("supplier_sale", "reduction", "credit_note", "supplier_settlement")


@given(MARKETS)
def test_a_market_balances(order: Order) -> None:
    """And customers owe, and the money is, what the whole order says."""
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for each in journal(order, dates=Dates(invoice="2026-11-23")):
        for row in each.rows:
            found[row.role] += row.amount
    money = order.settlement

    if not order.reversals:
        unpaid = order.amount_unpaid - order.amount_overpaid
        assert unpaid == found["receivable"]
    assert money.received - money.sent_back == (
        found["gateway"] + found["courier"] + found["bank"]
    )


@given(MARKETS)
def test_suppliers_are_owed_nothing_once_they_are_paid(order: Order) -> None:
    """What was withheld and paid is what they supplied and did not take back."""
    paid = Settled(at="2030-01-01", commission=BY_SUPPLIER)
    dates = Dates(invoice="2026-11-23", settled=[paid])
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for each in journal(order, dates=dates):
        if each.txn in OWED:
            for row in each.rows:
                found[row.role] += row.amount
    due = payouts(settlement({order.number: order}, commission=BY_SUPPLIER))

    assert {Decimal(0)} >= {
        amount for role, amount in found.items() if role.startswith("supplier:")
    }
    assert sum(due.values(), Decimal(0)) == -found["bank"]
