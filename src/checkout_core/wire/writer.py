# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What writes JSON text exactly, as numbers or, for readers that round these, as text.

Promises that no number passes through a float, and that with `quoted` no reader of JSON
can change one by reading it.  Knows nothing of the meaning of documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import Any, Literal, TypeAlias

from checkout_core.errors.describe import NumberLiteral, shown, type_name
from checkout_core.values import MAPPINGS, JsonText, Record, items_of


#: How amounts are written: as JSON numbers, or as text.
Amounts: TypeAlias = Literal["numbers", "text"]
NUMBERS: Amounts = "numbers"
AS_TEXT: Amounts = "text"
AMOUNTS: tuple[Amounts, ...] = (NUMBERS, AS_TEXT)

#: Whole numbers up to this one are exact in every reader of JSON, since a float has 53
#: binary digits: JavaScript reads 9007199254740993 as 9007199254740992.
MOST_EXACT = 2**53 - 1

#: What gives the values of an object in the order of its text, and the text around.
_Shape: TypeAlias = tuple[Callable[[Any], Iterable[Any]], list[str]]
#: The keys of at most so many objects are kept, none of more characters than that.
_MOST_SHAPES = 1_000
_LONGEST_SHAPE = 2_000


# Objects with the same keys, such as the lines of an order, have a shape in common: the
# text before each value and after the last, in which the keys are escaped, and sorted
# if they have to be, once.  `{"line": 0, "rate": 18}` has the parts `{"line": `,
# `, "rate": ` and `}`, with a gap after each but the last; into these gaps "0" and "18"
# are put at once.  That halves what sorted text takes.
class Writer(dict[type, Callable[[Any], str]]):
    """
    What writes the values of each type, on one level of an indented text.

    *line* is a line break and the blanks of the level, "" for text on one line, *step*
    are the blanks of one level more; *gap* is what is written for a `JsonText`, None
    for its text.  *quoted* says that a number is written as text where a float could
    not hold it: one with a point, or beyond `MOST_EXACT`.
    """

    def __init__(
        self,
        sort_keys: object,
        step: str,
        line: str,
        *,
        ascii_only: bool = False,
        gap: str | None = None,
        quoted: bool = False,
    ) -> None:
        from json.encoder import encode_basestring, encode_basestring_ascii

        self._gap, self._quoted = gap, quoted
        self._sort_keys, self._step, self._line = sort_keys, step, line
        self._text: Callable[[str], str] = (
            encode_basestring_ascii if ascii_only else encode_basestring
        )
        self._shapes: dict[tuple[str, ...], _Shape] = {}
        super().__init__(
            {
                str: self._text,
                Decimal: self._decimal,
                type(None): {None: "null"}.__getitem__,
                bool: {True: "true", False: "false"}.__getitem__,
                int: int.__repr__,
                dict: self._pairs,
                list: self._items,
                tuple: self._items,
                Record: self._record,
            }
        )
        if quoted:
            self[Decimal], self[int] = self._quoted_decimal, _quoted_whole

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        return self._other

    @cached_property
    def _inner(self) -> Writer:
        """The writer of what is within; on one line there is but one."""
        line, step = self._line, self._step
        if not line:
            return self
        return Writer(self._sort_keys, step, line + step, quoted=self._quoted)

    def _items(self, items: Any) -> str:
        if not items:
            return "[]"
        write, line = self._inner, self._line
        texts = [write[type(each)](each) for each in items]
        if not line:
            return f"[{', '.join(texts)}]"
        inner = write._line  # noqa: SLF001 - its own class
        return f"[{inner}{f',{inner}'.join(texts)}{line}]"

    def _pairs(self, pairs: dict[str, Any]) -> str:
        if not pairs:
            return "{}"
        keys = tuple(pairs)
        values, parts = self._shapes.get(keys) or self._shape(keys)
        write, text, filled = self._inner, self._text, parts[:]
        # Most values are text or null, which need no table.
        filled[1::2] = [
            text(each)
            if type(each) is str
            else "null"
            if each is None
            else write[type(each)](each)
            for each in values(pairs)
        ]
        return "".join(filled)

    def _record(self, record: Record) -> str:
        return self._pairs(items_of(record))

    def _shape(self, keys: tuple[str, ...]) -> _Shape:
        """Return the shape of objects with *keys*."""
        values: Callable[[Any], Iterable[Any]] = dict.values
        if self._sort_keys and len(keys) > 1:
            keys_in_order = sorted(keys)
            values = itemgetter(*keys_in_order)
        else:
            keys_in_order = list(keys)
        inner = self._inner._line  # noqa: SLF001 - its own class
        parts, before = [], f"{{{inner}"
        for key in keys_in_order:
            parts += [f"{before}{self._text(key)}: ", ""]
            before = f",{inner}" if inner else ", "
        parts.append(f"{self._line}}}")
        shape = values, parts
        if len(self._shapes) < _MOST_SHAPES and sum(map(len, parts)) <= _LONGEST_SHAPE:
            self._shapes[keys] = shape
        return shape

    def _decimal(self, value: Decimal) -> str:
        text = str(value)
        if "E" in text or "e" in text or not value.is_finite():
            return self._other(value)
        return text

    def _quoted_decimal(self, value: Decimal) -> str:
        return f'"{self._decimal(value)}"'

    def _other(self, value: Any) -> str:
        if type(value) is Decimal and value.is_finite():
            return f"{value:f}"
        if isinstance(value, MAPPINGS):
            return self._pairs(dict(value.items()))
        if isinstance(value, str):
            return self._text(str(value))
        if type(value) is JsonText:
            return value.text if self._gap is None else self._gap
        if type(value) is NumberLiteral:
            return f'"{value.text}"' if self._quoted else value.text
        msg = f"{type_name(value)} cannot be written exactly as JSON: {shown(value)}"
        raise TypeError(msg)


def _quoted_whole(value: int) -> str:
    return f"{value}" if -MOST_EXACT <= value <= MOST_EXACT else f'"{value}"'


def quoted_numbers(value: Any) -> Any:
    """
    Return JSON data with the numbers as text that a `Writer` with *quoted* quotes.

    >>> quoted_numbers({"weight": Decimal("1.50"), "ids": [7, 2**60]})
    {'weight': '1.50', 'ids': [7, '1152921504606846976']}
    """
    kind = type(value)
    if kind is int:
        return value if -MOST_EXACT <= value <= MOST_EXACT else f"{value}"
    if kind is Decimal:
        return f"{value:f}"
    if kind is NumberLiteral:
        return value.text
    if isinstance(value, MAPPINGS):
        return {key: quoted_numbers(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [*map(quoted_numbers, value)]
    return value
