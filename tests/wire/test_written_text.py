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
