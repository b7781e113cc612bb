# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The charges that a customer chooses: gift wrap, a tip, an express slot.

Promises values that are checked, and no charge twice.  What a charge costs, and whether
the store has it, is the store's to say.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from checkout_core.checks import Amount
from checkout_core.errors import Fault, fault
from checkout_core.keys import Key, KeyTable, Values
from checkout_core.kinds import AMOUNT, entries, identifier


if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = [
    "CHOSEN_CHARGE",
    "CHOSEN_CHARGES",
    "MAX_CHOSEN",
    "ChosenCharge",
    "chosen_twice",
]


#: How many charges a cart may choose.
MAX_CHOSEN = 1_000


@frozen(init=False)
class ChosenCharge:
    """
    A charge of the store that the customer chooses.

    Raises `CheckoutError` for an id that is empty and for an inexact amount.

    Attributes:
        id: that of the store's `Charge`.
        amount: in major units of the cart's currency, of a charge whose amount is
            `open`; None (the default) of all others.

    >>> ChosenCharge("tip", "20.00").amount
    Decimal('20.00')
    """

    id: str
    amount: Decimal | None

    def __init__(
        self,
        id: str,  # noqa: A002 - the document's own name
        amount: Amount | None = None,
    ) -> None:
        given = CHOSEN_CHARGE.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **CHOSEN_CHARGE.cleaned(given)
        )


CHOSEN_CHARGE = KeyTable(
    ChosenCharge, Key("id", identifier("the id of the charge")), Key("amount", AMOUNT)
)
#: The list of a cart's charges.
CHOSEN_CHARGES = evolve(
    entries(CHOSEN_CHARGE.as_kind(), MAX_CHOSEN),
    quick=lambda value: value if value == () else None,
)


def chosen_twice(_given: Mapping[str, Any], values: Values) -> list[Fault]:
    """Return a fault for each charge of a cart that is chosen before."""
    found, seen = [], set()
    for i, each in enumerate(values["charges"]):
        name = None if each is None else each.id
        if name in seen:
            found.append(fault(f"charges[{i}].id", "same_charge", name))
        if name is not None:
            seen.add(name)
    return found
