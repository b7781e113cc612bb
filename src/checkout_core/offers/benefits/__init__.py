# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What an offer can give: one file a benefit, all of them in the table of `table`.

The table is loaded with the first offer that is read or built: a cart is priced without
any benefit.
"""

from __future__ import annotations
