# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
When an offer or a charge is open: hours, channels, places, customers, payments.

Promises that the answer depends on the cart and the moment alone, and on no line of it;
what is not known fails.  Knows nothing of what is offered.
"""

from __future__ import annotations

import re

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import Factory, define, field, frozen

from checkout_core.cart.payment import PAYMENT, Payment
from checkout_core.checks import Validator
from checkout_core.keys import Key, KeyTable, ObjectTable
from checkout_core.kinds import FLAG, Kind, count, entries, identifiers
from checkout_core.offers.selectors import (
    EVERYTHING,
    SELECTOR_KEYS,
    Selector,
    selector_document,
    selector_of,
)


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from checkout_core.cart import Cart
    from checkout_core.keys import Values


#: How many entries each list of a condition may have.
MAX_ENTRIES = 1_000

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])").fullmatch
_MIDNIGHT = "24:00"


# Hours ------------------------------------------------------------------------


def _minutes(window: Window) -> tuple[int, int]:
    return _minute(window.from_), _minute(window.to)


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return 60 * int(hours) + int(minutes)


@frozen(init=False)
class Window:
    """
    Hours of the week, in the store's own time.

    It is open from `from_` until just before `to`.  One whose `to` is not after `from_`
    runs over midnight, and belongs to the day on which it starts.  Raises
    `CheckoutError` with every fault.

    Attributes:
        weekdays: the days on which it starts, 1 (Monday) to 7; () (the default) for
            all.
        from_: the time of day at which it opens, "00:00" by default; `from` in
            documents.
        to: the time of day at which it closes, "24:00" by default.
        minutes: no argument: both, as minutes of the day.

    >>> late = Window(weekdays=[5], from_="22:00", to="02:00")
    >>> late.holds(5, 22 * 60), late.holds(6, 119), late.holds(6, 120)
    (True, True, False)
    """

    weekdays: tuple[int, ...]
    from_: str
    to: str
    minutes: tuple[int, int] = field(
        init=False, eq=False, repr=False, default=Factory(_minutes, takes_self=True)
    )

    def __init__(
        self,
        *,
        weekdays: Sequence[int] = (),
        from_: str = "00:00",
        to: str = _MIDNIGHT,
    ) -> None:
        given = WINDOW.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **WINDOW.cleaned(given)
        )

    def holds(self, weekday: int, minute: int) -> bool:
        """Return whether it is open in a *minute* of the day, 0 to 1439."""
        opens, closes = self.minutes
        days = self.weekdays
        if opens < closes:
            return opens <= minute < closes and (not days or weekday in days)
        if minute >= opens and (not days or weekday in days):
            return True
        # It began the day before.
        return minute < closes and (not days or (weekday - 2) % 7 + 1 in days)


def _time_of_day(*others: str) -> Kind:
    def check(check: Validator, path: str, value: object) -> str:
        found = check.text(path, value, needed="a time of day")
        if found and not _TIME(found) and found not in others:
            check.add(path, "bad_time_of_day", value)
            return "00:00"
        return found or "00:00"

    pattern = "|".join(["([01][0-9]|2[0-3]):[0-5][0-9]", *others])
    return Kind(check=check, schema={"type": "string", "pattern": f"^({pattern})$"})


#: The keys of a window, in the order of their faults.
WINDOW = KeyTable(
    Window,
    Key("weekdays", entries(count(low=1, high=7), 7), sparse=True),
    Key("from_", _time_of_day(), called="from", sparse=True),
    Key("to", _time_of_day(_MIDNIGHT), sparse=True),
)


# Conditions -------------------------------------------------------------------


class Unmet(NamedTuple):
    """
    Which condition does not hold.

    Attributes:
        code: the code of the refusal.
        orders: how many orders are missing, 0 if that is not the reason.
    """

    code: str
    orders: int = 0


@frozen(init=False, kw_only=True)
class Conditions:
    """
    What must hold for an offer or a charge to apply; every one that is given.

    Each is empty by default, and then asks nothing.  Raises `CheckoutError` with every
    fault.

    Attributes:
        windows: a `Window` for each time at which it is open.
        channels: the cart's `channel` is one of these.
        pincodes: the pincode of the shipping address, or else the billing address,
            begins with one of these, without blanks and in any case; goods that are
            collected have none.
        customer_groups: the customer is in one of these groups.
        first_order: the customer has not placed an order yet.
        minimum_orders: how many orders they have placed at least, from 1; None (the
            default) asks nothing.
        payment: a `Payment` for each way to pay; the cart's is like one of these.
    """

    windows: tuple[Window, ...]
    channels: tuple[str, ...]
    pincodes: tuple[str, ...]
    customer_groups: tuple[str, ...]
    first_order: bool
    minimum_orders: int | None
    payment: tuple[Payment, ...]

    def __init__(
        self,
        *,
        windows: Sequence[Window] = (),
        channels: Sequence[str] = (),
        pincodes: Sequence[str] = (),
        customer_groups: Sequence[str] = (),
        first_order: bool = False,
        minimum_orders: int | None = None,
        payment: Sequence[Payment] = (),
    ) -> None:
        given = CONDITIONS.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **CONDITIONS.cleaned(given)
        )

    @property
    def asks(self) -> bool:
        """Whether any of them is given."""
        return self != _NOTHING_ASKED

    def document(self) -> dict[str, Any]:
        """Return the object of a document from which they are read."""
        return CONDITIONS.write(self)

    def unmet(self, facts: Facts) -> Unmet | None:
        """Return the first condition that does not hold, None if all do."""
        if self.windows and not any(
            each.holds(facts.weekday, facts.minute) for each in self.windows
        ):
            return Unmet("outside_hours")
        if self.channels and facts.channel not in self.channels:
            return Unmet("wrong_channel")
        if self.pincodes and not facts.pincode.startswith(self.pincodes):
            return Unmet("wrong_pincode")
        if self.customer_groups and facts.groups.isdisjoint(self.customer_groups):
            return Unmet("wrong_group")
        placed = facts.orders_placed
        if self.first_order and placed != 0:
            return Unmet("not_first_order")
        if self.minimum_orders is not None:
            missing = self.minimum_orders - (placed or 0)
            if missing > 0:
                return Unmet("too_few_orders", missing)
        paid = facts.payment
        if self.payment and (
            paid is None or not any(each.matches(paid) for each in self.payment)
        ):
            return Unmet("wrong_payment")
        return None


def plain_code(code: str) -> str:
    """Return a postal code, or its beginning, without blanks and in one case."""
    return "".join(code.split()).casefold()


def _prefix(check: Validator, path: str, value: object) -> str:
    expected = "the beginning of a pincode"
    found = check.text(path, value, needed=expected)
    if found and not plain_code(found):
        check.add(path, "empty_text", value, expected=expected)
    return plain_code(found)


_PREFIX = Kind(check=_prefix, schema={"type": "string", "pattern": "\\S"})
_NAMES = identifiers(MAX_ENTRIES)

#: The keys of conditions, in the order of their faults.
CONDITIONS = KeyTable(
    Conditions,
    Key("windows", entries(WINDOW.as_kind(), MAX_ENTRIES), sparse=True),
    Key("channels", _NAMES, sparse=True),
    Key("pincodes", entries(_PREFIX, MAX_ENTRIES), sparse=True),
    Key("customer_groups", _NAMES, sparse=True),
    Key("first_order", FLAG, sparse=True),
    Key("minimum_orders", count(low=1), sparse=True),
    Key("payment", entries(PAYMENT.as_kind(), MAX_ENTRIES), sparse=True),
)
_NOTHING_ASKED = Conditions()


# What a cart says -------------------------------------------------------------


@define(eq=False, repr=False, kw_only=True)
class Facts:
    """
    What one cart says at one moment, as conditions read it.

    Attributes:
        payment: how the customer pays, None if they have not chosen.
        channel: where they buy, None if not known.
        groups: the groups that they are in.
        orders_placed: how many orders they placed before, None if not known.
        pincode: the postal code as `plain_code` returns it, "" if there is none.
        weekday: 1 (Monday) to 7, 0 without a moment.
        minute: of the day, -1 without a moment.
    """

    payment: Payment | None
    channel: str | None
    groups: frozenset[str]
    orders_placed: int | None
    pincode: str
    weekday: int
    minute: int

    @classmethod
    def of(cls, cart: Cart, at: datetime | None, utc_offset: timedelta | None) -> Facts:
        """
        Return the facts of *cart* at a moment.

        *utc_offset* is that of the store, None for the offset of *at*.
        """
        weekday, minute = _local(at, utc_offset)
        buyer = cart.customer
        return cls(
            payment=cart.payment,
            channel=cart.channel,
            groups=frozenset(buyer.groups),
            orders_placed=buyer.orders_placed,
            pincode=_pincode(cart),
            weekday=weekday,
            minute=minute,
        )


def _local(at: datetime | None, utc_offset: timedelta | None) -> tuple[int, int]:
    """Return the weekday and the minute of a moment; a year can be the last one."""
    if at is None:
        return 0, -1
    passed = timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
    own = at.utcoffset()
    if utc_offset is not None and own is not None:
        passed += utc_offset - own
    return (at.weekday() + passed.days) % 7 + 1, passed.seconds // 60


def _pincode(cart: Cart) -> str:
    """Return where the goods go, "" if that is not known or they are collected."""
    address = cart.shipping_address or cart.billing_address
    if address is None or cart.collects_in_store:
        return ""
    return plain_code(address.pincode)


# Exclusions -------------------------------------------------------------------


@frozen(init=False)
class Exclude:
    """
    The lines that do not exist for an offer.

    Raises `CheckoutError` with every fault.

    Attributes:
        on: what is excluded, made by `products`, `variants` or `categories`; as an
            argument None (the default) for nothing.
        discounted: whether lines whose listing price is above their selling price are
            excluded too; False by default.

    >>> from checkout_core.offers import categories
    >>> len(Exclude(categories("gold"), discounted=True).on.choices)
    1
    """

    on: Selector
    discounted: bool

    def __init__(self, on: Selector | None = None, *, discounted: bool = False) -> None:
        check = Validator()
        found = Selector()
        if on == EVERYTHING:
            check.add("", "empty_target", None, expected="ids, not all lines")
        elif on is not None and selector_document(check, "", on):
            found = on
        kept = check.flag("discounted", discounted)
        check.raise_any()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            found, kept
        )

    @property
    def asks(self) -> bool:
        """Whether it can exclude any line."""
        return bool(self.on.choices) or self.discounted

    def document(self) -> dict[str, Any]:
        """Return the object of a document from which it is read."""
        found = selector_document(Validator(), "", self.on) if self.on.choices else {}
        return found | ({"discounted": True} if self.discounted else {})


def _exclude(values: Values) -> Exclude:
    on = selector_of(values)
    return Exclude(on if on.choices else None, discounted=bool(values["discounted"]))


#: The keys of an exclusion in a document, and what is read from it.
EXCLUDE = ObjectTable({**SELECTOR_KEYS, "discounted": FLAG})
EXCLUSION = EXCLUDE.as_kind(_exclude)


__all__ = [
    "CONDITIONS",
    "EXCLUDE",
    "EXCLUSION",
    "WINDOW",
    "Conditions",
    "Exclude",
    "Facts",
    "Unmet",
    "Window",
    "plain_code",
]
