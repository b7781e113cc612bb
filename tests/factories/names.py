# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Names of products, offers and people that a view must not take for markup."""

from __future__ import annotations


#: Names that try to leave the text they stand in.
BAD_NAMES = [
    "<script>alert(1)</script>",
    "a \"b\" 'c' & d",
    "]]> --> <!-- <![CDATA[",
    "مرحبا بالعالم",
    "👨‍👩‍👧 diya 🪔",
    "a\u2028b\u200fc\ufeffd",
    "\ufffe\uffff",
    "\u202eevil",
    "x" * 300,
    "word " * 80,
    "கைத்தறி குர்தா " * 9,
]
