# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What a host says of its payments besides: fields, and the mandate of an order."""

from __future__ import annotations

import json

from typing import Any
from urllib.parse import parse_qsl

import pytest

from attrs import evolve

from checkout_core import CheckoutError, Line, Quote
from checkout_core.http import Response
from checkout_core.juspay import MandateTerms
from checkout_core.juspay.gateway import JuspayGateway
from checkout_core.juspay.host_fields import filled
from checkout_core.orders import Order
from checkout_core.testing.gateway import Gateway, Loopback
from checkout_core.wire.endpoints import (
    begin_juspay_create_order,
    finish_juspay_create_order,
)
from checkout_core.wire.envelopes import (
    Answered,
    CartPolicy,
    PaymentPending,
    content_of,
)
from tests.factories.endpoints import EXPRESS, HYPER, SHOP, begin, cart, failed, through
from tests.factories.faults import faults
from tests.factories.orders import NOON


SAYING = evolve(
    SHOP,
    fields={
        "udf1": "web",
        "udf6": "{order_number}/{customer_id} {{kept}}",
        "description": "Order {order_number}",
        "product_id": "box",
        "metadata": {
            "PAYPAL:brand_name": "Shop of {customer_id}",
            "PAYTM:PROMO": "diwali",
        },
    },
)
#: As they are sent for the order ORD-1 of customer u1.
SAID = {
    "udf1": "web",
    "udf6": "ORD-1/u1 {kept}",
    "description": "Order ORD-1",
    "product_id": "box",
    "metadata.PAYPAL:brand_name": "Shop of u1",
    "metadata.PAYTM:PROMO": "diwali",
}
IN_JUSPAY = {"order_number": "ORD-1", "return_url": "https://shop.example/paid"}


def in_juspay(
    shop: JuspayGateway, quote: Quote | None = None, **more: Any
) -> Answered | PaymentPending:
    """Begin juspay/create-order for an order that is not paid."""
    order = Order.placed(quote or cart(), number="ORD-1", at=NOON)
    return begin_juspay_create_order(IN_JUSPAY, order, gateway=shop, at=NOON, **more)


def created(method: Any) -> Any:
    """Return what begins create order by a method."""

    def begun(
        shop: JuspayGateway, quote: Quote | None = None, **more: Any
    ) -> Answered | PaymentPending:
        return begin(method, quote, gateway=shop, **more)

    return begun


WAYS = {"hyper": created(HYPER), "express": created(EXPRESS), "in juspay": in_juspay}


def sent(need: Answered | PaymentPending) -> dict[str, str]:
    """Return the fields of a call, those of the order without their prefix."""
    assert isinstance(need, PaymentPending)
    body = need.call.body.decode()
    found = json.loads(body) if body.startswith("{") else dict(parse_qsl(body))
    return {key.removeprefix("order."): value for key, value in found.items()}


@pytest.mark.parametrize("way", WAYS)
def test_what_the_shop_says_is_sent(way: str) -> None:
    """Its templates are filled in with the order's number and its customer."""
    found = sent(WAYS[way](SAYING))

    assert SAID == {key: found[key] for key in SAID}


@pytest.mark.parametrize("way", WAYS)
def test_what_the_host_says_stands_before_it(way: str) -> None:
    """Key by key, of the metadata too, and as it is."""
    more = {
        "udf1": "app",
        "udf10": "{order_number}",
        "description": None,
        "metadata": {"PAYTM:PROMO": "holi"},
    }
    expected = SAID | {
        "udf1": "app",
        "udf10": "{order_number}",
        "metadata.PAYTM:PROMO": "holi",
    }
    found = sent(WAYS[way](SAYING, fields=more))

    assert expected == {key: found[key] for key in expected}


@pytest.mark.parametrize("way", WAYS)
def test_all_faults_of_what_is_said_are_told(way: str) -> None:
    """Keys that are none, values that break Juspay's rules, and a line's plan."""
    fields = {
        "udf1": "user_5349",
        "udf6": "x" * 256,
        "description": 7,
        "metadata": {"colour": "red"},
        "udf11": "x",
        "gateway_id": 23,
    }
    line = Line(
        "box",
        1,
        500,
        tax_rate=0,
        on_subscription=True,
        subscription_plan="Box",
        subscription_interval=1,
        subscription_frequency="often",
    )
    found = failed(WAYS[way](SHOP, cart(lines=[line]), fields=fields))

    assert (400, "invalid_request") == found[:2]
    assert {
        "fields.udf11",
        "fields.gateway_id",
        "cart_items[0].subscription_frequency",
        "udf1",
        "udf6",
        "description",
        "metadata.colour",
    } == set(found[2])


@pytest.mark.parametrize("fields", [[], "udf1", {"udf1": 1.5}], ids=str)
def test_fields_that_are_no_object(fields: Any) -> None:
    """They are refused as what they are."""
    status, code, [path] = failed(begin(HYPER, fields=fields))

    assert (400, "invalid_request", True) == (status, code, path.startswith("fields"))


def test_the_answer_echoes_what_was_said() -> None:
    """All of the page's keys of it hold something."""
    fields = {f"udf{at}": f"value {at}" for at in range(1, 11)}
    fields["product_id"] = "box"
    need = in_juspay(SHOP, fields=fields)
    assert isinstance(need, PaymentPending)
    answer = Loopback(Gateway(at=NOON)).send(need.call)
    short = Response(200, (), b'{"order_id": "ORD-1", "status": "CREATED"}')
    for each in (answer, short):
        data = content_of(finish_juspay_create_order(need, each))["data"]
        assert fields == {key: data[key] for key in fields}


def test_the_payment_page_shows_the_description() -> None:
    """Also where the gateway's answer has none."""
    need = begin(HYPER, fields={"description": "Two boxes"})
    assert isinstance(need, PaymentPending)
    whole = Loopback(Gateway(at=NOON)).send(need.call)
    document = json.loads(whole.body)
    del document["sdk_payload"]["payload"]["description"]
    bare = Response(200, (), json.dumps(document).encode())
    for answer in (whole, bare):
        info = content_of(through(need, Told(answer)))["payment_info"]
        assert "Two boxes" == info["sdk_payload"]["payload"]["description"]


class Told(Loopback):
    """A gateway that gives one answer."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer

    def send(self, _: object) -> Response:
        """Return the answer."""
        return self.answer


def test_a_guest_has_no_id_to_fill_in() -> None:
    """Nothing stands in its place."""
    quote = cart(customer=None, loyalty_points_redeemed=0, credit_balance_used=0)
    order = Order.placed(quote, number="ORD-1", at=NOON)

    assert {"udf6": "of: "} == filled({"udf6": "of: {customer_id}"}, order)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"udf0": "x"}, [("fields.udf0", "unknown_key")]),
        ({"udf1": 1}, [("fields.udf1", "wrong_type")]),
        ({"udf1": None}, [("fields.udf1", "wrong_type")]),
        ({"udf6": "{order_id}"}, [("fields.udf6", "bad_template")]),
        ({"udf6": "{order_number.__class__}"}, [("fields.udf6", "bad_template")]),
        ({"udf6": "{order_number!r}"}, [("fields.udf6", "bad_template")]),
        ({"udf6": "{order_number:>9}"}, [("fields.udf6", "bad_template")]),
        ({"udf6": "{}"}, [("fields.udf6", "bad_template")]),
        ({"udf6": "{"}, [("fields.udf6", "bad_template")]),
        ({"udf6": "{order_number} {id}"}, [("fields.udf6", "bad_template")]),
        ({"metadata": "x"}, [("fields.metadata", "wrong_type")]),
        (
            {"metadata": {"PAYTM:a": "{x}", "PAYTM:b": 5}},
            [
                ("fields.metadata.PAYTM:a", "bad_template"),
                ("fields.metadata.PAYTM:b", "wrong_type"),
            ],
        ),
        ([], [("fields", "wrong_type")]),
        (
            {"udf1": "user_1", "udf2": "{{x}}", "udf7": "\x00"},
            [
                ("fields.udf7", "control_character"),
                ("fields.udf1", "udf_special_character"),
                ("fields.udf2", "udf_special_character"),
            ],
        ),
        (
            {"metadata": {"colour": "red", "webhook_url": "https://shop.example"}},
            [
                ("fields.metadata.colour", "metadata_key"),
                ("fields.metadata.webhook_url", "metadata_typed"),
            ],
        ),
    ],
    ids=str,
)
def test_a_shop_that_cannot_say_this(
    fields: Any, expected: list[tuple[str, str]]
) -> None:
    """What no payment could be sent with is refused when the shop is made."""
    with pytest.raises(CheckoutError) as caught:
        evolve(SHOP, fields=fields)

    assert expected == faults(caught.value)


def test_a_shop_with_other_habits() -> None:
    """Phones and carts are looked at in one of two ways each."""
    habits: dict[str, Any] = {"phones": "any", "ready": True}
    with pytest.raises(CheckoutError) as caught:
        CartPolicy(**habits)

    assert [("phones", "not_a_choice"), ("ready", "not_a_choice")] == faults(
        caught.value
    )


# Mandates ----------------------------------------------------------------------------

BOX = Line(
    "box",
    1,
    "499.00",
    tax_rate=0,
    on_subscription=True,
    subscription_plan="Monthly box",
    subscription_interval=1,
    subscription_frequency="monthly",
)


def boxed(**fields: Any) -> Quote:
    """Return the quote of a box that comes every month, and nothing else."""
    return cart(
        lines=[BOX],
        coupon_code=None,
        shipping=None,
        loyalty_points_redeemed=0,
        credit_balance_used=0,
        **fields,
    )


def test_a_subscription_asks_for_its_mandate() -> None:
    """The six keys of the page, three of them with a blank at their end."""
    info = content_of(through(begin(HYPER, boxed())))["payment_info"]
    payload = info["sdk_payload"]["payload"]

    assert {
        "options.createMandate": "REQUIRED",
        "mandate.maxAmount": "499.00",
        # 22 November 2026, 12:00 in Kolkata, and 30 x 365 + 8 days later.
        "mandate.start_date ": "1795329000",
        "mandate.end_date ": "2742100200",
        "mandate.frequency": "MONTHLY",
        "mandate.rule_value ": "22",
    } == {
        key: str(value)
        for key, value in payload.items()
        if key.startswith(("options.", "mandate."))
    }


def test_a_subscription_asks_for_its_mandate_in_juspay_too() -> None:
    """The shop's own page is opened for the same terms."""
    found = sent(in_juspay(SHOP, boxed()))

    assert ("REQUIRED", "FIXED", "499.00", "MONTHLY", "22") == (
        found["options.create_mandate"],
        found["mandate.amount_rule"],
        found["mandate.max_amount"],
        found["mandate.frequency"],
        found["mandate.rule_value"],
    )


def test_a_host_derives_the_mandate_itself() -> None:
    """By the shop's function, and for one order by the argument."""
    always = MandateTerms(max_amount="900", frequency="DAILY")
    once = MandateTerms(max_amount="800", frequency="DAILY")
    shop = evolve(SHOP, mandate=lambda order: always if order.number else None)

    assert ("900", "800") == (
        sent(begin(HYPER, boxed(), gateway=shop))["mandate.max_amount"],
        sent(begin(HYPER, boxed(), gateway=shop, mandate=once))["mandate.max_amount"],
    )


def test_a_host_asks_for_no_mandate() -> None:
    """A subscription may be billed by hand."""
    shop = evolve(SHOP, mandate=lambda _: None)
    found = sent(begin(HYPER, boxed(), gateway=shop))

    assert [] == [key for key in found if key.startswith(("options.cr", "mandate."))]


def test_a_payment_that_is_tried_again_the_next_day() -> None:
    """Its mandate starts on that day, the debits stay those of the order."""
    order = Order.placed(boxed(), number="ORD-1", at=NOON)
    next_day = "2026-11-23T09:00:00+05:30"
    need = begin_juspay_create_order(IN_JUSPAY, order, gateway=SHOP, at=next_day)
    found = sent(need)

    # 23 November 2026, 09:00 in Kolkata.
    assert ("1795404600", "22") == (
        found["mandate.start_date"],
        found["mandate.rule_value"],
    )


@pytest.mark.parametrize(
    ("method", "fields", "path"),
    [
        (EXPRESS, {}, "mandate"),
        (HYPER, {"customer": None}, "customer_id"),
    ],
    ids=["express", "guest"],
)
def test_who_cannot_agree_to_a_mandate(
    method: Any, fields: dict[str, Any], path: str
) -> None:
    """An express payment has no place for it, a guest no name to sign with."""
    assert (400, "invalid_request", [path]) == failed(begin(method, boxed(**fields)))
