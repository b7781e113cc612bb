# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A quote as text: the receipt for a shopper, the explanation for a support agent.

Also the credit notes of a refund and of a price reduction, the verdicts on all offers
and what two quotes differ in, and quotes and refunds as a waterfall (values, a picture,
a page), each in the language of its reader.  Views never calculate a price; they add up
rows of the ledger.
"""

from __future__ import annotations

from checkout_core.views.creditnote import credit_note
from checkout_core.views.differences import differences
from checkout_core.views.explain import explain
from checkout_core.views.language import LANGUAGES, Language, Translations
from checkout_core.views.page import difference_html, html, refund_html
from checkout_core.views.receipt import receipt
from checkout_core.views.reduction import reduction_note
from checkout_core.views.refused import refusal_text
from checkout_core.views.svg import refund_svg, svg
from checkout_core.views.verdicts import verdicts
from checkout_core.views.waterfall import (
    Bar,
    Waterfall,
    refund_waterfall,
    waterfall,
)


__all__ = [
    "LANGUAGES",
    "Bar",
    "Language",
    "Translations",
    "Waterfall",
    "credit_note",
    "difference_html",
    "differences",
    "explain",
    "html",
    "receipt",
    "reduction_note",
    "refund_html",
    "refund_svg",
    "refund_waterfall",
    "refusal_text",
    "svg",
    "verdicts",
    "waterfall",
]
