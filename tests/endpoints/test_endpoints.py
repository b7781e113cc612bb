# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The two payment endpoints: from the request to the envelope, and Juspay between."""

from __future__ import annotations

import json

from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import Address, GatewayError, Quote, dumps
from checkout_core.juspay import Credentials, MandateTerms, Response
from checkout_core.orders import Order
from checkout_core.testing.gateway import Gateway, Loopback, Trouble
from checkout_core.wire.endpoints import (
    begin_create_order,
    begin_juspay_create_order,
    finish_create_order,
    finish_juspay_create_order,
)
from checkout_core.wire.envelopes import (
    Done,
    Envelope,
    Need,
    Shop,
    content_of,
    juspay_address,
)
from orders.shop import NOON, moved, paid, priced


SCHEMAS = Path(__file__).parents[1] / "contract" / "schemas"
CREATED = jsonschema.Draft202012Validator(
    json.loads((SCHEMAS / "order.strict.schema.json").read_text())
)
IN_JUSPAY = jsonschema.Draft202012Validator(
    json.loads((SCHEMAS / "juspay-create-order.strict.schema.json").read_text())
)
SHOP = Shop(
    credentials=Credentials("merchant-id", "LOOPBACK_KEY"),
    payment_page_client_id="shop",
)
HYPER = {
    "payment_provider_slug": "juspay",
    "integration_type": "hyper-checkout",
    "return_url": "https://shop.example/paid",
    "action": "paymentPage",
}
EXPRESS = {
    "payment_provider_slug": "juspay",
    "integration_type": "express-checkout",
    "return_url": "https://shop.example/paid",
    "payment_method_type": "UPI",
    "payment_method": "UPI_PAY",
}
ADDRESS = {
    "id": None,
    "first_name": "Meera",
    "last_name": "Nair",
    "country_code": "+91",
    "phone": "9876543210",
    "email": "meera@example.in",
    "address_line1": "12 Lake Road",
    "address_line2": None,
    "landmark": "opposite the post office",
    "pincode": "560001",
    "city": "Bengaluru",
    "state": "Karnataka",
    "country": "India",
    "tax_identification_number": None,
    "business_name": None,
    "is_phone_verified": True,
    "is_email_verified": False,
    "nickname": None,
}
#: The keys of payment_info on the vendor's create-order page; the last six speak
#: of a subscription, and three of them end with a blank there.
SDK_KEYS = [
    "clientId",
    "merchantId",
    "clientAuthToken",
    "clientAuthTokenExpiry",
    "environment",
    "orderId",
    "amount",
    "action",
    "customerId",
    "firstName",
    "lastName",
    "returnUrl",
    "customerPhone",
    "customerEmail",
    "currency",
    "description",
]
MANDATE_KEYS = [
    "options.createMandate",
    "mandate.maxAmount",
    "mandate.start_date ",
    "mandate.end_date ",
    "mandate.frequency",
    "mandate.rule_value ",
]
JUSPAY_KEYS = {
    *("id", "status_id", "status", "return_url", "refunded", "product_id"),
    *("payment_links", "order_id", "merchant_id", "juspay", "date_created"),
    *("customer_phone", "customer_id", "customer_email", "currency"),
    *("amount_refunded", "amount"),
    *(f"udf{n}" for n in range(1, 11)),
}


def cart(**fields: Any) -> Quote:
    """Return the quote of a cart with an id and addresses."""
    home = Address(**ADDRESS)
    given = {
        "id": "cart_01",
        "billing_address": home,
        "shipping_address": home,
        "fulfillment_preference": {
            "fulfillment_type": "delivery",
            "preference_type": "auto",
            "shipments": [],
        },
    }
    return priced(**{**given, **fields})


def begin(method: Any = None, quote: Quote | None = None, **more: Any) -> Done | Need:
    """Begin to create an order."""
    request = {"cart_id": "cart_01"}
    if method is not None:
        request["payment_method"] = method
    return begin_create_order(
        more.pop("request", request),
        cart() if quote is None else quote,
        more.pop("existing", None),
        shop=more.pop("shop", SHOP),
        order_number=more.pop("number", "ORD-1"),
        at=NOON,
        **more,
    )


def through(
    need: Done | Need, gateway: Loopback | None = None, **more: Any
) -> Envelope:
    """Return the answer once the call went to the gateway and back."""
    assert isinstance(need, Need)
    there = gateway or Loopback(Gateway(at=NOON))
    try:
        answer: Any = there.send(need.call)
    except GatewayError as error:
        answer = error
    return finish_create_order(need, answer, **more)


def failed(done: Done | Need) -> tuple[int, str, list[str]]:
    """Return status, code and the paths of a failure."""
    assert isinstance(done, Done)
    document = done.envelope.document
    assert document["success"] is False
    return (
        done.envelope.status,
        document["code"],
        [each["path"] for each in document["errors"]],
    )


def valid(envelope: Envelope) -> dict[str, Any]:
    """Return the content of an answer that the vendor would accept."""
    assert envelope.success
    document = json.loads(dumps(envelope.document))
    assert [] == [each.message for each in CREATED.iter_errors(document)]
    return content_of(envelope)


class TestHyperCheckout:
    """The payment page: a session, and the payload that opens it."""

    def test_every_key_of_the_page(self) -> None:
        """All are there, those of subscriptions only with a mandate."""
        content = valid(through(begin(HYPER)))
        info = content["payment_info"]

        assert [
            "id",
            "status",
            "order_id",
            "payment_links",
            "sdk_payload",
            "order_expiry",
        ] == list(info)
        assert ["requestId", "service", "payload"] == list(info["sdk_payload"])
        assert SDK_KEYS == list(info["sdk_payload"]["payload"])
        assert content["payment_required"]

    def test_the_amount_is_exact(self) -> None:
        """Juspay answers with a float's text; the page is opened with ours."""
        content = valid(through(begin(HYPER)))

        assert (Decimal("843.30"), "843.30") == (
            content["order"]["to_be_paid"],
            content["payment_info"]["sdk_payload"]["payload"]["amount"],
        )

    def test_with_a_mandate(self) -> None:
        """Three keys end with a blank, as the vendor writes them."""
        terms = MandateTerms(max_amount=1000, frequency="MONTHLY", rule_value=5)
        need = begin(HYPER, mandate=terms)
        assert isinstance(need, Need)
        assert b"mandate.frequency" in need.call.body
        gateway = Loopback(Gateway(at=NOON))
        answer = json.loads(gateway.send(need.call).body)
        answer["sdk_payload"]["payload"] |= {
            "options.createMandate": "REQUIRED",
            "mandate.maxAmount": "1000.00",
            "mandate.startDate": "1",
            "mandate.endDate": "2",
            "mandate.frequency": "MONTHLY",
            "mandate.ruleValue": "5",
        }
        body = json.dumps(answer).encode()
        envelope = finish_create_order(need, Response(200, (), body))

        payload = content_of(envelope)["payment_info"]["sdk_payload"]["payload"]
        assert SDK_KEYS + MANDATE_KEYS == list(payload)

    def test_what_is_sent(self) -> None:
        """The amount, who pays and where they live, in Juspay's words."""
        need = begin({**HYPER, "gateway_reference_id": "BUS"})
        assert isinstance(need, Need)
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
        assert isinstance(need, Need)
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
        assert isinstance(need, Need)
        answer = json.loads(Loopback(Gateway(at=NOON)).send(need.call).body)
        answer["sdk_payload"]["payload"]["amount"] = amount
        body = json.dumps(answer).encode()

        assert status == finish_create_order(need, Response(200, (), body)).status

    def test_an_answer_without_links(self) -> None:
        """What is not there is empty, and nothing is made up."""
        need = begin(HYPER)
        assert isinstance(need, Need)
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

        assert isinstance(need, Need)
        assert b"upi_vpa=meera%40upi" in need.call.body

    def test_parameters_of_an_app(self) -> None:
        """What opens the shopper's app is handed on."""
        need = begin(EXPRESS)
        assert isinstance(need, Need)
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

    def test_an_answer_without_a_payment(self) -> None:
        """Nothing to go on with is nothing."""
        need = begin(EXPRESS)
        assert isinstance(need, Need)
        body = b'{"order_id": "ORD-1", "status": "PENDING_VBV"}'
        info = valid(finish_create_order(need, Response(200, (), body)))["payment_info"]

        assert ({}, "") == (info["payment"], info["txn_id"])


class TestWithoutACall:
    """What is answered at once."""

    def test_nothing_to_pay(self) -> None:
        """Credit pays for everything."""
        quote = cart(credit_balance_used="500.00", lines=[priced().cart.lines[2]])
        done = begin(HYPER, quote)

        assert isinstance(done, Done)
        content = valid(done.envelope)
        assert (False, {}, "confirmed") == (
            content["payment_required"],
            content["payment_info"],
            content["order"]["status"],
        )

    def test_no_payment_method(self) -> None:
        """The order is made, and paid later."""
        done = begin()

        assert isinstance(done, Done)
        assert isinstance(done.order, Order)
        content = valid(done.envelope)
        assert (True, {}) == (content["payment_required"], content["payment_info"])

    def test_an_order_that_is_there_is_not_made_again(self) -> None:
        """Its payment is asked for once more, under an id of its own."""
        first = begin(HYPER)
        assert isinstance(first, Need)
        again = begin(HYPER, number="ORD-9", existing=first.order)

        assert isinstance(again, Need)
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

        assert isinstance(need, Need)
        assert "743.30" == json.loads(need.call.body)["amount"]

    def test_a_paid_order(self) -> None:
        """There is nothing to ask for."""
        order = paid(Order.placed(cart(), number="ORD-1", at=NOON))
        done = begin(HYPER, existing=order)

        assert isinstance(done, Done)
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
                '{"cart_id": "cart_01"}', None, shop=SHOP, order_number="N", at=NOON
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
                "payment_method": {**HYPER, "return_url": "https://x.example/?a=1"},
            },
            ["return_url"],
        ),
    ],
)
def test_a_bad_request(request_: Any, paths: list[str]) -> None:
    """400, with every fault and its path."""
    assert (400, "invalid_request", paths) == failed(begin(request=request_))


def test_a_moment_that_is_none() -> None:
    """Now has an offset."""
    order = Order.placed(cart(), number="ORD-1", at=NOON)
    done = begin_juspay_create_order(
        TestJuspayCreateOrder.REQUEST, order, shop=SHOP, at="noon"
    )

    assert (400, "invalid_request", ["at"]) == failed(done)


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
    """401: the merchant's credentials are wrong, not the shopper's request."""
    shop = Shop(
        credentials=Credentials("merchant-id", "ANOTHER_KEY"),
        payment_page_client_id="shop",
    )
    envelope = through(begin(HYPER, shop=shop))

    assert 401 == envelope.status


def test_the_fields_a_gateway_complains_about() -> None:
    """They are errors of the envelope."""
    need = begin(HYPER)
    error = GatewayError("bad phone", http_status=400, fields=("customer_phone",))
    assert isinstance(need, Need)
    envelope = finish_create_order(need, error)

    assert (502, "gateway_error", ["customer_phone"]) == (
        envelope.status,
        envelope.document["code"],
        [each["path"] for each in envelope.document["errors"]],
    )


class TestJuspayCreateOrder:
    """The other endpoint: an order in Juspay for an order of ours."""

    REQUEST: dict[str, Any] = {  # noqa: RUF012 - it is only read
        "order_number": "ORD-1",
        "return_url": "https://shop.example/paid",
    }

    def order(self) -> Order:
        """Return an order that is not paid."""
        return Order.placed(cart(), number="ORD-1", at=NOON)

    def begun(self, order: Order | None, **more: Any) -> Done | Need:
        """Begin, with the usual request."""
        request = more.pop("request", self.REQUEST)
        return begin_juspay_create_order(request, order, shop=SHOP, at=NOON, **more)

    def test_every_key_of_the_page(self) -> None:
        """All are there, the status id as text, the amount exact."""
        need = self.begun(self.order())
        assert isinstance(need, Need)
        answer = Loopback(Gateway(at=NOON)).send(need.call)
        envelope = finish_juspay_create_order(need, answer)
        document = json.loads(dumps(envelope.document))

        assert [] == [each.message for each in IN_JUSPAY.iter_errors(document)]
        data = content_of(envelope)["data"]
        assert set(data) == JUSPAY_KEYS
        assert ("10", "NEW", Decimal("843.30"), "u1") == (
            data["status_id"],
            data["status"],
            data["amount"],
            data["customer_id"],
        )
        assert data["juspay"]["client_auth_token"]

    def test_the_short_answer(self) -> None:
        """Older versions tell an id and links: the rest is ours or empty."""
        need = self.begun(self.order())
        assert isinstance(need, Need)
        body = b'{"status": "CREATED", "status_id": 1, "id": "o", "order_id": "ORD-1"}'
        data = content_of(finish_juspay_create_order(need, Response(200, (), body)))

        assert {
            "status_id": "1",
            "juspay": {"client_auth_token": "", "client_auth_token_expiry": ""},
            "payment_links": {"web": "", "mobile": "", "iframe": ""},
            "return_url": "https://shop.example/paid",
            "amount": Decimal("843.30"),
            "customer_email": "meera@example.in",
        }.items() <= data["data"].items()

    @pytest.mark.parametrize(
        ("request_", "paths"),
        [
            ("", [""]),
            ({}, ["order_number", "return_url"]),
            ({"order_number": 1, "return_url": ""}, ["order_number", "return_url"]),
            ({**REQUEST, "amount": 1}, ["amount"]),
            ({**REQUEST, "return_url": "paid"}, ["return_url"]),
        ],
    )
    def test_a_bad_request(self, request_: Any, paths: list[str]) -> None:
        """400, with every fault and its path."""
        found = failed(self.begun(self.order(), request=request_))

        assert (400, "invalid_request", paths) == found

    def test_no_such_order(self) -> None:
        """404, whichever order is found instead."""
        other = Order.placed(cart(), number="ORD-2", at=NOON)

        assert (404, "order_not_found", []) == failed(self.begun(None))
        assert (404, "order_not_found", []) == failed(self.begun(other))

    def test_orders_that_nobody_pays(self) -> None:
        """Paid or cancelled: 409."""
        assert (409, "nothing_to_pay", []) == failed(self.begun(paid(self.order())))
        assert (409, "order_cancelled", []) == failed(
            self.begun(moved(self.order(), "cancelled"))
        )

    def test_another_amount(self) -> None:
        """An order in Juspay that asks for something else is none of ours."""
        need = self.begun(self.order())
        assert isinstance(need, Need)
        gateway = Loopback(Gateway(at=NOON).failing(Trouble.AMOUNT_MISMATCH))
        envelope = finish_juspay_create_order(need, gateway.send(need.call))

        assert (502, "amount_differs") == (envelope.status, envelope.document["code"])

    def test_a_lost_answer(self) -> None:
        """The envelope says that nobody knows; the order is there, once."""
        need = self.begun(self.order())
        assert isinstance(need, Need)
        gateway = Loopback(Gateway(at=NOON).failing(Trouble.TIMEOUT_AFTER_ACCEPT))
        with pytest.raises(GatewayError) as lost:
            gateway.send(need.call)
        envelope = finish_juspay_create_order(need, lost.value)

        assert (502, "no_answer", 1) == (
            envelope.status,
            envelope.document["code"],
            len(gateway.gateway.orders),
        )


def test_an_address_abroad() -> None:
    """Its three letters are not ours to guess."""
    assert juspay_address(Address(country="Germany")).country_code_iso is None


def test_a_quote_that_does_not_add_up() -> None:
    """409: the cart has to be priced again."""
    good = cart()
    from checkout_core import read_quote, write_quote

    bad = read_quote(dumps(write_quote(good)))
    figures = bad.figures
    object.__setattr__(figures.totals, "to_be_paid", Decimal("1.00"))

    assert 409 == failed(begin(HYPER, bad))[0]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cart_id", "payment_method", *HYPER, *EXPRESS])
            | st.text(),
            inner,
            max_size=5,
        )
    ),
    max_leaves=10,
)


@given(JSON)
def test_whatever_is_asked_an_envelope_comes_back(request_: Any) -> None:
    """Never an exception, and nothing half done."""
    found = begin(request=request_)

    assert isinstance(found, Done | Need)


@given(
    st.integers(1, 10**9).map(lambda paise: Decimal(paise).scaleb(-2)),
    st.sampled_from([HYPER, EXPRESS]),
)
def test_what_is_sent_is_what_the_order_asks_for(
    price: Decimal, method: dict[str, str]
) -> None:
    """Whatever it costs."""
    line = priced().cart.lines[2].changed(selling_price=price)
    quote = cart(
        lines=[line],
        credit_balance_used=0,
        loyalty_points_redeemed=0,
        coupon_code=None,
        shipping=None,
    )
    need = begin(method, quote)
    if isinstance(need, Done):
        assert "below the minimum" in str(need.envelope.document) or price < 1
        return
    body = need.call.body.decode()

    assert need.order.to_be_paid == price
    assert f"{price}" in body.replace("%22", "")
