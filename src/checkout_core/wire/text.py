# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
JSON text, read and written exactly.

Promises that no number passes through a float, in or out, and that hostile text (huge,
deep, with duplicate keys, NaN or endless digits) is refused quickly with a clear error.
Text that is right is read without a look at each key; a text that may be wrong is read
again, strictly, to say what is wrong.  Knows nothing of the meaning of documents.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import accumulate
from typing import Any, TypeAlias

from checkout_core.checks import Validator, expect
from checkout_core.errors import CheckoutError, fault
from checkout_core.errors.describe import NumberLiteral
from checkout_core.money import MAX_DECIMALS, MAX_DIGITS
from checkout_core.money.parse import MAX_TEXT, json_number
from checkout_core.values import MAPPINGS, JsonText, safe
from checkout_core.wire.writer import AMOUNTS, NUMBERS, Amounts, Writer


#: What `read_*` take: text is preferred, because its numbers are read exactly.
Document: TypeAlias = str | bytes | Mapping[str, Any]

#: A document is at most this many characters long.
MAX_CHARACTERS = 10_000_000
#: Documents written to be stored may be longer, since each offer has a row for each
#: line; what is trusted, since only the host writes it, may have any length.
MAX_STORED = 1_000_000_000
#: A document is nested at most this deep, whatever the interpreter's own limit.
MAX_NESTING = 200

#: A level of a written document is indented by at most this many blanks.
MAX_INDENT = 80

#: Every byte of UTF-8 but brackets, colons and quotes.
_NO_MARKS = bytes(set(range(256)) - set(b'"[]{}:'))
#: A string, up to the end of the text if it is not closed.
_STRING = re.compile(rb'"[^"]*(?:"|\Z)')
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
#: How often pairs of brackets are removed before each bracket is counted.
_MOST_PASSES = 16

#: How many entries of a list are encoded at once, in about a millisecond.
_PART = 500


# Reading ------------------------------------------------------------------------


def loads(text: str | bytes, *, limit: int | None = MAX_CHARACTERS) -> Any:
    """
    Return the data that *text* holds, decimals as `Decimal`.

    Raises `CheckoutError` with the empty path for text that is not JSON, or is longer
    than *limit* characters; with None, for text that is our own, no length is too long.

    >>> loads('{"price": 12.50, "quantity": 2}')
    {'price': Decimal('12.50'), 'quantity': 2}
    """
    expect(text=(text, str | bytes | bytearray), limit=(limit, int | None))
    # A character is at most four bytes, so more than that needs no decoding.
    if limit is not None and len(text) > 4 * limit:
        raise _refused("document_too_large", text, limit=limit)
    if isinstance(text, str):
        data = text.encode("utf-8", "surrogatepass")
    else:
        data = bytes(text)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _refused("not_utf8", data) from None
    if limit is not None and len(text) > limit:
        raise _refused("document_too_large", text, limit=limit)
    marks = _marks(data)
    if _is_too_deep(marks.translate(None, b":")):
        raise _refused("nested_too_deep", text, limit=MAX_NESTING)
    return _read(text, marks.count(b":"))


def _refused(code: str, value: object, **facts: object) -> CheckoutError:
    return CheckoutError([fault("", code, value, **facts)])


def read_object(
    document: Document,
    expected: str = "an object",
    *,
    limit: int | None = MAX_CHARACTERS,
) -> Mapping[str, Any]:
    """
    Return a document as an object; text is parsed.

    Raises `CheckoutError` if it is not an object, or is longer than *limit*
    characters, None for any length; *expected* is what to give.
    """
    data = document
    if isinstance(document, str | bytes):
        data = loads(document, limit=limit)
    if not isinstance(data, Mapping):
        check = Validator()
        check.wrong_type("", data, expected)
        raise CheckoutError(check.found)
    return data


def _marks(data: bytes) -> bytes:
    """
    Return the brackets and colons of a JSON text that are not within its strings.

    The strings are removed by whole-text operations, since a pattern that visits each
    one takes longer than parsing does.  Without its escapes a string ends at the next
    quote, so all that is neither quote nor mark can go, and so can two adjacent quotes:
    an empty string, or the end of one and the begin of the next.  `{"a[": ["b", "c"]}`
    becomes `{"[":[]}`, of which the strings are removed: `{:[]}`.
    """
    if b"\\" in data:
        data = data.replace(rb"\\", b"").replace(rb"\"", b"")
    marks = data.translate(None, _NO_MARKS).replace(b'""', b"")
    return _STRING.sub(b"", marks) if b'"' in marks else marks


def _is_too_deep(brackets: bytes) -> bool:
    """
    Return whether *brackets* are nested deeper than the limit.

    Removing each `[]` and then each `{}` takes away one or two levels: `[{[]}]` becomes
    `[]` and then nothing.  What is gone after a few passes is not deep.  Otherwise it
    is deep, or its brackets do not pair, and each one is a step in or out.
    """
    left = brackets
    for _ in range(_MOST_PASSES):
        if not left:
            return False
        left = left.replace(b"[]", b"").replace(b"{}", b"")
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > MAX_NESTING


def _read(text: str, colons: int) -> Any:
    """
    Return the data of a JSON text with so many *colons* outside its strings.

    Each pair of a key and a value has one of them.  If the objects hold as many keys in
    total, then no object has a key twice, and its pairs need not be looked at one by
    one: `{"a": 1, "a": 2}` has two colons and becomes an object of one key.
    """
    # Imported here, since carts built in Python do not need json.
    import json

    keys = 0

    def counted(found: dict[str, Any]) -> dict[str, Any]:
        nonlocal keys
        keys += len(found)
        return found

    wholes = _Wholes()
    try:
        data = json.JSONDecoder(
            parse_float=_fraction,
            parse_int=wholes.__getitem__,
            parse_constant=_constant,
            object_hook=counted,
        ).decode(text)
    except (json.JSONDecodeError, CheckoutError):
        return _read_strictly(text)
    return data if keys == colons else _read_strictly(text)


def _read_strictly(text: str) -> Any:
    """Return the data of a JSON text; raise for the first thing wrong in it."""
    import json

    try:
        return json.loads(
            text,
            parse_float=json_number,
            parse_int=_whole,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        detail = f"{error.msg} at line {error.lineno}, column {error.colno}"
        raise _refused("not_json", text, detail=detail) from None


def _fraction(text: str) -> Decimal | NumberLiteral:
    """Return `json_number`, sooner for a JSON number that is plainly an amount."""
    point = text.find(".")
    if (
        len(text) - MAX_DECIMALS - 1 <= point <= MAX_DIGITS
        and "e" not in text
        and "E" not in text
    ):
        return Decimal(text)
    return json_number(text)


class _Wholes(dict[str, Any]):
    """The whole numbers of a text, each converted once: most are small and repeated."""

    def __missing__(self, text: str) -> int | NumberLiteral:
        found = self[text] = _whole(text)
        return found


def _whole(text: str) -> int | NumberLiteral:
    return int(text) if len(text) <= MAX_TEXT else NumberLiteral(text)


def _constant(text: str) -> None:
    raise _refused("not_a_number", text, found=text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        left = dict.fromkeys(found, 1)
        twice = next(key for key, _ in pairs if not left.pop(key, 0))
        raise _refused("duplicate_key", twice, key=safe(twice))
    return found


# Writing ------------------------------------------------------------------------


def dumps(
    document: Any,
    *,
    indent: int | None = None,
    sort_keys: bool = False,
    amounts: Amounts = NUMBERS,
) -> str:
    """
    Return *document* as JSON text, every `Decimal` digit for digit.

    Raises `TypeError` for floats and other foreign types, and `CheckoutError` for
    another *indent* or other *amounts*.

    Args:
        document: JSON data, its amounts and rates as `Decimal`.
        indent: the number of blanks for each level, at most 80; None (the default)
            writes one line.
        sort_keys: whether keys are sorted; False (the default) keeps their order.
        amounts: "numbers" (the default) writes JSON numbers.  "text" is for readers
            that make floats of these, such as JavaScript: every `Decimal` is a string
            of the same digits, and so is a whole number beyond 2**53 - 1; other whole
            numbers are counts, and stay numbers.

    >>> dumps({"price": Decimal("12.50"), "tags": ["a", None]})
    '{"price": 12.50, "tags": ["a", null]}'
    >>> dumps({"price": Decimal("12.50"), "quantity": 2}, amounts="text")
    '{"price": "12.50", "quantity": 2}'
    """
    if indent is None and amounts == NUMBERS:
        return _one_line(bool(sort_keys))[type(document)](document)
    check = Validator()
    check.maybe_count("indent", indent, high=MAX_INDENT)
    quoted = check.choice("amounts", amounts, AMOUNTS) != NUMBERS
    check.raise_any()
    if indent is None:
        writer = _one_line(bool(sort_keys), quoted=quoted)
    else:
        blanks, line = " " * indent, "\n" if indent else ""
        writer = Writer(sort_keys, blanks, line, quoted=quoted)
    return writer[type(document)](document)


def ascii_text(document: Any) -> str:
    r"""
    Return what `dumps` does, with an escape in place of each character beyond ASCII.

    A long text of ASCII is copied, joined and encoded in a third of the time.

    >>> print(ascii_text({"symbol": "\u20b9"}))
    {"symbol": "\u20b9"}
    """
    return _one_line(False, ascii_only=True)[type(document)](document)


#: What no JSON text holds, since it is written as an escape.
_GAP = "\0"


def encoded(document: Any, *, amounts: Amounts = NUMBERS) -> bytes:
    """
    Return the UTF-8 of what `dumps` does; a lone surrogate becomes its escape.

    What is JSON text already is copied once, and not once for each level around it; its
    amounts are as they are.

    >>> encoded({"orders": JsonText((b"[1, ", b"2]")), "total": 2})
    b'{"orders": [1, 2], "total": 2}'
    """
    text = _with_gaps(quoted=amounts != NUMBERS)[type(document)](document)
    data = text.encode("utf-8", "backslashreplace")
    if _GAP not in text:
        return data
    around = data.split(_GAP.encode())
    parts = [around[0]]
    for each, after in zip(_json_texts(document), around[1:], strict=True):
        parts += (*each.parts, after)
    return b"".join(parts)


def written(document: Any, *, amounts: Amounts = NUMBERS) -> JsonText:
    """
    Return *document* as JSON text, for an answer that holds it as it is.

    An answer keeps what it holds: text costs nothing more, where a document is frozen,
    object by object, and written later.

    >>> encoded({"cart": written({"lines": 2})})
    b'{"cart": {"lines": 2}}'
    """
    return JsonText((encoded(document, amounts=amounts),))


def _json_texts(value: Any) -> Iterator[JsonText]:
    """Yield what of a document is JSON text already, in its order."""
    if type(value) is JsonText:
        yield value
    elif isinstance(value, MAPPINGS):
        for each in value.values():
            yield from _json_texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _json_texts(each)


@cache
def _with_gaps(*, quoted: bool) -> Writer:
    return Writer(sort_keys=False, step="", line="", gap=_GAP, quoted=quoted)


def sorted_text(document: Any) -> str:
    """
    Return what `dumps` does with *sort_keys*, for a document that holds no float.

    The interpreter's own encoder takes three quarters of the time of ours for ten
    lines, nine tenths for 200.  It would write a float, so what others made is left to
    `dumps`; so is a `Decimal`, which it does not know.  No other thread runs while it
    encodes, so it is given a long list in parts.

    >>> sorted_text({"b": 1, "a": [True, Decimal("12.50")]})
    '{"a": [true, 12.50], "b": 1}'
    """
    from json import JSONEncoder

    # What was read or written is a tree, so it is not searched for circles.
    encoder = JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True)
    try:
        return _in_parts(encoder.encode, document)
    except TypeError:
        return dumps(document, sort_keys=True)


def _in_parts(encode: Callable[[Any], str], value: Any) -> str:
    """Return what *encode* makes of a value; long lists are encoded in parts."""
    if _is_long(value):
        parts = (value[start : start + _PART] for start in range(0, len(value), _PART))
        return f"[{', '.join([encode(each)[1:-1] for each in parts])}]"
    if type(value) is not dict or not any(map(_is_long, value.values())):
        return encode(value)
    pairs = [f"{encode(key)}: {_in_parts(encode, value[key])}" for key in sorted(value)]
    return f"{{{', '.join(pairs)}}}"


def _is_long(value: Any) -> bool:
    return type(value) is list and len(value) > _PART


@cache
def _one_line(
    sort_keys: bool,  # noqa: FBT001 - a key of the cache
    *,
    ascii_only: bool = False,
    quoted: bool = False,
) -> Writer:
    return Writer(sort_keys, "", "", ascii_only=ascii_only, quoted=quoted)
