# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A quote for people: the receipt a shopper gets, the story a support agent tells.

Views read a quote and write text.  They decide nothing and compute no price;
what they add up are rows of the ledger.
"""

from __future__ import annotations

from checkout_core.views.explain import explain
from checkout_core.views.receipt import receipt


__all__ = ["explain", "receipt"]
