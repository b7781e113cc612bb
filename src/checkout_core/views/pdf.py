# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A page as a PDF.  Uses WeasyPrint, the extra `pdf`.

Promises that nothing is fetched: a page that needs anything but its own text and data
URLs is refused.  Knows no papers.
"""

from __future__ import annotations

from checkout_core.checks import expect
from checkout_core.errors import CheckoutError, fault
from checkout_core.errors.extras import needing


__all__ = ["as_pdf"]


def as_pdf(html: str) -> bytes:
    """
    Return a page as a PDF.

    The same page has the same bytes, by the fonts of the machine.  Where the library
    libharfbuzz-subset0 is missing, WeasyPrint writes the time into the fonts, unless
    the environment sets `SOURCE_DATE_EPOCH`.

    Raises `CheckoutError` for a page that refers to something outside it, and where
    WeasyPrint is not installed (`extra_missing`).

    Args:
        html: the page, such as `as_html` returns.
    """
    expect(html=(html, str))
    with needing("pdf"):
        try:
            import weasyprint
        except OSError as error:
            # Without Pango, the library of the system.
            raise ImportError(f"{error}", name="weasyprint") from None
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    fetcher = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    try:
        found = weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf()
    except FatalURLFetchingError as error:
        raise CheckoutError([fault("html", "not_self_contained", str(error))]) from None
    # Without a target it returns the file.
    assert found is not None
    return bytes(found)
