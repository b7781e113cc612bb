# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A quote, a refund or a difference as a page: one HTML file that needs nothing else.

Promises that it can be read by keyboard, by screen reader, on a phone, in the dark and
on paper (A4), without a script and without anything from elsewhere, and that equal
inputs give equal text.
"""

from __future__ import annotations

from checkout_core.views.page.difference import difference_html
from checkout_core.views.page.quote import html
from checkout_core.views.page.refund import refund_html


__all__ = ["difference_html", "html", "refund_html"]
