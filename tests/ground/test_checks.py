# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The checks of one value each: what comes back clean and what is noted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pytest

from checkout_core.checks import (
    MAX_COUNT,
    MAX_ID,
    MAX_NOTE,
    MAX_QUANTITY,
    ZERO,
    Validator,
    did_you_mean,
    expect,
    listed,
)
from checkout_core.errors import CheckoutError
from checkout_core.errors.describe import NumberLiteral, fault_value, shown
from checkout_core.values import Record


class Colour(StrEnum):
    """Two choices."""

    RED = "red"
    BLUE = "blue"


IST = timezone(timedelta(hours=5, minutes=30))

Looked = Callable[[Validator, Any], Any]


def text(check: Validator, value: Any) -> Any:
    """Look at a text."""
    return check.text("p", value)


def needed(check: Validator, value: Any) -> Any:
    """Look at a text that may not be empty."""
    return check.text("p", value, needed="a name")


def maybe_text(check: Validator, value: Any) -> Any:
    """Look at a text or null."""
    return check.maybe_text("p", value)


def note(check: Validator, value: Any) -> Any:
    """Look at a long text."""
    return check.text("p", value, limit=MAX_NOTE)


def texts(check: Validator, value: Any) -> Any:
    """Look at a list of identifiers."""
    return check.texts("p", value, limit=2)


def items(check: Validator, value: Any) -> Any:
    """Look at a list."""
    return check.items("p", value, limit=2)


def flag(check: Validator, value: Any) -> Any:
    """Look at a boolean."""
    return check.flag("p", value)


def count(check: Validator, value: Any) -> Any:
    """Look at a count."""
    return check.count("p", value)


def quantity(check: Validator, value: Any) -> Any:
    """Look at a quantity."""
    return check.count("p", value, low=1, high=MAX_QUANTITY)


def maybe_count(check: Validator, value: Any) -> Any:
    """Look at a count or null."""
    return check.maybe_count("p", value)


def amount(check: Validator, value: Any) -> Any:
    """Look at an amount."""
    return check.amount("p", value)


def maybe_amount(check: Validator, value: Any) -> Any:
    """Look at an amount or null."""
    return check.maybe_amount("p", value)


def rate(check: Validator, value: Any) -> Any:
    """Look at a percentage."""
    return check.rate("p", value)


def tax_rate(check: Validator, value: Any) -> Any:
    """Look at a percentage with a limit of its own."""
    return check.rate("p", value, limit=1000)


def choice(check: Validator, value: Any) -> Any:
    """Look at a choice."""
    return check.choice("p", value, Colour)


def time(check: Validator, value: Any) -> Any:
    """Look at a time."""
    return check.time("p", value)


def maybe_time(check: Validator, value: Any) -> Any:
    """Look at a time or null."""
    return check.maybe_time("p", value)


def record(check: Validator, value: Any) -> Any:
    """Look at an object."""
    return check.record("p", value)


def counts(check: Validator, value: Any) -> Any:
    """Look at an object of counts."""
    return check.counts("p", value)


def noun(check: Validator, value: Any) -> Any:
    """Look at a noun."""
    return check.instance("p", value, Colour, "a Colour")


def at(*parts: int, tz: timezone = UTC) -> datetime:
    """Return a moment."""
    return datetime(*parts, tzinfo=tz)  # type: ignore[misc, arg-type]


TAKEN: list[tuple[Looked, Any, Any]] = [
    (text, "", ""),
    (text, "tee", "tee"),
    (text, "x" * MAX_ID, "x" * MAX_ID),
    (text, "₹ é\t\n\r \U0001f600", "₹ é\t\n\r \U0001f600"),
    (needed, "x", "x"),
    (maybe_text, None, None),
    (maybe_text, "x", "x"),
    (note, "x" * MAX_NOTE, "x" * MAX_NOTE),
    (texts, [], ()),
    (texts, ["a", "b"], ("a", "b")),
    (texts, ("a",), ("a",)),
    (items, [1, 2], [1, 2]),
    (items, (), ()),
    (flag, True, True),
    (flag, False, False),
    (count, 0, 0),
    (count, MAX_COUNT, MAX_COUNT),
    (quantity, 1, 1),
    (quantity, MAX_QUANTITY, MAX_QUANTITY),
    (maybe_count, None, None),
    (maybe_count, 5, 5),
    (amount, 0, Decimal(0)),
    (amount, "12.500", Decimal("12.500")),
    (amount, Decimal("1E+2"), Decimal(100)),
    (maybe_amount, None, None),
    (maybe_amount, "1", Decimal(1)),
    (rate, "18.00", Decimal(18)),
    (rate, 100, Decimal(100)),
    (tax_rate, 1000, Decimal(1000)),
    (choice, "red", Colour.RED),
    (choice, Colour.BLUE, Colour.BLUE),
    (time, "2026-11-22T12:00:00+05:30", at(2026, 11, 22, 12, tz=IST)),
    (time, "2026-11-22T12:00:00Z", at(2026, 11, 22, 12)),
    (time, "2026-11-22t12:00:00z", at(2026, 11, 22, 12)),
    (time, "2026-11-22 12:00:00+0530", at(2026, 11, 22, 12, tz=IST)),
    (time, "2026-11-22T12:00Z", at(2026, 11, 22, 12)),
    (time, "2026-11-22T12:00:00.5Z", at(2026, 11, 22, 12, 0, 0, 500000)),
    (time, "2026-11-22T12:00:00.000001Z", at(2026, 11, 22, 12, 0, 0, 1)),
    (time, "2026-11-22T12:00:00-00:00", at(2026, 11, 22, 12)),
    (time, "2024-02-29T00:00:00Z", at(2024, 2, 29)),
    (
        time,
        "0001-01-01T00:00:00+23:59",
        at(1, 1, 1, tz=timezone(timedelta(hours=23, minutes=59))),
    ),
    (time, at(2026, 11, 22), at(2026, 11, 22)),
    (maybe_time, None, None),
    (maybe_time, "2026-11-22T12:00:00Z", at(2026, 11, 22, 12)),
    (record, {}, Record()),
    (record, {"a": [1]}, Record({"a": [1]})),
    (record, MappingProxyType({"a": 1}), Record({"a": 1})),
    (counts, {"a": 0, "b": 3}, Record({"a": 0, "b": 3})),
    (noun, Colour.RED, Colour.RED),
]


def name_of(row: tuple[Any, ...]) -> str:
    """Return a name for a row of a table."""
    return f"{row[0].__name__}-{shown(row[1], 40)!a}"


@pytest.mark.parametrize(
    ("look", "value", "expected"), TAKEN, ids=[name_of(row) for row in TAKEN]
)
def test_a_good_value_comes_back_clean(look: Looked, value: Any, expected: Any) -> None:
    """Nothing is noted, and what comes back is what the noun keeps."""
    check = Validator()

    assert (expected, []) == (look(check, value), check.found)


def test_a_record_is_kept_as_it_is() -> None:
    """What cannot change need not be copied."""
    kept = Record({"a": 1})

    assert kept is Validator().record("p", kept)


REFUSED: list[tuple[Looked, Any, str]] = [
    (text, None, "wrong_type"),
    (text, 1, "wrong_type"),
    (text, b"tee", "wrong_type"),
    (text, 1.5, "float_given"),
    (text, "x" * (MAX_ID + 1), "too_long"),
    (text, "x" * 10_000_000, "too_long"),
    (text, "a\x00", "control_character"),
    (text, "a\x1b[0m", "control_character"),
    (text, "a\x7f", "control_character"),
    (text, "a\ud800", "control_character"),
    (needed, "", "empty_text"),
    (needed, None, "required"),
    (needed, 1, "wrong_type"),
    (maybe_text, 1, "wrong_type"),
    (note, "x" * (MAX_NOTE + 1), "too_long"),
    (texts, None, "required"),
    (texts, "ab", "wrong_type"),
    (texts, {"a": 1}, "wrong_type"),
    (texts, ["a", "b", "c"], "too_many"),
    (items, None, "required"),
    (items, "ab", "wrong_type"),
    (items, {}, "wrong_type"),
    (items, {1}, "wrong_type"),
    (items, range(2), "wrong_type"),
    (items, [1, 2, 3], "too_many"),
    (flag, None, "required"),
    (flag, 0, "wrong_type"),
    (flag, 1, "wrong_type"),
    (flag, "true", "wrong_type"),
    (flag, 1.0, "float_given"),
    (count, None, "required"),
    (count, -1, "count_out_of_range"),
    (count, MAX_COUNT + 1, "count_out_of_range"),
    (count, 10**5000, "count_out_of_range"),
    (count, 2.0, "bad_count"),
    (count, Decimal("2.0"), "bad_count"),
    (count, "2", "bad_count"),
    (count, True, "bad_count"),
    (count, NumberLiteral("1e5"), "bad_count"),
    (count, [], "bad_count"),
    (quantity, 0, "count_out_of_range"),
    (quantity, MAX_QUANTITY + 1, "count_out_of_range"),
    (maybe_count, "2", "bad_count"),
    (amount, None, "required"),
    (amount, "-0.01", "negative"),
    (amount, 12.5, "float_given"),
    (amount, "12,50", "bad_amount"),
    (amount, True, "wrong_type"),
    (maybe_amount, "-1", "negative"),
    (rate, None, "required"),
    (rate, "100.01", "rate_out_of_range"),
    (rate, "18%", "bad_rate"),
    (tax_rate, "1000.01", "rate_out_of_range"),
    (choice, None, "required"),
    (choice, "Red", "not_a_choice"),
    (choice, "", "not_a_choice"),
    (choice, 1, "not_a_choice"),
    (choice, [], "not_a_choice"),
    (choice, "x" * 10_000_000, "not_a_choice"),
    (time, None, "bad_time"),
    (time, "", "bad_time"),
    (time, "now", "bad_time"),
    (time, 1_700_000_000, "bad_time"),
    (time, date(2026, 11, 22), "bad_time"),
    (time, "2026-11-22", "bad_time"),
    (time, "20261122T120000Z", "bad_time"),
    (time, "2026-W47-7T12:00:00Z", "bad_time"),
    (time, "2026-11-22T12:00:00Z\n", "bad_time"),
    (time, " 2026-11-22T12:00:00Z", "bad_time"),
    (time, "2026-11-22T12Z", "bad_time"),
    (time, "2026-11-22T24:00:00Z", "bad_time"),
    (time, "2026-11-22T12:60:00Z", "bad_time"),
    (time, "2026-11-22T23:59:60Z", "bad_time"),
    (time, "2026-02-29T00:00:00Z", "bad_time"),
    (time, "2026-13-01T00:00:00Z", "bad_time"),
    (time, "0000-01-01T00:00:00Z", "bad_time"),
    (time, "2026-11-22T12:00:00.1234567Z", "bad_time"),
    (time, "2026-11-22T12:00:00+24:00", "bad_time"),
    (time, "2026-11-22T12:00:00 Z", "bad_time"),
    (time, "２０２６-11-22T12:00:00Z", "bad_time"),  # noqa: RUF001
    (time, "2" * 10_000_000, "bad_time"),
    (time, "2026-11-22T12:00:00", "naive_time"),
    (time, "2026-11-22 12:00", "naive_time"),
    (time, datetime(2026, 11, 22), "naive_time"),  # noqa: DTZ001 - that is the fault
    (maybe_time, "2026-11-22T12:00:00", "naive_time"),
    (record, None, "required"),
    (record, [], "wrong_type"),
    (record, "{}", "wrong_type"),
    (counts, None, "required"),
    (counts, [], "wrong_type"),
    (noun, "red", "wrong_type"),
    (noun, None, "wrong_type"),
]


@pytest.mark.parametrize(
    ("look", "value", "code"), REFUSED, ids=[name_of(row) for row in REFUSED]
)
def test_a_bad_value_is_noted(look: Looked, value: Any, code: str) -> None:
    """One fault is noted, with the path, the code and the value."""
    check = Validator()
    look(check, value)

    assert [("p", code, fault_value(value))] == [
        (each.path, each.code, each.value) for each in check.found
    ]


@pytest.mark.parametrize(
    ("look", "value", "expected"),
    [
        (text, 5, ""),
        (texts, None, ()),
        (items, "ab", ()),
        (flag, 1, False),
        (count, "2", 0),
        (quantity, 0, 1),
        (amount, None, ZERO),
        (rate, "x", ZERO),
        (choice, "green", Colour.RED),
        (time, "now", None),
        (time, "2026-11-22T12:00:00", None),
        (record, [], Record()),
        (noun, 5, None),
    ],
    ids=[
        "text",
        "texts",
        "items",
        "flag",
        "count",
        "quantity",
        "amount",
        "rate",
        "choice",
        "time",
        "naive",
        "record",
        "noun",
    ],
)
def test_checking_goes_on_with_a_harmless_value(
    look: Looked, value: Any, expected: Any
) -> None:
    """What is wrong is replaced, so that the other fields are still checked."""
    assert expected == look(Validator(), value)


INNER: list[tuple[Looked, Any, list[tuple[str, str]]]] = [
    (texts, ["", 1], [("p[0]", "empty_text"), ("p[1]", "wrong_type")]),
    (texts, [None, "x" * 256], [("p[0]", "required"), ("p[1]", "too_long")]),
    (record, {"a": [1.5]}, [("p.a[0]", "float_given")]),
    (
        counts,
        {"a": -1, "b": "1"},
        [("p.a", "count_out_of_range"), ("p.b", "bad_count")],
    ),
    (counts, {"a": None}, [("p.a", "required")]),
    (counts, {"a": 1.5}, [("p.a", "float_given")]),
]


@pytest.mark.parametrize(
    ("look", "value", "expected"), INNER, ids=[name_of(row) for row in INNER]
)
def test_a_fault_within_has_its_own_path(
    look: Looked, value: Any, expected: list[tuple[str, str]]
) -> None:
    """A list is counted from 0 and an object is named by its keys."""
    check = Validator()
    look(check, value)

    assert expected == [(each.path, each.code) for each in check.found]


KNOWN = ("quantity", "selling_price", "tax_rate")

HINTS: list[tuple[Mapping[Any, Any], str, str]] = [
    ({"quantitty": 1}, "line.quantitty", "did you mean 'quantity'?"),
    ({"sellingPrice": 1}, "line.sellingPrice", "did you mean 'selling_price'?"),
    (
        {"zzz": 1},
        "line.zzz",
        "known are 'quantity', 'selling_price', 'tax_rate'",
    ),
    ({"x" * 300: 1}, "line." + "x" * 57 + "...", "known are 'quantity', 's"),
    ({7: 1}, "line.7", "known are"),
]


@pytest.mark.parametrize(
    ("given", "path", "hint"), HINTS, ids=[ascii(row[2])[:40] for row in HINTS]
)
def test_an_unknown_key_suggests_the_nearest(
    given: Mapping[Any, Any], path: str, hint: str
) -> None:
    """A typo is told its word; what resembles nothing is told all words."""
    check = Validator()
    check.keys("line", given, KNOWN)
    (only,) = check.found

    assert (path, "unknown_key", 1, True) == (
        only.path,
        only.code,
        only.value,
        f"this key is not known here; {hint}" in only.message,
    )


def test_known_keys_are_passed() -> None:
    """Nothing is noted about what is known."""
    check = Validator()
    check.keys("line", dict.fromkeys(KNOWN), KNOWN)

    assert [] == check.found


def test_a_lenient_check_passes_over_unknown_keys() -> None:
    """The caller may ignore what nobody knows."""
    check = Validator(lenient=True)
    check.keys("line", {"quantitty": 1}, KNOWN)

    assert [] == check.found


def test_what_was_found_is_raised_together() -> None:
    """One error holds every fault, in the order of looking."""
    check = Validator()
    check.count("a", -1)
    check.text("b", 1)
    with pytest.raises(CheckoutError) as caught:
        check.raise_any()

    assert ["a", "b"] == [each.path for each in caught.value.faults]


def test_choices_are_listed_as_a_sentence_would() -> None:
    """Quoted, with commas."""
    assert ["'red', 'blue'", ""] == [listed(Colour), listed([])]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("state", "did you mean 'seller_state'?"),
        ("max_discount", "did you mean 'maximum_discount_amount'?"),
        ("EXPIRES_AT", "did you mean 'expires_at'?"),
        ("excluded_products", "look it up"),
        ("", "look it up"),
    ],
)
def test_only_what_is_near_is_suggested(word: str, expected: str) -> None:
    """A suggestion that has nothing to do with the word would mislead."""
    known = (
        "applies_to_product",
        "expires_at",
        "maximum_discount_amount",
        "seller_state",
    )

    assert expected == did_you_mean(word, known, "look it up")


def test_a_rate_that_is_a_float_is_told_as_a_rate() -> None:
    """Its fix is an example of a percentage, not of money."""
    check = Validator()
    check.rate("tax_rate", 0.18)
    check.amount("price", 0.18)

    assert [
        "a float is not exact; write the percentage as text, like '18'",
        "a float is not exact; write the amount as text, like '12.50'",
    ] == [each.message for each in check.found]


def test_arguments_of_another_type_are_named_together() -> None:
    """Each with its type in words; None is taken where the union says so."""
    with pytest.raises(CheckoutError) as caught:
        expect(
            name=(5, str),
            body=("x", bytes | None),
            check=(None, Validator),
            fine=(None, str | None),
        )

    assert (
        "name: this must be text, not a number (got 5)\n"
        "body: this must be bytes, not text (got 'x')\n"
        "check: this must be a Validator, not null"
    ) == str(caught.value)


def test_a_day_is_a_date_and_not_a_moment() -> None:
    """A datetime is a date to Python, and none to a calendar."""
    check = Validator()
    found = [check.day("p", each) for each in (date(2026, 11, 22), None, "x")]
    check.day("q", datetime(2026, 11, 22, tzinfo=IST))

    assert (
        [date(2026, 11, 22), None, None],
        ["required", "wrong_type", "wrong_type"],
    ) == (found, [each.code for each in check.found])


def test_what_is_suggested_may_be_in_capitals() -> None:
    """Letters are compared without case, and shown as they were given."""
    assert "did you mean 'EXPRESS_CHECKOUT'?" == did_you_mean(
        "express_checkot", ["EXPRESS_CHECKOUT"]
    )


def test_a_long_list_of_known_words_is_cut() -> None:
    """Twenty are named, the others counted; twenty alone are all named."""
    words = [f"w{n}" for n in range(22)]
    twenty = ", ".join(f"'w{n}'" for n in range(20))

    assert f"known are {twenty} and 2 more" == did_you_mean("zzz", words)
    assert f"known are {twenty}" == did_you_mean("zzz", words[:20])
