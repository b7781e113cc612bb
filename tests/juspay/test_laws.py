# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Laws of the requests: nothing is lost on the way, nothing wrong gets through."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from string import ascii_letters, digits
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core.errors import CheckoutError
from checkout_core.http import Request, decode_form, encode_form
from checkout_core.juspay import (
    Address,
    Credentials,
    Due,
    MandateTerms,
    create_order,
    create_order_and_pay,
    create_session,
)
from checkout_core.juspay.mandates import check_mandate
from checkout_core.testing.gateway import Gateway


ALNUM = ascii_letters + digits
MERCHANT = Credentials("merchant-id", "LOOPBACK_KEY")
GATEWAY = Gateway()

texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]))
order_ids = st.text(ALNUM + "-_", min_size=1, max_size=20)
amounts = st.integers(100, 10**14).map(lambda paise: Decimal(paise) / 100)
orders = st.fixed_dictionaries(
    {"order_id": order_ids},
    optional={
        "customer_id": st.text(ALNUM + "-_ é", max_size=20).filter(
            lambda text: not text or text.strip()
        ),
        "customer_email": st.text(ALNUM + "+-", min_size=1).map(
            lambda name: f"{name[:60]}@shop.example"
        ),
        "customer_phone": st.text(digits, min_size=6, max_size=15),
        "description": texts,
        "product_id": texts.map(lambda text: text[:50]),
        "return_url": st.text(ALNUM, min_size=1, max_size=20).map(
            lambda path: f"https://shop.example/{path}"
        ),
        "gateway_id": st.integers(0, 1119),
        "gateway_reference_id": texts,
        "billing_address": st.builds(Address, line1=texts.map(lambda text: text[:99])),
        "metadata": st.dictionaries(
            st.text(ALNUM, min_size=1).map(lambda key: f"PAYU:{key}"), texts, max_size=3
        ),
        "udf1": st.text(ALNUM + " ", max_size=255),
        "udf6": texts.map(lambda text: text[:255]),
    },
)


@given(amount=amounts, fields=orders)
def test_every_request_that_passes_survives_its_encoding(
    amount: Decimal, fields: dict[str, Any], payable: Any
) -> None:
    """The far side reads exactly the values that were given."""
    request = create_order(payable(amount), MERCHANT, **fields)
    body = request.body.decode("ascii")
    read = dict(parse_qsl(body, keep_blank_values=True, strict_parsing=True))
    given_texts = {
        key: str(value) for key, value in fields.items() if isinstance(value, str | int)
    }
    reference = given_texts.pop("gateway_reference_id", None)
    if reference is not None:
        given_texts["metadata.JUSPAY:gateway_reference_id"] = reference
    for key, value in fields.get("metadata", {}).items():
        given_texts[f"metadata.{key}"] = value
    if "billing_address" in fields:
        given_texts["billing_address_line1"] = fields["billing_address"].line1
    assert {
        **given_texts,
        "amount": f"{amount:f}",
    } == {key: read[key] for key in (*given_texts, "amount")}


@given(
    pairs=st.lists(st.tuples(texts, texts)).filter(lambda pairs: ("", "") not in pairs)
)
def test_encoding_is_the_standard_librarys(pairs: list[tuple[str, str]]) -> None:
    """Both sides of the form are those every server knows."""
    text = encode_form(pairs)
    assert (urlencode(pairs), tuple(pairs)) == (text, decode_form(text))


GOOD: dict[str, Any] = {
    "order_id": "ORDER-1",
    "customer_id": "cst_1",
    "customer_email": "customer@gmail.com",
    "customer_phone": "9988665522",
    "description": "Sample description",
    "return_url": "https://shop.example/payments",
    "product_id": "prod-141833",
    "gateway_id": "23",
    "gateway_reference_id": "BUS",
    "subvention_amount": "90",
    "webhook_url": "https://shop.example/hook",
    "udf1": "user5349",
    "udf6": "user_5349",
}


@given(
    name=st.sampled_from(sorted(GOOD)),
    at=st.integers(0),
    wrong=st.sampled_from("\x00\x1b\x7f\ud800"),
)
def test_one_corrupted_field_is_refused_by_its_name(
    name: str, at: int, wrong: str, payable: Any
) -> None:
    """A character that cannot be sent is refused, and only its field is named."""
    value = GOOD[name]
    cut = at % (len(value) + 1)
    fields = {**GOOD, name: f"{value[:cut]}{wrong}{value[cut:]}"}
    with pytest.raises(CheckoutError) as caught:
        create_order(payable(), MERCHANT, **fields)
    assert {name} == {fault.path for fault in caught.value.faults}


NOW = GATEWAY.at
RULED = {"WEEKLY": 7, "FORTNIGHTLY": 16}
RULED |= dict.fromkeys(
    ["MONTHLY", "BIMONTHLY", "QUARTERLY", "HALFYEARLY", "YEARLY"], 31
)
#: Noon in India, so that the day has twelve hours on either side.
seconds_of_today = st.integers(-6 * 3600, 6 * 3600)


@st.composite
def mandates(draw: st.DrawFn, amount: Decimal) -> MandateTerms:
    """Draw terms of a mandate that the documents allow."""
    frequency = draw(st.sampled_from([*RULED, "ONETIME", "DAILY", "ASPRESENTED"]))
    once = frequency == "ONETIME"
    fixed = amount <= Decimal("100001.00") and draw(st.booleans())
    paise = st.integers(100, 100_001_00)
    start = draw(
        st.none() | seconds_of_today.map(lambda late: NOW + timedelta(seconds=late))
    )
    days = st.integers(1, 20_000)
    return MandateTerms(
        create_mandate=draw(st.sampled_from(["REQUIRED", "OPTIONAL"])),
        max_amount=amount if fixed else Decimal(draw(paise)) / 100,
        amount_rule="FIXED" if fixed else "VARIABLE",
        frequency=frequency,
        rule_value=draw(st.integers(1, RULED[frequency]))
        if frequency in RULED
        else None,
        rule_type=draw(st.sampled_from([None, "ON", "BEFORE", "AFTER"])),
        start_date=start,
        end_date=draw(st.none() | days.map(lambda late: NOW + timedelta(days=late))),
        block_funds=draw(st.sampled_from([None, once])),
        revokable_by_customer=draw(st.sampled_from([None, True, False])),
    )


def taken_by_the_gateway(request: Request) -> None:
    """Assert that the fake gateway carries out what was built."""
    response = GATEWAY.answer(request).response
    assert response is not None
    assert (200, response.body) == (response.status, response.body)


@given(data=st.data(), amount=amounts, fields=orders)
def test_every_mandate_that_passes_is_taken_by_the_gateway(
    data: st.DataObject, amount: Decimal, fields: dict[str, Any]
) -> None:
    """The order's terms by both calls that carry them."""
    terms = data.draw(mandates(amount))
    given_fields = {**fields, "customer_id": "cst_1", "mandate": terms, "at": NOW}
    taken_by_the_gateway(create_order(Due(amount), MERCHANT, **given_fields))
    given_fields["order_id"] = fields["order_id"][:17]
    given_fields["payment_page_client_id"] = "picasso"
    taken_by_the_gateway(create_session(Due(amount), MERCHANT, **given_fields))


@given(amount=amounts, fields=orders)
def test_every_payment_that_passes_is_taken_by_the_gateway(
    amount: Decimal, fields: dict[str, Any]
) -> None:
    """An order that is paid at once, with whatever an order may have."""
    method = {"payment_method_type": "NB", "payment_method": "NB_HDFC"}
    taken_by_the_gateway(
        create_order_and_pay(Due(amount), MERCHANT, **{**fields, **method})
    )


GOOD_TERMS: dict[str, Any] = {
    "max_amount": "1000.00",
    "frequency": "MONTHLY",
    "rule_value": 1,
}
WRONG_TERMS: dict[str, list[Any]] = {
    "options.create_mandate": ["DISABLED", None, 1, "required"],
    "mandate.amount_rule": ["", None, "fixed", []],
    "mandate.max_amount": [None, 0, "0.99", "100001.01", "1.001", 1.5, "1e3", True],
    "mandate.revokable_by_customer": ["true", 1, 0],
    "mandate.block_funds": [True, "false", 1],
    "mandate.start_date": [0, "soon", NOW - timedelta(days=1), 1795501800000, 1.5],
    "mandate.end_date": [0, -1, NOW, NOW.replace(tzinfo=None), 10**20, "x", True],
    "mandate.frequency": ["HOURLY", None, "monthly", {}],
    "mandate.rule_value": [None, 0, 32, -1, True, "1", "1-31", 1.0, 10**5000],
    "mandate.rule_type": ["", "on", 1],
}


@given(data=st.data(), name=st.sampled_from(sorted(WRONG_TERMS)))
def test_one_wrong_term_is_refused_by_its_name(data: st.DataObject, name: str) -> None:
    """Under the key that would have been sent, and no other."""
    wrong = data.draw(st.sampled_from(WRONG_TERMS[name]))
    terms = MandateTerms(**{**GOOD_TERMS, name.partition(".")[2]: wrong})
    with pytest.raises(CheckoutError) as caught:
        check_mandate(terms, Decimal(1), NOW)
    assert {name} == {fault.path for fault in caught.value.faults}


WRONG: dict[str, list[Any]] = {
    "order_id": [None, "", "a" * 21, "a b", 1],
    "customer_id": [" ", 1],
    "customer_email": ["", "a", "a b@c.de", ".a@c.de"],
    "customer_phone": ["", "12", "+919988665522"],
    "description": [1, b"a"],
    "return_url": ["", "x", "https://1.2.3.4", "https://shop.de/?a", "https://a@b.de"],
    "product_id": [1],
    "gateway_id": ["", "Wick", 1.5],
    "gateway_reference_id": [1],
    "subvention_amount": ["", "0", "1.001", 1.5],
    "webhook_url": ["", "x", "https://shop.de/#a"],
    "udf1": ["_", "a" * 256, 1],
    "udf6": ["\n", "a" * 256, 1],
}


@given(data=st.data())
def test_every_set_of_wrong_fields_is_reported_whole(
    data: st.DataObject, payable: Any
) -> None:
    """The faults name exactly the fields that are wrong."""
    names = data.draw(st.sets(st.sampled_from(sorted(WRONG)), min_size=1))
    wrong = {name: data.draw(st.sampled_from(WRONG[name])) for name in sorted(names)}
    with pytest.raises(CheckoutError) as caught:
        create_order(payable(), MERCHANT, **{**GOOD, **wrong})
    assert names == {fault.path for fault in caught.value.faults}
