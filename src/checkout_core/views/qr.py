# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A text as a QR code: one SVG element.  Uses segno, the extra `qr`.

Promises equal pictures for equal texts, with the quiet zone of four modules that the
standard asks for.  Knows not what the text means.
"""

from __future__ import annotations

from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.errors import CheckoutError, fault
from checkout_core.errors.extras import needing


__all__ = ["qr_svg"]


_QUIET_ZONE = 4


def qr_svg(text: str) -> str:
    """
    Return the QR code of *text* as an SVG element, which has the size of its box.

    The text of an e-invoice's signed QR has about a thousand characters, which need the
    lowest level of correction to be printed in a few centimetres; for a shorter text
    segno raises the level as far as the size allows.

    Raises `CheckoutError` for an empty text, one that no QR code holds, and where segno
    is not installed (`extra_missing`).

    Args:
        text: what a reader of the code gets.
    """
    check = Validator()
    read = check.text  # under a name that marks no message for translators
    known = read("text", text, needed="the text of the code", limit=MAX_NOTE)
    check.raise_any()
    with needing("qr"):
        import segno
    try:
        code = segno.make_qr(known, error="L")
    except segno.DataOverflowError:
        raise CheckoutError([fault("text", "qr_too_long", text)]) from None
    return str(
        code.svg_inline(
            border=_QUIET_ZONE, omitsize=True, svgclass="qr", lineclass=None
        )
    )
