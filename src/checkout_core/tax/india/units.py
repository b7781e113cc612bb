# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The units of measure that GST papers know: the Unit Quantity Codes (UQC).

Promises the closed list of the GST portal.  No price depends on a unit.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.kinds import Kind


if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = ["SERVICE", "SERVICE_CODES", "UNIT", "UQC", "is_service"]


#: What each code means.  Source: the GST portal's list of Unit Quantity Codes for
#: GSTR-1, table 12, with the meanings that its offline tool shows (read in 2026 at
#: quickcompany.in, list of UQC).
UQC: Mapping[str, str] = MappingProxyType(
    {
        "BAG": "bags",
        "BAL": "bales",
        "BDL": "bundles",
        "BKL": "buckles",
        "BOU": "billions of units",
        "BOX": "boxes",
        "BTL": "bottles",
        "BUN": "bunches",
        "CAN": "cans",
        "CBM": "cubic metres",
        "CCM": "cubic centimetres",
        "CMS": "centimetres",
        "CTN": "cartons",
        "DOZ": "dozens",
        "DRM": "drums",
        "GGK": "great gross",
        "GMS": "grams",
        "GRS": "gross",
        "GYD": "gross yards",
        "KGS": "kilograms",
        "KLR": "kilolitres",
        "KME": "kilometres",
        "LTR": "litres",
        "MLT": "millilitres",
        "MTR": "metres",
        "MTS": "metric tons",
        "NOS": "numbers",
        "OTH": "others",
        "PAC": "packs",
        "PCS": "pieces",
        "PRS": "pairs",
        "QTL": "quintals",
        "ROL": "rolls",
        "SET": "sets",
        "SQF": "square feet",
        "SQM": "square metres",
        "SQY": "square yards",
        "TBS": "tablets",
        "TGM": "ten gross",
        "THD": "thousands",
        "TON": "tonnes",
        "TUB": "tubes",
        "UGS": "US gallons",
        "UNT": "units",
        "YDS": "yards",
    }
)


#: The unit of services, which are not counted, and the beginning of their codes.
SERVICE = "NA"
SERVICE_CODES = "99"


def is_service(code: str) -> bool:
    """
    Return whether an HSN code is that of a service, a SAC.

    >>> is_service("996812"), is_service("6109")
    (True, False)
    """
    return code.startswith(SERVICE_CODES)


def _quick(value: object) -> str | None:
    """Return a code in capitals, None if it is not one."""
    code = value.upper() if isinstance(value, str) else ""
    return code if code in UQC else None


#: A code of `UQC`, in any case; it is kept in capitals.
UNIT = Kind(
    check=lambda check, path, value: (
        _quick(value) or check.choice(path, value, tuple(UQC))
    ),
    quick=_quick,
    schema={"type": "string", "pattern": "^[A-Za-z]{3}$"},
)
