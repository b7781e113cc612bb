# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Values and taxes of a return, added up in paise.

Promises exact sums.  Knows no sections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

from checkout_core.currencies import CURRENCIES
from checkout_core.money.exact import to_decimal
from checkout_core.money.parse import to_minor


if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from checkout_core.ledger import Component


__all__ = ["KEYS", "Sums", "paise", "rupees"]


_RUPEE = CURRENCIES["INR"]
#: The key of a return for each tax; a cess of either kind is in one.
_HEADS = {"IGST": "iamt", "CGST": "camt", "SGST": "samt", "UTGST": "samt"}

KEYS = ("iamt", "camt", "samt", "csamt")


def paise(amount: Decimal) -> int:
    """Return an amount of rupees in paise."""
    return to_minor(amount, _RUPEE, "amount")


def rupees(minor: int) -> Decimal:
    """Return paise as rupees."""
    return to_decimal(minor, _RUPEE.exponent)


@define
class Sums:
    """A taxable value and the taxes on it, in paise; 0 at first."""

    txval: int = 0
    iamt: int = 0
    camt: int = 0
    samt: int = 0
    csamt: int = 0

    def add(self, value: Decimal, taxes: Iterable[Component], sign: int = 1) -> None:
        """Add a value and its taxes, or take them off."""
        self.txval += sign * paise(value)
        for each in taxes:
            key = _HEADS.get(each.name, "csamt")
            setattr(self, key, getattr(self, key) + sign * paise(each.amount))

    def include(self, other: Sums, sign: int = 1) -> None:
        """Add other sums, or take them off."""
        for key in ("txval", *KEYS):
            setattr(self, key, getattr(self, key) + sign * getattr(other, key))

    def shown(self, *keys: str) -> dict[str, Any]:
        """Return some of them in rupees."""
        return {key: rupees(getattr(self, key)) for key in keys}

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left."""
        return not (self.txval or self.iamt or self.camt or self.samt or self.csamt)
