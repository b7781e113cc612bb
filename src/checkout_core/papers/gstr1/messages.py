# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What keeps a document out of a return.

Promises one message for each code, which says what to change.  Knows no documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


__all__ = ["MESSAGES"]


MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "bad_period": "a period is a month and a year, like '112026'; correct it",
        "original_missing": (
            "a note to an unregistered buyer of another state is filed by its invoice;"
            " give number, date and value of that"
        ),
        "recipient_gstin_missing": (
            "a supply that is {supply} is filed by the buyer's GSTIN; give it"
        ),
        "unknown_note": (
            "the order has nothing to credit or charge by this {key}; known are {known}"
        ),
        "not_of_gst": "{name} is not a tax of GST; price the order as India does",
    }
)
