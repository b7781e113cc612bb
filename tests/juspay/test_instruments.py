# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A price for one way to pay: the page is locked to it, and another way is noticed."""

from __future__ import annotations

import json

from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from checkout_core import Cart, Conditions, Line, Quote, Store, promotion, quote
from checkout_core.cart.payment import METHODS, Payment
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.gateway import (
    OWN_PAGE,
    PaymentRef,
    PaymentRequest,
    payment_of,
    ref_of,
    started,
)
from checkout_core.juspay import (
    Card,
    Credentials,
    JuspayGateway,
    instrument_differs,
    payment_filter_of,
    read_order,
)
from checkout_core.juspay import Order as JuspayOrder
from checkout_core.juspay.instruments import TYPES
from checkout_core.juspay.orders import order_status
from checkout_core.juspay.reconcile import payment_report
from checkout_core.orders import Order, PaymentState
from checkout_core.store.charges import Charge
from checkout_core.testing.gateway import Loopback
from checkout_core.values import Record
from checkout_core.wire.quotes import read_quote, write_quote
from tests.factories.faults import faults_of
from tests.factories.orders import NOON


# The filter ---------------------------------------------------------------------------


def card(**filters: list[str]) -> list[dict[str, Any]]:
    """Return the one option of a card."""
    found: dict[str, Any] = {"enable": True, "paymentMethodType": "CARD"}
    if filters:
        found["cardFilters"] = [{"enable": True, **filters}]
    return [found]


def other(kind: str, **more: Any) -> dict[str, Any]:
    """Return an option of another kind."""
    return {"enable": True, "paymentMethodType": kind, **more}


FILTERS: list[tuple[Payment, Any]] = [
    (Payment("card"), card()),
    (
        Payment(
            "card", network="VISA", card_type="credit", issuer="HDFC", bin="411111"
        ),
        card(
            cardBrands=["VISA"],
            cardBins=["411111"],
            cardTypes=["CREDIT"],
            cardBanks=["HDFC"],
        ),
    ),
    (Payment("card", bin="4111"), card(cardBins=["411100::411199"])),
    (Payment("card", bin="41111122"), card(cardBins=["41111122"])),
    (Payment("upi"), [other("UPI")]),
    (
        Payment("upi", app="PHONEPE"),
        [
            other(
                "UPI",
                upiFilters=[
                    {"enable": True, "upiType": "INTENT", "upiMethods": ["PHONEPE"]}
                ],
            )
        ],
    ),
    (Payment("netbanking"), [other("NB")]),
    (
        Payment("netbanking", issuer="NB_HDFC"),
        [other("NB", paymentMethods=["NB_HDFC"])],
    ),
    (Payment("wallet", app="MOBIKWIK"), [other("WALLET", paymentMethods=["MOBIKWIK"])]),
    (Payment("emi", issuer="HDFC", emi_months=6), card(cardBanks=["HDFC"])),
    (
        Payment("emi", app="ZESTMONEY"),
        [other("CONSUMER_FINANCE", paymentMethods=["ZESTMONEY"])],
    ),
    (Payment("emi", emi_months=6), [*card(), other("CONSUMER_FINANCE")]),
    (
        Payment("pay_later", app="SIMPL"),
        [other("CONSUMER_FINANCE", paymentMethods=["SIMPL"])],
    ),
    (Payment("cash_on_delivery"), [other("CASH")]),
]


@pytest.mark.parametrize(("payment", "options"), FILTERS)
def test_a_page_is_locked_to_a_payment(payment: Payment, options: Any) -> None:
    """All else is hidden; texts are as the cart gives them."""
    assert {"allowDefaultOptions": False, "options": options} == payment_filter_of(
        payment
    )


def test_a_bank_transfer_is_not_paid_on_a_page() -> None:
    """There is nothing to lock."""
    assert payment_filter_of(Payment("bank_transfer")) is None


def test_every_method_has_its_kinds() -> None:
    """A method that is added is a row of the table."""
    assert set(METHODS) == set(TYPES)


def test_a_filter_is_of_a_payment_only() -> None:
    """Anything else is named."""
    assert [("payment", "wrong_type")] == faults_of(
        payment_filter_of, {"method": "upi"}
    )


payments = st.builds(
    Payment,
    st.sampled_from([each for each, keys in METHODS.items() if keys]),
    network=st.none() | st.sampled_from(["VISA", "RUPAY"]),
    card_type=st.none() | st.sampled_from(["credit", "debit"]),
    issuer=st.none() | st.just("HDFC"),
    bin=st.none() | st.from_regex(r"[0-9]{1,8}", fullmatch=True),
    app=st.none() | st.just("PHONEPE"),
)


@given(payments)
def test_a_filter_never_has_two_options_of_a_kind(payment: Payment) -> None:
    """Juspay would look at the first only; and each enables what it names."""
    found = payment_filter_of(payment)
    assert found is not None
    kinds = [each["paymentMethodType"] for each in found["options"]]
    assert (len(set(kinds)), True) == (
        len(kinds),
        all(each["enable"] for each in found["options"]),
    )


# What was used ------------------------------------------------------------------------


def paid(kind: str | None = None, method: str | None = None, **of: Any) -> JuspayOrder:
    """Return an order that was paid."""
    return JuspayOrder(
        order_id="A1",
        status="CHARGED",
        amount=Decimal(90),
        currency="INR",
        payment_method_type=kind,
        payment_method=method,
        card=Card(**of) if of else None,
    )


HDFC_CREDIT = Payment(
    "card", network="Visa", card_type="credit", issuer="HDFC", bin="411111"
)
USED: list[tuple[Payment | None, JuspayOrder, tuple[str, ...]]] = [
    (None, paid("UPI"), ()),
    (HDFC_CREDIT, paid(), ()),
    (HDFC_CREDIT, paid("CARD", "VISA", card_type="CREDIT", card_isin="411111"), ()),
    (HDFC_CREDIT, paid("CARD", card_isin="4111"), ()),
    (HDFC_CREDIT, paid("CARD", card_isin="41111122"), ()),
    (HDFC_CREDIT, paid("CARD", card_isin=""), ()),
    (HDFC_CREDIT, paid("CARD", "visa ", card_brand="VISA"), ()),
    (HDFC_CREDIT, paid("UPI", "UPI"), ("payment_method_type", "payment_method")),
    (HDFC_CREDIT, paid("CARD", "RUPAY"), ("payment_method",)),
    (HDFC_CREDIT, paid("CARD", "X", card_brand="MASTERCARD"), ("payment_method",)),
    (HDFC_CREDIT, paid("CARD", "VISA", card_type="DEBIT"), ("card_type",)),
    (HDFC_CREDIT, paid("CARD", "VISA", card_isin="400000"), ("card_isin",)),
    # Another name of the same bank cannot be compared.
    (HDFC_CREDIT, paid("CARD", "VISA", card_issuer="HDFC Bank Ltd"), ()),
    (Payment("upi", app="PHONEPE"), paid("UPI", "UPI"), ()),
    (Payment("upi"), paid("NB", "NB_HDFC"), ("payment_method_type",)),
    (Payment("netbanking", issuer="NB_HDFC"), paid("NB", "NB_HDFC"), ()),
    (
        Payment("netbanking", issuer="NB_HDFC"),
        paid("NB", "NB_ICICI"),
        ("payment_method",),
    ),
    (Payment("wallet", app="MOBIKWIK"), paid("WALLET", "PAYTM"), ("payment_method",)),
    (Payment("emi"), paid("CONSUMER_FINANCE", "ZESTMONEY"), ()),
    (Payment("emi"), paid("CARD", "VISA"), ()),
    (Payment("emi", app="ZESTMONEY"), paid("CARD", "VISA"), ("payment_method_type",)),
    (Payment("cash_on_delivery"), paid("UPI"), ("payment_method_type",)),
    (Payment("bank_transfer"), paid("UPI"), ("payment_method_type",)),
]


@pytest.mark.parametrize(("payment", "order", "fields"), USED)
def test_another_instrument_is_noticed(
    payment: Payment | None, order: JuspayOrder, fields: tuple[str, ...]
) -> None:
    """What the answer does not say does not differ."""
    found = instrument_differs(order, payment)
    assert fields[:1] == (() if found is None else found.fields[:1])
    if payment is None or payment.method != "bank_transfer":
        code = None if found is None else found.error_code
        assert ("instrument_differs" if fields else None) == code


def test_an_instrument_is_that_of_an_order() -> None:
    """Anything else is named."""
    assert [("order", "wrong_type")] == faults_of(instrument_differs, None, None)


REF = PaymentRef(id="A1", amount=Decimal(90), currency="INR")


@pytest.mark.parametrize(
    ("payment", "state", "code"),
    [
        (None, PaymentState.SUCCEEDED, None),
        (Payment("upi"), PaymentState.SUCCEEDED, None),
        (HDFC_CREDIT, PaymentState.STARTED, "instrument_differs"),
    ],
)
def test_a_payment_in_another_way_does_not_count(
    payment: Payment | None, state: PaymentState, code: str | None
) -> None:
    """It was made, and the report has the problem."""
    report = payment_report(paid("UPI", "UPI"), evolve(REF, instrument=payment))
    problem = report.problem
    assert (state, code) == (report.state, problem and problem.error_code)


def test_a_part_that_was_captured_is_compared_too() -> None:
    """40.00 of 90.00 were taken, in another way than the price is for."""
    order = evolve(paid("UPI"), status="PARTIAL_CHARGED", paid_amount=Decimal(40))
    report = payment_report(order, evolve(REF, instrument=HDFC_CREDIT))
    assert report.problem is not None
    assert "instrument_differs" == report.problem.error_code


def test_what_is_not_paid_has_not_differed() -> None:
    """A payer may try another way first."""
    order = evolve(paid("UPI"), status="AUTHORIZATION_FAILED")
    report = payment_report(order, evolve(REF, instrument=HDFC_CREDIT))
    assert (PaymentState.FAILED, None) == (report.state, report.problem)


# A quote that asks --------------------------------------------------------------------


def discounted(chosen: Payment | None, **conditions: Any) -> Quote:
    """Return the quote of 100.00 less 10 %, if the offer is open."""
    offer = promotion(
        "p1",
        "discount",
        {"discount_type": "percentage", "discount_percent": 10},
        applies_to_product="all",
        conditions=Conditions(**conditions) if conditions else None,
    )
    cart = Cart("INR", [Line("a", 1, "100.00", tax_rate=0)], payment=chosen)
    return quote(cart, Store("INR", promotions=[offer]), at=NOON)


def charged(payment: Payment | None, *, ident: str | None = "cod") -> Quote:
    """Return the quote of 100.00 and a fee for cash."""
    fee = Charge(
        "Cash on delivery",
        "30.00",
        id=ident,
        tax_rate=0,
        conditions={"payment": [{"method": "cash_on_delivery"}]},
    )
    cart = Cart("INR", [Line("a", 1, "100.00", tax_rate=0)], payment=payment)
    return quote(cart, Store("INR", charges=[fee]))


ASKED = [Payment("card", issuer="HDFC")]
CASH = Payment("cash_on_delivery")
HDFC = Payment("card", issuer="HDFC")
QUOTES = [
    ("nothing asked for it", discounted(HDFC), None),
    ("an offer did", discounted(HDFC, payment=ASKED), HDFC),
    ("it did not apply", discounted(Payment("upi"), payment=ASKED), None),
    ("none was chosen", discounted(None, payment=ASKED), None),
    ("a charge did", charged(CASH), CASH),
    ("a charge without an id did", charged(CASH, ident=None), CASH),
    ("it was not charged", charged(Payment("upi")), None),
]


@pytest.mark.parametrize(
    ("priced", "asked"),
    [each[1:] for each in QUOTES],
    ids=[each[0] for each in QUOTES],
)
def test_a_quote_says_what_payment_it_is_for(
    priced: Quote, asked: Payment | None
) -> None:
    """If an offer or a charge of it depends on that; stored and read again too."""
    again = read_quote(json.dumps(write_quote(priced)))
    assert [asked] * 2 == [priced.asked_payment, again.asked_payment]


def test_the_flag_stands_in_the_document_where_it_is_true() -> None:
    """Documents without such an offer are as they were."""
    with_it = write_quote(discounted(HDFC, payment=ASKED))["promotions"][0]
    without = write_quote(discounted(HDFC))["promotions"][0]

    assert (True, False) == (with_it["for_payment"], "for_payment" in without)


def test_a_ref_has_the_instrument_of_its_order() -> None:
    """So that a status compares it."""
    order = begun(discounted(HDFC, payment=ASKED))
    assert HDFC == ref_of(order, order.payments[0]).instrument


# The gateway --------------------------------------------------------------------------

ACCOUNT = JuspayGateway(
    credentials=Credentials("merchant-id", "LOOPBACK_KEY"),
    payment_page_client_id="shop",
)
HYPER = {"integration_type": "hyper-checkout"}
HDFC_LOCK = payment_filter_of(HDFC)
OWN = {"allowDefaultOptions": True, "options": [{"paymentMethodType": "UPI"}]}


def begun(priced: Quote) -> Order:
    """Return an order with a payment that was started."""
    order = Order.placed(priced, number="A1", at=NOON)
    return order.after(started(order, at=NOON, capabilities=ACCOUNT.capabilities))


def asking(priced: Quote, method: dict[str, Any], **more: Any) -> PaymentRequest:
    """Return what is asked of the gateway."""
    order = begun(priced)
    return PaymentRequest(
        order=order,
        payment=order.payments[-1],
        method=Record(method),
        return_url="https://shop.example/back",
        **more,
    )


LOCKED = discounted(HDFC, payment=ASKED)
PAGES: list[tuple[Quote, Any, Any, Any]] = [
    (discounted(HDFC), None, None, None),
    (discounted(HDFC), None, OWN, OWN),
    (discounted(HDFC), OWN, None, OWN),
    (LOCKED, None, None, HDFC_LOCK),
    (LOCKED, HDFC_LOCK, None, HDFC_LOCK),
    (LOCKED, None, HDFC_LOCK, HDFC_LOCK),
]


@pytest.mark.parametrize(("priced", "of_account", "of_request", "sent"), PAGES)
def test_a_payment_page_is_locked(
    priced: Quote, of_account: Any, of_request: Any, sent: Any
) -> None:
    """By the quote, else by the merchant: for every payment, or for this one."""
    account = ACCOUNT
    if of_account is not None:
        account = evolve(ACCOUNT, fields={"payment_filter": of_account})
    fields = None if of_request is None else {"payment_filter": of_request}
    call = account.start(asking(priced, HYPER, fields=fields))

    assert sent == json.loads(call.request.body).get("payment_filter")


EXPRESS_UPI = {
    "integration_type": "express-checkout",
    "payment_method_type": "UPI",
    "payment_method": "UPI_PAY",
}
EXPRESS_NB = {
    **EXPRESS_UPI,
    "payment_method_type": "NB",
    "payment_method": "NB_ICICI",
}
BANK = Payment("netbanking", issuer="NB_HDFC")
FROM_BANK = [BANK]
TRANSFER = Payment("bank_transfer")
REFUSED: list[tuple[Quote, Any, Any, tuple[str, str]]] = [
    (LOCKED, HYPER, OWN, ("fields.payment_filter", "payment_filter_differs")),
    (
        LOCKED,
        EXPRESS_UPI,
        None,
        ("payment_method.payment_method_type", "payment_differs"),
    ),
    (
        discounted(BANK, payment=FROM_BANK),
        EXPRESS_NB,
        None,
        ("payment_method.payment_method", "payment_differs"),
    ),
    (
        discounted(TRANSFER, payment=[TRANSFER]),
        HYPER,
        None,
        ("payment_method", "payment_not_here"),
    ),
    (
        discounted(None),
        EXPRESS_UPI,
        OWN,
        ("fields.payment_filter", "payment_filter_no_page"),
    ),
    (
        discounted(None),
        {"integration_type": OWN_PAGE},
        OWN,
        ("fields.payment_filter", "payment_filter_no_page"),
    ),
    (discounted(None), HYPER, "UPI", ("payment_filter", "wrong_type")),
]


@pytest.mark.parametrize(("priced", "method", "own", "fault"), REFUSED)
def test_another_way_than_the_quotes_is_refused(
    priced: Quote, method: Any, own: Any, fault: tuple[str, str]
) -> None:
    """Before anything is sent."""
    fields = None if own is None else {"payment_filter": own}
    found = faults_of(lambda: ACCOUNT.start(asking(priced, method, fields=fields)))
    assert [fault] == found


def test_the_merchants_filter_of_every_payment_is_for_the_page() -> None:
    """An express payment and an own page do without it."""
    account = evolve(ACCOUNT, fields={"payment_filter": OWN, "udf1": "web"})
    calls = [
        account.start(asking(discounted(None), method)).request
        for method in (EXPRESS_UPI, {"integration_type": OWN_PAGE})
    ]
    assert [(False, True)] * 2 == [
        (b"filter" in each.body, b"udf1=web" in each.body) for each in calls
    ]


def test_the_merchants_filter_is_an_object() -> None:
    """Whatever it says, it is sent as it is; templates are not filled in there."""
    said = {"allowDefaultOptions": True, "options": ["{brace}"]}
    account = evolve(ACCOUNT, fields={"payment_filter": said})
    call = account.start(asking(discounted(None), HYPER))

    assert said == json.loads(call.request.body)["payment_filter"]
    with pytest.raises(CheckoutError, match=r"fields\.payment_filter"):
        evolve(ACCOUNT, fields={"payment_filter": "UPI"})


def test_an_express_payment_by_the_quotes_method_is_asked_for() -> None:
    """The bank is the one that the price is for."""
    method = {**EXPRESS_NB, "payment_method": "NB_HDFC"}
    call = ACCOUNT.start(asking(discounted(BANK, payment=FROM_BANK), method))
    assert b"payment_method=NB_HDFC" in call.request.body


def test_a_bank_offer_that_was_paid_by_upi() -> None:
    """On an own page nothing is locked: the payment is made, and does not count."""
    there = Loopback()
    order = begun(LOCKED)
    there.send(ACCOUNT.start(asking(LOCKED, {"integration_type": OWN_PAGE})).request)
    there.take(there.gateway.pay("A1", {"payment_method_type": "UPI"}))
    asked = order_status(ACCOUNT.credentials, order_id="A1")
    answer = read_order(asked, there.send(asked))
    report = payment_report(answer, ref_of(order, order.payments[0]))
    with pytest.raises(GatewayError) as caught:
        payment_of(order, report, at=NOON)

    assert ("instrument_differs", "CHARGED") == (caught.value.error_code, answer.status)
