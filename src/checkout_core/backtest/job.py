# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a back-test compares: two stores, and the moment of pricing.

Promises that a job is a value: picklable, compared by what it holds, with a fingerprint
that changes with every key of its stores, its moment and the engine's version.
Knows no carts.
"""

from __future__ import annotations

import hashlib

from datetime import UTC, datetime

from attrs import frozen

from checkout_core.checks import Validator
from checkout_core.currencies import Currency
from checkout_core.store import Store
from checkout_core.version import installed_version
from checkout_core.wire import dumps, loads, read_store


#: The version of the columns of results, which is part of a job's fingerprint.
FORMAT = 1


@frozen
class Stores:
    """
    The stores of a job, read.

    Attributes:
        base: the store as it is.
        proposed: the store as it would be.
        at: the moment of pricing for all carts, None for that of each cart.
    """

    base: Store
    proposed: Store
    at: datetime | None

    @property
    def currency(self) -> Currency:
        """The currency of both stores."""
        return self.base.currency


@frozen(init=False)
class Job:
    """
    A store as it is and as it would be, to be compared on stored carts.

    Raises `CheckoutError` with every fault of both stores, its path below `base` or
    `proposed`; for stores of two currencies; and for a moment without its offset.

    Attributes:
        base: the store document as it is, JSON text with its `currency`.
        proposed: the store document as it would be, in the same currency.
        at: the moment of pricing for all carts, RFC 3339 text with its offset; None
            (the default) for the moment at which each cart was placed.
        engine: the version of the engine; by default that of this one.

    >>> store = '{"currency": "INR"}'
    >>> Job(store, store).at is None
    True
    """

    base: str
    proposed: str
    at: str | None
    engine: str

    def __init__(
        self,
        base: str,
        proposed: str,
        *,
        at: str | None = None,
        engine: str | None = None,
    ) -> None:
        version = installed_version() if engine is None else engine
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            base, proposed, at, version
        )
        self.stores()

    def stores(self) -> Stores:
        """Return both stores and the moment, read from their texts."""
        check = Validator()
        base = check.within("base", lambda: read_store(self.base))
        proposed = check.within("proposed", lambda: read_store(self.proposed))
        at = moment(check, "at", self.at)
        if base and proposed and base.currency is not proposed.currency:
            first, second = base.currency.code, proposed.currency.code
            check.add(
                "proposed.currency",
                "stores_in_two_currencies",
                second,
                first=first,
                second=second,
            )
        check.raise_any()
        assert base is not None and proposed is not None  # noqa: PT018 - no fault
        return Stores(base, proposed, at)

    @property
    def fingerprint(self) -> str:
        """
        SHA-256 of what the results depend on, in hexadecimal.

        Blanks and the order of keys of the two texts do not count.

        >>> store, same = '{"currency": "INR"}', '{ "currency" : "INR" }'
        >>> Job(store, store).fingerprint == Job(same, store).fingerprint
        True
        """
        facts = {
            "format": FORMAT,
            "engine": self.engine,
            "at": self.at,
            "base": _sorted(loads(self.base)),
            "proposed": _sorted(loads(self.proposed)),
        }
        return hashlib.sha256(dumps(facts).encode()).hexdigest()


def moment(check: Validator, path: str, value: object) -> datetime | None:
    """
    Return a moment, None for None and with a fault.

    The first hours of the year 1 in India are in no year of UTC, in which results are.
    """
    found = check.maybe_time(path, value)
    if found is not None:
        try:
            found.astimezone(UTC)
        except OverflowError:
            check.add(path, "bad_time", value)
            return None
    return found


def _sorted(data: object) -> object:
    """Return JSON data with the keys of its objects in order."""
    if isinstance(data, dict):
        return {key: _sorted(data[key]) for key in sorted(data)}
    if isinstance(data, list):
        return [_sorted(each) for each in data]
    return data


__all__ = ["FORMAT", "Job", "Stores", "moment"]
