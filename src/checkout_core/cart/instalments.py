# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Payment plans: which part of an order is paid when.

Promises that a plan which is taken says when the whole of every amount is due: its last
part is the rest.  Knows nothing of prices; `shared` is given what is to be paid.
"""

from __future__ import annotations

import re

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from attrs import frozen

from checkout_core.checks import Amount, Validator
from checkout_core.currencies import Currency
from checkout_core.errors import Fault, fault
from checkout_core.keys import Key, KeyTable, Together, Values
from checkout_core.kinds import AMOUNT, Kind, rate
from checkout_core.money import Rounding
from checkout_core.money.exact import percentage, rate_millionths
from checkout_core.money.parse import to_minor


__all__ = [
    "MAX_PARTS",
    "NOW",
    "ON_DELIVERY",
    "PART",
    "PLAN",
    "Part",
    "check_plan",
    "plan_on_grid",
    "shared",
    "write_plan",
]


#: How many parts one plan may have.
MAX_PARTS = 12
#: When a part is due, unless it is a date.
NOW, ON_DELIVERY = "now", "on_delivery"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


@frozen(init=False)
class Part:
    """
    One part of a payment plan.

    The last part of a plan says neither `percent` nor `amount`: it is the rest.  Every
    other one says one of them.  Raises `CheckoutError` with every fault.

    Attributes:
        due: when it is to be paid: `now`, `on_delivery` or a day as ISO text, such as
            `2026-12-24`; as an argument also a `date`.
        percent: its share of what is to be paid, 0 to 100, rounded half up; None (the
            default) for none.
        amount: how much it is, in major units, at most what is left; None (the
            default) for none.

    >>> Part("now", percent=25)
    Part(due='now', percent=Decimal('25'), amount=None)
    """

    due: str
    percent: Decimal | None
    amount: Decimal | None

    def __init__(
        self,
        due: str | date,
        *,
        percent: Amount | None = None,
        amount: Amount | None = None,
    ) -> None:
        given = PART.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **PART.cleaned(given)
        )


def _due(check: Validator, path: str, value: object) -> str:
    """Return when a part is due, as documents have it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if value in (NOW, ON_DELIVERY):
        return str(value)
    if isinstance(value, str) and _DATE(value):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            pass
    if value is None:
        check.needed(path, value, "when it is due")
    else:
        check.add(path, "bad_due", value)
    return NOW


def _either(given: Mapping[str, Any], values: Values) -> Sequence[Fault]:
    """Return the fault of a part that says both how much and which share it is."""
    if values["percent"] is None or values["amount"] is None:
        return ()
    return [fault("", "one_of", dict(given), choices="'percent', 'amount'")]


#: The keys of a part, in the order of their faults.
PART = KeyTable(
    Part,
    Key(
        "due",
        Kind(
            check=_due,
            schema={
                "anyOf": [
                    {"enum": [NOW, ON_DELIVERY]},
                    {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
                ]
            },
        ),
    ),
    Key("percent", rate(100, "Percent"), sparse=True),
    Key("amount", AMOUNT, sparse=True),
    Together(_either, of=("percent", "amount")),
)


def check_plan(check: Validator, path: str, value: object) -> tuple[Part, ...]:
    """Return the parts of a plan: instances, or mappings with their keys."""
    found: list[Part] = []
    # Who knows the currency compares the amounts of parts with its decimals.
    inner = Validator(lenient=check.lenient)
    for i, each in enumerate(inner.items(path, value, limit=MAX_PARTS)):
        part = PART.within(inner, f"{path}[{i}]", each)
        if part is None:
            check.amounts += inner.amounts
        else:
            found.append(part)
        inner.amounts.clear()
    if not inner.found:
        _check_shares(inner, path, found)
        _check_order(inner, path, found)
    check.found += inner.found
    return tuple(found)


def _check_shares(check: Validator, path: str, plan: Sequence[Part]) -> None:
    """Add a fault for a part before the last without a share, and a last with one."""
    for i, part in enumerate(plan):
        is_rest = part.percent is None and part.amount is None
        if i < len(plan) - 1 and is_rest:
            choices = "'percent', 'amount'"
            check.add(f"{path}[{i}]", "one_of", {"due": part.due}, choices=choices)
        elif i == len(plan) - 1 and not is_rest:
            key = "amount" if part.percent is None else "percent"
            check.add(f"{path}[{i}].{key}", "last_part_is_rest", getattr(part, key))


def _check_order(check: Validator, path: str, plan: Sequence[Part]) -> None:
    """Add a fault for each part that is due no later than the one before it."""
    for i, (part, later) in enumerate(pairwise(plan), 1):
        if _place(part) >= _place(later):
            check.add(f"{path}[{i}].due", "plan_order", later.due, before=part.due)


def plan_on_grid(
    check: Validator, plan: Sequence[Part], currency: Currency | None
) -> None:
    """Add a fault for each amount of a plan that is off the grid of *currency*."""
    for i, part in enumerate(plan):
        if part.amount is not None:
            check.minor(f"payment_plan[{i}].amount", part.amount, currency)


def _place(part: Part) -> tuple[int, str]:
    """Return what parts of a plan are sorted by."""
    # Dates in ISO form sort as text.
    return ({NOW: 0, ON_DELIVERY: 2}.get(part.due, 1), part.due)


def shared(
    plan: Sequence[Part], to_be_paid: int, currency: Currency
) -> list[tuple[str, int]]:
    """
    Return when each part of *to_be_paid* minor units is due; parts of 0 are left out.

    Each part is its share of the whole, or its amount, but at most what the parts
    before it have left.

    >>> from checkout_core.money.parse import currency_of
    >>> plan = [Part("now", amount=500), Part("2026-12-24", percent=50)]
    >>> plan.append(Part("on_delivery"))
    >>> shared(plan, 80000, currency_of("INR"))
    [('now', 50000), ('2026-12-24', 30000)]
    """
    found, left = [], to_be_paid
    for part in plan:
        asked = left
        if part.percent is not None:
            share = rate_millionths(part.percent)
            asked = percentage(to_be_paid, share, Rounding.HALF_UP)
        elif part.amount is not None:
            asked = to_minor(part.amount, currency, "amount")
        amount = min(asked, left)
        left -= amount
        if amount:
            found.append((part.due, amount))
    return found


def write_plan(plan: Sequence[Part]) -> list[dict[str, Any]]:
    """Return the parts of a plan as documents have them."""
    return [PART.write(each) for each in plan]


PLAN = Kind(
    check=check_plan,
    write=write_plan,
    schema={
        "type": "array",
        "maxItems": MAX_PARTS,
        "items": {"$ref": "#/$defs/Part"},
    },
)
