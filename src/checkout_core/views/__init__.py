# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A quote for people: the receipt a shopper gets, the story a support agent tells.

A refund of it is a credit note.  Views read a quote and write text.  They decide
nothing and compute no price; what they add up are rows of the ledger.
"""

from __future__ import annotations

from checkout_core.views.creditnote import credit_note
from checkout_core.views.explain import explain
from checkout_core.views.receipt import receipt
from checkout_core.views.verdicts import verdicts


__all__ = ["credit_note", "explain", "receipt", "verdicts"]
