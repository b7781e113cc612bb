# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The kinds of supply that GST knows, in one table.

Promises that each says whether tax is due, and which tax category its goods have.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from checkout_core.statuses import TaxCategory
from checkout_core.tax.regime import REGULAR, Supply


__all__ = [
    "BETWEEN_STATES",
    "EXPORTS",
    "SUPPLIES",
    "ZERO_RATED",
    "ExportTax",
    "PlaceOfSupply",
    "SupplyType",
]


class SupplyType(StrEnum):
    """
    What kind of supply an order is.

    A supply to a special economic zone (SEZ) and an export are zero-rated (IGST Act
    s.16): the tax is paid and claimed back, or nothing is paid under a bond or a letter
    of undertaking.  A deemed export (CGST Act s.147) is taxed as within the country.
    """

    REGULAR = "regular"
    SEZ_WITH_PAYMENT = "sez_with_payment"
    SEZ_WITHOUT_PAYMENT = "sez_without_payment"
    EXPORT_WITH_PAYMENT = "export_with_payment"
    EXPORT_WITHOUT_PAYMENT = "export_without_payment"
    DEEMED_EXPORT = "deemed_export"


class PlaceOfSupply(StrEnum):
    """
    Which address decides the place of supply.

    - `DELIVERY`: where the goods go (IGST Act s.10(1)(a) and (ca))
    - `GSTIN`: the state of the buyer's GSTIN, if they have one: they direct the
      delivery to someone else (bill-to, ship-to; s.10(1)(b))
    """

    DELIVERY = "delivery"
    GSTIN = "gstin"


class ExportTax(StrEnum):
    """
    How an order for a buyer abroad is taxed that names no kind of supply.

    - `WITH_TAX`: IGST at the rates of its lines
    - `LUT`: nothing, under a bond or a letter of undertaking
    """

    WITH_TAX = "with_tax"
    LUT = "lut"


def _untaxed(name: SupplyType, category: TaxCategory) -> Supply:
    """Return a supply without tax, whose goods have a category of their own."""
    ordinary = (
        TaxCategory.STANDARD,
        TaxCategory.ZERO,
        TaxCategory.NIL_RATED,
        TaxCategory.EXEMPT,
    )
    renamed = tuple([(str(each), str(category)) for each in ordinary])
    return Supply(str(name), is_untaxed=True, renamed=renamed)


def _taxed(name: SupplyType, category: TaxCategory) -> Supply:
    """Return a supply whose standard goods have a category of their own."""
    return Supply(str(name), renamed=((str(TaxCategory.STANDARD), str(category)),))


#: What each kind of supply does to rates and categories.
SUPPLIES: Mapping[str, Supply] = MappingProxyType(
    {
        each.name: each
        for each in (
            REGULAR,
            _taxed(SupplyType.SEZ_WITH_PAYMENT, TaxCategory.SEZ_WITH_PAYMENT),
            _untaxed(SupplyType.SEZ_WITHOUT_PAYMENT, TaxCategory.SEZ_WITHOUT_PAYMENT),
            Supply(str(SupplyType.EXPORT_WITH_PAYMENT)),
            _untaxed(SupplyType.EXPORT_WITHOUT_PAYMENT, TaxCategory.EXPORT),
            _taxed(SupplyType.DEEMED_EXPORT, TaxCategory.DEEMED_EXPORT),
        )
    }
)
EXPORTS = (SupplyType.EXPORT_WITH_PAYMENT, SupplyType.EXPORT_WITHOUT_PAYMENT)
#: Zero-rated supplies: no reverse charge is due on one.
ZERO_RATED = (
    SupplyType.SEZ_WITH_PAYMENT,
    SupplyType.SEZ_WITHOUT_PAYMENT,
    *EXPORTS,
)
#: Supplies between states wherever they are: s.7(5) of the IGST Act.
BETWEEN_STATES = frozenset(map(str, ZERO_RATED))
