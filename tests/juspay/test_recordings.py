# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Our bytes next to those the official Python SDK put on the wire.

`encode_form` on a recording's own pairs gives the recorded body; where our request
differs from that SDK's, the difference is a row of `DIFFERENCES`.
"""

from __future__ import annotations

import json

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from checkout_core.errors import CheckoutError
from checkout_core.http import decode_form, encode_form
from checkout_core.juspay import Address, Credentials, create_order
from tests.paths import DOCS


DATA = Path(__file__).parent / "data"
LABELS = [
    (each["label"], at)
    for each in json.loads(
        (DATA / "sdk-expresscheckout-1.0.4.json").read_text(encoding="utf-8")
    )["recordings"]
    for at in range(len(each["requests"]))
]


def pairs_of(kwargs: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the pairs the SDK makes of its keyword arguments."""
    pairs = []
    for key, value in kwargs.items():
        match value:
            case None:
                continue
            case {"$float": text} | {"$decimal": text}:
                found = [str(float(text)) if "$float" in value else text]
            case dict():
                found = list(value)
            case list():
                found = value
            case _:
                found = [str(value)]
        pairs += [(key, each) for each in found]
    return pairs


@pytest.mark.parametrize(("label", "at"), LABELS)
def test_a_recordings_own_pairs_encode_to_the_recorded_bytes(
    label: str, at: int, recordings: dict[str, Any]
) -> None:
    """The form encoding is the official SDK's, byte for byte."""
    recording = recordings[label]
    request = recording["requests"][at]
    recorded = request["body"] or request["request_line"].partition("?")[2][:-9]
    assert recorded == encode_form(pairs_of(recording["input"]["kwargs"]))


@pytest.mark.parametrize(("label", "at"), LABELS)
def test_a_recorded_body_is_decoded_to_its_pairs(
    label: str, at: int, recordings: dict[str, Any]
) -> None:
    """Decoding is the other way round."""
    recording = recordings[label]
    body = recording["requests"][at]["body"]
    expected = pairs_of(recording["input"]["kwargs"]) if body else []
    assert tuple(expected) == decode_form(body)


#: What differs between our create and that of expresscheckout 1.0.4, and why.
DIFFERENCES = [
    # what, the SDK's, ours
    ("path", "/order/create", "/orders"),
    ("version", None, "2023-01-01"),
    ("x-merchantid", None, "merchant-id"),
    ("x-routing-id", None, "LOOP123"),
    ("JuspayAPILibrary", "Python v1.0", None),
    ("Authorization", "Basic TE9PUEJBQ0tfS0VZOg==", "Basic TE9PUEJBQ0tfS0VZOg=="),
    (
        "Content-Type",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded",
    ),
    ("form currency", None, "INR"),
    ("form customer_id", None, ""),
    ("form options.get_client_auth_token", None, "true"),
]


@pytest.mark.parametrize(("what", "theirs", "ours"), DIFFERENCES)
def test_the_table_of_differences(
    what: str,
    theirs: str | None,
    ours: str | None,
    recordings: dict[str, Any],
    payable: Any,
    credentials: Credentials,
) -> None:
    """Each row holds for the recorded request and for ours."""
    recorded = recordings["create_min_int"]["requests"][0]
    request = create_order(payable(Decimal(1000)), credentials, order_id="LOOP123")
    seen = {
        "path": recorded["request_line"].split()[1],
        **dict(recorded["headers"]),
        **{f"form {key}": value for key, value in decode_form(recorded["body"])},
    }
    sent = {
        "path": request.url.removeprefix("https://sandbox.juspay.in"),
        **dict(request.headers),
        **{
            f"form {key}": value
            for key, value in decode_form(request.body.decode("ascii"))
        },
    }
    assert (theirs, ours) == (seen.get(what), sent.get(what))


def test_the_differences_stand_in_the_page() -> None:
    """Every row of the table that is one, in its order."""
    text = (DOCS / "how-to" / "juspay.md").read_text(encoding="utf-8")

    def shown(value: str | None) -> str:
        return "not sent" if value is None else value or "empty"

    rows = [
        f"| {what} | {shown(theirs)} | {shown(ours)} |\n"
        for what, theirs, ours in DIFFERENCES
        if theirs != ours
    ]
    assert "".join(rows) in text


#: What that SDK sends and we write otherwise or refuse: label, ours or our code.
VALUES = [
    ("create_amount_float_1.10", "amount", "1.1", "1.10"),
    ("create_amount_decimal", "amount", "100.10", "100.10"),
    ("create_bool_field", "options.get_client_auth_token", "True", "true"),
]


@pytest.mark.parametrize(("label", "key", "theirs", "ours"), VALUES)
def test_values_are_written_plainly(
    label: str,
    key: str,
    theirs: str,
    ours: str,
    recordings: dict[str, Any],
    payable: Any,
    credentials: Credentials,
) -> None:
    """No float's tail, no Python word for true."""
    recorded = dict(decode_form(recordings[label]["requests"][0]["body"]))
    amount = ours if key == "amount" else "1"
    request = create_order(payable(Decimal(amount)), credentials, order_id="A1")
    assert (theirs, ours) == (
        recorded[key],
        dict(decode_form(request.body.decode("ascii")))[key],
    )


#: Recordings of what we refuse: label, the path and code of our fault.
REFUSALS = [
    ("create_amount_float_sum", "amount", "float_given"),
    ("create_amount_float_big", "amount", "float_given"),
    ("create_amount_float_1e22", "amount", "float_given"),
    ("create_amount_nan", "amount", "float_given"),
    ("create_amount_str_3dp", "amount", "amount_decimals"),
    ("create_amount_negative", "amount", "amount_not_positive"),
    ("create_list_field", "udf6", "type_expected"),
    ("create_dict_field", "metadata", "metadata_typed"),
    ("create_unknown_field", "ammount", "field_unknown"),
    ("create_long_order_id", "order_id", "order_id_too_long"),
    ("create_missing_order_id", "order_id", "order_id_missing"),
    ("create_return_url_query", "return_url", "url_ip_address"),
]


@pytest.mark.parametrize(("label", "path", "code"), REFUSALS)
def test_what_that_sdk_sends_unchecked_is_refused(
    label: str,
    path: str,
    code: str,
    recordings: dict[str, Any],
    payable: Any,
    credentials: Credentials,
) -> None:
    """The first fault names the field and the rule."""
    given = dict(recordings[label]["input"]["kwargs"])
    amount = given.pop("amount")
    if isinstance(amount, dict):
        amount = float(amount["$float"])
    with pytest.raises(CheckoutError) as caught:
        create_order(
            payable(amount), credentials, order_id=given.pop("order_id", None), **given
        )
    found = caught.value.faults[0]
    assert (path, code) == (found.path.partition(".")[0], found.code)


def test_the_full_recording_holds_what_we_send(
    recordings: dict[str, Any], payable: Any, credentials: Credentials
) -> None:
    """Given the 34 fields, our pairs are theirs and the option for the token."""
    recorded = decode_form(recordings["create_full"]["requests"][0]["body"])
    given = dict(recorded)
    addresses: dict[str, Any] = {
        f"{kind}_address": Address(
            **{
                key.removeprefix(f"{kind}_address_"): given.pop(key)
                for key in list(given)
                if key.startswith(f"{kind}_address_")
            }
        )
        for kind in ("billing", "shipping")
    }
    quote = payable(Decimal(given.pop("amount")))
    fields: dict[str, Any] = given
    request = create_order(quote, credentials, **fields, **addresses)
    assert sorted([*recorded, ("options.get_client_auth_token", "true")]) == sorted(
        decode_form(request.body.decode("ascii"))
    )
