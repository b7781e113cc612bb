# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The names that the components of India's tax have in documents.

GST is central and state tax together: CGST and SGST within a state (UTGST in a union
territory without a legislature), IGST between states, and a cess on some goods.
Source: the CGST, SGST, UTGST and IGST Acts of 2017, and the GST (Compensation to
States) Act of 2017 for the cess.
"""

from __future__ import annotations


__all__ = [
    "CGST",
    "GST",
    "IGST",
    "SGST",
    "UTGST",
]


#: The whole tax, if the place of supply is not known.
GST = "GST"
CGST = "CGST"
SGST = "SGST"
UTGST = "UTGST"
IGST = "IGST"
