# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tax regimes that a store can name, in one table.

A new regime is one file that implements `Regime`, and its line here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.tax.components import Components
from checkout_core.tax.india.place import India
from checkout_core.tax.named import NamedTax
from checkout_core.tax.unnamed import Unnamed


if TYPE_CHECKING:
    from checkout_core.tax.regime import Regime, Seller


__all__ = [
    "EQUAL",
    "KEYS",
    "REGIMES",
    "RESERVED",
    "RUPEES",
    "regime_of",
]


#: The regimes by the name that a store's `tax.regime` has for them.
REGIMES: Mapping[str, type[Regime]] = MappingProxyType(
    {
        "india": India,
        "named": NamedTax,
        "components": Components,
    }
)

#: The currency of stores that are in India unless they name another regime.
RUPEES = "INR"

#: Keys of a store's `tax` that not every regime has.
KEYS = tuple(dict.fromkeys(key for regime in REGIMES.values() for key in regime.keys))

#: Names that components of lines and charges must not have, whatever the regime.
RESERVED = tuple(name for regime in REGIMES.values() for name in regime.reserved)

#: Names of components that are equal in every line and every refund.
EQUAL = frozenset(name for regime in REGIMES.values() for name in regime.equal)


def regime_of(name: str | None, seller: Seller, currency: str) -> Regime:
    """
    Return the regime called *name*, or the one that a store without a name has.

    That is India for a seller with a state there and for rupees, else one tax without
    a name.
    """
    if name is not None:
        return REGIMES[name].of(seller)
    in_india = currency == RUPEES or seller.seller_state is not None
    return (India if in_india else Unnamed).of(seller)
