# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The two payment endpoints: from the request to the envelope, and Juspay between."""

from __future__ import annotations

import json

from decimal import Decimal
from typing import Any

import pytest

from attrs import evolve

from checkout_core import Address, GatewayError, dumps, read_quote, write_quote
from checkout_core.http import Response
from checkout_core.juspay import Credentials, MandateTerms
from checkout_core.juspay.customer import juspay_address
from checkout_core.juspay.gateway import JuspayGateway
from checkout_core.orders import Order
from checkout_core.refunds import RefundPolicy
from checkout_core.testing.gateway import Gateway, Loopback, Trouble
from checkout_core.wire.endpoints import (
    begin_create_order,
    finish_create_order,
)
from checkout_core.wire.envelopes import Answered, PaymentPending, content_of
from tests.factories.endpoints import (
    EXPRESS,
    HYPER,
    PAGE_INFO,
    SHOP,
    begin,
    cart,
    failed,
    through,
    valid,
)
from tests.factories.orders import NOON, moved, paid, priced
from tests.paths import PAGES


#: What the vendor's pages show, as it stands there.
CREATED_PAGE = json.loads((PAGES / "create-order.json").read_text())["content"]
INFO_PAGE = CREATED_PAGE["payment_info"]
#: Keys that speak of a subscription; three of them end with a blank.
MANDATE_KEYS = [
    key
    for key in INFO_PAGE["sdk_payload"]["payload"]
    if key.startswith(("options.", "mandate."))
]
SDK_KEYS = [
    key for key in INFO_PAGE["sdk_payload"]["payload"] if key not in MANDATE_KEYS
]


class TestHyperCheckout:
    """The payment page: a session, and the payload that opens it."""

    def test_every_key_of_the_page(self) -> None:
        """All are there, those of subscriptions only with a mandate."""
        content = valid(through(begin(HYPER)))
        info = content["payment_info"]

        assert list(CREATED_PAGE) == list(content)
        assert set(CREATED_PAGE["order"]) <= set(content["order"])
        assert list(INFO_PAGE) == list(info)
        for name in ("payment_links", "sdk_payload"):
            assert list(INFO_PAGE[name]) == list(info[name])
        assert SDK_KEYS == list(info["sdk_payload"]["payload"])
        assert content["payment_required"]

    def test_the_amount_is_exact(self) -> None:
        """Juspay answers with a float's text; the page is opened with ours."""
        content = valid(through(begin(HYPER)))

        assert (Decimal("843.30"), "843.30") == (
            content["order"]["to_be_paid"],
            content["payment_info"]["sdk_payload"]["payload"]["amount"],
        )

    def test_what_a_cancellation_would_keep(self) -> None:
        """It is said by the policy that will be used, paid with credit or money."""
        kept = RefundPolicy(cancellation_charge=40, cancellation_reason="packing")
        quoted = cart(credit_balance_used=500)
        content = valid(through(begin(HYPER, quoted, refunds=kept)))

        assert {
            "loyalty_point": 400,
            "refundable_amount": Decimal("460.00"),
            "cancellation_charges": Decimal("40.00"),
            "cancellation_charges_reason": "packing",
            # Nobody has paid by anything yet.
            "payment_mode": "bank-transfer",
        } == content["order"]["cancellation_refund_details"]

    def test_with_a_mandate(self) -> None:
        """Three keys end with a blank, as the vendor writes them."""
        terms = MandateTerms(max_amount=1000, frequency="MONTHLY", rule_value=5)
        need = begin(HYPER, mandate=terms)
        assert isinstance(need, PaymentPending)
        assert b"mandate.frequency" in need.call.body
        info = content_of(through(need))["payment_info"]

        assert list(INFO_PAGE["sdk_payload"]["payload"]) == [
            *SDK_KEYS,
            *MANDATE_KEYS,
        ]
        assert SDK_KEYS + MANDATE_KEYS == list(info["sdk_payload"]["payload"])

    @pytest.mark.parametrize(
        ("frequency", "differs"),
        [
            ("MONTHLY", ["mandate.rule_value "]),
            ("WEEKLY", ["mandate.frequency", "mandate.rule_value "]),
        ],
    )
    def test_where_the_vendor_types_mean_something_else(
        self, frequency: str, differs: list[str]
    ) -> None:
        """They list ranges, "1-7", and one frequency: the mandate's own are written."""
        terms = MandateTerms(max_amount=1000, frequency=frequency, rule_value=5)
        info = content_of(through(begin(HYPER, mandate=terms)))["payment_info"]
        found = PAGE_INFO.iter_errors(json.loads(dumps(info)))

        assert differs == sorted(str(each.path[-1]) for each in found)
        payload = info["sdk_payload"]["payload"]
        assert (frequency, "5") == (
            payload["mandate.frequency"],
            payload["mandate.rule_value "],
        )

    def test_what_is_sent(self) -> None:
        """The amount, who pays and where they live, in Juspay's words."""
        need = begin({**HYPER, "gateway_reference_id": "BUS"})
        assert isinstance(need, PaymentPending)
        sent = json.loads(need.call.body)

        assert {
            "order_id": "ORD-1",
            "amount": "843.30",
            "currency": "INR",
            "customer_id": "u1",
            "customer_email": "meera@example.in",
            "customer_phone": "9876543210",
            "first_name": "Meera",
            "last_name": "Nair",
            "billing_address_postal_code": "560001",
            "billing_address_line3": "opposite the post office",
            "billing_address_country_code_iso": "IND",
            "metadata.JUSPAY:gateway_reference_id": "BUS",
            "action": "paymentPage",
        }.items() <= sent.items()

    def test_a_request_id_of_the_caller(self) -> None:
        """Where the answer has none."""
        need = begin(HYPER)
        assert isinstance(need, PaymentPending)
        answer = json.loads(Loopback(Gateway(at=NOON)).send(need.call).body)
        del answer["sdk_payload"]["requestId"]
        envelope = finish_create_order(
            need, Response(200, (), json.dumps(answer).encode()), request_id="r-1"
        )

        assert "r-1" == content_of(envelope)["payment_info"]["sdk_payload"]["requestId"]

    @pytest.mark.parametrize(
        ("amount", "status"),
        [("843.3", 200), (None, 200), ("843.31", 502), ("much", 502)],
    )
    def test_the_amount_of_the_answer(self, amount: str | None, status: int) -> None:
        """However it is written; another one is no answer to this request."""
        need = begin(HYPER)
        assert isinstance(need, PaymentPending)
        answer = json.loads(Loopback(Gateway(at=NOON)).send(need.call).body)
        answer["sdk_payload"]["payload"]["amount"] = amount
        body = json.dumps(answer).encode()

        assert status == finish_create_order(need, Response(200, (), body)).status

    def test_an_answer_without_links(self) -> None:
        """What is not there is empty, and nothing is made up."""
        need = begin(HYPER)
        assert isinstance(need, PaymentPending)
        answer = json.loads(Loopback(Gateway(at=NOON)).send(need.call).body)
        for key in ("payment_links", "order_expiry"):
            del answer[key]
        body = json.dumps(answer).encode()
        info = valid(finish_create_order(need, Response(200, (), body)))["payment_info"]

        assert ({"web": "", "expiry": None}, "") == (
            info["payment_links"],
            info["order_expiry"],
        )

    def test_a_guest_without_an_address(self) -> None:
        """Nothing about who pays is needed."""
        quote = cart(billing_address=None, shipping_address=None)

        assert through(begin(HYPER, quote)).success


class TestExpressCheckout:
    """A payment that is started at once."""

    def test_where_the_shopper_goes_on(self) -> None:
        """The transaction and the page that authenticates it."""
        info = valid(through(begin(EXPRESS)))["payment_info"]

        assert ("ORD-1", "PENDING_VBV", "GET") == (
            info["order_id"],
            info["status"],
            info["payment"]["authentication"]["method"],
        )

    def test_a_upi_address_is_asked(self) -> None:
        """A collect request goes to an address."""
        collect = {**EXPRESS, "payment_method": "UPI_COLLECT", "upi_vpa": "meera@upi"}
        need = begin(collect)

        assert isinstance(need, PaymentPending)
        assert b"upi_vpa=meera%40upi" in need.call.body

    def test_parameters_of_an_app(self) -> None:
        """What opens the shopper's app is handed on."""
        need = begin(EXPRESS)
        assert isinstance(need, PaymentPending)
        body = {
            "order_id": "ORD-1",
            "txn_id": "t",
            "txn_uuid": "u",
            "status": "PENDING_VBV",
            "payment": {"sdk_params": {"tr": "1", "amount": "843.30"}},
        }
        answer = Response(200, (), json.dumps(body).encode())
        info = valid(finish_create_order(need, answer))["payment_info"]

        assert {"sdk_params": {"tr": "1", "amount": "843.30"}} == info["payment"]

    def test_what_the_answer_has_no_place_for(self) -> None:
        """Other parameters stay out, and all that is there is text."""
        need = begin(EXPRESS)
        assert isinstance(need, PaymentPending)
        body = {
            "order_id": "ORD-1",
            "status": "PENDING_VBV",
            "payment": {
                "authentication": {"url": ""},
                "sdk_params": {"tr": 1, "mcc": "5411", "tid": None},
            },
        }
        answer = Response(200, (), json.dumps(body).encode())
        info = valid(finish_create_order(need, answer))["payment_info"]

        assert {"sdk_params": {"tr": "1"}} == info["payment"]

    def test_a_form_to_post(self) -> None:
        """The answer can only name a page to open: no GET is made of a POST."""
        need = begin(EXPRESS)
        assert isinstance(need, PaymentPending)
        way = {"url": "https://bank.example/acs", "method": "POST"}
        body = {"order_id": "ORD-1", "payment": {"authentication": way}}
        answer = Response(200, (), json.dumps(body).encode())
        envelope = finish_create_order(need, answer)

        assert (502, "unusable_answer") == (envelope.status, envelope.document["code"])

    def test_no_mandate(self) -> None:
        """A debit that could never be repeated is not begun."""
        terms = MandateTerms(max_amount=1000, frequency="MONTHLY", rule_value=5)

        assert (400, "invalid_request", ["mandate"]) == failed(
            begin(EXPRESS, mandate=terms)
        )

    def test_an_answer_without_a_payment(self) -> None:
        """Nothing to go on with is nothing."""
        need = begin(EXPRESS)
        assert isinstance(need, PaymentPending)
        body = b'{"order_id": "ORD-1", "status": "PENDING_VBV"}'
        info = valid(finish_create_order(need, Response(200, (), body)))["payment_info"]

        assert ({}, "") == (info["payment"], info["txn_id"])


class TestWithoutACall:
    """What is answered at once."""

    def test_nothing_to_pay(self) -> None:
        """Credit pays for everything."""
        quote = cart(credit_balance_used="500.00", lines=[priced().cart.lines[2]])
        done = begin(HYPER, quote)

        assert isinstance(done, Answered)
        content = valid(done.envelope)
        assert (False, {}, "confirmed") == (
            content["payment_required"],
            content["payment_info"],
            content["order"]["status"],
        )

    def test_no_payment_method(self) -> None:
        """The order is made, and paid later."""
        done = begin()

        assert isinstance(done, Answered)
        assert isinstance(done.order, Order)
        content = valid(done.envelope)
        assert (True, {}) == (content["payment_required"], content["payment_info"])

    def test_an_order_that_is_there_is_not_made_again(self) -> None:
        """Its payment is asked for once more, under an id of its own."""
        first = begin(HYPER)
        assert isinstance(first, PaymentPending)
        again = begin(HYPER, number="ORD-9", existing=first.order)

        assert isinstance(again, PaymentPending)
        assert ("ORD-1", "ORD-1", "ORD-1-2") == (
            again.order.number,
            first.call.order_id,
            again.call.order_id,
        )
        assert [("ORD-1", "started"), ("ORD-1-2", "started")] == [
            (each.id, each.state) for each in again.order.payments
        ]

    def test_what_is_left_of_it(self) -> None:
        """A part was paid: the rest is asked for."""
        order = paid(Order.placed(cart(), number="ORD-1", at=NOON), "100.00")
        need = begin(HYPER, existing=order)

        assert isinstance(need, PaymentPending)
        assert "743.30" == json.loads(need.call.body)["amount"]

    def test_a_paid_order(self) -> None:
        """There is nothing to ask for."""
        order = paid(Order.placed(cart(), number="ORD-1", at=NOON))
        done = begin(HYPER, existing=order)

        assert isinstance(done, Answered)
        assert not valid(done.envelope)["payment_required"]

    def test_a_cancelled_order(self) -> None:
        """It is over."""
        order = moved(Order.placed(cart(), number="ORD-1", at=NOON), "cancelled")

        assert (409, "order_cancelled", []) == failed(begin(HYPER, existing=order))

    def test_no_such_cart(self) -> None:
        """Nothing is there, or something else."""
        assert (404, "cart_not_found", []) == failed(begin(quote=cart(id="cart_02")))
        assert (404, "cart_not_found", []) == failed(
            begin_create_order(
                '{"cart_id": "cart_01"}', None, gateway=SHOP, order_number="N", at=NOON
            )
        )


@pytest.mark.parametrize(
    ("request_", "paths"),
    [
        ("not json", [""]),
        ([], [""]),
        ({}, ["cart_id"]),
        ({"cart_id": ""}, ["cart_id"]),
        ({"cart_id": "cart_01", "cart": 1}, ["cart"]),
        ({"cart": 1}, ["cart", "cart_id"]),
        ({"cart_id": "cart_01", "payment_method": 1}, ["payment_method"]),
        (
            {"cart_id": "cart_01", "payment_method": {}},
            [
                "payment_method.payment_provider_slug",
                "payment_method.integration_type",
                "payment_method.return_url",
            ],
        ),
        (
            {
                "cart_id": "cart_01",
                "payment_method": {**HYPER, "payment_provider_slug": "other"},
            },
            ["payment_method.payment_provider_slug"],
        ),
        (
            {
                "cart_id": "cart_01",
                "payment_method": {**HYPER, "integration_type": "magic"},
            },
            ["payment_method.integration_type"],
        ),
        (
            {"cart_id": "cart_01", "payment_method": {**HYPER, "action": "run"}},
            ["payment_method.action"],
        ),
        (
            {
                "cart_id": "cart_01",
                "payment_method": {**HYPER, "card_number": "4111111111111111"},
            },
            ["payment_method.card_number"],
        ),
        (
            {
                "cart_id": "cart_01",
                "payment_method": {
                    **EXPRESS,
                    "payment_method_type": "CARD",
                    "payment_method": "",
                },
            },
            ["payment_method.payment_method_type", "payment_method.payment_method"],
        ),
        (
            {
                "cart_id": "cart_01",
                "payment_method": {
                    **EXPRESS,
                    "return_url": "https://x.example/?a=1",
                    "gateway_reference_id": 7,
                    "upi_vpa": "\x00",
                },
            },
            [
                "payment_method.gateway_reference_id",
                "payment_method.upi_vpa",
                "payment_method.return_url",
            ],
        ),
    ],
)
def test_a_bad_request(request_: Any, paths: list[str]) -> None:
    """400, with every fault and its path."""
    assert (400, "invalid_request", paths) == failed(begin(request=request_))


def test_an_order_number_that_juspay_refuses() -> None:
    """It is a fault before anything is sent."""
    assert (400, "invalid_request", ["order_id"]) == failed(
        begin(HYPER, number="an order number")
    )


@pytest.mark.parametrize(
    ("trouble", "status", "code"),
    [
        (Trouble.NO_CONNECTION, 502, "no_answer"),
        (Trouble.TIMEOUT_AFTER_ACCEPT, 502, "no_answer"),
        (Trouble.MALFORMED_JSON, 502, "unusable_answer"),
    ],
)
def test_a_gateway_that_fails(trouble: Trouble, status: int, code: str) -> None:
    """An envelope says so."""
    gateway = Loopback(Gateway(at=NOON).failing(trouble))
    envelope = through(begin(HYPER), gateway)

    assert (status, code, False) == (
        envelope.status,
        envelope.document["code"],
        envelope.document["success"],
    )


def test_a_key_that_juspay_does_not_know() -> None:
    """The merchant's credentials are wrong: nothing that a shopper can do about."""
    shop = JuspayGateway(
        credentials=Credentials("merchant-id", "ANOTHER_KEY"),
        payment_page_client_id="shop",
    )
    envelope = through(begin(HYPER, gateway=shop))

    assert (502, "gateway_refuses_us", False) == (
        envelope.status,
        envelope.document["code"],
        "key" in envelope.document["message"].lower(),
    )


def test_the_fields_a_gateway_complains_about() -> None:
    """They are errors of the envelope."""
    need = begin(HYPER)
    error = GatewayError("bad phone", http_status=400, fields=("customer_phone",))
    assert isinstance(need, PaymentPending)
    envelope = finish_create_order(need, error)

    assert (502, "gateway_error", ["customer_phone"]) == (
        envelope.status,
        envelope.document["code"],
        [each["path"] for each in envelope.document["errors"]],
    )


def test_what_is_not_known_is_not_repeated() -> None:
    """A card's number that came by mistake stands in no answer."""
    done = begin({**HYPER, "card_number": "4111111111111111"})
    assert isinstance(done, Answered)

    assert "4111" not in dumps(done.envelope.document)


def test_where_no_money_moves_localhost_will_do() -> None:
    """And nowhere else."""
    here = {**HYPER, "return_url": "http://localhost/paid"}
    real = evolve(SHOP, environment="production")

    assert isinstance(begin(here), PaymentPending)
    assert (400, "invalid_request", ["payment_method.return_url"]) == failed(
        begin(here, gateway=real)
    )
    assert (400, "invalid_request", ["environment"]) == failed(
        begin(HYPER, gateway=evolve(SHOP, environment="moon"))
    )


def test_an_address_abroad() -> None:
    """Its three letters are not ours to guess."""
    assert juspay_address(Address(country="Germany")).country_code_iso is None


def test_a_quote_that_does_not_add_up() -> None:
    """409: the cart has to be priced again."""
    bad = read_quote(dumps(write_quote(cart())), verify=False)
    figures = bad.figures
    object.__setattr__(figures.totals, "to_be_paid", Decimal("1.00"))

    assert 409 == failed(begin(HYPER, bad))[0]


def test_an_order_that_cannot_be_placed() -> None:
    """Its number is what the host made, and has to be one."""
    assert (400, "invalid_request", ["number"]) == failed(begin(None, number=""))
