# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A quote as text: the receipt for a shopper, the explanation for a support agent.

Also the credit note of a refund and the verdicts on all offers, each in the language of
its reader.  Views never calculate a price; they add up rows of the ledger.
"""

from __future__ import annotations

from checkout_core.views.creditnote import credit_note
from checkout_core.views.explain import explain
from checkout_core.views.language import LANGUAGES, Catalogue, Language
from checkout_core.views.receipt import receipt
from checkout_core.views.refused import refusal_text
from checkout_core.views.verdicts import verdicts


__all__ = [
    "LANGUAGES",
    "Catalogue",
    "Language",
    "credit_note",
    "explain",
    "receipt",
    "refusal_text",
    "verdicts",
]
