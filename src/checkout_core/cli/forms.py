# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The forms in which a price is printed.

Promises that each form names the options that it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import asdict, frozen

from checkout_core.views.explain import explain
from checkout_core.views.page import html
from checkout_core.views.receipt import receipt
from checkout_core.views.svg import svg
from checkout_core.wire import write_cart, write_order, write_quote


if TYPE_CHECKING:
    from checkout_core.pricing import Quote
    from checkout_core.wire import Checkout
    from checkout_core.wire.writer import Amounts


def _order(priced: Quote, checkout: Checkout, _: Amounts) -> Mapping[str, Any]:
    return write_order(priced, **asdict(checkout.order))


def _page(priced: Quote, checkout: Checkout, **words: Any) -> str:
    number = checkout.order.order_number
    return html(priced, checkout.store, order_number=number, **words)


@frozen
class Form:
    """
    A form in which a price is printed.

    Attributes:
        write: the function from a quote and its checkout document to a text; or to a
            JSON document, from these and how its amounts are written.
        takes: the names of its options, () by default.
        is_json: whether it is a JSON document, False by default.
    """

    write: Callable[..., Any]
    takes: tuple[str, ...] = ()
    is_json: bool = False


#: Every form in which a price is printed.
FORMATS: Mapping[str, Form] = MappingProxyType(
    {
        "receipt": Form(
            lambda priced, _, **paper: receipt(priced, **paper), ("locale", "width")
        ),
        "explain": Form(
            lambda priced, checkout, **paper: explain(priced, checkout.store, **paper),
            ("locale",),
        ),
        "svg": Form(lambda priced, _, **words: svg(priced, **words), ("locale",)),
        "html": Form(_page, ("locale",)),
        "order": Form(_order, is_json=True),
        "cart": Form(lambda priced, _, __: write_cart(priced), is_json=True),
        "quote": Form(
            lambda priced, _, amounts: write_quote(priced, amounts=amounts),
            is_json=True,
        ),
    }
)
DEFAULT_FORMAT = "receipt"
#: Those that are JSON documents.
JSON_FORMATS = tuple(name for name, each in FORMATS.items() if each.is_json)
#: The default with `--lines`.
DEFAULT_FOR_LINES = "quote"


__all__ = ["DEFAULT_FORMAT", "DEFAULT_FOR_LINES", "FORMATS", "JSON_FORMATS", "Form"]
