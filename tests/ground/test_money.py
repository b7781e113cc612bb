# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
# ruff: noqa: RUF001 - foreign digits; expected == actual
"""Amounts: what is taken and what is refused, the grid, rounding and shares."""

from __future__ import annotations

import decimal

from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core.errors import CheckoutError, fault
from checkout_core.errors.describe import NumberLiteral, type_name
from checkout_core.money import Rounding, allocate
from checkout_core.money.exact import (
    decimals,
    exact_sum,
    halved,
    has_six_decimals,
    missing_units,
    on_grid,
    percent_of,
    plain,
    rate_millionths,
    share_of,
    to_decimal,
)
from checkout_core.money.parse import (
    currency_of,
    json_number,
    number,
    parse_amount,
    parse_rate,
    to_minor,
)
from checkout_core.money.rounding import bias, divide, to_step
from checkout_core.wire import read_checkout


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


INR = currency_of("INR")
JPY = currency_of("JPY")
KWD = currency_of("KWD")
CLF = currency_of("CLF")

#: Nothing may take longer, however hostile it is.
LIMIT = 0.001


def fault_of(call: Callable[[], object]) -> tuple[str, str]:
    """Return path and code of the one fault that *call* raises."""
    with pytest.raises(CheckoutError) as caught:
        call()
    (only,) = caught.value.faults
    return (only.path, only.code)


def fastest(call: Callable[[], object]) -> float:
    """Return the seconds the fastest of five refusals takes."""
    found = []
    for _ in range(5):
        before = perf_counter()
        with pytest.raises(CheckoutError):
            call()
        found.append(perf_counter() - before)
    return min(found)


def label(value: object) -> str:
    """Return a short name for a value of a table."""
    if type(value) is int and value.bit_length() > 64:
        return f"int-of-{value.bit_length()}-bits"
    text = ascii(value)
    return text if len(text) <= 30 else f"{text[:24]}..({len(text)})"


HOSTILE_TEXT = [
    # What Decimal() would take: separators, blanks, foreign digits, words.
    "1_000",
    "_1",
    "1__0",
    " 1 ",
    " 1",
    "1 ",
    "\n1\t",
    "12\n",
    "\u00a01",
    "1\u3000",
    "１２",
    "١٢",
    "१२.५",
    "1२",
    "1e5",
    "1E5",
    "1e-5",
    "+1",
    "1.",
    ".5",
    "-.5",
    "NaN",
    "nan",
    "nan123",
    "sNaN",
    "-NaN",
    "inf",
    "-inf",
    "Infinity",
    "1E+999999999999999999",
    "1E+1000000",
    "1E-1000000",
    # What it would not take.
    "",
    "-",
    "--1",
    "1-",
    "1,000",
    "12,50",
    "1.000.000",
    "₹1",
    "1 INR",
    "²",
    "½",
    "Ⅷ",
    "0x10",
    "0b1",
    "1٫5",
    "−1",
    "\u200b1",
    "\ufeff1",
    "1\x00",
    "\x001",
    "1/2",
    "10%",
    "1'000",
    "True",
    "None",
    "null",
    "1j",
    # Digits that JSON would not take either.
    "00",
    "01",
    "-01",
    "0_0",
    # More decimals than any currency has.
    "1.2345678",
    "1.0000000",
    "0." + "1" * 10_000_000,
    "1" * 93,
    "1" * 10_000_000,
    "-" * 10_000_000,
    "１" * 1_000_000,
    "1E" + "9" * 1_000_000,
]


@pytest.mark.parametrize("text", HOSTILE_TEXT, ids=label)
def test_text_that_is_no_plain_decimal_is_refused(text: str) -> None:
    """Only digits with at most one point are an amount."""
    assert ("price", "bad_amount") == fault_of(lambda: number(text, "price"))


@pytest.mark.parametrize("text", HOSTILE_TEXT, ids=label)
def test_hostile_text_is_refused_at_once(text: str) -> None:
    """The length is looked at before anything is converted."""
    assert LIMIT > fastest(lambda: number(text, "price"))


TOO_LARGE_TEXT = ["1" * 16, "-" + "1" * 16, "9" * 16 + ".99", "1" * 92]


@pytest.mark.parametrize("text", TOO_LARGE_TEXT, ids=label)
def test_more_than_fifteen_digits_have_an_error_of_their_own(text: str) -> None:
    """Sixteen digits before the point are named as what is wrong."""
    assert ("price", "amount_too_large") == fault_of(lambda: number(text, "price"))


HOSTILE_OBJECTS: list[tuple[object, str]] = [
    (Decimal("NaN"), "bad_amount"),
    (Decimal("-NaN"), "bad_amount"),
    (Decimal("NaN123"), "bad_amount"),
    (Decimal("sNaN"), "bad_amount"),
    (Decimal("Infinity"), "bad_amount"),
    (Decimal("-Infinity"), "bad_amount"),
    (Decimal("1E+15"), "amount_too_large"),
    (Decimal("-1E+15"), "amount_too_large"),
    (Decimal(10**15), "amount_too_large"),
    (Decimal("9" * 16), "amount_too_large"),
    (Decimal("9" * 1_000), "amount_too_large"),
    (Decimal("1E+100000"), "amount_too_large"),
    (Decimal("1E+1000000"), "amount_too_large"),
    (Decimal(f"1E+{decimal.MAX_EMAX}"), "amount_too_large"),
    (Decimal("1E-1000000"), "bad_amount"),
    (Decimal("1E-7"), "bad_amount"),
    (Decimal("0.0000001"), "bad_amount"),
    (Decimal("1." + "1" * 60), "bad_amount"),
    (Decimal("1." + "1" * 1_000), "bad_amount"),
    (10**15, "amount_too_large"),
    (-(10**15), "amount_too_large"),
    (10**5_000, "amount_too_large"),
    (1 << 1_000_000, "amount_too_large"),
    (12.5, "float_given"),
    (float("nan"), "float_given"),
    (float("inf"), "float_given"),
    (1e300, "float_given"),
    (True, "wrong_type"),
    (False, "wrong_type"),
    (None, "wrong_type"),
    (b"1", "wrong_type"),
    ([1], "wrong_type"),
    ((0, (1,), 0), "wrong_type"),
    ({}, "wrong_type"),
    (1j, "wrong_type"),
    (Fraction(1, 2), "wrong_type"),
    (..., "wrong_type"),
    (Rounding.UP, "wrong_type"),
    (NumberLiteral("1e5"), "bad_amount"),
    (NumberLiteral("1E+1000000"), "bad_amount"),
    (NumberLiteral("1" * 16), "amount_too_large"),
    (NumberLiteral("1" * 40), "amount_too_large"),
    (NumberLiteral("1." + "1" * 1_000_000), "bad_amount"),
]


@pytest.mark.parametrize(("value", "code"), HOSTILE_OBJECTS, ids=label)
def test_objects_that_are_no_amount_are_refused(value: object, code: str) -> None:
    """Neither a float nor a truth nor an endless Decimal is an amount."""
    assert ("price", code) == fault_of(lambda: number(value, "price"))


@pytest.mark.parametrize(("value", "code"), HOSTILE_OBJECTS, ids=label)
def test_hostile_objects_are_refused_at_once(value: object, code: str) -> None:
    """No conversion to int is tried before the exponent was looked at."""
    assert LIMIT > fastest(lambda: number(value, "price"))


PRICE = "cart.cart_items[0].selling_price"


def document(price: str) -> str:
    """Return a checkout document with *price* written as it is."""
    return (
        '{"cart": {"currency": "INR", "cart_items": [{"product_id": "tee",'
        f' "quantity": 1, "tax_rate": 18, "selling_price": {price}}}]}}}}'
    )


HOSTILE_JSON = [
    # text of the number, path, code
    ("NaN", "", "not_a_number"),
    ("Infinity", "", "not_a_number"),
    ("-Infinity", "", "not_a_number"),
    ("1e5", PRICE, "bad_amount"),
    ("1E5", PRICE, "bad_amount"),
    ("1e400", PRICE, "bad_amount"),
    ("1E+1000000", PRICE, "bad_amount"),
    ("1E-1000000", PRICE, "bad_amount"),
    ("1.2345678", PRICE, "bad_amount"),
    ("0." + "1" * 100_000, PRICE, "bad_amount"),
    ("1" * 16, PRICE, "amount_too_large"),
    ("1" * 24, PRICE, "amount_too_large"),
    ("1" * 16 + ".5", PRICE, "amount_too_large"),
    ("-1", PRICE, "negative"),
    ("-0.01", PRICE, "negative"),
    ("12.505", PRICE, "off_grid"),
    ("null", PRICE, "required"),
    ("true", PRICE, "wrong_type"),
    ("[12.50]", PRICE, "wrong_type"),
    ("{}", PRICE, "wrong_type"),
    ('"12,50"', PRICE, "bad_amount"),
    ('"１２"', PRICE, "bad_amount"),
    ("+1", "", "not_json"),
    ("1.", "", "not_json"),
    (".5", "", "not_json"),
    ("01", "", "not_json"),
    ("-", "", "not_json"),
    ("1_000", "", "not_json"),
    ("1,000", "", "not_json"),
    ("0x10", "", "not_json"),
    ("１２", "", "not_json"),
    ("²", "", "not_json"),
    ("inf", "", "not_json"),
    ("nan", "", "not_json"),
    ("", "", "not_json"),
]


@pytest.mark.parametrize(
    ("text", "path", "code"), HOSTILE_JSON, ids=[label(row[0]) for row in HOSTILE_JSON]
)
def test_numbers_of_a_document_are_as_strict(text: str, path: str, code: str) -> None:
    """A JSON number is refused as its text would be."""
    with pytest.raises(CheckoutError) as caught:
        read_checkout(document(text))

    assert (path, code) == (caught.value.faults[0].path, caught.value.faults[0].code)


ACCEPTED: list[tuple[object, str]] = [
    (0, "0"),
    (12, "12"),
    (-12, "-12"),
    (10**15 - 1, "999999999999999"),
    ("0", "0"),
    ("-0", "0"),
    ("-0.00", "0.00"),
    ("-1", "-1"),
    ("12", "12"),
    ("12.5", "12.5"),
    ("12.500", "12.500"),
    ("0.000001", "0.000001"),
    ("999999999999999.999999", "999999999999999.999999"),
    ("-999999999999999.999999", "-999999999999999.999999"),
    (Decimal("12.50"), "12.50"),
    (Decimal("0.0"), "0"),
    (Decimal("-0"), "0"),
    (Decimal("0E+1000000"), "0"),
    (Decimal("0E-1000000"), "0"),
    (Decimal("1E+2"), "1E+2"),
    (Decimal("1E+14"), "1E+14"),
    (Decimal("0.000001"), "0.000001"),
    (Decimal("12." + "0" * 40), "12." + "0" * 40),
]


@pytest.mark.parametrize(("value", "expected"), ACCEPTED, ids=label)
def test_what_is_written_plainly_is_taken_as_it_is(
    value: object, expected: str
) -> None:
    """A number comes out with the digits it was written with."""
    assert expected == str(number(value, "price"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.50", Decimal("12.50")),
        ("-0.0", Decimal(0)),
        ("1e5", NumberLiteral("1e5")),
        ("1.1234567", NumberLiteral("1.1234567")),
        ("1" * 16, NumberLiteral("1" * 16)),
    ],
    ids=label,
)
def test_a_json_number_is_an_exact_decimal_or_its_text(
    text: str, expected: object
) -> None:
    """What follows the grammar of amounts is a Decimal, the rest keeps its text."""
    assert expected == json_number(text)


def test_a_long_json_number_is_shown_short() -> None:
    """A number of a million digits is named by its first ones."""
    assert "11111111111111111111..." == repr(NumberLiteral("1" * 1_000_000))


GRID: list[tuple[object, Any, int]] = [
    ("12.50", INR, 1250),
    ("12.500", INR, 1250),
    ("12.500000", INR, 1250),
    ("0.05", INR, 5),
    ("-0", INR, 0),
    ("-0.00", INR, 0),
    (0, INR, 0),
    (7, INR, 700),
    ("999999999999999.99", INR, 99999999999999999),
    (Decimal("1E+2"), INR, 10000),
    (Decimal("1E+14"), INR, 10**16),
    (Decimal("12.5" + "0" * 39), INR, 1250),
    ("60", JPY, 60),
    ("60.0", JPY, 60),
    (Decimal("6E+1"), JPY, 60),
    ("1.234", KWD, 1234),
    ("1.2340", KWD, 1234),
    ("1.2345", CLF, 12345),
    ("999999999999999.9999", CLF, 9999999999999999999),
]


@pytest.mark.parametrize(("value", "currency", "minor"), GRID, ids=label)
def test_an_amount_on_the_grid_is_its_minor_units(
    value: object, currency: Any, minor: int
) -> None:
    """However it is spelled, an amount on the grid is a number of minor units."""
    assert minor == parse_amount(value, currency, "price")


OFF_GRID: list[tuple[object, Any]] = [
    ("12.505", INR),
    ("0.001", INR),
    ("999999999999999.999", INR),
    (Decimal("12.501"), INR),
    ("60.5", JPY),
    ("0.1", JPY),
    ("1.2345", KWD),
    ("1.23456", CLF),
]


@pytest.mark.parametrize(("value", "currency"), OFF_GRID, ids=label)
def test_an_amount_off_the_grid_is_refused_not_rounded(
    value: object, currency: Any
) -> None:
    """Digits that the currency does not have are an error."""
    assert ("price", "off_grid") == fault_of(
        lambda: parse_amount(value, currency, "price")
    )


def test_the_grid_is_named_in_the_message() -> None:
    """The reader learns how many decimals the currency has."""
    with pytest.raises(CheckoutError) as caught:
        to_minor(Decimal("0.5"), JPY, "price")

    assert "JPY has 0 decimals" in str(caught.value)


@pytest.mark.parametrize("value", ["-1", "-0.01", -1, Decimal("-0.01")], ids=label)
def test_an_amount_is_never_negative(value: object) -> None:
    """What is below zero is refused; -0 is 0."""
    assert ("price", "negative") == fault_of(lambda: parse_amount(value, INR, "price"))


RATES: list[tuple[object, int, str]] = [
    (0, 100, "0"),
    ("-0", 100, "0"),
    (18, 100, "18"),
    ("18.00", 100, "18"),
    ("100", 100, "100"),
    ("0.25", 100, "0.25"),
    (Decimal("9.9750"), 100, "9.975"),
    ("0.000001", 100, "0.000001"),
    (Decimal("0.2500000000"), 100, "0.25"),
    (Decimal("1E+2"), 100, "100"),
    ("1000", 1000, "1000"),
    ("290.5", 1000, "290.5"),
]


@pytest.mark.parametrize(("value", "limit", "expected"), RATES, ids=label)
def test_a_rate_is_a_plain_percentage(value: object, limit: int, expected: str) -> None:
    """Trailing zeros are dropped, and so is the exponent."""
    assert expected == str(parse_rate(value, "tax_rate", limit))


BAD_RATES: list[tuple[object, int, str]] = [
    ("100.000001", 100, "rate_out_of_range"),
    (101, 100, "rate_out_of_range"),
    ("-1", 100, "rate_out_of_range"),
    ("-0.000001", 100, "rate_out_of_range"),
    ("1000.01", 1000, "rate_out_of_range"),
    ("1e1", 100, "bad_rate"),
    ("18%", 100, "bad_rate"),
    ("", 100, "bad_rate"),
    ("NaN", 100, "bad_rate"),
    (Decimal("NaN"), 100, "bad_rate"),
    (Decimal("0.0000001"), 100, "bad_rate"),
    (Decimal("18.0000001"), 100, "bad_rate"),
    (NumberLiteral("1e1"), 100, "bad_rate"),
    (18.0, 100, "float_given"),
    (True, 100, "wrong_type"),
    (None, 100, "wrong_type"),
    ("1" * 16, 100, "amount_too_large"),
]


@pytest.mark.parametrize(("value", "limit", "code"), BAD_RATES, ids=label)
def test_a_bad_rate_is_refused(value: object, limit: int, code: str) -> None:
    """A rate lies between 0 and its limit and has at most 6 decimals."""
    assert ("tax_rate", code) == fault_of(lambda: parse_rate(value, "tax_rate", limit))


@pytest.mark.parametrize("code", ["inr", "XXX", "XAU", "BTC", "", "₹", None, 5, []])
def test_an_unknown_currency_is_refused(code: object) -> None:
    """Currencies are written as ISO 4217 has them."""
    assert ("currency", "unknown_currency") == fault_of(lambda: currency_of(code))


HALF_UP, HALF_EVEN, HALF_DOWN, UP, DOWN = Rounding

ROUNDED = [
    # numerator, denominator, then one column for each mode:
    #      half_up, half_even, half_down, up, down
    (0, 2, (0, 0, 0, 0, 0)),
    (1, 2, (1, 0, 0, 1, 0)),
    (3, 2, (2, 2, 1, 2, 1)),
    (5, 2, (3, 2, 2, 3, 2)),
    (6, 5, (1, 1, 1, 2, 1)),
    (8, 5, (2, 2, 2, 2, 1)),
    (4, 2, (2, 2, 2, 2, 2)),
    (1, 100, (0, 0, 0, 1, 0)),
    (99, 100, (1, 1, 1, 1, 0)),
    (7, 1, (7, 7, 7, 7, 7)),
    (-1, 2, (-1, 0, 0, -1, 0)),
    (-3, 2, (-2, -2, -1, -2, -1)),
    (-5, 2, (-3, -2, -2, -3, -2)),
    (-6, 5, (-1, -1, -1, -2, -1)),
    (-8, 5, (-2, -2, -2, -2, -1)),
    (-4, 2, (-2, -2, -2, -2, -2)),
]


@pytest.mark.parametrize(
    ("numerator", "denominator", "mode", "expected"),
    [
        pytest.param(top, low, mode, want, id=f"{top}/{low}-{mode}")
        for top, low, columns in ROUNDED
        for mode, want in zip(Rounding, columns, strict=True)
    ],
)
def test_rounding_is_of_the_magnitude(
    numerator: int, denominator: int, mode: Rounding, expected: int
) -> None:
    """A negative value is rounded as its positive twin, whatever the mode."""
    assert expected == divide(numerator, denominator, mode)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [(HALF_UP, 10), (HALF_EVEN, 10), (HALF_DOWN, 9), (UP, 19), (DOWN, 0)],
)
def test_the_bias_of_a_mode(mode: Rounding, expected: int) -> None:
    """What is added before flooring decides where a value goes."""
    assert expected == bias(10, mode)


@pytest.mark.parametrize(
    ("amount", "step", "mode", "expected"),
    [
        (123450, 100, HALF_UP, 123500),
        (123450, 100, HALF_EVEN, 123400),
        (123449, 100, HALF_UP, 123400),
        (123, 5, HALF_UP, 125),
        (122, 5, HALF_UP, 120),
        (120, 5, UP, 120),
        (121, 5, UP, 125),
        (124, 5, DOWN, 120),
        (0, 100, UP, 0),
        (-123450, 100, HALF_UP, -123500),
    ],
)
def test_an_amount_is_rounded_to_a_step(
    amount: int, step: int, mode: Rounding, expected: int
) -> None:
    """A round-off leaves a multiple of its step."""
    assert expected == to_step(amount, step, mode)


ALLOCATED = [
    # total, weights, ranks, shares
    (100, [1, 1, 1], None, [34, 33, 33]),
    (101, [1, 1, 1], None, [34, 34, 33]),
    (100, [1, 1, 1], [2, 0, 1], [33, 34, 33]),
    (101, [1, 1, 1], [2, 0, 1], [33, 34, 34]),
    (100, [2, 3, 1], None, [33, 50, 17]),
    (10000, [89820, 22500], None, [7997, 2003]),
    (5, [1, 1], None, [3, 2]),
    (5, [1, 1], [1, 0], [2, 3]),
    # 2.5, 1.5 and 1: equal remainders, so the larger weight takes the unit,
    (5, [5, 3, 2], None, [3, 1, 1]),
    (5, [3, 5, 2], None, [1, 3, 1]),
    # whatever its rank.
    (5, [3, 5, 2], [0, 1, 2], [1, 3, 1]),
    (1, [1, 1, 1, 1], [3, 2, 1, 0], [0, 0, 0, 1]),
    (0, [1, 2], None, [0, 0]),
    (0, [0, 0], None, [0, 0]),
    (0, [], None, []),
    (7, [0, 1, 0], None, [0, 7, 0]),
    (1, [0, 1, 1], None, [0, 1, 0]),
    (7, [3], None, [7]),
    (2, [1, 1, 1], None, [1, 1, 0]),
    (10**17, [10**15, 2 * 10**15], None, [33333333333333333, 66666666666666667]),
]


@pytest.mark.parametrize(("total", "weights", "ranks", "shares"), ALLOCATED)
def test_a_total_is_shared(
    total: int, weights: list[int], ranks: list[int] | None, shares: list[int]
) -> None:
    """Floor shares, then the largest remainder, the larger weight, the smaller rank."""
    assert shares == allocate(total, weights, ranks)


@pytest.mark.parametrize(
    ("total", "weights", "words"),
    [
        (-1, [1], "nothing may be negative"),
        (1, [1, -1], "nothing may be negative"),
        (1, [0, 0], "all zero"),
        (1, [], "all zero"),
    ],
)
def test_what_cannot_be_shared_is_an_error(
    total: int, weights: list[int], words: str
) -> None:
    """Neither a negative part nor a positive total over nothing can be shared."""
    with pytest.raises(ValueError, match=words):
        allocate(total, weights)


@pytest.mark.parametrize("total", [0, 1, 2])
def test_every_weight_needs_its_rank(total: int) -> None:
    """Ranks that do not match the weights are a mistake, tie or no tie."""
    with pytest.raises(ValueError, match="2 weights have 1 ranks"):
        allocate(total, [1, 1], [0])


@pytest.mark.parametrize(
    ("total", "weights"),
    [
        (1.5, [1, 2]),
        (5, [1, 1.5]),
        (Decimal(5), [1, 2]),
        (True, [1]),
        ("5", [1]),
        (5, [None]),
    ],
)
def test_only_ints_are_shared(total: Any, weights: Any) -> None:
    """A float would come back in shares that do not add up."""
    with pytest.raises(TypeError, match="give ints of minor units"):
        allocate(total, weights)


@pytest.mark.parametrize(
    ("minor", "exponent", "expected"),
    [
        (105425, 2, "1054.25"),
        (5, 2, "0.05"),
        (0, 2, "0.00"),
        (-7, 3, "-0.007"),
        (60, 0, "60"),
        (0, 0, "0"),
        (10**24, 4, "100000000000000000000.0000"),
    ],
)
def test_minor_units_are_written_with_the_currencys_digits(
    minor: int, exponent: int, expected: str
) -> None:
    """A Decimal that comes out has exactly the currency's decimals."""
    assert expected == str(to_decimal(minor, exponent))


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (8780, 109576, "8.01"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 8, "12.50"),
        (1, 20000, "0.01"),
        (1, 20001, "0.00"),
        (5, 5, "100.00"),
        (0, 5, "0.00"),
        (5, 0, "0.00"),
        (0, 0, "0.00"),
    ],
)
def test_a_part_is_a_percentage_of_its_whole(
    part: int, whole: int, expected: str
) -> None:
    """Two decimals, half up; nothing of nothing is 0."""
    assert expected == str(percent_of(part, whole))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("100.00", "100"),
        ("1E+2", "100"),
        ("-0.0", "0"),
        ("0E+5", "0"),
        ("2.50", "2.5"),
        ("-2.50", "-2.5"),
        ("7", "7"),
    ],
)
def test_a_plain_decimal_has_neither_zeros_nor_exponent(
    value: str, expected: str
) -> None:
    """Equal values are written alike."""
    assert expected == str(plain(Decimal(value)))


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("5", "2.5"), ("18", "9"), ("0.25", "0.125"), ("0.000001", "5E-7"), ("0", "0")],
)
def test_half_a_rate_is_exact(rate: str, expected: str) -> None:
    """CGST and SGST are each half of the rate, not a rounded one."""
    assert Decimal(expected) == halved(Decimal(rate))


@pytest.mark.parametrize(
    ("rate", "expected"), [("2.5", 2500000), ("0.000001", 1), ("1000", 10**9)]
)
def test_a_rate_is_a_whole_number_of_millionths(rate: str, expected: int) -> None:
    """Six decimals of a percent are exact as an int."""
    assert expected == rate_millionths(Decimal(rate))


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.25", True), ("0.2500000", True), ("0.0000001", False), ("1.0000005", False)],
)
def test_six_decimals_are_counted_without_trailing_zeros(
    value: str, *, expected: bool
) -> None:
    """Zeros at the end do not count."""
    assert expected is has_six_decimals(Decimal(value))


def test_an_amount_takes_the_digits_of_another() -> None:
    """499 beside 0.00 is 499.00."""
    assert "499.00" == str(on_grid(Decimal(499), Decimal("0.00")))


@pytest.mark.parametrize(
    ("amount", "price", "expected"),
    [("120.00", "50.00", 3), ("100.00", "50.00", 2), ("0.01", "50", 1), ("0", "1", 0)],
)
def test_missing_units_are_rounded_up(amount: str, price: str, expected: int) -> None:
    """As many as are worth at least the amount."""
    assert expected == missing_units(Decimal(amount), Decimal(price))


@pytest.mark.parametrize(
    ("amount", "parts", "digits", "times", "expected"),
    [
        ("100.00", 3, 3, "1", "33.333"),
        ("100.00", 3, 2, "2", "66.67"),
        ("0.05", 2, 2, "1", "0.03"),
        ("-0.05", 2, 2, "1", "-0.03"),
        ("7", 1, 0, "1", "7"),
    ],
)
def test_a_share_is_rounded_half_up(
    amount: str, parts: int, digits: int, times: str, expected: str
) -> None:
    """Once, to the digits that are asked for."""
    assert expected == str(share_of(Decimal(amount), parts, digits, Decimal(times)))


@pytest.mark.parametrize(
    ("amount", "expected"), [("12.50", 2), ("60", 0), ("6E+1", 0), ("0.000", 3)]
)
def test_decimals_are_counted_as_written(amount: str, expected: int) -> None:
    """Trailing zeros count here."""
    assert expected == decimals(Decimal(amount))


def test_nan_has_no_decimals() -> None:
    """What is no number has none."""
    assert 0 == decimals(Decimal("NaN"))


def test_a_sum_is_exact() -> None:
    """A sum keeps the digits of what it adds, and the start of an empty one."""
    assert ["-0.20", "0.00"] == [
        str(exact_sum(Decimal("0.00"), [Decimal("0.10"), Decimal("-0.30")])),
        str(exact_sum(Decimal("0.00"), [])),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "a boolean"),
        ("x", "text"),
        (1, "a number"),
        (1.5, "a number"),
        (Decimal(1), "a number"),
        (NumberLiteral("1e5"), "a number"),
        ({}, "an object"),
        ([], "a list"),
        ((), "a list"),
        (b"", "bytes"),
    ],
    ids=label,
)
def test_types_are_named_as_json_has_them(value: object, expected: str) -> None:
    """A message speaks of an object and a list, not of dict and tuple."""
    assert expected == type_name(value)


EVERY_TRAP = list(decimal.Context().traps)


@contextmanager
def hostile(**settings: Any) -> Iterator[None]:
    """Run what follows in a decimal context that would spoil money."""
    with decimal.localcontext(decimal.Context(**settings)):
        yield


CONTEXTS: list[dict[str, Any]] = [
    {"prec": 2},
    {"prec": 2, "traps": [decimal.Inexact]},
    {"prec": 1, "Emin": 0, "Emax": 0},
    {"prec": 2, "traps": EVERY_TRAP},
    {"prec": 1, "rounding": decimal.ROUND_CEILING, "capitals": 0, "clamp": 1},
]


@pytest.mark.parametrize(
    "settings", CONTEXTS, ids=["low", "inexact", "no-exponent", "all-traps", "odd"]
)
def test_the_callers_decimal_context_does_not_matter(settings: dict[str, Any]) -> None:
    """Whatever context the host has set, every figure is the same."""
    with hostile(**settings):
        found = [
            number("123456789012345.123456", "p"),
            number(Decimal("123456789012345.123456"), "p"),
            number(123456789012345, "p"),
            parse_amount("123456789012345.67", INR, "p"),
            parse_rate("12.345678", "p"),
            halved(Decimal("12.345678")),
            plain(Decimal("123456.7000")),
            plain(Decimal("1.23456E+8")),
            rate_millionths(Decimal("12.345678")),
            to_decimal(12345678901234567890, 2),
            percent_of(8780, 109576),
            on_grid(Decimal(12345), Decimal("0.00")),
            exact_sum(Decimal("0.00"), [Decimal("12345.67"), Decimal("0.01")]),
            has_six_decimals(Decimal("1234.123456")),
            json_number("12345.678"),
        ]

    assert [
        Decimal("123456789012345.123456"),
        Decimal("123456789012345.123456"),
        Decimal(123456789012345),
        12345678901234567,
        Decimal("12.345678"),
        Decimal("6.172839"),
        Decimal("123456.7"),
        Decimal(123456000),
        12345678,
        Decimal("123456789012345678.90"),
        Decimal("8.01"),
        Decimal("12345.00"),
        Decimal("12345.68"),
        True,
        Decimal("12345.678"),
    ] == found


def test_the_callers_decimal_context_is_left_alone() -> None:
    """No flag is raised and no setting changed in the context of the host."""
    with decimal.localcontext(decimal.Context(prec=5)) as context:
        parse_amount("123456789.01", INR, "p")
        plain(Decimal("1.000000"))
        with pytest.raises(CheckoutError):
            number("1e5", "p")
        raised = [flag for flag, up in context.flags.items() if up]

    assert ([], 5) == (raised, context.prec)


def test_a_fault_holds_the_value_it_is_about() -> None:
    """The offending value is an attribute, not only a word of the message."""
    with pytest.raises(CheckoutError) as caught:
        number("1e5", "price")

    assert (fault("price", "bad_amount", "1e5"),) == caught.value.faults
