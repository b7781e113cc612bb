# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The terms between an operator and its suppliers: commission, and what TDS is of.

Promises terms of suppliers that are there, with every fault of them at once.  Knows no
settlement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.checks import Amount, Validator, listing
from checkout_core.errors import Fault, fault, join
from checkout_core.keys import Key, KeyTable, Together, Values
from checkout_core.kinds import AMOUNT, rate
from checkout_core.store.suppliers import part_hint


if TYPE_CHECKING:
    from checkout_core.pricing import Quote


__all__ = [
    "COMMISSION",
    "Commission",
    "TdsBase",
    "by_text",
    "check_terms",
    "checked_terms",
]


class TdsBase(StrEnum):
    """
    What tax is deducted at source of.

    - `GROSS`: the sale, its tax included
    - `VALUE`: its value without tax
    """

    GROSS = "gross"
    VALUE = "value"


@frozen(init=False, kw_only=True)
class Commission:
    """
    What the operator takes of a supplier's sales.

    Raises `CheckoutError` for both or neither of amount and percent.

    Attributes:
        amount: for each order, in major units; None if it is a percentage.  It is not
            given back when goods come back.
        percent: of the taxable value of the goods; None if it is an amount.
        tax_rate: the tax on the commission in percent, 0 by default.
    """

    amount: Decimal | None
    percent: Decimal | None
    tax_rate: Decimal

    def __init__(
        self,
        *,
        amount: Amount | None = None,
        percent: Amount | None = None,
        tax_rate: Amount = 0,
    ) -> None:
        given = COMMISSION.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **COMMISSION.cleaned(given)
        )


def _one_of(given: Mapping[str, Any], values: Values) -> list[Fault]:
    """Return the fault of a commission that is not exactly one of two."""
    keys = [key for key in ("amount", "percent") if values[key] is not None]
    if len(keys) == 1:
        return []
    choices = "amount and percent"
    if keys:
        return [fault("percent", "one_of", given["percent"], choices=choices)]
    return [fault("amount", "required", None, expected=f"one of {choices}")]


_PERCENT = rate(100, "Percent")
#: The keys of a commission, in the order of their faults.
COMMISSION = KeyTable(
    Commission,
    Key("amount", AMOUNT),
    Key("percent", _PERCENT),
    Together(_one_of),
    Key("tax_rate", _PERCENT),
)


def by_text(check: Validator, path: str, given: object) -> Mapping[str, Any]:
    """Return values by text, an empty mapping in place of a refused one."""
    if not isinstance(given, Mapping):
        check.needed(path, given, "an object")
        return {}
    for name in given:
        check.text(path, name)
    return {name: each for name, each in given.items() if isinstance(name, str)}


def checked_terms(
    check: Validator, commission: object, tds_exempt: object
) -> tuple[dict[str, Commission], tuple[str, ...]]:
    """Return commissions by the supplier's id, and the ids of whom nothing is taken."""
    exempt = listing(check, "tds_exempt", tds_exempt) or ()
    for i, each in enumerate(exempt):
        check.text(f"tds_exempt[{i}]", each, needed="a supplier's id")
    taken = {}
    rates = {} if commission is None else by_text(check, "commission", commission)
    for name, each in rates.items():
        found = COMMISSION.within(check, join("commission", name), each)
        if found is not None:
            taken[name] = found
    return taken, exempt


def check_terms(
    check: Validator,
    path: str,
    quotes: Sequence[Quote],
    commission: Mapping[str, Commission],
    tds_exempt: Sequence[str],
) -> None:
    """
    Add a fault for each supplier whom no quote knows, and each amount off its grid.

    *path* is what the faults are under; without quotes nothing is known to be wrong.
    """
    if not quotes:
        return
    known = {each.id for quote in quotes for each in quote.policies.suppliers}
    named = [(join("commission", each), each) for each in commission]
    named += [(f"tds_exempt[{i}]", each) for i, each in enumerate(tds_exempt)]
    for where, name in named:
        if name not in known:
            hint = part_hint(name, known)
            check.add(join(path, where), "unknown_supplier", name, hint=hint)
    currencies = {each.currency: each.cart.currency for each in quotes}
    for name, each in commission.items():
        if each.amount is not None:
            where = join(path, join(join("commission", name), "amount"))
            for currency in currencies.values():
                check.minor(where, each.amount, currency)
