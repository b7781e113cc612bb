# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""JSON text in, JSON text out, for programs that make floats of numbers too."""

from __future__ import annotations

import json

from decimal import Decimal
from typing import Any

import pytest

from attrs import asdict
from hypothesis import given
from hypothesis import strategies as st

from checkout_core import (
    CheckoutError,
    dumps,
    evaluate,
    quote,
    read_checkout,
    read_quote,
    write_evaluation,
    write_order,
    write_quote,
)
from checkout_core.values import JsonText
from checkout_core.wire import answer_text, loads
from checkout_core.wire.calls import CALLS
from checkout_core.wire.writer import MOST_EXACT
from tests.factories.tables import case
from tests.paths import CASES, MORE_CASES


DOCUMENTS = [
    pytest.param(found["document"], id=f"{path.parent.name}/{path.stem}")
    for room in (CASES, MORE_CASES)
    for path in sorted(room.glob("*.json"))
    if not (found := loads(path.read_bytes()))["expected"].get("error")
]
LINE = {"product_id": "tea", "quantity": 2, "selling_price": "12.50", "tax_rate": 0}


def checkout(**more: Any) -> str:
    """Return the text of a checkout document: two units for 12.50, without tax."""
    return dumps({"cart": {"currency": "INR", "cart_items": [LINE], **more}})


def asked(call: Any, document: str, amounts: Any = "text") -> dict[str, Any]:
    """Return an answer as JavaScript reads it: every number with a point is a float."""
    found: dict[str, Any] = json.loads(answer_text(call, document, amounts))
    return found


def numbers(value: Any) -> set[Any]:
    """Return every number of a document."""
    match value:
        case dict():
            return set[Any]().union(*map(numbers, value.values()))
        case list():
            return set[Any]().union(*map(numbers, value))
        case int() | float() if not isinstance(value, bool):
            return {value}
    return set()


def spelled(value: Any) -> Any:
    """Return a document of Python with its decimals as text."""
    match value:
        case Decimal():
            return f"{value:f}"
        case dict():
            return {key: spelled(each) for key, each in value.items()}
        case list():
            return [*map(spelled, value)]
    return value


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_figure_is_lost_to_floats(document: dict[str, Any]) -> None:
    """Each number that is left is a count, and what was read is what was priced."""
    text = dumps(document)
    read = read_checkout(text)
    sold = quote(read.cart, read.store, at=read.at)
    judged = evaluate(read.cart, read.store, at=read.at)
    price, verdicts = asked("price", text), asked("evaluate", text)

    assert set() == {
        each
        for each in numbers([price, verdicts])
        if not isinstance(each, int) or abs(each) > MOST_EXACT
    }
    assert {
        "order": spelled(write_order(sold, **asdict(read.order))),
        "quote": spelled(write_quote(sold)),
    } == price
    assert spelled(write_evaluation(judged)) == verdicts


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_quote_that_went_through_floats_verifies(document: dict[str, Any]) -> None:
    """It is written again by an encoder that knows of no decimals."""
    sold = asked("price", dumps(document))["quote"]

    assert {
        "adds_up": True,
        "currency": sold["currency"],
        "to_be_paid": sold["totals"]["to_be_paid"],
    } == asked("verify", json.dumps(sold))


def test_numbers_of_the_host_come_back_as_text() -> None:
    """What they put into a cart would be rounded, so the fingerprint is of its text."""
    metadata = '{"weight": 1.50, "id": 1234567890123456789, "count": 3, "far": 1e400}'
    as_text = {
        "weight": "1.50",
        "id": "1234567890123456789",
        "count": 3,
        "far": "1e400",
    }
    found = asked("price", checkout(metadata=JsonText((metadata.encode(),))))

    assert [as_text, as_text] == [
        found["order"]["metadata"],
        found["quote"]["cart"]["metadata"],
    ]
    assert asked("verify", json.dumps(found["quote"]))["adds_up"]


def test_numbers_by_default() -> None:
    """As the documents of Python have them."""
    text = answer_text("price", checkout())
    exact = loads(text)
    quoted = read_quote(dumps(exact["quote"]))

    assert '"to_be_paid": 25.00,' in text
    assert (write_order(quoted), write_quote(quoted)) == (
        exact["order"],
        exact["quote"],
    )


def test_the_facts_of_the_order() -> None:
    """They come from the document."""
    document = loads(checkout())
    document["order"] = {"order_number": "A1", "status": "confirmed"}
    order = asked("price", dumps(document))["order"]

    assert ("A1", "confirmed") == (order["order_number"], order["status"])


def test_a_quote_that_was_changed() -> None:
    """It does not add up, and the faults say where."""
    sold = asked("price", checkout())["quote"]
    sold["totals"]["to_be_paid"] = "1.00"
    found = asked("verify", json.dumps(sold))

    assert (False, ["fingerprint", "totals.to_be_paid"]) == (
        found["adds_up"],
        [each["path"] for each in found["faults"]],
    )


@pytest.mark.parametrize(
    ("call", "document", "expected"),
    [
        case("no JSON", "price", "{", [("", "not_json")]),
        case("no object", "evaluate", "[]", [("", "wrong_type")]),
        case("nothing to price", "price", "{}", [("cart", "required")]),
        case("no quote", "verify", "{}", [("schema_version", "bad_schema_version")]),
        case(
            "an amount that a float made",
            "price",
            checkout().replace('"12.50"', "0.30000000000000004"),
            [("cart.cart_items[0].selling_price", "bad_amount")],
        ),
    ],
)
def test_what_is_wrong_is_data(
    call: str, document: str, expected: list[tuple[str, str]]
) -> None:
    """Each fault has a path and a code, and nothing else is answered."""
    found = asked(call, document)

    assert {"faults"} == set(found)
    assert expected == [(each["path"], each["code"]) for each in found["faults"]]


def test_half_a_pair_of_characters() -> None:
    """It is answered as its escape, which every encoding can hold."""
    text = answer_text("price", '{"cart": {"currency": "\ud800"}}')

    assert text == text.encode().decode()


@pytest.mark.parametrize("call", CALLS)
@given(document=st.text() | st.binary())
def test_any_text_has_an_answer(call: Any, document: str | bytes) -> None:
    """Nothing is raised for what is in it."""
    assert set(json.loads(answer_text(call, document))) <= {"faults", "adds_up"}


@pytest.mark.parametrize(
    ("call", "document", "amounts", "expected"),
    [
        case("another call", "buy", "{}", "text", ["call"]),
        case("other amounts", "price", "{}", "floats", ["amounts"]),
        case("both", "", "{}", "", ["call", "amounts"]),
        case("no text", "price", {}, "text", ["document"]),
    ],
)
def test_what_the_program_does_wrong_is_raised(
    call: Any, document: Any, amounts: Any, expected: list[str]
) -> None:
    """It is told by its argument."""
    with pytest.raises(CheckoutError) as caught:
        answer_text(call, document, amounts)

    assert expected == [each.path for each in caught.value.faults]


def test_a_quote_in_another_way() -> None:
    """Its numbers are as they were given, or text."""
    quoted = read_quote(dumps(loads(answer_text("price", checkout()))["quote"]))
    amounts: Any = "floats"
    with pytest.raises(CheckoutError) as caught:
        write_quote(quoted, amounts=amounts)

    assert ["amounts"] == [each.path for each in caught.value.faults]
