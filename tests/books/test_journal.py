# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The journal of an order, against tables of its transactions worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

from checkout_core import (
    Address,
    Charge,
    Customer,
    GiftCard,
    Line,
    Loyalty,
    Order,
    PaymentUpdate,
    Refunded,
    RefundPolicy,
    Shipping,
    Store,
    TaxPolicy,
    coupon,
    promotion,
    quote,
    read_checkout,
)
from checkout_core.books import Dates, Payout, journal
from checkout_core.cart import Cart
from checkout_core.offers import shipping_discount
from checkout_core.orders import Disputed, Reversed, StatusChange
from checkout_core.pricing.ledger import Ledger
from tests.factories.faults import faults_of
from tests.factories.orders import NOON, at


KARNATAKA = TaxPolicy(seller_state="Karnataka")


def table(order: Order, dates: Dates | None = None, **more: Any) -> list[str]:
    """Return a line for each transaction: its day, its kind, debits | credits."""
    lines = []
    for each in journal(order, dates=dates, **more):
        debits = [f"{row.role} {row.debit}" for row in each.rows if row.debit]
        credits_ = [f"{row.role} {row.credit}" for row in each.rows if row.credit]
        day = f"{each.date:%d %b}"
        sides = f"{', '.join(debits)} | {', '.join(credits_)}"
        lines.append(f"{day} {each.txn}: {sides}")
    return lines


# The case of the contract ----------------------------------------------------------

PERCENT = {
    "id": "p",
    "name": "p",
    "starts_at": "2026-01-01T00:00:00Z",
    "promotion_type": "discount",
    "applies_to_product": "all",
    "details": {"discount_type": "percentage", "discount_percent": 10},
    "can_be_used_with_other_promotion": True,
}
SAVE = {
    "id": "k",
    "name": "k",
    "minimum_order_total": 500,
    "starts_at": "2026-01-01T00:00:00Z",
    "coupon_type": "discount",
    "applies_to_product": "all",
    "details": {"discount_type": "fixed-amount", "fixed_discount_amount": 100},
    "coupon_code": ["SAVE"],
    "can_be_used_with_promotion": True,
}
CASE_40 = {
    "at": "2026-11-22T12:00:00+05:30",
    "cart": {
        "currency": "INR",
        "cart_items": [
            {
                "product_id": "A",
                "quantity": 2,
                "selling_price": "499.00",
                "price_including_tax": True,
                "tax_rate": "18",
            },
            {
                "product_id": "B",
                "quantity": 1,
                "selling_price": "250.00",
                "price_including_tax": False,
                "tax_rate": "5",
            },
        ],
        "coupon_code": "SAVE",
        "shipping": {"estimated_cost": "60.00", "tax_rate": "18"},
        "credit_balance_used": "50.00",
        "shipping_address": {"state": "Karnataka"},
    },
    "customer": {"credit_balance": "500.00"},
    "store": {
        "promotions": [PERCENT],
        "coupons": [SAVE],
        "tax": {"seller_state": "Karnataka"},
    },
}


def test_the_case_of_the_contract() -> None:
    """Sale, payment, the gateway's payout, and the return of B: every row."""
    checkout = read_checkout(CASE_40)
    sold = quote(checkout.cart, checkout.store, at=checkout.at)
    order = Order.placed(sold, number="ORD-1001", at=NOON)
    order = order.after(PaymentUpdate("ORD-1001", "1054.24", at(1)))
    late = "2026-12-01T10:00:00+05:30"
    order = order.after(Refunded(order.refund({1: 1}, id="R1", at=late)))
    payout = Payout(at="2026-11-24", gross="1054.24", fee="21.08", fee_tax="3.79")

    assert [
        (
            "22 Nov sale: receivable 1054.24, credit 50.00, promotion_discount 109.58,"
            " coupon_discount 87.80 | sales:18 845.76, sales:5 250.00, shipping 60.00,"
            " tax:CGST 72.93, tax:SGST 72.93"
        ),
        "22 Nov payment: gateway 1054.24 | receivable 1054.24",
        (
            "24 Nov payout: bank 1029.37, gateway_fee 21.08, gateway_fee_tax 3.79"
            " | gateway 1054.24"
        ),
        (
            "01 Dec credit_note: sales:5 250.00, tax:CGST 5.12, tax:SGST 5.12"
            " | promotion_discount 25.00, coupon_discount 20.03, receivable 215.21"
        ),
        "01 Dec refund: receivable 215.21 | gateway 215.21",
    ] == table(order, Dates(payouts=[payout]))
    sale, payment, paid_out, note, _ = journal(order, dates=Dates(payouts=[payout]))
    assert Decimal("1301.62") == sale.total
    assert ("ORD-1001",) == payment.refs
    assert ("ORD-1001", "R1") == note.refs
    assert "ORD-1001-payout-1" == paid_out.number


# What is sold ----------------------------------------------------------------------


def sold(*lines: Line, store: Store | None = None, **fields: Any) -> Order:
    """Return a confirmed order of some lines, at home in Karnataka."""
    shop = Store("INR", tax=KARNATAKA) if store is None else store
    cart = Cart("INR", lines, shipping_address=Address(state="Karnataka"), **fields)
    quoted = quote(cart, shop, at=NOON)
    return Order.placed(quoted, number="A1", at=NOON, status="confirmed")


LAMP = Line("Lamp", 1, "1000.00", tax_rate=18, price_including_tax=True)


def test_every_kind_of_row() -> None:
    """
    Charges by name, handling, tenders, a funded offer, a round-off.

    1000.00 of rice at 5 %, handling 10.00 and gift wrap 20.00, all plus tax, are
    1081.50, rounded to 1082.00.  A platform pays 100.00 of it, points 25.00, a card
    10.00; what is left is 947.00.
    """
    store = Store(
        "INR",
        tax=KARNATAKA,
        charges=[Charge("Gift wrap", "20.00", tax_rate=5)],
        loyalty=Loyalty(value_per_point="0.25"),
        free_shipping_threshold="500",
        round_off="1.00",
        coupons=[
            coupon(
                "c",
                "discount",
                ["BANK"],
                {"discount_type": "fixed-amount", "fixed_discount_amount": 100},
                applies_to_product="all",
                funded_by="platform",
            )
        ],
    )
    order = sold(
        Line("Rice", 1, "1000.00", tax_rate=5, handling_charge_excluding_tax="10.00"),
        store=store,
        coupon_code="BANK",
        shipping=Shipping("50.00", tax_rate=5),
        customer=Customer("u", loyalty_points_balance=100),
        loyalty_points_redeemed=100,
        gift_cards=[GiftCard("AAAA1111", "10.00")],
    )
    everything = order.after(Refunded(order.refund({0: 1}, id="R1", at=at(1))))

    assert [
        (
            "22 Nov sale: receivable 947.00, funded:platform 100.00, points 25.00,"
            " gift_card 10.00 | sales:5 1000.00, handling 10.00,"
            " charge:Gift wrap 20.00, tax:CGST 25.75, tax:SGST 25.75, round_off 0.50"
        ),
        (
            "22 Nov credit_note: sales:5 1000.00, handling 10.00,"
            " charge:Gift wrap 20.00, tax:CGST 25.75, tax:SGST 25.75, round_off 0.50"
            " | funded:platform 100.00, receivable 947.00, gift_card 10.00,"
            " points 25.00"
        ),
    ] == table(everything)


def test_delivery_is_booked_as_it_is_charged() -> None:
    """Of 50.00 of delivery an offer takes 20.00 off: 30.00 is left, and its tax."""
    offer = promotion("s", shipping_discount(amount_off="20.00"))
    store = Store("INR", tax=KARNATAKA, promotions=[offer])
    order = sold(
        Line("Tea", 1, "100.00", tax_rate=0),
        store=store,
        shipping=Shipping("50.00", tax_rate=18),
    )

    assert [
        (
            "22 Nov sale: receivable 135.40 | sales:0 100.00, shipping 30.00,"
            " tax:CGST 2.70, tax:SGST 2.70"
        )
    ] == table(order)


def test_a_round_off_below_zero_is_a_debit() -> None:
    """10.40 is rounded to 10.00, and the 0.40 stand at their place."""
    store = Store("INR", tax=KARNATAKA, round_off="1.00")
    order = sold(Line("Pen", 1, "10.40", tax_rate=0), store=store)

    assert [
        "22 Nov sale: receivable 10.00, round_off 0.40 | sales:0 10.40",
    ] == table(order)
    assert ["receivable", "sales:0", "round_off"] == [
        row.role for row in journal(order)[0].rows
    ]


def test_goods_by_category() -> None:
    """By rate where they are standard, else by the reason why they are not taxed."""
    order = sold(
        Line("Milk", 1, "50.00", tax_rate=0, tax_category="exempt"),
        Line("Gold", 1, "100.00", tax_rate="0.25"),
        Line("Book", 1, "20.00", tax_rate=0),
    )

    assert [
        (
            "22 Nov sale: receivable 170.26 | sales:exempt 50.00, sales:0.25 100.00,"
            " sales:0 20.00, tax:CGST 0.13, tax:SGST 0.13"
        )
    ] == table(order)


def test_rows_of_an_old_quote_have_no_rates() -> None:
    """The line says the rate."""
    order = sold(LAMP)
    quoted = order.quote
    entries = tuple(
        attrs.evolve(row, rate=None, category=None) for row in quoted.entries
    )
    ledger = Ledger.stored(quoted.figures, entries)
    old = attrs.evolve(order, quote=attrs.evolve(quoted, ledger=ledger))

    assert [SALE] == table(old)


def test_points_that_are_a_discount() -> None:
    """They lower the price, and are no tender: 100 points take 25.00 off 125.00."""
    loyalty = Loyalty(value_per_point="0.25", points_mode="discount")
    order = sold(
        Line("Tea", 1, "125.00", tax_rate=0),
        store=Store("INR", tax=KARNATAKA, loyalty=loyalty),
        customer=Customer("u", loyalty_points_balance=100),
        loyalty_points_redeemed=100,
    )

    assert [
        "22 Nov sale: receivable 100.00, points_discount 25.00 | sales:0 125.00",
    ] == table(order)


# What is paid ----------------------------------------------------------------------

SALE = (
    "22 Nov sale: receivable 1000.00 | sales:18 847.46, tax:CGST 76.27, tax:SGST 76.27"
)
OFF: dict[str, Any] = {"gateway_discount": "150.00"}
FEE: dict[str, Any] = {"surcharge": "150.00", "surcharge_tax": "27.01"}


def paid(amount: str = "1000.00", name: str = "P1", hours: int = 1, **more: Any) -> Any:
    """Return a payment."""
    return PaymentUpdate(name, amount, at(hours), **more)


def test_an_offer_of_a_bank() -> None:
    """The bank owes what its offer gave; invoice and tax do not change."""
    assert [
        SALE,
        (
            "22 Nov payment: gateway 850.00, gateway_discount:bank 150.00"
            " | receivable 1000.00"
        ),
    ] == table(sold(LAMP).after(paid(**OFF)))


SHARED = {"bank": "100.00", "merchant": "50.00"}
SHARED_PAYMENT = (
    "22 Nov payment: gateway 850.00, gateway_discount:bank 100.00,"
    " gateway_discount:merchant 50.00 | receivable 1000.00"
)
REDUCTION = (
    "reduction: gateway_offer 42.38, tax:CGST 3.81, tax:SGST 3.81"
    " | gateway_discount:merchant 50.00"
)


def test_an_offer_of_the_merchant_lowers_the_price() -> None:
    """50.00 x 9 / 118 = 3.81 of either tax; a return takes back what is left."""
    order = sold(LAMP).after(paid(funded_by=SHARED, **OFF))
    back = order.after(Refunded(order.refund({0: 1}, id="R1", at=at(2))))

    assert [
        SALE,
        SHARED_PAYMENT,
        (
            "22 Nov credit_note: sales:18 805.08, tax:CGST 72.46, tax:SGST 72.46"
            " | receivable 950.00"
        ),
        (
            "22 Nov refund: receivable 950.00"
            " | gateway 850.00, gateway_discount:bank 100.00"
        ),
        f"22 Nov {REDUCTION}",
    ] == table(back)


def test_a_reduction_before_the_invoice_is_booked_with_it() -> None:
    """It is a part of the invoice of 24 November; money that came before is owed."""
    order = sold(LAMP).after(paid(funded_by=SHARED, **OFF))
    dates = Dates(invoice="2026-11-24", invoice_number="INV-7")
    invoiced = SALE.replace("22 Nov", "24 Nov")

    assert [SHARED_PAYMENT, invoiced, f"24 Nov {REDUCTION}"] == table(order, dates)
    assert ("A1", "INV-7") == journal(order, dates=dates)[1].refs


def test_a_fee_of_the_gateway_passes_through() -> None:
    """It lowers what the gateway's own fee will be."""
    order = sold(LAMP).after(paid(**FEE))

    assert [
        SALE,
        "22 Nov payment: gateway 1177.01 | receivable 1000.00, gateway_fee 177.01",
    ] == table(order)


def test_a_fee_of_the_merchant_is_a_debit_note() -> None:
    """Its tax in halves, the odd paisa with the value; a cancellation gives it back."""
    order = sold(LAMP).after(paid(surcharge_by="merchant", **FEE))
    order = order.after(StatusChange("cancelled", at(2)))
    policy = RefundPolicy(surcharge="on_cancellation", cancellation_charge=100)
    note = order.cancellation(id="C1", at=at(3), policy=policy)
    payment = (
        "22 Nov payment: gateway 1177.01 | receivable 1000.00, surcharge 150.01,"
        " tax:CGST 13.50, tax:SGST 13.50"
    )

    assert [
        SALE,
        payment,
        (
            "22 Nov credit_note: sales:18 847.46, tax:CGST 89.77, tax:SGST 89.77,"
            " surcharge 150.01 | receivable 1077.01, cancellation_charge 100.00"
        ),
        "22 Nov refund: receivable 1077.01 | gateway 1077.01",
    ] == table(order.after(Refunded(note)), Dates(invoice="2026-11-22"))
    assert [
        payment,
        (
            "22 Nov refund: receivable 1000.00, surcharge 150.01, tax:CGST 13.50,"
            " tax:SGST 13.50 | gateway 1077.01, cancellation_charge 100.00"
        ),
    ] == table(order.after(Refunded(note)))


def test_cash_a_transfer_and_what_goes_back() -> None:
    """A courier has the cash; of what goes back the bank sends what no gateway can."""
    order = sold(LAMP).after(paid("600.00", manual=True, method="cash"))
    order = order.after(paid("600.00", "P2", hours=2))
    order = order.after(order.return_of_excess(id="X1", at=at(3)))
    order = order.after(Refunded(order.refund({0: 1}, id="R1", at=at(4))))
    day = Payout(at=at(30), gross=600, fee=30, paid_by="courier", id="PO1")

    assert [
        SALE,
        "22 Nov payment: courier 600.00 | receivable 600.00",
        "22 Nov payment: gateway 600.00 | receivable 600.00",
        (
            "22 Nov credit_note: sales:18 847.46, tax:CGST 76.27, tax:SGST 76.27"
            " | receivable 1000.00"
        ),
        "22 Nov refund: receivable 200.00 | gateway 200.00",
        "22 Nov refund: receivable 1000.00 | gateway 400.00, bank 600.00",
        "23 Nov payout: bank 570.00, gateway_fee 30.00 | courier 600.00",
    ] == table(order, Dates(payouts=[day]))
    by_transfer = sold(LAMP).after(paid(manual=True, method="bank-transfer"))
    assert "22 Nov payment: bank 1000.00 | receivable 1000.00" == table(by_transfer)[1]


def test_a_payment_that_did_not_succeed_is_not_booked() -> None:
    """Nor what is said to have gone of it."""
    order = sold(LAMP).after(paid(state="started"))

    assert [SALE] == table(order)


# What goes away -----------------------------------------------------------------------


def test_a_lost_chargeback_is_a_loss() -> None:
    """And goods that come back make it good, but for the fee on top."""
    order = sold(LAMP).after(paid(surcharge="10.00"))
    order = order.after(Disputed("D1", "P1", "1005.00", at(2), "lost"))
    back = order.after(Refunded(order.refund({0: 1}, id="R1", at=at(4))))
    payment = "22 Nov payment: gateway 1010.00 | receivable 1000.00, gateway_fee 10.00"
    chargeback = "22 Nov chargeback: chargebacks 1005.00 | gateway 1005.00"

    assert [SALE, payment, chargeback] == table(order)
    assert [
        SALE,
        payment,
        (
            "22 Nov credit_note: sales:18 847.46, tax:CGST 76.27, tax:SGST 76.27"
            " | chargebacks 1000.00"
        ),
        chargeback,
    ] == table(back)


def test_money_that_was_refunded_elsewhere_is_owed_again() -> None:
    """First the price, then the fee on top; what was undone is not booked."""
    order = sold(LAMP).after(paid(surcharge="10.00"))
    order = order.after(Reversed("A1", "P1", "1005.00", at(2), "auto_refunded"))
    order = order.after(Reversed("A2", "P1", "1.00", at(2), "undone"))

    assert [
        SALE,
        "22 Nov payment: gateway 1010.00 | receivable 1000.00, gateway_fee 10.00",
        "22 Nov refund: receivable 1000.00, gateway_fee 5.00 | gateway 1005.00",
    ] == table(order)


def test_a_fee_that_goes_back_twice_is_a_loss() -> None:
    """10.00 became credit, as the gateway sends no less than 20.00; then 4.00 went."""
    policy = RefundPolicy(surcharge="on_cancellation", minimum_amount=20)
    less: dict[str, Any] = {"gateway_discount": "1000.00", "funded_by": "merchant"}
    order = sold(LAMP).after(paid(surcharge="10.00", **less))
    order = order.after(StatusChange("cancelled", at(2)))
    order = order.after(Refunded(order.cancellation(id="C1", at=at(3), policy=policy)))
    order = order.after(Reversed("A1", "P1", "4.00", at(4), "refunded_elsewhere"))

    assert [
        "22 Nov refund: gateway_fee 10.00 | credit 10.00",
        "22 Nov refund: chargebacks 4.00 | gateway 4.00",
    ] == [row for row in table(order) if row.startswith("22 Nov refund")]


def test_an_order_that_was_never_invoiced_has_no_sale() -> None:
    """Only payment and refund; what the merchant funded is no money that is owed."""
    order = sold(
        LAMP, customer=Customer("u", credit_balance=10), credit_balance_used=10
    )
    order = order.after(paid("990.00", funded_by=SHARED, **OFF))
    order = order.after(StatusChange("cancelled", at(2)))
    note = order.cancellation(id="C1", at=at(3))

    assert [
        SHARED_PAYMENT.replace("850.00", "840.00").replace("1000.00", "990.00"),
        (
            "22 Nov refund: receivable 940.00"
            " | gateway 840.00, gateway_discount:bank 100.00"
        ),
        "22 Nov reduction: receivable 50.00 | gateway_discount:merchant 50.00",
    ] == table(order.after(Refunded(note)))


def test_too_little_for_the_gateway_becomes_credit() -> None:
    """0.50 is less than a gateway sends back, invoiced or not."""
    order = sold(Line("Pin", 1, "0.50", tax_rate=0)).after(paid("0.50"))
    order = order.after(StatusChange("cancelled", at(2)))
    note = order.cancellation(id="C1", at=at(3))
    order = order.after(Refunded(note))
    payment = "22 Nov payment: gateway 0.50 | receivable 0.50"

    assert [payment, "22 Nov refund: receivable 0.50 | credit 0.50"] == table(order)
    assert [
        "22 Nov sale: receivable 0.50 | sales:0 0.50",
        payment,
        "22 Nov credit_note: sales:0 0.50 | credit 0.50",
    ] == table(order, Dates(invoice="2026-11-22"))


def test_what_is_kept_of_credit_without_a_sale() -> None:
    """The charge is more than the money: 5.00 of it is kept from the credit."""
    order = sold(
        Line("Pen", 1, "20.00", tax_rate=0),
        customer=Customer("u", credit_balance=15),
        credit_balance_used=15,
    ).after(paid("5.00"))
    order = order.after(StatusChange("cancelled", at(2)))
    policy = RefundPolicy(cancellation_charge=10)
    note = order.cancellation(id="C1", at=at(3), policy=policy)

    assert [
        "22 Nov payment: gateway 5.00 | receivable 5.00",
        "22 Nov refund: receivable 5.00, credit 5.00 | cancellation_charge 10.00",
    ] == table(order.after(Refunded(note)))


def test_a_pending_order_is_not_sold() -> None:
    """Until it is paid or confirmed, or the host says that it was invoiced."""
    pending = Order.placed(sold(LAMP).quote, number="A1", at=NOON)

    assert [] == table(pending)
    assert [SALE] == table(pending, Dates(invoice="2026-11-22"))
    assert [SALE] == table(pending.after(paid()))[:1]


# Days ---------------------------------------------------------------------------------


def test_the_day_is_that_of_the_store() -> None:
    """20:00 in UTC on 22 November is 23 November in India."""
    night = "2026-11-22T20:00:00+00:00"
    order = attrs.evolve(sold(LAMP), placed_at=night)
    store = Store("INR", tax=KARNATAKA, utc_offset="+05:30")
    at_home = attrs.evolve(sold(LAMP, store=store), placed_at=night)

    assert [date(2026, 11, 22)] == [each.date for each in journal(order)]
    assert [date(2026, 11, 23)] == [each.date for each in journal(at_home)]
    (sale,) = journal(order, dates=Dates(offset="+05:30"))
    assert date(2026, 11, 23) == sale.date


# Accounts -----------------------------------------------------------------------------


def test_roles_have_the_names_of_the_host() -> None:
    """A role by itself, or a family with its member's name, the others as they are."""
    order = sold(LAMP)
    roles = {"tax": "Output {name}", "sales:18": "Sales @ 18%", "receivable": "Debtors"}
    (sale,) = journal(order, roles=roles)

    assert ["Debtors", "Sales @ 18%", "Output CGST", "Output SGST"] == [
        row.account for row in sale.rows
    ]
    assert [
        "Assets:Receivable:Customers",
        "Income:Sales:GST18",
        "Liabilities:Output:CGST",
        "Liabilities:Output:SGST",
    ] == [row.account for row in journal(order)[0].rows]


# Bad input ----------------------------------------------------------------------------


def test_all_that_is_wrong_is_told_at_once() -> None:
    """What is no order, no dates, no role and no name."""
    roles = {"bnak": "Bank", "shipping:x": "X", "tax:": "X", "bank": "", "tds": 5}

    assert [
        ("order", "wrong_type"),
        ("dates", "wrong_type"),
        ("roles.bnak", "unknown_key"),
        ("roles.shipping:x", "unknown_key"),
        ("roles.tax:", "unknown_key"),
        ("roles.bank", "empty_text"),
        ("roles.tds", "wrong_type"),
    ] == faults_of(journal, None, dates="2026-11-22", roles=roles)
    assert [("roles", "wrong_type")] == faults_of(journal, sold(LAMP), roles=[1])


def test_amounts_off_the_currency_are_told() -> None:
    """Each of them, with its payout."""
    payouts = [
        Payout(at="2026-11-24", gross="10.00"),
        Payout(at="2026-11-24", gross="10.005", fee="0.001", fee_tax="0.002"),
    ]

    assert [
        ("dates.payouts[1].gross", "off_grid"),
        ("dates.payouts[1].fee", "off_grid"),
        ("dates.payouts[1].fee_tax", "off_grid"),
    ] == faults_of(journal, sold(LAMP), dates=Dates(payouts=payouts))


def test_an_order_that_does_not_add_up_is_not_booked() -> None:
    """A stored order that was read without being verified can say anything."""
    order = sold(LAMP)
    quoted = order.quote
    ledger = Ledger.stored(quoted.figures, quoted.entries[:1])
    changed = attrs.evolve(order, quote=attrs.evolve(quoted, ledger=ledger))

    assert [("sale[0].debits", "does_not_add_up")] == faults_of(journal, changed)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"invoice": "2026-13-01"}, ("invoice", "bad_day")),
        ({"invoice": "soon"}, ("invoice", "bad_time")),
        ({"invoice": 5}, ("invoice", "bad_time")),
        ({"invoice_number": 5}, ("invoice_number", "wrong_type")),
        ({"offset": "5:30"}, ("offset", "bad_offset")),
        ({"payouts": 5}, ("payouts", "wrong_type")),
        ({"payouts": [5]}, ("payouts[0]", "wrong_type")),
    ],
)
def test_bad_dates(given: dict[str, Any], expected: tuple[str, str]) -> None:
    """Each names its argument."""
    assert [expected] == faults_of(Dates, **given)


def test_bad_payouts() -> None:
    """All at once; and no more is kept than was paid out."""
    assert [
        ("at", "bad_time"),
        ("gross", "not_positive"),
        ("fee", "negative"),
        ("fee_tax", "bad_amount"),
        ("id", "wrong_type"),
        ("paid_by", "not_a_choice"),
    ] == faults_of(Payout, at=None, gross=0, fee=-1, fee_tax="x", id=5, paid_by="post")
    kept = {"at": "2026-11-24", "gross": 10, "fee": 8, "fee_tax": 3}
    assert [("fee", "does_not_add_up")] == faults_of(Payout, **kept)
    assert Decimal(0) == Payout(at=date(2026, 11, 24), gross=10, fee=10).net
