# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Rows and sorted text are written in a shorter way, and are the same."""

from __future__ import annotations

import pickle

from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from checkout_core import dumps, quote, read_checkout, read_quote, verify
from checkout_core.ledger import Entry
from checkout_core.pricing import Quote
from checkout_core.pricing.quoted import priced_sheet
from checkout_core.wire import loads, write_quote
from checkout_core.wire.codec import unstructure
from checkout_core.wire.quotes import fingerprint, rows_of
from checkout_core.wire.text import sorted_text
from tests.paths import CASES


#: The cases that are not refused.
PRICED = [path for path in sorted(CASES.glob("*.json")) if "invalid" not in path.stem]


def quote_of(path: Path) -> Quote:
    """Return the quote of a case."""
    checkout = read_checkout(dumps(loads(path.read_bytes())["document"]))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def priced(name: str = "01-worked-example") -> Quote:
    """Return the quote of a case by its name."""
    return quote_of(CASES / f"{name}.json")


@pytest.mark.parametrize("path", PRICED, ids=lambda each: each.stem)
def test_rows_of_a_sheet_are_written_as_its_entries(path: Path) -> None:
    """Rows of a sheet have the keys and texts of their entries, in their order."""
    found = quote_of(path)
    sheet = priced_sheet(found)
    assert sheet is not None
    assert dumps(unstructure(found.entries)) == dumps(rows_of(sheet))


def test_a_row_has_each_field_of_an_entry() -> None:
    """With category, code and supplier, a row has every field of an entry as a key."""
    sheet = priced_sheet(priced("55-charge-tax-apportion"))
    assert sheet is not None
    row = ("subtotal", 1250, 0, None, None, Decimal(18), "standard", "9405", "mh")
    vars(sheet)["rows"] = [row]
    names = [each.name for each in attrs.fields(Entry)]
    values = ["subtotal", "12.50", 0, None, None, "18", "standard", "9405", "mh"]
    assert [dict(zip(names, values, strict=True))] == rows_of(sheet)


def test_a_quote_that_was_kept_is_written_as_its_rows_are_kept() -> None:
    """A quote that was pickled or read has no sheet of its own, and equal bytes."""
    found = priced()
    text = dumps(write_quote(found))
    for each in (pickle.loads(pickle.dumps(found)), read_quote(text)):
        assert priced_sheet(each) is None
        assert text == dumps(write_quote(each))


@pytest.mark.parametrize(
    "value",
    [None, [], {}, 'é\u2028"\\', [True, 1, -0], {"b": {"d": 1, "c": ""}, "a": [{}]}],
)
def test_sorted_text_is_what_dumps_writes(value: Any) -> None:
    """The interpreter's encoder writes what `dumps` writes with sorted keys."""
    assert dumps(value, sort_keys=True) == sorted_text(value)


def test_sorted_text_has_decimals_and_long_numbers_as_they_were() -> None:
    """Numbers that are no ints are left to `dumps`, digit for digit."""
    text = '{"a": 1.50, "b": 1e5, "c": [true]}'
    assert text == sorted_text(loads(text))


def test_a_host_that_gives_a_float_is_refused() -> None:
    """A document that was not read from text is searched for floats."""
    document = {**write_quote(priced()), "at": 0.5}
    with pytest.raises(TypeError, match="a number cannot be written exactly"):
        fingerprint(document)


def test_a_store_in_another_currency_is_priced_in_that_of_the_cart() -> None:
    """The currency of a stored store is no figure, and changes none."""
    document = loads(dumps(write_quote(priced())))
    document["store"]["currency"] = "USD"
    document["fingerprint"] = fingerprint(document)
    verify(dumps(document))
    assert read_quote(document, verify=True).currency == "INR"
