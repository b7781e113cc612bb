# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Credit notes on paper."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from checkout_core import (
    Cart,
    Charge,
    CheckoutError,
    Customer,
    Line,
    Order,
    PaymentUpdate,
    Store,
    quote,
)
from checkout_core.ledger import Entry
from checkout_core.refunds import RefundPolicy, cancellation, refund
from checkout_core.views import credit_note, reduction_note
from tests.factories.faults import faults
from tests.factories.refunds import AT, SOLD, note


PAPER = """\
Credit note R1
for order ORD-1
                        2026-12-01 10:00
  does not fit
----------------------------------------
tee                               ₹89.99
  1 of 3
tea                              ₹472.50
  2 of 2
========================================
Refund                           ₹562.49
To your payment method           ₹562.49
Earned points, taken back            -52
========================================
Taxable value                    ₹526.27
Tax in the refund                 ₹36.22
  CGST 2.5%                       ₹11.25
  SGST 2.5%                       ₹11.25
  CGST 9%                          ₹6.86
  SGST 9%                          ₹6.86"""


def test_a_credit_note_on_paper() -> None:
    """The figures add up from the first line to where the money goes."""
    found = credit_note(SOLD, note(reason="does not\nfit"), width=40)

    assert PAPER == found


def test_every_part_has_its_place_on_paper() -> None:
    """A cancellation with everything an order can have."""
    policy = RefundPolicy(cancellation_charge="50", cancellation_reason="packed")
    found = credit_note(SOLD, cancellation(SOLD, id="C", at=AT, policy=policy))

    for label in ("Shipping ", "Cancellation charge, packed ", "To your credit "):
        assert any(line.startswith(label) for line in found.splitlines())
    assert "400 points restored" in found


def test_what_became_cheaper_and_what_was_free_is_said() -> None:
    """A line that is kept, free units, a charge by its name, credit for the rest."""
    tea, soap = (Line(name, 1, "0.40", tax_rate=0) for name in ("tea", "soap"))
    sold = quote(
        Cart("INR", [tea, soap]), Store("INR", charges=[Charge("Gift wrap", "0.10")])
    )
    made = refund(sold, {0: 1}, id="R", at=AT, policy=RefundPolicy(charges="pro_rata"))
    (back,) = made.returned
    made = attrs.evolve(
        made,
        returned=(attrs.evolve(back, free_quantity=2),),
        entries=(*made.entries, Entry("subtotal", Decimal("0.10"), 1)),
    )
    found = credit_note(sold, made, width=32)

    assert """\
tea                        ₹0.40
  1 of 1, 2 free too
soap                       ₹0.10
  kept, at a lower price
Gift wrap                  ₹0.05
================================
Refund                     ₹0.55
To your credit, below the
minimum                    ₹0.45
================================
Taxable value              ₹0.55
Tax in the refund          ₹0.00""" == found.split("--\n")[-1]


def test_several_charges_are_one_figure() -> None:
    """Of more than one the names are left to the order."""
    fees = [Charge("Gift wrap", "9.00"), Charge("Cash on delivery", "1.00")]
    sold = quote(
        Cart("INR", [Line("a", 1, "5.00", tax_rate=0)]), Store("INR", charges=fees)
    )
    found = credit_note(sold, refund(sold, {0: 1}, id="R", at=AT), width=32)

    assert "Charges                   ₹10.00" in found.splitlines()


def test_points_may_stay_spent() -> None:
    """What a policy keeps from the shopper is said."""
    policy = RefundPolicy(points_restored="none")
    found = credit_note(SOLD, cancellation(SOLD, id="C", at=AT, policy=policy))

    assert any(line.startswith("Points, not restored ") for line in found.split("\n"))


def test_credit_with_four_decimals_is_printed() -> None:
    """A tender that is money is written as money: the Chilean unit has 0.0001."""
    customer = Customer("u1", credit_balance="5.0000")
    cart = Cart(
        "CLF",
        [Line("a", 1, "2.0003", tax_rate=0)],
        customer=customer,
        credit_balance_used="0.0001",
    )
    sold = quote(cart, Store("CLF"))
    found = credit_note(sold, refund(sold, {0: 1}, id="R", at=AT), width=40)

    assert """\
Refund                        CLF 2.0003
To your payment method        CLF 2.0002
To your credit                CLF 0.0001""" in found.replace("\u00a0", " ")


def test_a_note_of_another_order_is_not_printed() -> None:
    """Its lines would be others'."""
    other = attrs.evolve(note(), currency="USD")

    with pytest.raises(CheckoutError) as caught:
        credit_note(SOLD, other)

    assert [("refund", "refunds_do_not_fit")] == faults(caught.value)


def test_paper_has_its_width() -> None:
    """As a receipt's."""
    with pytest.raises(CheckoutError) as caught:
        credit_note(SOLD, note(), width=8)

    assert [("width", "count_out_of_range")] == faults(caught.value)


def test_a_reduction_of_another_order_is_not_printed() -> None:
    """It names a line that this one has not."""
    order = Order.placed(SOLD, number="1", at=AT)
    paid = PaymentUpdate(
        "P1",
        order.to_be_paid,
        AT,
        gateway_discount="10.00",
        funded_by="merchant",
    )
    (reduction,) = order.after(paid).price_reductions
    other = quote(Cart("INR", [Line("tea", 1, "90.00", tax_rate=5)]), Store("INR"))

    assert "Credit note P1" in reduction_note(SOLD, reduction)
    with pytest.raises(CheckoutError) as caught:
        reduction_note(other, reduction)

    assert [("reduction", "refunds_do_not_fit")] == faults(caught.value)
