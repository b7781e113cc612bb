# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Nouns and decimals as orjson and msgspec write them: what `dumps` writes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
import orjson
import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import dumps, loads, write_order
from checkout_core.integrations.documents import WRITERS
from checkout_core.integrations.msgspec import encode, raw
from checkout_core.integrations.orjson import default
from checkout_core.values import Record
from tests.factories.nouns import NOUNS, QUOTE


def by_orjson(value: Any) -> bytes:
    """Write with orjson."""
    return orjson.dumps(value, default=default)


ENCODERS: list[Callable[[Any], bytes]] = [by_orjson, encode]
LONG = loads("9" * 40)

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.decimals(allow_nan=False, allow_infinity=False, places=6)
    | st.sampled_from([Decimal("1E+3"), Decimal("-0.00"), LONG])
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("ab"), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("write", ENCODERS)
@pytest.mark.parametrize("name", NOUNS)
def test_a_noun_is_its_document(name: str, write: Callable[[Any], bytes]) -> None:
    """Alone, and wherever it stands in other data."""
    noun = NOUNS[name]
    document = WRITERS[type(noun)](noun)

    assert [document, {"all": [[document], 1]}] == [
        loads(write(noun)),
        loads(write({"all": [(noun,), 1]})),
    ]


@pytest.mark.parametrize("write", ENCODERS)
def test_the_vendors_form_is_written_digit_for_digit(
    write: Callable[[Any], bytes],
) -> None:
    """Its amounts are numbers, and no number passes through a float."""
    document = write_order(QUOTE)

    assert dumps(document) == dumps(loads(write(document)))


@pytest.mark.parametrize("write", ENCODERS)
@given(data=JSON)
def test_any_data_is_written_as_dumps_writes_it(
    write: Callable[[Any], bytes], data: Any
) -> None:
    """Read again, both texts are the same data with the same digits."""
    text = dumps(data)

    assert text == dumps(loads(write(data)))


@pytest.mark.parametrize("write", ENCODERS)
def test_kept_data_is_written(write: Callable[[Any], bytes]) -> None:
    """What a cart keeps of its host is JSON data too."""
    kept = Record({"a": [Decimal("1.50"), {"b": None}]})

    assert b'{"kept":{"a":[1.50,{"b":null}]}}' == write({"kept": kept})


@pytest.mark.parametrize("value", [Decimal("NaN"), {1, 2}.__iter__(), object()])
@pytest.mark.parametrize("write", ENCODERS)
def test_what_is_no_json_is_refused(
    write: Callable[[Any], bytes], value: object
) -> None:
    """As `dumps` refuses it, with a `TypeError`."""
    with pytest.raises(TypeError):
        write({"a": value})


@pytest.mark.parametrize("number", [1.5, float("nan"), float("inf")])
def test_msgspec_is_given_no_float(number: float) -> None:
    """It would make null of a NaN; `dumps` refuses a float too."""
    with pytest.raises(TypeError, match="a number cannot be written exactly as JSON"):
        encode({"a": [number]})


def test_a_noun_in_a_struct() -> None:
    """A field of a `Struct` holds the text of the noun."""

    class Answer(msgspec.Struct):
        message: str
        content: msgspec.Raw

    found = msgspec.json.encode(Answer("done", raw(QUOTE)))

    assert {"message": "done", "content": WRITERS[type(QUOTE)](QUOTE)} == loads(found)


def test_only_what_has_a_document_is_raw() -> None:
    """Other data is msgspec's own to write."""
    with pytest.raises(TypeError, match="text has no document"):
        raw("text")
