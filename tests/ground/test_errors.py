# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Errors: every code has its words, every fault its place, and both travel."""

from __future__ import annotations

import ast
import copy
import io
import json
import pickle
import re
import tokenize

from datetime import date
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from string import Formatter
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

import checkout_core

from checkout_core import ledger
from checkout_core.backtest import messages as backtest
from checkout_core.cart import Address, Line
from checkout_core.cli import ending
from checkout_core.errors import (
    MESSAGES,
    CheckoutError,
    Fault,
    Faults,
    GatewayError,
    fault,
    join,
)
from checkout_core.errors.describe import NumberLiteral, shown
from checkout_core.juspay import messages as juspay
from checkout_core.reasons import REFUSAL_REASONS, TENDER_REASONS
from checkout_core.tax import TaxLevel
from checkout_core.values import Record
from tests.factories.faults import faults


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def test_no_two_codes_share_a_message() -> None:
    """A reader who quotes the message has named the code."""
    assert len(MESSAGES) == len(set(MESSAGES.values()))


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_says_what_is_wrong_and_what_to_do(code: str) -> None:
    """A message starts small, because the path stands before it, and ends open."""
    message = MESSAGES[code]

    assert (True, False) == (
        message[0].islower() or message[0] == "{",
        message.endswith((".", " ")),
    )


#: A negated noun, a figure of speech, a pronoun for anyone at all.
IDIOM = re.compile(
    r"(?<!there )\bis no (?!longer|higher|lower)"
    r"|\b(?:no|some|any|every)body\b|\bwhoever\b|\banew\b|\bof then\b|\bstood\b"
    r"|\bstands?\b(?! for\b)|\btold\b|\bmends?\b|\bbesides?\b|\bminds\b|\bspoken\b"
)

#: What people read, by where they read it.
TABLES: dict[str, Mapping[str, str]] = {
    "faults": MESSAGES,
    "faults of Juspay": juspay.MESSAGES,
    "faults of a back-test": backtest.MESSAGES,
    **{
        f"refusals, {name}": {
            code: getattr(reason, name) for code, reason in REFUSAL_REASONS.items()
        }
        for name in ("shopper", "shopper_one_line", "agent", "agent_for_good")
    },
    "tenders": TENDER_REASONS,
    "rows of the ledger": ledger.KINDS,
    "exit statuses": {str(code): text for code, text in ending.STATUSES.items()},
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_message_has_no_idiom(table: Mapping[str, str]) -> None:
    """A reader need not know English well: no negated noun, no figure of speech."""
    assert [] == [code for code, message in table.items() if IDIOM.search(message)]


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Yield every text and comment of *source* with its line, but no example."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            lines = node.value.splitlines()
            # The name of an attribute or an argument is code.
            said = [
                re.sub(r"^ +\w+: ", " ", each)
                for each in lines
                if not each.lstrip().startswith(">>>")
            ]
            yield node.lineno, " ".join(said)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('x = "this is no date"', [1]),
        ('def f():\n    """Return what came of it, told anew."""', [2]),
        ("x = 1  # beside the goods", [1]),
        ('f"{x} stands in {y}"', [1]),
        ('"it stands for 1; there is no cart; it is no longer free"', []),
        ('"""\n>>> told(1)\n"""', []),
        ("told = 1", []),
    ],
)
def test_idioms_are_found(source: str, expected: list[int]) -> None:
    """A search that finds nothing would pass all the same."""
    found = [line for line, text in sentences(source) if IDIOM.search(text)]

    assert expected == found


def test_the_package_has_no_idiom() -> None:
    """The same holds of every message, docstring and comment."""
    package = Path(checkout_core.__file__).parent

    assert [] == [
        (path.name, line, text)
        for path in sorted(package.rglob("*.py"))
        for line, text in sentences(path.read_text("utf-8"))
        if " " in text and IDIOM.search(text)
    ]


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_is_filled_with_its_facts(code: str) -> None:
    """No brace is left in a message that has its facts."""
    names = [name for _, name, _, _ in Formatter().parse(MESSAGES[code]) if name]
    found = fault("here", code, None, **{name.split(".")[0]: "X" for name in names})

    assert ("here", code, False) == (
        found.path,
        found.code,
        "{" in found.message or "}" in found.message,
    )


def test_the_messages_cannot_be_changed() -> None:
    """The table is one of literals, for all threads."""
    with pytest.raises(TypeError):
        MESSAGES["required"] = "no"  # type: ignore[index]


def test_a_message_needs_its_facts() -> None:
    """A fault without its facts is a bug, not a message with a hole."""
    with pytest.raises(KeyError):
        fault("", "off_grid", "12.505")


@pytest.mark.parametrize(
    ("prefix", "path", "expected"),
    [
        ("cart", "id", "cart.id"),
        ("cart", "", "cart"),
        ("", "id", "id"),
        ("", "", ""),
        ("rows", "[1].id", "rows[1].id"),
        ("", "[1]", "[1]"),
        ("cart.cart_items[0]", "quantity", "cart.cart_items[0].quantity"),
    ],
)
def test_paths_are_joined_as_they_are_read(
    prefix: str, path: str, expected: str
) -> None:
    """A key has a point before it, a place in a list has none."""
    assert expected == join(prefix, path)


class Person:
    """Something whose repr nobody may read."""

    def __repr__(self) -> str:
        """Fail the test that shows it."""
        raise AssertionError


INR = Line("tee", 1, "499.00", tax_rate=18)

SHOWN: list[tuple[object, str, object]] = [
    # the value, in a message, as JSON
    ("12,50", "'12,50'", "12,50"),
    ("", "''", ""),
    ("x" * 60, "'" + "x" * 56 + "...", "x" * 60),
    ("x" * 100, "'" + "x" * 56 + "...", "x" * 57 + "..."),
    ("\n" * 100, "'" + "\\n" * 28 + "...", "\n" * 57 + "..."),
    ("a\ud800", "'a\\ud800'", "a\\ud800"),
    (TaxLevel.UNIT, "'unit'", "unit"),
    (b"x" * 100, "100 bytes", "100 bytes"),
    (bytearray(b"x"), "1 byte", "1 byte"),
    ({"a": 1}, "an object of 1 key", "an object of 1 key"),
    (Record({"a": 1, "b": 2}), "an object of 2 keys", "an object of 2 keys"),
    ([1, 2], "a list of 2 items", "a list of 2 items"),
    ((), "a list of 0 items", "a list of 0 items"),
    ({1, 2, 3}, "a set of 3 items", "a set of 3 items"),
    (7, "7", 7),
    (HTTPStatus.OK, "200", 200),
    (True, "True", True),
    (None, "None", None),
    (1.5, "1.5", "1.5"),
    (float("nan"), "nan", "nan"),
    (Decimal("12.505"), "12.505", "12.505"),
    (Decimal("-12.50"), "-12.50", "-12.50"),
    (Decimal("NaN"), "NaN", "NaN"),
    (Decimal("1E+1000000"), "1E+1000000", "1E+1000000"),
    (10**72 - 1, "9" * 57 + "...", 10**72 - 1),
    (10**5000, "an integer of 16610 bits", "an integer of 16610 bits"),
    (-(10**5000), "an integer of 16610 bits", "an integer of 16610 bits"),
    (NumberLiteral("1e5"), "1e5", "1e5"),
    (NumberLiteral("1" * 100), "1" * 20 + "...", "1" * 20 + "..."),
    (date(2026, 11, 22), "2026-11-22", "2026-11-22"),
    (INR, "a Line", "a Line"),
    (Person(), "a Person", "a Person"),
    (object(), "a Python object", "a Python object"),
    (Address(phone="9800000001"), "an Address", "an Address"),
    (len, "a builtin_function_or_method", "a builtin_function_or_method"),
]
NAMES = [text[:24] for _, text, _ in SHOWN]


@pytest.mark.parametrize(("value", "expected", "_"), SHOWN, ids=NAMES)
def test_a_value_is_shown_in_few_words(value: object, expected: str, _: object) -> None:
    """A message shows what was found, shortly."""
    assert expected == shown(value)


@pytest.mark.parametrize(("value", "_", "expected"), SHOWN, ids=NAMES)
def test_a_value_is_plain_data(value: object, _: str, expected: object) -> None:
    """As JSON it is what was found, or a few words, and never the repr of Python."""
    found = fault("", "required", value, expected="it").as_json()

    assert (expected, type(expected), found) == (
        found["value"],
        type(found["value"]),
        json.loads(json.dumps(found).encode()),
    )


@pytest.mark.parametrize(("value", "words", "_"), SHOWN, ids=NAMES)
def test_a_fault_says_a_value_once(value: object, words: str, _: object) -> None:
    """What a fault kept is shown as the value itself would be, without more quotes."""
    got = "" if value is None else f" (got {words})"

    assert f"this is missing; give it{got}" == str(
        fault("", "required", value, expected="it")
    )


LARGE: list[object] = [
    "x" * 10_000_000,
    "\x00" * 10_000_000,
    "\U0001f600" * 2_500_000,
    b"\xff" * 10_000_000,
    bytearray(10_000_000),
    ["x"] * 1_000_000,
    dict.fromkeys(range(1_000_000)),
    Record({"a": ["x"] * 1_000_000}),
    1 << 80_000_000,
    NumberLiteral("1" * 10_000_000),
    Decimal("1E+1000000"),
]


@pytest.mark.parametrize("value", LARGE, ids=lambda each: type(each).__name__)
def test_ten_megabytes_are_shown_short_and_at_once(value: object) -> None:
    """A hostile value is not copied to be refused."""
    seconds = []
    for _ in range(5):
        before = perf_counter()
        found = shown(value)
        seconds.append(perf_counter() - before)

    assert (True, True) == (len(found) <= 60, min(seconds) < 0.001)


@pytest.mark.parametrize("limit", [8, 12, 60, 200])
@pytest.mark.parametrize("length", [0, 5, 7, 9, 11, 57, 59, 60, 61, 500])
def test_a_text_is_never_shown_longer_than_the_limit(length: int, limit: int) -> None:
    """The limit counts quotes and dots."""
    assert limit >= len(shown("x" * length, limit))


ONE = Fault("cart.id", "too_long", "x", "shorten it")
TWO = Fault("", "empty_cart", [], "nothing to price")


def test_a_fault_is_said_in_one_line() -> None:
    """Where, what, and what was found."""
    assert [
        "cart.id: shorten it (got 'x')",
        "nothing to price (got a list of 0 items)",
    ] == [
        str(ONE),
        str(TWO),
    ]


def test_a_fault_is_seen_from_further_out() -> None:
    """Only the path changes."""
    assert Fault("checkout.cart.id", "too_long", "x", "shorten it") == ONE.under(
        "checkout"
    )


def test_an_error_says_every_fault() -> None:
    """One line for each."""
    assert f"{ONE}\n{TWO}" == str(CheckoutError([ONE, TWO]))


def test_an_error_takes_any_iterable() -> None:
    """The faults are a tuple, whatever they came in."""
    assert (ONE, TWO) == CheckoutError(iter([ONE, TWO])).faults


def test_an_error_is_seen_from_further_out() -> None:
    """Every path of it moves."""
    error = CheckoutError([ONE, TWO]).under("a")

    assert ["a.cart.id", "a"] == [each.path for each in error.faults]


def test_an_error_is_a_value_error() -> None:
    """Who catches ValueError catches it."""
    assert isinstance(CheckoutError([ONE]), ValueError)


def test_an_error_is_plain_data_for_an_http_answer() -> None:
    """Where, what, the value found and the words, ready for json."""
    expected = [
        {
            "path": "cart.id",
            "code": "too_long",
            "value": "x",
            "message": "shorten it",
        },
        {
            "path": "",
            "code": "empty_cart",
            "value": "a list of 0 items",
            "message": "nothing to price",
        },
    ]

    assert expected == json.loads(json.dumps(CheckoutError([ONE, TWO]).as_json()))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_error_survives_a_process_border(protocol: int) -> None:
    """A pickled error has its faults and its words."""
    error = CheckoutError([ONE, TWO])
    copied = pickle.loads(pickle.dumps(error, protocol))

    assert (CheckoutError, error.faults, str(error)) == (
        type(copied),
        copied.faults,
        str(copied),
    )


def test_an_error_can_be_copied() -> None:
    """A deep copy has equal faults."""
    assert (ONE, TWO) == copy.deepcopy(CheckoutError([ONE, TWO])).faults


def test_nothing_found_raises_nothing() -> None:
    """A clean input passes."""
    Faults().raise_any()


def test_what_was_found_is_raised_together() -> None:
    """Inner errors are seen from outside."""
    found = Faults()
    found.add("a", "negative", -1)
    found.extend(CheckoutError([ONE]))
    found.extend(CheckoutError([ONE]), "outer")

    with pytest.raises(CheckoutError) as caught:
        found.raise_any()

    assert [
        ("a", "negative"),
        ("cart.id", "too_long"),
        ("outer.cart.id", "too_long"),
    ] == faults(caught.value)


GATEWAY: list[dict[str, Any]] = [
    {},
    {
        "http_status": 400,
        "error_code": "invalid.order_id",
        "fields": ("order_id",),
        "retryable": True,
    },
]


@pytest.mark.parametrize("attributes", GATEWAY, ids=["bare", "full"])
def test_a_gateway_error_survives_a_process_border(attributes: dict[str, Any]) -> None:
    """A pickled gateway error has every attribute."""
    error = GatewayError("no answer", **attributes)
    copied = pickle.loads(pickle.dumps(error))

    assert (GatewayError, "no answer", error.__dict__) == (
        type(copied),
        str(copied),
        copied.__dict__,
    )


def test_a_gateway_error_is_no_checkout_error() -> None:
    """Theirs is not yours."""
    assert not isinstance(GatewayError("no answer"), ValueError)
