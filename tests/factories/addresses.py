# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The address of every test that needs one, complete as a vendor's document has it."""

from __future__ import annotations

from typing import Any


def address(**changes: Any) -> dict[str, Any]:
    """Return a new document of an address in Karnataka, with *changes*."""
    return {
        "id": "home",
        "first_name": "Meera",
        "last_name": "Nair",
        "country_code": "+91",
        "phone": "9876543210",
        "email": "meera@example.in",
        "address_line1": "12 Lake Road",
        "address_line2": None,
        "landmark": None,
        "pincode": "560001",
        "city": "Bengaluru",
        "state": "Karnataka",
        "country": "India",
        "tax_identification_number": None,
        "business_name": None,
        "is_phone_verified": True,
        "is_email_verified": False,
        "nickname": None,
        **changes,
    }


def typed_address(**changes: Any) -> dict[str, Any]:
    """Return what a customer types of an address: no id, and nothing verified yet."""
    known = ("id", "is_phone_verified", "is_email_verified", "nickname")
    found = address(**changes)
    return {key: value for key, value in found.items() if key not in known}
