# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What is paid with each payment that conditions name, and which opens an offer."""

from __future__ import annotations

import json

from typing import Any

import pytest

from checkout_core import (
    Evaluation,
    NearMiss,
    Payment,
    dumps,
    evaluate,
    near_miss,
    quote,
    read_checkout,
    write_evaluation,
)
from checkout_core.views.verdicts import verdicts
from tests.factories.carts import Document, checkout
from tests.factories.offers import coupon, fixed, percentage, promotion
from tests.factories.tables import case


HDFC = {"method": "card", "issuer": "HDFC"}
UPI = {"method": "upi"}
COD = {"method": "cash_on_delivery"}


def judged(*offers: Document, **more: Any) -> Evaluation:
    """Return the verdicts on *offers* for goods of 1,000.00."""
    document = checkout("A 1 x 1000.00", *offers, **{"code": None, **more})
    found = read_checkout(json.dumps(document))
    return evaluate(found.cart, found.store, at=found.at)


def paid_with(*payments: Document) -> Document:
    """Return own keys that ask for one of *payments*."""
    return {"x_checkout_core": {"conditions": {"payment": list(payments)}}}


def off(amount: str, *payments: Document, **fields: Any) -> Document:
    """Return a promotion of an amount off for some payments."""
    own = paid_with(*payments) if payments else {}
    return promotion("discount", fixed(amount), "all", **own, **fields)


def ways(found: Evaluation) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return what is said of each payment: issuer or method, to pay, saving, offers."""
    return [
        (
            each.payment.issuer or each.payment.method,
            str(each.to_be_paid),
            str(each.saving),
            each.offers,
        )
        for each in found.with_payment
    ]


def test_without_conditions_there_is_nothing_to_say() -> None:
    """No offer and no charge names a payment."""
    found = judged(off("50.00"))

    assert ((), True) == (
        found.with_payment,
        "with_payment" not in write_evaluation(found),
    )


def test_each_payment_that_offers_name() -> None:
    """In the store's order, equal ones once: 100.00 off with HDFC, 30.00 with UPI."""
    found = judged(
        off("100.00", HDFC, id="bank"),
        off("30.00", UPI, {"method": "card", "issuer": "hdfc "}, id="both"),
        coupon("discount", fixed("5.00"), "all", **paid_with(COD)),
    )

    assert [
        ("HDFC", "870.00", "130.00", ("bank", "both")),
        ("upi", "970.00", "30.00", ("both",)),
        ("cash_on_delivery", "1000.00", "0.00", ()),
    ] == ways(found)


def test_a_charge_names_a_payment_too() -> None:
    """Cash on delivery costs 40.00: to pay more is a saving below 0."""
    cod = {
        "id": "cod",
        "name": "Cash on delivery",
        "amount": "40.00",
        "tax_rate": "0",
        "conditions": {"payment": [COD]},
    }
    found = judged(off("30.00", UPI, id="upi"), store={"charges": [cod]})

    assert [
        ("upi", "970.00", "30.00", ("upi",)),
        ("cash_on_delivery", "1040.00", "-40.00", ()),
    ] == ways(found)


def test_a_payment_in_place_of_the_chosen_one() -> None:
    """With UPI 30.00 is off now; with HDFC it is lost, and 100.00 is won."""
    found = judged(
        off("100.00", HDFC, id="bank"),
        off("30.00", UPI, id="upi"),
        cart={"payment": UPI},
    )

    assert [
        ("HDFC", "900.00", "70.00", ("bank",)),
        ("upi", "970.00", "0.00", ()),
    ] == ways(found)


def test_the_cheapest_payment_opens_an_offer() -> None:
    """UPI saves 30.00 by one offer; HDFC by two, so it is the hint of the first."""
    found = judged(off("30.00", UPI, HDFC, id="both"), off("100.00", HDFC, id="bank"))
    both, bank = found.promotions

    assert [
        (Payment("card", issuer="HDFC"), "870.00"),
        (Payment("card", issuer="HDFC"), "870.00"),
    ] == [
        (each.near_miss.payment, str(each.near_miss.to_be_paid))
        for each in (both, bank)
        if each.near_miss is not None
    ]


def test_of_two_that_cost_the_same_the_first_is_named() -> None:
    """UPI and HDFC save 30.00 each."""
    (found,) = judged(off("30.00", UPI, HDFC)).promotions

    assert Payment("upi") == (found.near_miss and found.near_miss.payment)


@pytest.mark.parametrize(
    ("offers", "charges"),
    [
        case(
            "a fee of 40.00 for an offer of 30.00",
            [off("30.00", COD)],
            [
                {
                    "id": "cod",
                    "name": "Fee",
                    "amount": "40.00",
                    "tax_rate": "0",
                    "conditions": {"payment": [COD]},
                }
            ],
        ),
        case(
            "the minimum is not reached with UPI either",
            [off("30.00", UPI, minimum_order_total="1000.01")],
            [],
        ),
    ],
)
def test_no_payment_helps(offers: list[Document], charges: list[Document]) -> None:
    """A hint was tried, and costs no more than now."""
    (found,) = judged(*offers, store={"charges": charges}).promotions

    assert ("wrong_payment", None) == (
        found.refusal and found.refusal.code,
        found.near_miss,
    )


def test_a_coupon_is_entered_for_its_hint() -> None:
    """10 % with the code and with UPI."""
    ten = coupon("discount", percentage("10"), "all", **paid_with(UPI))
    (found,) = judged(ten).coupons

    assert (Payment("upi"), "900.00") == (
        found.near_miss and found.near_miss.payment,
        str(found.near_miss and found.near_miss.to_be_paid),
    )


def test_the_hint_of_one_refusal() -> None:
    """`near_miss` finds the same as `evaluate`."""
    document = checkout("A 1 x 1000.00", off("30.00", UPI), code=None)
    found = read_checkout(json.dumps(document))
    now = quote(found.cart, found.store, at=found.at)

    assert NearMiss(
        line=None, quantity=0, to_be_paid=now.to_be_paid - 30, payment=Payment("upi")
    ) == near_miss(now, found.store, now.refusals[0])


def test_the_hint_of_an_offer_that_changed() -> None:
    """The store's offer of that id asks for no payment any more."""
    document = checkout("A 1 x 1000.00", off("30.00", UPI), code=None)
    found = read_checkout(json.dumps(document))
    now = quote(found.cart, found.store, at=found.at)
    later = read_checkout(json.dumps(checkout("A 1 x 1.00", off("30.00"), code=None)))

    assert None is near_miss(now, later.store, now.refusals[0])


def test_hints_look_at_no_excluded_line() -> None:
    """The cheap coin is excluded, so the tee is what one takes more of."""
    own = {"x_checkout_core": {"exclude": {"category_ids": ["gold"]}}}
    said = "G 1 x 10.00 in gold; T 1 x 100.00"
    offer = promotion(
        "discount", fixed("150.00"), "all", minimum_order_total="200", **own
    )
    found = read_checkout(json.dumps(checkout(said, offer, code=None)))
    (verdict,) = evaluate(found.cart, found.store, at=found.at).promotions

    assert (1, 2) == (
        verdict.near_miss and verdict.near_miss.line,
        verdict.near_miss and verdict.near_miss.quantity,
    )


def test_what_is_written() -> None:
    """Amounts are numbers; the suggestion names the payment and what is then paid."""
    found = judged(off("30.00", HDFC, id="bank", name="Bank"))
    written = json.loads(dumps(write_evaluation(found)))

    assert [
        {"payment": HDFC, "to_be_paid": 970.0, "saving": 30.0, "offers": ["bank"]}
    ] == written["with_payment"]
    assert ["Use a card (HDFC) and pay ₹970.00 in all."] == [
        each["suggestion"] for each in written["inapplicable_promotions"]
    ]
    assert "Use a card (HDFC) and pay ₹970.00 in all." in verdicts(found)
