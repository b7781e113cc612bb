# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A quote as text: the receipt for a shopper, the explanation for a support agent.

Also the credit note of a refund, and both as a waterfall: as values, as a picture and
as a page.  Views never calculate a price; they add up rows of the ledger.
"""

from __future__ import annotations

from checkout_core.views.creditnote import credit_note
from checkout_core.views.explain import explain
from checkout_core.views.page import html, refund_html
from checkout_core.views.receipt import receipt
from checkout_core.views.svg import refund_svg, svg
from checkout_core.views.verdicts import verdicts
from checkout_core.views.waterfall import Bar, Waterfall, waterfall
from checkout_core.views.waterfall_refund import refund_waterfall


__all__ = [
    "Bar",
    "Waterfall",
    "credit_note",
    "explain",
    "html",
    "receipt",
    "refund_html",
    "refund_svg",
    "refund_waterfall",
    "svg",
    "verdicts",
    "waterfall",
]
