# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Text that is put together of text: what was written before, and long lists."""

from __future__ import annotations

import json

from decimal import Decimal
from typing import Any

import pytest

from checkout_core.errors import CheckoutError
from checkout_core.values import JsonText, Record
from checkout_core.wire import dumps, loads
from checkout_core.wire.text import (
    MAX_CHARACTERS,
    ascii_text,
    encoded,
    read_object,
    sorted_text,
)
from tests.factories.tables import case


TEXT = JsonText((b'{"a": ', b"1}"))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        case("nothing of it", {"a": "\0", "b": [1]}, b'{"a": "\\u0000", "b": [1]}'),
        case("alone", TEXT, b'{"a": 1}'),
        case(
            "in lists and objects",
            Record({"one": [TEXT, 2], "two": {"three": TEXT}}),
            b'{"one": [{"a": 1}, 2], "two": {"three": {"a": 1}}}',
        ),
        case(
            "beside what is not ASCII",
            {"symbol": "₹", "one": TEXT},
            '{"symbol": "₹", "one": {"a": 1}}'.encode(),
        ),
        case("half a pair", {"a": "\ud800"}, b'{"a": "\\ud800"}'),
    ],
)
def test_what_is_text_already(document: Any, expected: bytes) -> None:
    """It stands in the answer as it is, byte for byte."""
    assert expected == encoded(document)


def test_the_same_by_dumps() -> None:
    """It is text there, too, and shows nothing of itself."""
    assert '[{"a": 1}]' == dumps([TEXT])
    assert "JsonText()" == repr(TEXT)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        case("an amount", [Decimal("12.50")], '["12.50"]'),
        case("a whole amount", Decimal(100), '"100"'),
        case("a tiny one", Decimal("1E-7"), '"0.0000001"'),
        case("a huge one", Decimal("1E+3"), '"1000"'),
        case("below zero", Decimal("-0.05"), '"-0.05"'),
        case("counts", [0, -7, 2**53 - 1], "[0, -7, 9007199254740991]"),
        case(
            "whole numbers that a float rounds",
            [2**53, -(2**53)],
            '["9007199254740992", "-9007199254740992"]',
        ),
        case("true, null and text", [True, None, "1.5"], '[true, null, "1.5"]'),
        case("in a record", Record({"a": (Decimal("1.0"),)}), '{"a": ["1.0"]}'),
        case("text already", [TEXT, Decimal(1)], '[{"a": 1}, "1"]'),
        case("no amount at all", loads('{"a": 1e400}'), '{"a": "1e400"}'),
    ],
)
def test_amounts_as_text(document: Any, expected: str) -> None:
    """Each number that a float would change is a string; a count stays a number."""
    assert (expected, expected.encode()) == (
        dumps(document, amounts="text"),
        encoded(document, amounts="text"),
    )


def test_amounts_as_text_on_many_lines() -> None:
    """On every level of an indented text, and with sorted keys."""
    document = {"b": [Decimal("1.50")], "a": {"c": Decimal(2)}}

    assert '{\n "a": {\n  "c": "2"\n },\n "b": [\n  "1.50"\n ]\n}' == dumps(
        document, indent=1, sort_keys=True, amounts="text"
    )


def test_amounts_in_another_way() -> None:
    """They are numbers or text; all that is wrong is told together."""
    amounts: Any = "strings"
    with pytest.raises(CheckoutError) as caught:
        dumps({}, indent=-1, amounts=amounts)

    assert [("indent", "count_out_of_range"), ("amounts", "not_a_choice")] == [
        (each.path, each.code) for each in caught.value.faults
    ]


def test_ascii() -> None:
    """Each other character has its escape, and is read as it was."""
    text = ascii_text({"₹": ["अ", Decimal("1.50"), "😀"]})

    assert '{"\\u20b9": ["\\u0905", 1.50, "\\ud83d\\ude00"]}' == text
    assert {"₹": ["अ", Decimal("1.50"), "😀"]} == loads(text)


@pytest.mark.parametrize("count", [0, 1, 500, 501, 1_203])
def test_sorted_text_of_long_lists(count: int) -> None:
    """It is the same text as of short ones, wherever the list stands."""
    rows = [{"b": i, "a": "₹"} for i in range(count)]
    document = {"z": rows, "cart": {"y": 1, "items": rows}, "a": None}
    plain = json.dumps(document, ensure_ascii=False, sort_keys=True)

    assert plain == sorted_text(document) == dumps(document, sort_keys=True)
    assert sorted_text(rows) == dumps(rows, sort_keys=True)


def test_text_of_our_own_has_no_limit() -> None:
    """That of strangers has."""
    long = f'{{"note": "{"x" * MAX_CHARACTERS}"}}'

    assert MAX_CHARACTERS == len(read_object(long, limit=None)["note"])
    with pytest.raises(CheckoutError):
        loads(long)
