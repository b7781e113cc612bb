# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The checks that constructors apply to their arguments.

A `Validator` tests one value after another, records every fault with its path and
returns the value in its clean form; the constructor calls `raise_any` once, at the end,
so that all faults are reported together.  Knows nothing of carts.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from checkout_core.deprecated import former
from checkout_core.errors import MAX_FAULTS, CheckoutError, Faults, join
from checkout_core.errors.describe import named_type, type_name
from checkout_core.money import MAX_DIGITS, Amount
from checkout_core.money.exact import has_six_decimals, plain
from checkout_core.money.parse import (
    currency_of,
    minor_units,
    number,
    off_grid,
    parse_rate,
    read_rate,
)
from checkout_core.values import MAPPINGS, Record, argument_names, arguments, safe


if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from decimal import Decimal

    from checkout_core.currencies import Currency


T = TypeVar("T")

#: Identifiers and codes are at most this long, names and notes at most that.
MAX_ID = 255
MAX_NOTE = 10_000
#: A quantity is at most a million, any other count has at most 15 digits.
MAX_QUANTITY = 1_000_000
MAX_COUNT = 10**MAX_DIGITS - 1

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]").search
# RFC 3339 ends a day at 23; Python 3.14 takes 24:00 for the next day, 3.11 does not.
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]([01][0-9]|2[0-3])"
    r":[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"([Zz]|[+-][0-9]{2}:?[0-9]{2})?"
).fullmatch


def is_identifier(value: object) -> bool:
    """
    Return whether a value is right at first sight as a text that may not be empty.

    What is printable has neither control characters nor lone surrogates; tabs and line
    ends are not printable either, so False does not say that a value is wrong.
    """
    return type(value) is str and 0 < len(value) <= MAX_ID and value.isprintable()


class Validator(Faults):
    """
    A list of faults, with the methods that find them.

    Attributes:
        lenient: whether unknown keys are ignored instead of refused; False by default.
        found: the faults so far.
        amounts: pairs (path, amount) that `on_grid` compares with a currency's
            decimals.
    """

    __slots__ = ("lenient",)

    def __init__(self, *, lenient: bool = False) -> None:
        super().__init__()
        self.lenient = lenient

    def keys(
        self, path: str, mapping: Mapping[str, Any], known: Collection[str]
    ) -> None:
        """Add a fault for every key of *mapping* that is not *known*."""
        if self.lenient:
            return
        for key in [key for key in mapping if key not in known]:
            if len(self.found) > MAX_FAULTS:
                return
            where = safe(key)
            hint = did_you_mean(where, known)
            self.add(join(path, where), "unknown_key", mapping[key], hint=hint)

    def text(
        self,
        path: str,
        value: object,
        *,
        needed: str = "",
        limit: int = MAX_ID,
    ) -> str:
        """Return a text; with *needed* (what to give) it may not be empty."""
        if isinstance(value, str):
            if len(value) > limit:
                self.add(path, "too_long", value, limit=limit)
            elif not value.isprintable() and _CONTROL(value):
                self.add(path, "control_character", value)
            elif needed and not value:
                self.add(path, "empty_text", value, expected=needed)
            return value
        if value is None and needed:
            self.add(path, "required", value, expected=needed)
        else:
            self.wrong_type(path, value, "text")
        return ""

    def maybe_text(
        self, path: str, value: object, *, limit: int = MAX_ID
    ) -> str | None:
        """Return a text or None."""
        return None if value is None else self.text(path, value, limit=limit)

    def texts(self, path: str, value: object, *, limit: int) -> tuple[str, ...]:
        """Return a list of identifiers as a tuple."""
        return tuple(
            [
                each
                if is_identifier(each)
                else self.text(f"{path}[{i}]", each, needed="an identifier")
                for i, each in enumerate(self.items(path, value, limit=limit))
            ]
        )

    def items(self, path: str, value: object, *, limit: int) -> Sequence[Any]:
        """Return a list (or tuple) of at most *limit* entries."""
        if not isinstance(value, list | tuple):
            self.needed(path, value, "a list")
            return ()
        if len(value) > limit:
            self.add(path, "too_many", value, limit=limit)
            return ()
        return value

    def flag(self, path: str, value: object) -> bool:
        """Return a boolean; 0 and 1 are refused."""
        if not isinstance(value, bool):
            self.needed(path, value, "true or false")
            return False
        return value

    def count(
        self, path: str, value: object, *, low: int = 0, high: int = MAX_COUNT
    ) -> int:
        """Return a whole number between *low* and *high*; 2.0 and "2" are refused."""
        if type(value) is not int:
            if value is None:
                self.needed(path, value, "a whole number")
            else:
                self.add(path, "bad_count", value)
            return low
        if not low <= value <= high:
            self.add(path, "count_out_of_range", value, low=low, high=high)
            return low
        return value

    def maybe_count(
        self, path: str, value: object, *, low: int = 0, high: int = MAX_COUNT
    ) -> int | None:
        """Return a whole number or None."""
        return None if value is None else self.count(path, value, low=low, high=high)

    def amount(self, path: str, value: object) -> Decimal:
        """
        Return an exact amount >= 0.

        It is kept in `amounts` until code that knows the currency calls `on_grid`.
        """
        before = len(self.found)
        found = self._not_negative(path, value)
        if len(self.found) == before:
            self.amounts.append((path, found))
        return found

    def positive_amount(self, path: str, value: object) -> Decimal:
        """Return an exact amount > 0; it is kept in `amounts` likewise."""
        before = len(self.found)
        found = self.amount(path, value)
        if not found and len(self.found) == before:
            self.add(path, "not_positive", value)
        return found

    def maybe_amount(self, path: str, value: object) -> Decimal | None:
        """Return an exact amount >= 0 or None."""
        return None if value is None else self.amount(path, value)

    def factor(self, path: str, value: object) -> Decimal:
        """Return a number >= 0 with at most 6 decimals, which is not an amount."""
        before = len(self.found)
        found = self._not_negative(path, value)
        if len(self.found) == before and not has_six_decimals(found):
            self.add(path, "bad_amount", value)
        return found

    def minor(self, path: str, amount: Decimal, currency: Currency | None) -> int:
        """
        Return an amount in minor units; add a fault and return 0 if it is off the grid.

        If the currency is not known (None), no amount is off its grid.
        """
        if currency is None:
            return 0
        found = minor_units(amount, currency.exponent)
        if found is None:
            self.found.append(off_grid(amount, currency, path))
            return 0
        return found

    def on_grid(self, currency: Currency | None) -> None:
        """Add a fault for each kept amount that is off the grid of *currency*."""
        for path, amount in self.amounts:
            self.minor(path, amount, currency)
        self.amounts.clear()

    def rate(self, path: str, value: object, *, limit: int = 100) -> Decimal:
        """Return a percentage between 0 and *limit*."""
        found = read_rate(value, limit)
        if found is None:
            found = self._parsed(lambda v, p: parse_rate(v, p, limit), path, value)
        return ZERO if found is None else found

    def choice(self, path: str, value: object, choices: Iterable[T]) -> T:
        """Return the member of *choices* (no iterator) that *value* is or names."""
        if isinstance(value, str):
            for each in choices:
                if each == value:
                    return each
        known = list(choices)
        if value is None:
            self.needed(path, value, f"one of {listed(known)}")
        else:
            self.add(path, "not_a_choice", value, choices=listed(known))
        return known[0]

    def time(self, path: str, value: object) -> datetime | None:
        """Return a time with its offset, from a datetime or RFC 3339 text."""
        found = None
        if isinstance(value, datetime):
            found = value
        elif isinstance(value, str) and len(value) <= MAX_ID and _TIME(value):
            try:
                found = datetime.fromisoformat(value.upper())
            except ValueError:
                found = None
        if found is None:
            self.add(path, "bad_time", value)
        elif found.utcoffset() is None:
            self.add(path, "naive_time", value)
            return None
        return found

    def maybe_time(self, path: str, value: object) -> datetime | None:
        """Return a time with its offset or None."""
        return None if value is None else self.time(path, value)

    def day(self, path: str, value: object) -> date | None:
        """Return a date; a datetime is refused."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.needed(path, value, "a date")
        return None

    def record(self, path: str, value: object) -> Record:
        """Return a JSON object, frozen; an empty one in place of a refused value."""
        return self.mapping(path, value) or Record()

    def mapping(self, path: str, value: object) -> Record | None:
        """Return a JSON object, frozen, or None in place of a refused value."""
        if isinstance(value, Record):
            return value
        if not isinstance(value, MAPPINGS):
            self.needed(path, value, "an object")
            return None
        try:
            return Record(value, path)
        except CheckoutError as error:
            self.extend(error)
            return None

    def counts(self, path: str, value: object) -> Record:
        """Return a JSON object whose values are counts."""
        found = self.record(path, value)
        for key, each in found.items():
            self.count(join(path, key), each)
        return found

    def instance(
        self, path: str, value: object, kind: type[T], expected: str
    ) -> T | None:
        """Return *value* if it is of *kind*."""
        if isinstance(value, kind):
            return value
        self.wrong_type(path, value, expected)
        return None

    def within(self, path: str, make: Callable[[], T]) -> T | None:
        """Return the result of *make*, or add its faults under *path*."""
        try:
            return make()
        except CheckoutError as error:
            self.extend(error, path)
            return None

    def needed(self, path: str, value: object, expected: str) -> None:
        """Add the fault that *value* is missing or of the wrong type."""
        if value is None:
            self.add(path, "required", value, expected=expected)
        else:
            self.wrong_type(path, value, expected)

    def wrong_type(self, path: str, value: object, expected: str) -> None:
        """Add the fault that *value* is of the wrong type."""
        if type(value) is float:
            self.add(path, "float_given", value, what="it", example="'12.50'")
            return
        self.add(path, "wrong_type", value, expected=expected, found=type_name(value))

    def _not_negative(self, path: str, value: object) -> Decimal:
        found = self._parsed(number, path, value)
        if found is None:
            return ZERO
        if found < 0:
            self.add(path, "negative", value)
        return found

    def _parsed(
        self, parse: Callable[[object, str], Decimal], path: str, value: object
    ) -> Decimal | None:
        if value is None:
            self.needed(path, value, "a number or its text")
            return None
        try:
            return parse(value, path)
        except CheckoutError as error:
            self.extend(error)
            return None


def expect(**arguments: tuple[object, Any]) -> None:
    """
    Raise one `CheckoutError` that names every argument which is of another type.

    Each argument comes with its type, or a union of types as `isinstance` takes it.

    >>> expect(by=("x", Validator), reason=("x", str))
    Traceback (most recent call last):
    checkout_core.errors.CheckoutError: by: this must be a Validator, not text (got 'x')
    """
    wrong = [
        (path, value, kind)
        for path, (value, kind) in arguments.items()
        if not isinstance(value, kind)
    ]
    if wrong:
        check = Validator()
        for path, value, kind in wrong:
            check.wrong_type(path, value, _words(kind))
        check.raise_any()


def _words(kind: Any) -> str:
    """Return a type, or the types of a union, with an article."""
    kinds = [each for each in get_args(kind) if each is not type(None)] or [kind]
    return " or ".join(_WORDS.get(each, named_type(each)) for each in kinds)


#: Names of types that say more than their name in Python.
_WORDS = {str: "text", bytes: "bytes", int: "a whole number", Mapping: "a mapping"}


ZERO = plain(number(0, ""))


#: A message names at most this many known words.
MAX_LISTED = 20


def did_you_mean(word: str, choices: Collection[str], otherwise: str = "") -> str:
    """
    Return which of *choices* a mistyped *word* was probably meant to be.

    If none is similar, *otherwise* is returned, by default all known words.

    >>> did_you_mean("Karnatka", ["Kerala", "Karnataka"])
    "did you mean 'Karnataka'?"
    >>> did_you_mean("colour", ["size", "sku"])
    "known are 'size', 'sku'"

    A long list is cut after `MAX_LISTED` words.
    """
    # Imported here, since only a mistyped word needs difflib.
    from difflib import get_close_matches

    by_key = {each.casefold(): each for each in choices}
    # Below 0.58, 'excluded_products' would be matched with 'applies_to_product'.
    near = get_close_matches(word.casefold(), list(by_key), n=1, cutoff=0.58)
    if near:
        return f"did you mean {by_key[near[0]]!r}?"
    if otherwise:
        return otherwise
    more = len(choices) - MAX_LISTED
    known = listed(list(choices)[:MAX_LISTED])
    return f"known are {known}{f' and {more} more' if more > 0 else ''}"


def listed(choices: Iterable[object]) -> str:
    """
    Return *choices* as a sentence would list them.

    >>> listed(["a", "b"])
    "'a', 'b'"
    """
    return ", ".join(repr(str(each)) for each in choices)


def listing(check: Validator, path: str, value: object) -> tuple[Any, ...] | None:
    """Return an iterable as a tuple; add a fault and return None for others."""
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
        return tuple(value)
    check.needed(path, value, "a list")
    return None


def changed_arguments(instance: object, fields: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the arguments that would make *instance* with some *fields* changed.

    Raises `CheckoutError` for names that are no argument of its constructor.
    """
    kind: Any = type(instance)
    check = Validator()
    check.keys("", fields, argument_names(kind))
    check.raise_any()
    return {**arguments(instance), **fields}


def checked_currency(check: Validator, code: object) -> Currency | None:
    """Return the currency called *code*, or None with its fault noted."""
    if code is None:
        check.needed("currency", code, "an ISO 4217 code")
        return None
    try:
        return currency_of(code)
    except CheckoutError as error:
        check.extend(error)
        return None


__all__ = [
    "MAX_ID",
    "MAX_NOTE",
    "MAX_QUANTITY",
    "ZERO",
    "Amount",
    "Validator",
    "changed_arguments",
    "checked_currency",
    "did_you_mean",
    "expect",
    "is_identifier",
    "listed",
    "listing",
]

__getattr__ = former(__name__, {"Check": "checkout_core.checks:Validator"})
