# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How a customer pays: what is known of it, what matches what, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import Cart, Customer, Line, Payment
from checkout_core.cart.payment import METHODS, PAYMENT
from checkout_core.cart.people import CUSTOMER
from tests.factories.faults import faults_of
from tests.factories.tables import case


VISA = Payment(
    "card",
    network="Visa",
    card_type="credit",
    issuer=" HDFC ",
    bin="45551234",
)
EMI = Payment("emi", issuer="ICICI", emi_months=6)


@pytest.mark.parametrize(
    ("pattern", "payment", "expected"),
    [
        case("the method alone", Payment("card"), VISA, True),
        case("another method", Payment("upi"), VISA, False),
        case("a bank in any case", Payment("card", issuer="hdfc"), VISA, True),
        case("another bank", Payment("card", issuer="ICICI"), VISA, False),
        case("a part of a name", Payment("card", issuer="HDF"), VISA, False),
        case("a prefix", Payment("card", bin="4555"), VISA, True),
        case("the whole prefix", Payment("card", bin="45551234"), VISA, True),
        case("another prefix", Payment("card", bin="4556"), VISA, False),
        case(
            "a longer prefix than is known",
            Payment("card", bin="4555"),
            Payment("card", bin="45"),
            False,
        ),
        case(
            "a prefix of an unknown card",
            Payment("card", bin="4"),
            Payment("card"),
            False,
        ),
        case(
            "every key",
            Payment("card", network="VISA", card_type="credit", issuer="hdfc"),
            VISA,
            True,
        ),
        case(
            "one key of two",
            Payment("card", network="Visa", card_type="debit"),
            VISA,
            False,
        ),
        case("six months", Payment("emi", emi_months=6), EMI, True),
        case("nine months", Payment("emi", emi_months=9), EMI, False),
        case("an app", Payment("upi", app="PhonePe"), Payment("upi"), False),
    ],
)
def test_a_pattern_matches(
    pattern: Payment,
    payment: Payment,
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """The method is equal, and each further key of the pattern."""
    assert expected is pattern.matches(payment)


@pytest.mark.parametrize("method", METHODS)
def test_a_payment_matches_itself(method: Any) -> None:
    """Every pattern is a payment that one can try."""
    payment = Payment(method)

    assert (True, {"method": method}) == (
        payment.matches(payment),
        PAYMENT.write(payment),
    )


@pytest.mark.parametrize(
    ("keys", "faults"),
    [
        case("no method", {"method": None}, [("method", "required")]),
        case("no known method", {"method": "barter"}, [("method", "not_a_choice")]),
        case("no text", {"method": 5}, [("method", "not_a_choice")]),
        case(
            "cash from a bank",
            {"method": "cash_on_delivery", "issuer": "HDFC"},
            [("issuer", "not_of_method")],
        ),
        case(
            "a transfer by an app in months",
            {"method": "bank_transfer", "app": "x", "emi_months": 3},
            [("app", "not_of_method"), ("emi_months", "not_of_method")],
        ),
        case(
            "months of a card",
            {"method": "card", "emi_months": 3},
            [("emi_months", "not_of_method")],
        ),
        case(
            "no month",
            {"method": "emi", "emi_months": 0},
            [("emi_months", "count_out_of_range")],
        ),
        case(
            "too many months",
            {"method": "emi", "emi_months": 121},
            [("emi_months", "count_out_of_range")],
        ),
        case("a blank", {"method": "card", "issuer": " "}, [("issuer", "empty_text")]),
        case("nothing", {"method": "upi", "app": ""}, [("app", "empty_text")]),
        case("no digits", {"method": "card", "bin": ""}, [("bin", "empty_text")]),
        case("nine", {"method": "card", "bin": "455512345"}, [("bin", "bad_bin")]),
        case("a letter", {"method": "card", "bin": "4555x"}, [("bin", "bad_bin")]),
        case("other digits", {"method": "card", "bin": "४५५५"}, [("bin", "bad_bin")]),
        case("a number", {"method": "card", "bin": 4555}, [("bin", "wrong_type")]),
        case(
            "a card of no type",
            {"method": "card", "card_type": "gold"},
            [("card_type", "not_a_choice")],
        ),
        case(
            "all at once",
            {"method": "upi", "network": 1, "bin": "x", "emi_months": "2"},
            [
                ("network", "wrong_type"),
                ("bin", "bad_bin"),
                ("emi_months", "bad_count"),
                ("emi_months", "not_of_method"),
            ],
        ),
    ],
)
def test_a_bad_payment(keys: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    """Every fault has its code and its path."""
    assert faults == faults_of(lambda: Payment(**keys))


def test_a_payment_is_written_as_it_was_given() -> None:
    """Only what is given, with its blanks."""
    assert {
        "method": "card",
        "network": "Visa",
        "card_type": "credit",
        "issuer": " HDFC ",
        "bin": "45551234",
    } == PAYMENT.write(VISA)


def test_what_is_known_of_a_customer() -> None:
    """No order yet is another thing than not known."""
    none, unknown = Customer("u1", groups=["vip"], orders_placed=0), Customer("u1")

    assert (["vip"], 0) == (
        CUSTOMER.write(none)["groups"],
        CUSTOMER.write(none)["orders_placed"],
    )
    assert {"groups", "orders_placed"}.isdisjoint(CUSTOMER.write(unknown))
    assert ((), None) == (unknown.groups, unknown.orders_placed)


@pytest.mark.parametrize(
    ("keys", "faults"),
    [
        case("a text", {"groups": "vip"}, [("groups", "wrong_type")]),
        case("no text", {"groups": [1]}, [("groups[0]", "wrong_type")]),
        case("an empty one", {"groups": [""]}, [("groups[0]", "empty_text")]),
        case("too many", {"groups": ["a"] * 1001}, [("groups", "too_many")]),
        case(
            "orders",
            {"orders_placed": -1},
            [("orders_placed", "count_out_of_range")],
        ),
    ],
)
def test_a_bad_customer(keys: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    """Groups are texts, orders are counted."""
    assert faults == faults_of(lambda: Customer("u1", **keys))


def test_a_cart_takes_payments_only() -> None:
    """A dict is no payment, and a channel is text."""
    tee = Line("tee", 1, "1.00", tax_rate=0)
    wrong: Any = {"payment": {"method": "upi"}, "channel": 1}

    assert [("payment", "wrong_type"), ("channel", "wrong_type")] == faults_of(
        lambda: Cart("INR", [tee], **wrong)
    )
