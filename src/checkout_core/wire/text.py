# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
JSON text, read and written exactly.

Promises that no number passes through a float, in or out, and that hostile text (huge,
deep, with duplicate keys, NaN or endless digits) is refused quickly with a clear error.
Knows nothing of the meaning of documents.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from checkout_core.checks import Validator, expect
from checkout_core.errors import CheckoutError, fault
from checkout_core.errors.describe import NumberLiteral, shown, type_name
from checkout_core.money.parse import MAX_TEXT, json_number
from checkout_core.values import MAPPINGS, safe


if TYPE_CHECKING:
    from collections.abc import Callable


#: What `read_*` take: text is preferred, because its numbers are read exactly.
Document: TypeAlias = str | bytes | Mapping[str, Any]

#: A document is at most this many characters long.
MAX_CHARACTERS = 10_000_000
#: Documents written to be stored may be longer: each offer has a row for each line.
MAX_STORED = 1_000_000_000
#: A document is nested at most this deep, whatever the interpreter's own limit.
MAX_NESTING = 200

#: A level of a written document is indented by at most this many blanks.
MAX_INDENT = 80

#: Every byte of UTF-8 but brackets and quotes.
_NO_BRACKETS = bytes(set(range(256)) - set(b'"[]{}'))
#: A string, up to the end of the text if it is not closed.
_STRING = re.compile(rb'"[^"]*(?:"|\Z)')
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def loads(text: str | bytes, *, limit: int = MAX_CHARACTERS) -> Any:
    """
    Return the data that *text* holds, decimals as `Decimal`.

    Raises `CheckoutError` with the empty path for text that is not JSON, or is longer
    than *limit* characters.

    >>> loads('{"price": 12.50, "quantity": 2}')
    {'price': Decimal('12.50'), 'quantity': 2}
    """
    expect(text=(text, str | bytes | bytearray), limit=(limit, int))
    # Imported here, since carts built in Python do not need json.
    import json

    # A character is at most four bytes, so more than that needs no decoding.
    if len(text) > 4 * limit:
        raise _refused("document_too_large", text, limit=limit)
    if isinstance(text, bytes | bytearray):
        try:
            text = bytes(text).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _refused("not_utf8", text) from None
    if len(text) > limit:
        raise _refused("document_too_large", text, limit=limit)
    if _is_too_deep(text):
        raise _refused("nested_too_deep", text, limit=MAX_NESTING)
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


def _refused(code: str, value: object, **facts: object) -> CheckoutError:
    return CheckoutError([fault("", code, value, **facts)])


def read_object(
    document: Document, expected: str = "an object", *, limit: int = MAX_CHARACTERS
) -> Mapping[str, Any]:
    """
    Return a document as an object; text is parsed.

    Raises `CheckoutError` if it is not an object, or is longer than *limit*
    characters; *expected* is what to give.
    """
    data = document
    if isinstance(document, str | bytes):
        data = loads(document, limit=limit)
    if not isinstance(data, Mapping):
        check = Validator()
        check.wrong_type("", data, expected)
        raise CheckoutError(check.found)
    return data


def _is_too_deep(text: str) -> bool:
    """
    Return whether brackets are nested deeper than the limit.

    A bracket within a string does not nest, so the strings are removed first, by
    whole-text operations, since a pattern that visits each string takes longer than
    parsing does.  Without its escapes a string ends at the next quote, so all that is
    neither quote nor bracket can go, and so can two adjacent quotes: an empty string,
    or the end of one and the begin of the next.  `{"a[": ["b", "c"]}` becomes
    `{"["[]}`, of which the strings are removed: `{[]}` is nested two deep.
    """
    # Text with fewer brackets than the limit cannot be nested deeper; most texts have
    # fewer.
    if text.count("[") + text.count("{") <= MAX_NESTING:
        return False
    unescaped = text.replace(r"\\", "").replace(r"\"", "")
    marks = unescaped.encode("utf-8", "surrogatepass").translate(None, _NO_BRACKETS)
    brackets = _STRING.sub(b"", marks.replace(b'""', b""))
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > MAX_NESTING


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


def dumps(document: Any, *, indent: int | None = None, sort_keys: bool = False) -> str:
    """
    Return *document* as JSON text, every `Decimal` digit for digit.

    Keys keep their order, or are sorted if *sort_keys* is True (False by default).
    *indent* is the number of blanks for each level; None (default) writes one line.
    Raises `TypeError` for floats and other foreign types.

    >>> dumps({"price": Decimal("12.50"), "tags": ["a", None]})
    '{"price": 12.50, "tags": ["a", null]}'
    """
    from json.encoder import encode_basestring

    check = Validator()
    check.maybe_count("indent", indent, high=MAX_INDENT)
    check.raise_any()
    parts: list[str] = []
    writer = _Writer(parts.append, encode_basestring, " " * (indent or 0), sort_keys)
    writer.write(document, "\n" if indent else "")
    return "".join(parts)


@frozen
class _Writer:
    put: Callable[[str], object]
    text: Callable[[str], str]
    step: str
    sort_keys: bool

    def write(self, value: Any, line: str) -> None:
        kind = type(value)
        if kind is str:
            self.put(self.text(value))
        elif kind is Decimal and value.is_finite():
            self.put(f"{value:f}")
        elif value is None:
            self.put("null")
        elif kind is bool:
            self.put("true" if value else "false")
        elif kind is int:
            self.put(str(value))
        elif isinstance(value, MAPPINGS):
            self.pairs(value, line)
        elif kind is list or kind is tuple:
            self.items(value, line)
        elif isinstance(value, str):
            self.put(self.text(str(value)))
        elif kind is NumberLiteral:
            self.put(value.text)
        else:
            msg = (
                f"{type_name(value)} cannot be written exactly as JSON: {shown(value)}"
            )
            raise TypeError(msg)

    def items(self, value: Any, line: str) -> None:
        put, inner = self.put, line and line + self.step
        before = f"[{inner}"
        for each in value:
            put(before)
            self.write(each, inner)
            before = f",{inner}" if line else ", "
        put(f"{line}]" if value else "[]")

    def pairs(self, value: Mapping[str, Any], line: str) -> None:
        put, text, inner = self.put, self.text, line and line + self.step
        before = f"{{{inner}"
        pairs = sorted(value.items()) if self.sort_keys else value.items()
        for key, each in pairs:
            # Most values are text, which is written without a call for each.
            if type(each) is str:
                put(f"{before}{text(key)}: {text(each)}")
            else:
                put(f"{before}{text(key)}: ")
                self.write(each, inner)
            before = f",{inner}" if line else ", "
        put(f"{line}}}" if value else "{}")
