# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A tax invoice, bill of supply or credit note as text, and as a page that prints on A4.

Promises that every particular of the paper is in both, that a page needs nothing else
and no script, that the head of a table is repeated on each sheet, and that equal inputs
give equal text.  Titles and endorsements are in the words of the law, in every
language.
"""

from __future__ import annotations

from checkout_core.views.pdf import as_pdf
from checkout_core.views.qr import qr_svg
from checkout_core.views.tax_invoice.document import as_html
from checkout_core.views.tax_invoice.plain import as_text
from checkout_core.views.theme import Theme


__all__ = ["Theme", "as_html", "as_pdf", "as_text", "qr_svg"]
