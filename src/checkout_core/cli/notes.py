# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The forms in which a refund and a difference are printed.

Promises that each form names the options that it takes.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.cli.forms import Form
from checkout_core.views.creditnote import credit_note
from checkout_core.views.differences import differences
from checkout_core.views.page import difference_html, refund_html
from checkout_core.views.svg import refund_svg
from checkout_core.wire import dumps, write_difference, write_refund


if TYPE_CHECKING:
    from collections.abc import Mapping


#: Every form in which a refund is printed, each made of the quote and the refund.
REFUND_FORMATS: Mapping[str, Form] = MappingProxyType(
    {
        "note": Form(credit_note, ("locale", "width")),
        "svg": Form(refund_svg, ("locale",)),
        "html": Form(refund_html, ("locale",)),
        "json": Form(lambda _, note: dumps(write_refund(note), indent=2)),
    }
)
DEFAULT_REFUND_FORMAT = "note"

#: Every form in which a difference is printed, each made of it.
DIFFERENCE_FORMATS: Mapping[str, Form] = MappingProxyType(
    {
        "text": Form(differences, ("locale", "width")),
        "json": Form(lambda found: dumps(write_difference(found), indent=2)),
        "html": Form(difference_html, ("locale",)),
    }
)
DEFAULT_DIFFERENCE_FORMAT = "text"


__all__ = [
    "DEFAULT_DIFFERENCE_FORMAT",
    "DEFAULT_REFUND_FORMAT",
    "DIFFERENCE_FORMATS",
    "REFUND_FORMATS",
]
