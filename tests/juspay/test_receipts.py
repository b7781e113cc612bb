# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What came in for an order: offers, fees, and money that nobody explains."""

from __future__ import annotations

import json

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import CheckoutError, GatewayError, juspay
from checkout_core.http import Request, Response
from checkout_core.juspay import Order, Policy, Receipt, is_paid, receipt_of
from checkout_core.orders import Funder
from checkout_core.values import Record
from tests.factories.faults import faults


if TYPE_CHECKING:
    from collections.abc import Callable

    from checkout_core.juspay import PaymentOffer


DATA = Path(__file__).parent / "data"
EXAMPLES = json.loads((DATA / "official-examples.json").read_text(encoding="utf-8"))
AVAILED = {"offer_id": "o-1", "offer_code": "CARD15", "status": "AVAILED"}


def answer(document: dict[str, Any] | bytes) -> Order:
    """Return what Juspay answers, as it is read."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return juspay.read_order(Request("GET", "", ()), Response(200, (), body))


def charged(amount: object = 1000, **fields: Any) -> Order:
    """Return an order that is CHARGED."""
    given = {"order_id": "A1", "status": "CHARGED", "status_id": 21, "currency": "INR"}
    return answer({**given, "amount": amount, **fields})


def figures(receipt: Receipt) -> tuple[str, ...]:
    """Return received, discount, fee and the tax on it, as text."""
    found = (
        receipt.received,
        receipt.gateway_discount,
        receipt.surcharge,
        receipt.surcharge_tax,
    )
    return tuple(map(str, found))


def failure(call: Callable[[], object]) -> GatewayError:
    """Return the error that *call* raises."""
    with pytest.raises(GatewayError) as caught:
        call()
    return caught.value


def official(path: str) -> bytes:
    """Return an official sample as it stands in its file."""
    (found,) = [each for each in EXAMPLES["examples"] if each["path"] == path]
    text: str = found["text"] if "text" in found else json.dumps(found["json"])
    return text.encode()


#: The sample with an offer is no JSON as it was printed: what it lacks, and why.
MENDED = [
    # Its empty texts lost their second quote.
    (b': ",\n', b': "",\n'),
    # The brace of the only offer stands there twice.
    (b"        {\n           {\n", b"        {\n"),
    # A comma is missing.
    (b'"ABSOLUTE"\n', b'"ABSOLUTE",\n'),
]


def test_the_official_answer_with_an_offer() -> None:
    """1,000 asked for, 850 paid by card and 150 by the bank whose offer it was."""
    body = official("api-reference/orders/order-status/Offers.json")
    for broken, mended in MENDED:
        assert broken in body
        body = body.replace(broken, mended)
    order = answer(body)
    (offer,) = order.offers
    (benefit,) = offer.benefits

    assert ("AVAILED", "OfferCardBase1", "DISCOUNT", Decimal(150), Record()) == (
        offer.status,
        offer.offer_code,
        benefit.type,
        benefit.amount,
        order.other,
    )
    assert benefit.calculation_info == Record(
        {"value": 15, "calculation_rule": "ABSOLUTE", "max_amount": 1000}
    )
    assert is_paid(order, order_id="asg1620572051", amount=1000, currency="INR")
    receipt = receipt_of(order)
    assert ("850.00", "150.00", "0.00", "0.00") == figures(receipt)
    assert {Funder.BANK: Decimal("150.00")} == receipt.funded_by()


def test_the_official_answer_with_a_surcharge() -> None:
    """Of 250.00 only 100.00 is for the order; it is cash, so not paid yet."""
    order = answer(official("orders/order-status/cod.json"))

    assert not is_paid(order, order_id="1690960292", amount=100, currency="INR")
    assert ("250.00", "0.00", "150.00", "0.00") == figures(receipt_of(order))


RECEIPTS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "as asked": ({}, ("1000.00", "0.00", "0.00", "0.00")),
    "nothing of fees": (
        {"effective_amount": 1000, "txn_detail": {"surcharge_amount": None}},
        ("1000.00", "0.00", "0.00", "0.00"),
    ),
    "fee and its tax": (
        {
            "effective_amount": "1023.60",
            "txn_detail": {"surcharge_amount": 20, "tax_amount": "3.60"},
        },
        ("1023.60", "0.00", "20.00", "3.60"),
    ),
    "a fee and an offer": (
        {
            "effective_amount": 870,
            "txn_detail": {"surcharge_amount": 20, "tax_amount": 0},
        },
        ("870.00", "150.00", "20.00", "0.00"),
    ),
    "more than anybody told": (
        {"effective_amount": 1030, "txn_detail": {"surcharge_amount": 20}},
        ("1030.00", "0.00", "30.00", "0.00"),
    ),
    "a paisa more": (
        {"effective_amount": "1000.01"},
        ("1000.01", "0.00", "0.01", "0.00"),
    ),
    "without effective_amount": (
        {"txn_detail": {"txn_amount": 1020, "surcharge_amount": 20}},
        ("1020.00", "0.00", "20.00", "0.00"),
    ),
    "less the offer": (
        {"txn_detail": {"txn_amount": 1000, "offer_deduction_amount": 150}},
        ("850.00", "150.00", "0.00", "0.00"),
    ),
    "all of it given": ({"effective_amount": 0}, ("0.00", "1000.00", "0.00", "0.00")),
}


@pytest.mark.parametrize("name", RECEIPTS)
def test_what_came_in(name: str) -> None:
    """What the payer was charged, what an offer gave, what the gateway took."""
    fields, expected = RECEIPTS[name]

    assert expected == figures(receipt_of(charged(**fields)))


def test_a_currency_without_decimals() -> None:
    """Amounts stand on the grid of their currency."""
    receipt = receipt_of(charged(currency="JPY", effective_amount=850))

    assert ("850", "150", "0", "0") == figures(receipt)


UNUSABLE: dict[str, tuple[dict[str, Any], str]] = {
    "no amount": ({"amount": None}, "amount"),
    "no currency": ({"currency": None}, "currency"),
    "a currency nobody knows": ({"currency": "XXX"}, "currency"),
    "below zero": ({"effective_amount": -1}, "effective_amount"),
    "off the grid": ({"effective_amount": "850.001"}, "effective_amount"),
    "no number": ({"effective_amount": "850,00"}, "effective_amount"),
    "a fee that is no number": (
        {"txn_detail": {"surcharge_amount": "free"}},
        "surcharge_amount",
    ),
    "a tax below zero": ({"txn_detail": {"tax_amount": -1}}, "tax_amount"),
    "a deduction below zero": (
        {"txn_detail": {"txn_amount": 1000, "offer_deduction_amount": -1}},
        "offer_deduction_amount",
    ),
    "more deducted than charged": (
        {"txn_detail": {"txn_amount": 100, "offer_deduction_amount": 200}},
        "effective_amount",
    ),
    "less than the fees": (
        {"effective_amount": 10, "txn_detail": {"surcharge_amount": 20}},
        "effective_amount",
    ),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_amounts_that_cannot_be(name: str) -> None:
    """No receipt is made of them, and the field is named."""
    fields, field = UNUSABLE[name]
    error = failure(lambda: receipt_of(charged(**fields)))

    assert ("unusable_receipt", (field,)) == (error.error_code, error.fields)


# Explained and unexplained ----------------------------------------------------------


def paid(order: Order, **more: Any) -> bool:
    """Ask whether an order is paid as it was asked for."""
    return is_paid(order, order_id="A1", amount="1000.00", currency="INR", **more)


@pytest.mark.parametrize(
    "offers",
    [None, [], [{**AVAILED, "status": "APPLIED"}], [{**AVAILED, "status": None}]],
)
def test_a_discount_that_no_offer_explains(offers: Any) -> None:
    """850 of 1,000: do not deliver, ask again."""
    order = charged(effective_amount=850, offers=offers)
    error = failure(lambda: paid(order))

    assert ("unexplained_discount", ("effective_amount",)) == (
        error.error_code,
        error.fields,
    )
    assert "150.00 INR of 1000.00 were not received" in str(error)


def test_a_policy_that_takes_any_discount() -> None:
    """Somebody gave it: nobody named, so a bank."""
    policy = Policy(unexplained_discount="accept")
    order = charged(effective_amount=850)

    assert paid(order, policy=policy)
    assert {Funder.BANK: Decimal("150.00")} == receipt_of(order).funded_by(policy)


def test_an_offer_explains_and_nothing_else_counts() -> None:
    """Its benefit may be another amount: what came in decides."""
    benefit = {"type": "DISCOUNT", "amount": 100}
    order = charged(effective_amount=850, offers=[{**AVAILED, "benefits": [benefit]}])

    assert paid(order)
    assert "150.00" == str(receipt_of(order).gateway_discount)


def test_cashback_takes_nothing_off() -> None:
    """It comes later, from its sponsor, and the payment is whole."""
    benefit = {"type": "CASHBACK", "amount": 100}
    order = charged(effective_amount=1000, offers=[{**AVAILED, "benefits": [benefit]}])

    assert paid(order)
    assert {} == receipt_of(order).funded_by()


# Who funds it -----------------------------------------------------------------------


def offers(*benefits: tuple[str, str, Any]) -> list[dict[str, Any]]:
    """Return offers, each with its id, a type and an amount of benefit."""
    return [
        {
            "offer_id": name,
            "offer_code": name.upper(),
            "status": "AVAILED",
            "benefits": [{"type": kind, "amount": amount}],
        }
        for name, kind, amount in benefits
    ]


FUNDING: dict[str, tuple[list[dict[str, Any]], dict[str, str], dict[str, str]]] = {
    "nobody named": (offers(("a", "DISCOUNT", 150)), {}, {"bank": "150.00"}),
    "by its code": (
        offers(("a", "DISCOUNT", 150)),
        {"A": "brand", "a": "platform"},
        {"brand": "150.00"},
    ),
    "by its id": (
        offers(("a", "EMI_DISCOUNT", 1)),
        {"a": "brand"},
        {"brand": "150.00"},
    ),
    "two, by their benefits": (
        offers(("a", "DISCOUNT", 100), ("b", "DISCOUNT", "50.5")),
        {"a": "brand"},
        # 150 x 100 / 150.50 = 99.668, 150 x 50.50 / 150.50 = 50.332.
        {"brand": "99.67", "bank": "50.33"},
    ),
    "two of one funder": (
        offers(("a", "DISCOUNT", 100), ("b", "DISCOUNT", 50)),
        {},
        {"bank": "150.00"},
    ),
    "cashback is none of it": (
        offers(("a", "CASHBACK", 900), ("b", "DISCOUNT", 1)),
        {"a": "brand"},
        {"bank": "150.00"},
    ),
    "no benefit is known: the smaller id": (
        offers(("b", "DISCOUNT", None), ("a", "DISCOUNT", -1)),
        {"a": "platform"},
        {"platform": "150.00"},
    ),
}


@pytest.mark.parametrize("name", FUNDING)
def test_who_funds_a_discount(name: str) -> None:
    """As the policy names them, several by what their offers say they give."""
    given, funding, expected = FUNDING[name]
    receipt = receipt_of(charged(effective_amount=850, offers=given))
    found = receipt.funded_by(Policy(offer_funding=funding))

    assert expected == {str(each): str(part) for each, part in found.items()}


def test_a_tie_goes_to_the_smaller_offer_id() -> None:
    """Of 0.01 for two equal offers."""
    given = offers(("b", "DISCOUNT", 1), ("a", "DISCOUNT", 1))
    receipt = receipt_of(charged(effective_amount="999.99", offers=given))
    policy = Policy(offer_funding={"a": "brand"})

    assert {Funder.BRAND: Decimal("0.01")} == receipt.funded_by(policy)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"unexplained_discount": "ignore"},
            [("unexplained_discount", "not_a_choice")],
        ),
        (
            {"offer_funding": {"A": "merchant", "B": "nobody"}},
            [("offer_funding.B", "not_a_choice")],
        ),
        ({"offer_funding": ["A"]}, [("offer_funding", "wrong_type")]),
        ({"surcharge_by": "bank"}, [("surcharge_by", "not_a_choice")]),
    ],
)
def test_a_policy_is_checked(
    fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Each of its own values is one of a few words."""
    with pytest.raises(CheckoutError) as caught:
        Policy(**fields)

    assert expected == faults(caught.value)


def test_values_of_foreign_types() -> None:
    """They are your mistake, and each is named."""
    receipt = receipt_of(charged())
    wrong: list[tuple[Callable[[], object], list[str]]] = [
        (lambda: receipt_of("A1"), ["answer"]),  # type: ignore[arg-type]
        (lambda: receipt.funded_by("bank"), ["policy"]),  # type: ignore[arg-type]
        (
            lambda: is_paid(1, order_id=2, amount=1, currency="INR", policy=3),  # type: ignore[arg-type]
            ["order", "policy", "order_id"],
        ),
    ]
    for call, paths in wrong:
        with pytest.raises(CheckoutError) as caught:
            call()
        assert paths == [each.path for each in caught.value.faults]


AMOUNTS = st.integers(0, 10**7).map(lambda minor: str(Decimal(minor).scaleb(-2)))


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.lists(AMOUNTS, max_size=3))
def test_every_receipt_adds_up(
    amount: str, effective: str, fee: str, tax: str, benefits: list[str]
) -> None:
    """To the paisa: what was asked for and the fees are what came in and was given."""
    order = charged(
        amount,
        effective_amount=effective,
        txn_detail={"surcharge_amount": fee, "tax_amount": tax},
        offers=offers(
            *((f"o{at}", "DISCOUNT", each) for at, each in enumerate(benefits))
        ),
    )
    try:
        found = receipt_of(order)
    except GatewayError:
        assert Decimal(effective) < Decimal(fee) + Decimal(tax)
        return
    assert Decimal(effective) == found.received
    assert Decimal(amount) + found.surcharge + found.surcharge_tax == (
        found.received + found.gateway_discount
    )
    assert found.gateway_discount == sum(found.funded_by().values())
    kept: tuple[PaymentOffer, ...] = found.offers
    assert len(benefits) == len(kept)
