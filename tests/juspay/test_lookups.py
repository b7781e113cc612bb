# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Offers, refunds of a transaction, lists and notifications: asked for and read."""

from __future__ import annotations

import asyncio
import json

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import juspay
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.http import MASK, Repeat, Request, Response
from checkout_core.juspay import (
    AsyncJuspayClient,
    Credentials,
    Due,
    JuspayClient,
    MandateTerms,
    OfferList,
    PayingWith,
    RefundState,
    RefundType,
)
from checkout_core.testing.gateway import Gateway, ListedOffer, Loopback
from tests.factories.faults import faults_of
from tests.factories.stand_in import StandIn


SHOP = Credentials("merchant-id", "LOOPBACK_KEY")
CARD = PayingWith(
    payment_method_type="CARD",
    payment_method_reference="saved-1",
    card_token="tkn_89876654365",
    bank_code="SBI",
    card_type="CREDIT",
)
UPI = PayingWith(
    payment_method_type="UPI",
    payment_method_reference="upi",
    payment_method="UPI",
    upi_vpa="testcustomer@oksbi",
    txn_type="UPI_COLLECT",
)


def line_of(request: Request) -> tuple[str, str]:
    """Return method and path."""
    return request.method, request.url.removeprefix("https://sandbox.juspay.in")


def offers(*ways: PayingWith, **more: Any) -> Request:
    """Return a request for offers on 1,000.00."""
    return juspay.offers_list(
        **{
            "quote": Due("1000.00"),
            "credentials": SHOP,
            "paying_with": ways,
            "customer_id": "customer123",
            **more,
        }
    )


# Offers -------------------------------------------------------------------------------


def test_offers_are_asked_for() -> None:
    """The document of the offers page, keys in its order; nothing is charged by it."""
    request = offers(
        CARD,
        UPI,
        order_id="SDEA5645",
        customer_email="a@b.in",
        customer_phone="9999999999",
        offer_code="CARD_OFFER",
    )

    assert ("POST", "/v1/offers/list") == line_of(request)
    assert (Repeat.SAFE, "SDEA5645", "customer123") == (
        request.repeat,
        request.order_id,
        dict(request.headers)["x-routing-id"],
    )
    assert {
        "order": {"order_id": "SDEA5645", "amount": "1000.00", "currency": "INR"},
        "payment_method_info": [
            {
                "payment_method_type": "CARD",
                "payment_method_reference": "saved-1",
                "card_token": "tkn_89876654365",
                "card_type": "CREDIT",
                "bank_code": "SBI",
            },
            {
                "payment_method_type": "UPI",
                "payment_method_reference": "upi",
                "payment_method": "UPI",
                "upi_vpa": "testcustomer@oksbi",
                "txn_type": "UPI_COLLECT",
            },
        ],
        "customer": {
            "id": "customer123",
            "email": "a@b.in",
            "mobile": "9999999999",
        },
        "offer_code": "CARD_OFFER",
    } == json.loads(request.body)


def test_only_what_is_known_is_said() -> None:
    """An order that does not exist yet has no id."""
    document = json.loads(offers(UPI).body)
    assert (["amount", "currency"], ["id"], False) == (
        list(document["order"]),
        list(document["customer"]),
        "offer_code" in document,
    )


def with_card(**fields: Any) -> PayingWith:
    """Return a card with other fields."""
    return PayingWith(
        **{
            "payment_method_type": "CARD",
            "payment_method_reference": "saved-1",
            **fields,
        }
    )


OFFER_FAULTS: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    (
        {
            "quote": Due(0),
            "paying_with": [],
            "customer_id": "",
            "customer_email": "x",
            "customer_phone": "y",
            "order_id": "",
            "offer_code": 7,
        },
        [
            ("order_id", "order_id_missing"),
            ("amount", "amount_nothing_to_pay"),
            ("customer_id", "customer_id_missing"),
            ("customer_email", "customer_email_shape"),
            ("customer_phone", "customer_phone_digits"),
            ("paying_with", "field_missing"),
            ("offer_code", "wrong_type"),
        ],
    ),
    ({"paying_with": None}, [("paying_with", "field_missing")]),
    (
        {"paying_with": [{"card_number": "4111111111111111"}]},
        [("paying_with", "field_missing")],
    ),
    (
        {"paying_with": [with_card(card_bin="411111"), with_card(card_bin="41111")]},
        [("paying_with[1].card_bin", "card_bin_shape")],
    ),
    (
        {"paying_with": [with_card(card_bin=411111)]},
        [("paying_with[0].card_bin", "card_bin_shape")],
    ),
    (
        {"paying_with": [with_card(payment_method_reference="", bank_code=1)]},
        [
            ("paying_with[0].bank_code", "wrong_type"),
            ("paying_with[0].payment_method_reference", "field_missing"),
        ],
    ),
]


@pytest.mark.parametrize(("fields", "faults"), OFFER_FAULTS)
def test_every_fault_of_offers_is_reported(
    fields: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    """Order, customer and ways to pay together."""
    assert faults == faults_of(lambda: offers(UPI, **fields))


def test_a_quote_that_fails_its_check_is_not_asked_about() -> None:
    """As of every other request."""
    with pytest.raises(CheckoutError):
        offers(UPI, quote=StandIn(adds_up=False))


card_numbers = st.lists(
    st.sampled_from("0123456789"), min_size=12, max_size=19
).flatmap(
    lambda digits: st.sampled_from(["", " ", "-"]).map(lambda blank: blank.join(digits))
)
FIELDS = sorted(each.name for each in PayingWith.__attrs_attrs__)


@given(card_numbers, st.sampled_from(FIELDS))
def test_a_card_number_is_never_sent_nor_shown(number: str, name: str) -> None:
    """In whatever field it stands, with blanks and hyphens too."""
    with pytest.raises(CheckoutError) as caught:
        offers(with_card(**{name: number}))
    [fault] = caught.value.faults

    assert (f"paying_with[0].{name}", "card_number", MASK, False) == (
        fault.path,
        fault.code,
        fault.value,
        number in str(caught.value),
    )


def test_other_numbers_are_not_taken_for_cards() -> None:
    """A telephone number as a UPI address, a token, a bank's code of digits."""
    way = with_card(upi_vpa="919999999999@ybl", card_token="tkn_4111111111111111")
    document = json.loads(offers(way).body)
    assert "919999999999@ybl" == document["payment_method_info"][0]["upi_vpa"]


def answered(document: Any, request: Request | None = None) -> Any:
    """Return what the reader of a call makes of an answer."""
    asked = offers(UPI) if request is None else request
    return juspay.read(asked, Response(200, (), json.dumps(document).encode()))


def breakup(order: str, final: str, off: str, own: str = "0.00") -> dict[str, Any]:
    """Return an order_breakup as the samples have it."""
    return {
        "order_amount": order,
        "applicable_order_amount": order,
        "final_order_amount": final,
        "discount_amount": off,
        "merchant_discount_amount": own,
        "cashback_amount": "0.00",
        "offer_amount": off,
        "benefits": [{"amount_info": [], "type": "DISCOUNT", "value": 150}],
    }


#: After the official sample `offers/list/response-coupon-offer.json`.
SAMPLE = {
    "offers": [
        {
            "offer_rules": {"amount": {"currency": "INR", "min_order_amount": "1.00"}},
            "order_breakup": breakup("12000.00", "11900.00", "100.00"),
            "offer_id": "2f23b007-4fdd-4526-b037-e3c95e571464",
            "status": "ELIGIBLE",
            "reason": [],
            "offer_code": "Coupon_Offer",
            "offer_description": {
                "sponsored_by": "com.abipbl.upi",
                "title": "Coupon Offer Demo",
                "description": "",
                "tnc": "",
            },
            "ui_configs": {"auto_apply": "false"},
            "application_mode": "ORDER",
            "eligible_saved_payment_methods": ["card_number_identifier"],
            "actions": [],
        }
    ],
    "best_offer_combinations": [],
}
#: After `offers/list/without-coupon.json`: a plan of six months.
EMI = {
    "best_offer_combinations": [
        {
            "payment_method_reference": "AMEX_EMI_6",
            "offers": [
                {
                    "emi_cashback_amount": "0.00",
                    "emi_discount_amount": "475.15",
                    "offer_id": "7f9a0e06-aefd-47a8-be04-3759ddf4820f",
                    "cashback_amount": "1000.00",
                    "discount_amount": "0.00",
                    "merchant_discount_amount": "0.00",
                    "total_offered_amount": "1475.15",
                }
            ],
            "order_breakup": {
                "emi_discount": {"bank": "AMEX", "tenure": 6},
                **breakup("12000.00", "11524.85", "0.00"),
            },
        }
    ]
}


def test_an_offer_is_read() -> None:
    """What a payer reads, and what it makes of the amount; the rest is kept."""
    [offer] = answered(SAMPLE).offers
    assert offer.offer_description is not None
    assert offer.order_breakup is not None
    assert (True, "Coupon Offer Demo", Decimal("11900.00"), Decimal(100)) == (
        offer.eligible,
        offer.offer_description.title,
        offer.order_breakup.final_order_amount,
        offer.order_breakup.discount_amount,
    )
    assert ("card_number_identifier",) == offer.other["eligible_saved_payment_methods"]


def test_instalments_are_worked_out_in_another_way() -> None:
    """12,000.00 less 475.15 of interest: no sum of ours."""
    [best] = answered(EMI).best_offer_combinations
    assert best.order_breakup is not None
    assert ("AMEX_EMI_6", Decimal("11524.85"), Decimal("475.15"), 6) == (
        best.payment_method_reference,
        best.order_breakup.final_order_amount,
        best.offers[0].emi_discount_amount,
        best.order_breakup.emi_discount["tenure"],
    )


# what of the breakup is changed, whether it adds up
SUMS: list[tuple[dict[str, Any], bool]] = [
    ({}, True),
    (breakup("1000.00", "850.00", "150.00"), True),
    (breakup("1000.00", "800.00", "150.00", "50.00"), True),
    (breakup("1000.00", "850.00", "150.00", "50.00"), False),
    (breakup("1000.00", "850.01", "150.00"), False),
    ({**breakup("1000.00", "1.00", "150.00"), "emi_discounts": [{}]}, True),
    ({"order_amount": "1000.00", "final_order_amount": None}, True),
    ({"order_amount": None, "final_order_amount": "1.00"}, True),
    ({"order_amount": "1.00", "final_order_amount": "1.00"}, True),
]


@pytest.mark.parametrize(("of_it", "adds_up"), SUMS)
@pytest.mark.parametrize("where", ["offers", "best_offer_combinations"])
def test_an_estimate_adds_up(
    where: str,
    of_it: dict[str, Any],
    adds_up: bool,  # noqa: FBT001 - a table's column
) -> None:
    """1000.00 - 150.00 = 850.00, the merchant's own discount apart."""
    try:
        answered({where: [{"offer_id": "o1", "order_breakup": of_it}]})
        code = ""
    except GatewayError as error:
        code = error.error_code
    assert ("" if adds_up else "offer_does_not_add_up") == code


def test_an_offer_without_a_breakup_says_nothing() -> None:
    """It is listed all the same."""
    assert 1 == len(answered({"offers": [{"offer_id": "o1"}]}).offers)


# Refunds of a transaction -------------------------------------------------------------


def refund(**fields: Any) -> Request:
    """Return a request for a refund."""
    return juspay.refund_txn(
        SHOP, **{"unique_request_id": "refund_122_3472", "amount": "1", **fields}
    )


REFUNDS = [
    # The official samples, in our documented order of keys.
    (
        {"txn_id": "merchant_success-JP1636706983-2"},
        (
            "unique_request_id=refund_122_3472&amount=1"
            "&txn_id=merchant_success-JP1636706983-2"
        ),
    ),
    (
        {
            "unique_request_id": "rfd_1234",
            "amount": "98.20",
            "order_id": "ord_123",
            "refund_type": RefundType.INSTANT,
        },
        "unique_request_id=rfd_1234&amount=98.20&order_id=ord_123&refund_type=INSTANT",
    ),
    (
        {"order_id": "ord_123", "refund_type": "INSTANT_WITH_FALLBACK", "left": "1"},
        (
            "unique_request_id=refund_122_3472&amount=1&order_id=ord_123"
            "&refund_type=INSTANT_WITH_FALLBACK"
        ),
    ),
]


@pytest.mark.parametrize(("fields", "body"), REFUNDS)
def test_a_transaction_is_refunded(fields: dict[str, Any], body: str) -> None:
    """By its id, or that of its order; known by the refund's own id."""
    request = refund(**fields)
    assert (("POST", "/refunds"), body, Repeat.SAME_ID) == (
        line_of(request),
        request.body.decode(),
        request.repeat,
    )


REFUND_FAULTS: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({}, [("txn_id", "refund_of_one")]),
    ({"txn_id": "t", "order_id": "A1"}, [("txn_id", "refund_of_one")]),
    (
        {
            "unique_request_id": "",
            "amount": "0",
            "txn_id": "a/b",
            "refund_type": "SLOW",
        },
        [
            ("unique_request_id", "refund_id_missing"),
            ("amount", "amount_not_positive"),
            ("txn_id", "order_id_characters"),
            ("refund_type", "not_a_choice"),
        ],
    ),
    ({"order_id": "A1", "left": "0.99"}, [("amount", "refund_above_left")]),
    ({"order_id": "A1", "left": 0.5}, [("left", "float_given")]),
    ({"order_id": "A 1"}, [("order_id", "order_id_characters")]),
    ({"order_id": "A1", "currency": "XXY"}, [("currency", "unknown_currency")]),
]


@pytest.mark.parametrize(("fields", "faults"), REFUND_FAULTS)
def test_every_fault_of_a_refund_is_reported(
    fields: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    """Ids, amount and type."""
    assert faults == faults_of(lambda: refund(**fields))


# Lists --------------------------------------------------------------------------------

LOOKUPS: list[tuple[Callable[..., Request], dict[str, Any], str, str | None]] = [
    (
        juspay.list_mandates,
        {"customer_id": "cst/1 a"},
        "/customers/cst%2F1%20a/mandates",
        "cst/1%20a",
    ),
    (
        juspay.notification_status,
        {"object_reference_id": "2QNPw8KSbpHL122bNPgA04"},
        "/notifications/2QNPw8KSbpHL122bNPgA04",
        None,
    ),
    (
        juspay.notification_status,
        {"object_reference_id": "N1", "customer_id": "c1"},
        "/notifications/N1",
        "c1",
    ),
    (juspay.list_orders, {"count": 2}, "/order/list?count=2&offset=0", None),
    (
        juspay.list_orders,
        {"offset": 20, "routing_id": "r1"},
        "/order/list?count=10&offset=20",
        "r1",
    ),
]


@pytest.mark.parametrize(("build", "fields", "path", "route"), LOOKUPS)
def test_what_is_looked_up_is_only_read(
    build: Callable[..., Request], fields: dict[str, Any], path: str, route: str | None
) -> None:
    """A GET that may be sent as often as one likes."""
    request = build(SHOP, **fields)
    assert (("GET", path), b"", Repeat.SAFE, route) == (
        line_of(request),
        request.body,
        request.repeat,
        dict(request.headers).get("x-routing-id"),
    )


def test_a_list_of_orders_is_that_of_the_official_package(
    recordings: dict[str, Any],
) -> None:
    """Its recorded line, query and all."""
    [sent] = recordings["list"]["requests"]
    request = juspay.list_orders(SHOP, **recordings["list"]["input"]["kwargs"])
    assert f"{' '.join(line_of(request))} HTTP/1.1" == sent["request_line"]


LOOKUP_FAULTS: list[
    tuple[Callable[..., Request], dict[str, Any], list[tuple[str, str]]]
] = [
    (
        juspay.list_mandates,
        {"customer_id": ""},
        [("customer_id", "customer_id_missing")],
    ),
    (
        juspay.notification_status,
        {"object_reference_id": "a/b"},
        [("object_reference_id", "order_id_characters")],
    ),
    (
        juspay.list_orders,
        {"count": 0, "offset": -1},
        [("count", "count_out_of_range"), ("offset", "count_out_of_range")],
    ),
]


@pytest.mark.parametrize(("build", "fields", "faults"), LOOKUP_FAULTS)
def test_every_fault_of_a_lookup_is_reported(
    build: Callable[..., Request],
    fields: dict[str, Any],
    faults: list[tuple[str, str]],
) -> None:
    """Each by its name."""
    assert faults == faults_of(lambda: build(SHOP, **fields))


# The whole way ------------------------------------------------------------------------

HDFC10 = ListedOffer(
    offer_id="o1", offer_code="HDFC10", discount="150.00", title="HDFC cards"
)
BIG = ListedOffer(offer_id="o2", offer_code="BIG", discount="500", minimum="5000")


def shop(**fields: Any) -> tuple[JuspayClient, Loopback]:
    """Return a client and the gateway behind it."""
    there = Loopback(Gateway(**fields))
    return JuspayClient(SHOP, there), there


def paid() -> tuple[JuspayClient, Loopback, juspay.Order]:
    """Return a client, the gateway, and an order that was paid."""
    client, there = shop()
    client.create_order(Due("1054.25"), order_id="A1", customer_id="cst_1")
    there.take(there.gateway.pay("A1"))
    return client, there, client.order_status("A1")


def test_offers_come_back_for_each_way_to_pay() -> None:
    """1,000.00 by card: 850.00; nothing for UPI, and the big one waits for more."""
    client, _ = shop(offers=(HDFC10, BIG))
    found = client.offers(
        Due("1000.00"), paying_with=[CARD, UPI], customer_id="customer123"
    )
    [best] = found.best_offer_combinations
    assert best.order_breakup is not None

    assert ("saved-1", Decimal("850.00"), [("HDFC10", True)]) == (
        best.payment_method_reference,
        best.order_breakup.final_order_amount,
        [(each.offer_code, each.eligible) for each in found.offers],
    )


def test_one_offer_is_asked_for_by_its_code() -> None:
    """An offer for cards is not for UPI."""
    client, _ = shop(offers=(HDFC10, BIG))
    found = client.offers(
        Due("6000"), paying_with=[UPI], customer_id="c1", offer_code="BIG"
    )
    assert [("BIG", False)] == [
        (each.offer_code, each.eligible) for each in found.offers
    ]


def test_a_transaction_is_refunded_once() -> None:
    """The answer is the refund alone; it counts in the order."""
    client, _, order = paid()
    assert order.txn_id is not None
    found = client.refund_txn(
        txn_id=order.txn_id, unique_request_id="R1", amount="54.25"
    )
    with pytest.raises(GatewayError) as caught:
        client.refund_txn(txn_id=order.txn_id, unique_request_id="R1", amount="54.25")

    assert (RefundState.PENDING, "STANDARD", "A1", "duplicate.call") == (
        found.state,
        found.refund_type,
        found.order_id,
        caught.value.error_code,
    )
    assert Decimal("54.25") == client.order_status("A1").amount_refunded


def test_money_is_paid_out_at_once() -> None:
    """To the payer's card."""
    client, _, _ = paid()
    found = client.refund_txn(
        order_id="A1",
        unique_request_id="R1",
        amount="10",
        refund_type=RefundType.INSTANT,
    )
    assert ("INSTANT", True, "YESBANK_VISADIRECT") == (
        found.refund_type,
        found.sent_to_gateway,
        found.refund_source,
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"unique_request_id=R1&amount=1", "Mandatory fields are missing"),
        (b"unique_request_id=R1&amount=1&txn_id=none", "NOT_FOUND"),
    ],
)
def test_a_refund_of_nothing_is_refused(body: bytes, code: str) -> None:
    """By the fake gateway as by Juspay."""
    _, there, _ = paid()
    base = juspay.order_status(SHOP, order_id="A1").headers
    request = Request("POST", "https://sandbox.juspay.in/refunds", base, body)
    with pytest.raises(GatewayError) as caught:
        juspay.read_refund(request, there.send(request))
    assert code == caught.value.error_code


OFFER_REQUESTS = [
    ({"order": {"amount": "x"}}, ("order.amount",)),
    ({"order": {"amount": "1"}}, ("customer.id",)),
    ({"order": {"amount": "1"}, "customer": {"id": "c"}}, ("payment_method_info",)),
    (
        {
            "order": {"amount": "1"},
            "customer": {"id": "c"},
            "payment_method_info": [{"payment_method_type": "CARD"}],
        },
        ("payment_method_info.payment_method_reference",),
    ),
    (
        {
            "order": {"amount": "1"},
            "customer": {"id": "c"},
            "payment_method_info": [{"card_number": "4111111111111111"}],
        },
        (),
    ),
]


@pytest.mark.parametrize(("document", "fields"), OFFER_REQUESTS)
def test_the_fake_gateway_checks_requests_for_offers(
    document: Any, fields: tuple[str, ...]
) -> None:
    """It shares no rule with the builder; card numbers are forbidden here."""
    _, there = shop()
    made = offers(UPI)
    text = json.dumps(document).encode()
    request = Request("POST", made.url, made.headers, text)
    with pytest.raises(GatewayError) as caught:
        juspay.read_offers(request, there.send(request))
    assert fields == caught.value.fields


def test_a_customers_mandates_are_listed() -> None:
    """Those that ended too; not those of others."""
    client, there = shop()
    terms = MandateTerms(max_amount="1000.00", frequency="MONTHLY", rule_value=1)
    for number, customer in (("A1", "cst_1"), ("A2", "cst_1"), ("A3", "cst_2")):
        client.create_order(
            Due("99"),
            order_id=number,
            customer_id=customer,
            mandate=terms,
            at=there.gateway.at,
        )
    there.take(there.gateway.pay("A1"))
    there.take(there.gateway.fail("A2"))
    found = client.mandates("cst_1")

    assert (2, 2, ["ACTIVE", "FAILURE"]) == (
        found.total,
        found.count,
        [each.status for each in found.list],
    )


def test_a_notification_is_found_again() -> None:
    """By the merchant's id of it; an unknown one is an error."""
    client, there = shop()
    terms = MandateTerms(max_amount="1000.00", frequency="MONTHLY", rule_value=1)
    order = client.create_order(
        Due("99"),
        order_id="A1",
        customer_id="cst_1",
        mandate=terms,
        at=there.gateway.at,
    )
    assert order.mandate is not None
    there.send(
        juspay.notify_mandate(
            SHOP,
            mandate_id=order.mandate.mandate_id or "",
            object_reference_id="N1",
            description="Soon",
            amount="99",
            txn_date=1795501800,
        )
    )
    found = client.notification_status("N1")
    assert found.source_info is not None
    with pytest.raises(GatewayError) as caught:
        client.notification_status("N2")

    assert ("SUCCESS", "N1", "99", 404) == (
        found.status,
        found.object_reference_id,
        found.source_info["amount"],
        caught.value.http_status,
    )


def test_orders_are_listed_by_pages() -> None:
    """The newest first; a page past the end is empty."""
    client, _ = shop()
    for number in ("A1", "A2", "A3"):
        client.create_order(Due("10"), order_id=number)
    pages = [client.orders(count=2, offset=each) for each in (0, 2, 4)]

    assert [(3, ["A3", "A2"]), (3, ["A1"]), (3, [])] == [
        (page.total, [each.order_id for each in page.list]) for page in pages
    ]


@pytest.mark.parametrize("path", ["/order/list?count=x", "/nothing", "/orders/A1/x"])
def test_the_fake_gateway_knows_no_other_lookups(path: str) -> None:
    """A count that is none, and paths that are not there."""
    _, there, _ = paid()
    made = juspay.order_status(SHOP, order_id="A1")
    kind = "POST" if path.endswith("/x") else "GET"
    request = Request(kind, f"https://sandbox.juspay.in{path}", made.headers)
    assert there.send(request).status in {400, 404}


def test_held_money_is_taken_and_given_back() -> None:
    """By the client: a part, the rest, and a void of another order."""
    client, there = shop()
    for number in ("A1", "A2"):
        client.create_order(Due("1054.25"), order_id=number)
        there.take(there.gateway.authorize(number))
    held = client.order_status("A1")
    part = client.capture(held, amount="1000", idempotence_key="k1")
    rest = client.capture(held, amount="54.25", idempotence_key="k2")
    void = client.void(client.order_status("A2"))

    assert ["PARTIAL_CHARGED", "CHARGED", "VOIDED"] == [
        each.status for each in (part, rest, void)
    ]


def test_the_same_from_an_event_loop() -> None:
    """Each call of the other client."""
    client, there, order = paid()

    class Sends:
        async def send(self, request: Request) -> Response:
            return there.send(request)

    waiting = AsyncJuspayClient(SHOP, Sends())

    async def asked() -> list[object]:
        await waiting.create_order(Due("10"), order_id="A2")
        there.take(there.gateway.authorize("A2"))
        held = await waiting.order_status("A2")
        captured = await waiting.capture(held)
        await waiting.create_order(Due("10"), order_id="A3")
        there.take(there.gateway.authorize("A3"))
        void = await waiting.void(await waiting.order_status("A3"))
        back = await waiting.refund_txn(
            txn_id=order.txn_id, unique_request_id="R1", amount="1"
        )
        mandates = await waiting.mandates("cst_1")
        page = await waiting.orders()
        offered = await waiting.offers(
            Due("10"), paying_with=[UPI], customer_id="cst_1"
        )
        with pytest.raises(GatewayError):
            await waiting.notification_status("N1")
        return [
            captured.status,
            void.status,
            back.status,
            mandates.count,
            page.count,
            offered,
        ]

    assert ["CHARGED", "VOIDED", "PENDING", 0, 3, OfferList()] == asyncio.run(asked())
    assert "CHARGED" == client.order_status("A1").status
