# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Readers by annotations: the quick one takes only what the other one takes."""

from __future__ import annotations

import copy

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import pytest

from attrs import Factory, field, frozen
from hypothesis import given
from hypothesis import strategies as st

from checkout_core import quote, read_checkout
from checkout_core.checks import Validator
from checkout_core.ledger import Entry, Figures
from checkout_core.refunds import Units
from checkout_core.statuses import TaxCategory
from checkout_core.values import Record
from checkout_core.wire.annotations import UNCLEAR, pair_of, quick_reader, reader
from checkout_core.wire.codec import structure, unstructure
from tests.factories.carts import AT
from tests.paths import CASES


CHECKOUT = read_checkout((CASES.parent / "workloads" / "typical.json").read_bytes())
QUOTE = quote(CHECKOUT.cart, CHECKOUT.store, at=AT)


@frozen
class Checked:
    """Its constructor refuses a value, and one of its defaults is made."""

    name: str
    count: int = 0
    tags: tuple[str, ...] = field(default=Factory(lambda: ("new",)))

    def __attrs_post_init__(self) -> None:
        """Refuse a name that is empty."""
        check = Validator()
        check.text("name", self.name, needed="a name")
        check.raise_any()


NOON = "2026-11-22T12:00:00+05:30"
WORDS = Annotated[str, ("a", "b")]
#: An annotation, data, and what is read.
READ: list[tuple[Any, Any, Any]] = [
    (Decimal, "12.50", Decimal("12.50")),
    (Decimal, "-0.05", Decimal("-0.05")),
    (int, 7, 7),
    (int | None, None, None),
    (int | None, 1, 1),
    (bool, False, False),
    (str, "tee", "tee"),
    (str, "zero\u200dwidth", "zero\u200dwidth"),
    (str | None, None, None),
    (WORDS, "b", "b"),
    (WORDS | None, None, None),
    (Annotated[str, tuple(TaxCategory)], "standard", "standard"),
    (TaxCategory, "standard", TaxCategory.STANDARD),
    (datetime, NOON, datetime.fromisoformat(NOON)),
    (tuple[int, ...], [1, 2], (1, 2)),
    (tuple[int, ...], (1, 2), (1, 2)),
    (tuple[str, Decimal], ["CGST", "9"], ("CGST", Decimal(9))),
    (Checked, {"name": "a"}, Checked("a")),
    (Checked, {"name": "a", "tags": []}, Checked("a", 0, ())),
    (Checked, {"name": "a", "count": 2, "tags": ["b"]}, Checked("a", 2, ("b",))),
]


@pytest.mark.parametrize(("kind", "data", "expected"), READ)
def test_what_is_right_is_read(kind: Any, data: Any, expected: Any) -> None:
    """A value comes out with the type of its annotation, without a fault."""
    check = Validator()
    found = structure(check, kind, data, "it")

    assert (expected, type(expected), []) == (found, type(found), check.found)


#: An annotation, data, and its faults.
REFUSED: list[tuple[Any, Any, list[tuple[str, str]]]] = [
    (Decimal, "1e5", [("it", "bad_amount")]),
    (Decimal, 12, [("it", "bad_amount")]),
    (Decimal, [], [("it", "bad_amount")]),
    (int, True, [("it", "bad_count")]),
    (int, -1, [("it", "count_out_of_range")]),
    (int | None, True, [("it", "bad_count")]),
    (bool, 0, [("it", "wrong_type")]),
    (str, "a\x00", [("it", "control_character")]),
    (str, "a" * 10_001, [("it", "too_long")]),
    (WORDS, "c", [("it", "not_a_choice")]),
    (WORDS, [], [("it", "not_a_choice")]),
    (datetime, "2026-11-22", [("it", "bad_time")]),
    (tuple[int, ...], {"a": 1}, [("it", "wrong_type")]),
    (tuple[int, ...], [1, "2"], [("it[1]", "bad_count")]),
    (tuple[str, Decimal], ["CGST"], [("it", "wrong_type")]),
    (Checked, {"name": ""}, [("it.name", "empty_text")]),
    (Checked, {"name": "a", "more": 1}, [("it.more", "unknown_key")]),
    (Checked, {}, [("it.name", "wrong_type")]),
]


@pytest.mark.parametrize(("kind", "data", "expected"), REFUSED)
def test_what_is_wrong_is_a_fault(
    kind: Any, data: Any, expected: list[tuple[str, str]]
) -> None:
    """A fault has the path of the value."""
    check = Validator()
    structure(check, kind, data, "it")

    assert expected == [(each.path, each.code) for each in check.found]


WRITTEN: dict[Any, Any] = {
    Figures: unstructure(QUOTE.figures, without_defaults=True),
    tuple[Entry, ...]: unstructure(QUOTE.written),
}


@pytest.mark.parametrize("kind", WRITTEN, ids=["figures", "entries"])
def test_what_was_written_is_read_quickly(kind: Any) -> None:
    """The figures and rows of a quote are equal after they were written and read."""
    expected = {Figures: QUOTE.figures}.get(kind, QUOTE.written)

    assert expected == quick_reader(kind)(WRITTEN[kind])


strange: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 1, "", "0.00", "1e5", "\x00", "a" * 300, [], {}, [1], "9"]
)


@given(st.sampled_from(list(WRITTEN)), st.data())
def test_the_quick_reader_takes_nothing_else(kind: Any, data: st.DataObject) -> None:
    """Whatever is put in place of a value or left out, both readers agree."""
    spoiled = copy.deepcopy(WRITTEN[kind])
    inner = spoiled
    while isinstance(inner, dict | list) and inner:
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        key, outer = data.draw(st.sampled_from(keys)), inner
        inner = outer[key]
    if data.draw(st.booleans()):
        outer[key] = data.draw(strange)
    else:
        del outer[key]
    check = Validator()
    expected = reader(kind)(check, spoiled, "")
    try:
        found = quick_reader(kind)(spoiled)
    except UNCLEAR:
        return

    assert (repr(expected), []) == (repr(found), check.found)


@pytest.mark.parametrize(
    ("amount", "expected"), [("1E+2", "100"), ("1E-7", "0.0000001"), ("1.50", "1.50")]
)
def test_an_amount_is_written_without_an_exponent(amount: str, expected: str) -> None:
    """However many digits that takes."""
    assert expected == unstructure(Decimal(amount))


def test_a_mapping_is_of_pairs_unless_its_keys_are_texts() -> None:
    """Units are counts by the index of a line, a record is an object of JSON."""
    assert (int, int) == pair_of(Units)
    assert None is pair_of(Record)
    assert None is pair_of(Entry)
