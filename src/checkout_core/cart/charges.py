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

from attrs import frozen

from checkout_core.checks import Amount, Validator
from checkout_core.keys import Key, KeyTable, ObjectTable
from checkout_core.kinds import AMOUNT, Kind, identifier


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


__all__ = ["CHOSEN_CHARGE", "CHOSEN_CHARGES", "MAX_CHOSEN", "ChosenCharge"]


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


_ID = identifier("the id of the charge")
CHOSEN_CHARGE = KeyTable(ChosenCharge, Key("id", _ID), Key("amount", AMOUNT))
_ENTRY = ObjectTable({"id": _ID, "amount": AMOUNT}, needed=("id",))


def _chosen(check: Validator, path: str, value: Any) -> tuple[ChosenCharge, ...]:
    """Return charges: of their class, or mappings of id and amount."""
    found: dict[str, ChosenCharge] = {}
    for i, each in enumerate(check.items(path, value, limit=MAX_CHOSEN)):
        where = f"{path}[{i}]"
        before = len(check.found)
        if isinstance(each, ChosenCharge):
            name, amount = each.id, each.amount
            if amount is not None:
                check.amounts.append((f"{where}.amount", amount))
        else:
            data = check.record(where, each)
            _ENTRY.known(check, where, data)
            values = _ENTRY.read(check, where, data)
            name, amount = values["id"], values["amount"]
        if len(check.found) > before:
            continue
        if name in found:
            check.add(f"{where}.id", "same_charge", name)
        found[name] = ChosenCharge(name, amount)
    return tuple(found.values())


def _documents(charges: Sequence[ChosenCharge]) -> list[Mapping[str, Any]]:
    return [CHOSEN_CHARGE.write(each) for each in charges]


#: The list of a cart's charges.
CHOSEN_CHARGES = Kind(
    check=_chosen,
    quick=lambda value: value if value == () else None,
    write=_documents,
    schema={"type": "array", "maxItems": MAX_CHOSEN, "items": _ENTRY.schema()},
)
