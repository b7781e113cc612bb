# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""JSON text: read and written digit for digit, and refused when it is hostile."""

from __future__ import annotations

import decimal
import json

from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from time import thread_time
from types import MappingProxyType
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core.errors import CheckoutError
from checkout_core.errors.describe import NumberLiteral
from checkout_core.money.parse import json_number
from checkout_core.values import Record
from checkout_core.wire.text import MAX_CHARACTERS, MAX_NESTING, dumps, loads
from tests.factories.faults import faults


class Colour(StrEnum):
    """A text that is a choice."""

    RED = "red"


class Size(IntEnum):
    """A number that is a choice."""

    SMALL = 1


READ: list[tuple[str | bytes, Any]] = [
    ("12.50", Decimal("12.50")),
    ("12.500", Decimal("12.500")),
    ("0.1", Decimal("0.1")),
    ("-0.05", Decimal("-0.05")),
    ("999999999999999.999999", Decimal("999999999999999.999999")),
    ("2", 2),
    ("-7", -7),
    ("-0", 0),
    ("9" * 23, int("9" * 23)),
    ("9" * 24, NumberLiteral("9" * 24)),
    ("9" * 10_000, NumberLiteral("9" * 10_000)),
    ("1e5", NumberLiteral("1e5")),
    ("1E400", NumberLiteral("1E400")),
    ("1.2345678", NumberLiteral("1.2345678")),
    ("1." + "0" * 1_000, NumberLiteral("1." + "0" * 1_000)),
    ("true", True),
    ("null", None),
    ('"12.50"', "12.50"),
    ('"\\u20b9 \\ud83d\\ude00"', "₹ \U0001f600"),
    (' {"b": 1, "a": [1, {}]} ', {"b": 1, "a": [1, {}]}),
    (b'{"a": 12.50}', {"a": Decimal("12.50")}),
    ('"₹"'.encode(), "₹"),
    (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
]


@pytest.mark.parametrize(
    ("text", "expected"), READ, ids=[ascii(row[0])[:30] for row in READ]
)
def test_text_is_read_exactly(text: str | bytes, expected: Any) -> None:
    """Decimals are Decimal, ints are int, and no number becomes a float."""
    found = loads(text)

    assert (expected, type(expected), str(expected)) == (found, type(found), str(found))


def test_keys_keep_their_order() -> None:
    """An object is read in the order it was written."""
    assert ["z", "a", "m"] == list(loads('{"z": 1, "a": 2, "m": 3}'))


REFUSED: list[tuple[str | bytes, str]] = [
    ("", "not_json"),
    ("   ", "not_json"),
    ("{", "not_json"),
    ('{"a": 1,}', "not_json"),
    ("{'a': 1}", "not_json"),
    ('{"a": 1} {}', "not_json"),
    ("{a: 1}", "not_json"),
    ('"a', "not_json"),
    ('"\n"', "not_json"),
    ('"\\x41"', "not_json"),
    ("01", "not_json"),
    ("+1", "not_json"),
    ("1.", "not_json"),
    (".5", "not_json"),
    ("0x10", "not_json"),
    ("１２", "not_json"),  # noqa: RUF001
    ("TRUE", "not_json"),
    ("// no\n1", "not_json"),
    ("\ufeff{}", "not_json"),
    (b"", "not_json"),
    (b"{", "not_json"),
    ("NaN", "not_a_number"),
    ("Infinity", "not_a_number"),
    ("-Infinity", "not_a_number"),
    ('{"a": [NaN]}', "not_a_number"),
    ('{"a": 1, "a": 1}', "duplicate_key"),
    ('{"x": {"a": 1, "b": 2, "a": 3}}', "duplicate_key"),
    ('[{"a": 1, "\\u0061": 2}]', "duplicate_key"),
    ('{"a:": 1, "a:": 2}', "duplicate_key"),
    ('{"a" : 1, "a"\n: ":"}', "duplicate_key"),
    ('[{"a": 1, "a": 2}, NaN, {]', "duplicate_key"),
    ('[NaN, {"a": 1, "a": 2}]', "not_a_number"),
    (b"\xff\xfe", "not_utf8"),
    (b'"\xe9"', "not_utf8"),
    (b'"\xed\xa0\x80"', "not_utf8"),
    (b'"\xc0\xaf"', "not_utf8"),
    ('{"a": 1}'.encode("utf-16"), "not_utf8"),
    ("[" * 100_000, "nested_too_deep"),
    ('{"a":' * 100_000, "nested_too_deep"),
    ("[" * 100_000 + "]" * 100_000, "nested_too_deep"),
    (b"[" * 5_000_000, "nested_too_deep"),
    (" " * (MAX_CHARACTERS + 1), "document_too_large"),
    (b" " * (MAX_CHARACTERS + 1), "document_too_large"),
    ("9" * (MAX_CHARACTERS + 1), "document_too_large"),
]


@pytest.mark.parametrize(
    ("text", "code"), REFUSED, ids=[ascii(row[0][:20]) for row in REFUSED]
)
def test_text_that_is_no_document_is_refused(text: str | bytes, code: str) -> None:
    """One fault of the whole text, whatever its kind."""
    with pytest.raises(CheckoutError) as caught:
        loads(text)

    assert [("", code)] == faults(caught.value)


def nested(depth: int) -> str:
    """Return a text of lists and objects, *depth* deep."""
    pairs, odd = divmod(depth, 2)
    return '[{"a":' * pairs + "[" * odd + "]" * odd + ("0" * (not odd)) + "}]" * pairs


@pytest.mark.parametrize(
    "text",
    [
        nested(MAX_NESTING),
        f"[{nested(MAX_NESTING - 1)}, {nested(MAX_NESTING - 1)}]",
        "[" + ",".join(["[]"] * 10_000) + "]",
        '["' + "[" * 10_000 + '"]',
        '["\\"' + "{" * 10_000 + '"]',
        '["\\\\"' + ',"["' * 10_000 + "]",
    ],
    ids=["deepest", "twice", "wide", "text", "quote", "backslash"],
)
def test_what_is_only_wide_or_text_is_read(text: str) -> None:
    """Brackets count where they stand within each other, and not in a text."""
    assert isinstance(loads(text), list)


@pytest.mark.parametrize(
    "text",
    [
        nested(MAX_NESTING + 1),
        f"[{nested(5)}, {nested(MAX_NESTING)}]",
        '["]", ' + nested(MAX_NESTING) + "]",
        '"' + '\\"' * 4_000_000 + "[" * 1_000,
    ],
    ids=["deeper", "second", "text", "endless"],
)
def test_one_level_more_is_too_deep(text: str) -> None:
    """At the limit it is read, beyond it the text is refused, and quickly."""
    with pytest.raises(CheckoutError) as caught:
        loads(text)

    expected = "not_json" if text.startswith('"') else "nested_too_deep"
    assert [expected] == [each.code for each in caught.value.faults]


@given(st.lists(st.text(st.sampled_from('"[]{}\\\\a\n\xe9'), max_size=9), max_size=9))
def test_brackets_in_texts_do_not_nest(texts: list[str]) -> None:
    """Whatever the texts hold, one list of them is one level."""
    inner, around = json.dumps(texts, ensure_ascii=False), MAX_NESTING - 1
    deepest = "[" * around + inner + "]" * around
    with pytest.raises(CheckoutError) as caught:
        loads(f"[{deepest}]")

    assert isinstance(loads(deepest), list)
    assert ["nested_too_deep"] == [each.code for each in caught.value.faults]


MESSAGES: list[tuple[str | bytes, str]] = [
    (
        '{"a": 1,\n"b" 2}',
        "this is not JSON: Expecting ':' delimiter at line 2, column 5",
    ),
    ("-Infinity", "-Infinity is not a number in JSON; write a plain decimal"),
    ('{"a": 1, "a": 2}', "the key 'a' occurs twice; keep one of them"),
    # The key that is named is the one that occurs twice, and not the first.
    ('{"b": 1, "a": 1, "a": 2}', "the key 'a' occurs twice; keep one of them"),
    (b"\xff", "these bytes are not UTF-8 text; encode the document as UTF-8"),
    ("[" * 100_000, f"nested deeper than {MAX_NESTING} levels; flatten the document"),
    (
        " " * (MAX_CHARACTERS + 1),
        f"longer than the limit of {MAX_CHARACTERS} characters; send less",
    ),
]


@pytest.mark.parametrize(
    ("text", "message"), MESSAGES, ids=[row[1][:20] for row in MESSAGES]
)
def test_the_message_says_what_is_wrong(text: str | bytes, message: str) -> None:
    """A reader of the message can put the text right."""
    with pytest.raises(CheckoutError) as caught:
        loads(text)

    assert message == caught.value.faults[0].message


def test_a_text_as_long_as_the_limit() -> None:
    """The limit belongs to what is allowed."""
    assert 1 == loads(" " * (MAX_CHARACTERS - 1) + "1")


LARGE: list[str] = [
    "[" + "1," * 2_000_000 + "1]",
    '"' + "x" * 9_000_000 + '"',
    "9" * 9_000_000,
    "0." + "1" * 9_000_000,
    "1e" + "9" * 9_000_000,
]


@pytest.mark.parametrize("text", LARGE, ids=["list", "text", "int", "decimal", "e"])
def test_ten_megabytes_are_read_in_linear_time(text: str) -> None:
    """No conversion of endless digits is tried."""
    before = thread_time()
    loads(text)

    assert 5 > thread_time() - before


def test_no_float_is_ever_made() -> None:
    """Whatever number stands in a text, none is read as a float."""
    text = "[0.1, 1e5, 1E400, 1.0, -0.0, 123456789.123456789, 1e-400]"

    assert float not in {type(each) for each in loads(text)}


WRITTEN: list[tuple[Any, str]] = [
    (Decimal("12.50"), "12.50"),
    (Decimal("1E+2"), "100"),
    (Decimal("1E-7"), "0.0000001"),
    (Decimal("0.00"), "0.00"),
    (Decimal("1" * 40 + ".5"), "1" * 40 + ".5"),
    (12, "12"),
    (-(10**30), "-1" + "0" * 30),
    (True, "true"),
    (False, "false"),
    (None, "null"),
    ("tee", '"tee"'),
    ('"\\\n\t\x00\x7f', '"\\"\\\\\\n\\t\\u0000\x7f"'),
    ("₹ é \u2028 \U0001f600", '"₹ é \u2028 \U0001f600"'),
    (Colour.RED, '"red"'),
    (NumberLiteral("1e5"), "1e5"),
    (NumberLiteral("9" * 30), "9" * 30),
    ([], "[]"),
    ((), "[]"),
    ({}, "{}"),
    (Record(), "{}"),
    ([1, (2, [3])], "[1, [2, [3]]]"),
    ({"b": 1, "a": {"c": []}}, '{"b": 1, "a": {"c": []}}'),
    (Record({"b": 1, "a": [1]}), '{"b": 1, "a": [1]}'),
    (MappingProxyType({Colour.RED: 1}), '{"red": 1}'),
    ({'"': 1}, '{"\\"": 1}'),
    ({"%s": "%s", "%": "%%"}, '{"%s": "%s", "%": "%%"}'),
    ({"k" * 2_001: 1}, '{"' + "k" * 2_001 + '": 1}'),
]


@pytest.mark.parametrize(
    ("value", "expected"), WRITTEN, ids=[ascii(row[0])[:30] for row in WRITTEN]
)
def test_everything_is_written_exactly(value: Any, expected: str) -> None:
    """Each kind of value has one spelling, digit for digit."""
    assert (expected, expected) == (dumps(value), dumps(value))


INDENTED = """\
{
  "a": [
    1,
    {
      "b": 12.50
    }
  ],
  "c": {},
  "d": []
}"""


def test_text_can_be_indented() -> None:
    """As json does it, with empty lists and objects closed at once."""
    document = {"a": [1, {"b": Decimal("12.50")}], "c": {}, "d": []}

    assert (INDENTED, INDENTED.replace("12.50", "12.5")) == (
        dumps(document, indent=2),
        json.dumps(json.loads(dumps(document)), indent=2),
    )


@pytest.mark.parametrize("indent", [None, 0])
def test_text_is_on_one_line_by_default(indent: int | None) -> None:
    """No indent, no line break."""
    assert '{"a": [1, 2]}' == dumps({"a": [1, 2]}, indent=indent)


FOREIGN: list[tuple[Any, str]] = [
    (1.5, "a number cannot be written exactly as JSON: 1.5"),
    ({"a": [0.1]}, "a number cannot be written exactly as JSON: 0.1"),
    (float("nan"), "a number cannot be written"),
    (b"tee", "bytes cannot be written"),
    ({1, 2}, "set cannot be written"),
    (Fraction(1, 2), "Fraction cannot be written"),
    (1j, "complex cannot be written"),
    (range(3), "range cannot be written"),
    ({1: 2}, "str"),
]


@pytest.mark.parametrize(
    ("value", "words"), FOREIGN, ids=[ascii(row[0])[:20] for row in FOREIGN]
)
def test_what_json_cannot_hold_exactly_is_a_type_error(value: Any, words: str) -> None:
    """A float is refused, not rounded."""
    with pytest.raises(TypeError, match=words):
        dumps(value)


@pytest.mark.parametrize(
    "settings",
    [{"prec": 2}, {"prec": 1, "traps": list(decimal.Context().traps)}, {"capitals": 0}],
    ids=["low", "traps", "small"],
)
def test_the_callers_decimal_context_does_not_matter(settings: dict[str, Any]) -> None:
    """Digits are read and written whatever context the host has set."""
    with decimal.localcontext(decimal.Context(**settings)):
        found = dumps(loads('{"a": 123456789.123456}'))

    assert '{"a": 123456789.123456}' == found


plain_decimals = st.decimals(
    min_value=-(10**15) + 1, max_value=10**15 - 1, places=6
) | st.decimals(min_value=-999, max_value=999, places=2)
documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**22) + 1, 10**23 - 1)
    | plain_decimals
    | st.text()
    | st.just(NumberLiteral("1e5")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


#: What json writes and reads as well, since it holds no decimal.
common = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**22) + 1, 10**22) | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text(), inner)
        | st.lists(st.dictionaries(st.sampled_from("ab:"), inner))
    ),
    max_leaves=20,
)


class TestAsJson:
    """Where no decimal is in it, text is that of json, and data too."""

    @given(common, st.integers(0, 1), st.sampled_from([None, 1, 4]))
    def test_text_is_written_as_json_writes_it(
        self, document: Any, sort_keys: int, indent: int | None
    ) -> None:
        """On one line or indented, in order or sorted, and the second time too."""
        expected = json.dumps(
            document, ensure_ascii=False, sort_keys=bool(sort_keys), indent=indent
        )

        for _ in range(2):
            assert expected == dumps(document, sort_keys=bool(sort_keys), indent=indent)

    @given(
        common,
        st.integers(0, 1),
        st.sampled_from([(", ", ": "), (",", ":"), (" ,\n", "\t: ")]),
    )
    def test_text_is_read_as_json_reads_it(
        self, document: Any, escaped: int, separators: tuple[str, str]
    ) -> None:
        """Whatever blanks it has and however its characters are escaped."""
        text = json.dumps(document, ensure_ascii=bool(escaped), separators=separators)

        assert document == loads(text)

    @given(common, st.text())
    def test_a_key_that_stands_twice_is_found(self, document: Any, key: str) -> None:
        """Whatever else stands in the text, and however the key is escaped."""
        once, again = json.dumps(key), json.dumps(key, ensure_ascii=False)
        inner = json.dumps(document)
        with pytest.raises(CheckoutError) as caught:
            loads(f"[{inner}, {{{once}: {inner}, {again}: {inner}}}, {inner}]")

        assert [("", "duplicate_key")] == faults(caught.value)

    @given(
        st.from_regex(r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,9})?(e[0-9])?", fullmatch=True)
    )
    def test_a_number_is_its_own_text_if_it_is_no_amount(self, text: str) -> None:
        """Each is what the grammar of amounts says, and a whole number is an int."""
        found = loads(text)
        whole = "." not in text and "e" not in text

        assert (int(text) if whole else json_number(text)) == found


class TestRoundTrip:
    """What is written is read again as it was."""

    @given(documents)
    def test_reading_undoes_writing(self, document: Any) -> None:
        """No value, digit or key is lost."""
        assert document == loads(dumps(document))

    @given(documents, st.integers(1, 4))
    def test_indents_change_nothing(self, document: Any, indent: int) -> None:
        """An indented text holds the same document."""
        assert dumps(document) == dumps(loads(dumps(document, indent=indent)))

    @given(st.text())
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        """Nothing but a CheckoutError comes of text that is no JSON."""
        try:
            found = loads(text)
        except CheckoutError as error:
            found = error.faults[0].path

        assert found is not ...

    @given(st.binary())
    def test_any_bytes_are_read_or_refused(self, data: bytes) -> None:
        """Nothing but a CheckoutError comes of bytes that are no JSON."""
        try:
            found = loads(data)
        except CheckoutError as error:
            found = error.faults[0].path

        assert found is not ...
