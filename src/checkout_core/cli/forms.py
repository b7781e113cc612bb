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

from attrs import frozen

from checkout_core.views.explain import explain
from checkout_core.views.page import html
from checkout_core.views.receipt import receipt
from checkout_core.views.svg import svg
from checkout_core.wire import dumps, write_cart, write_order, write_quote


if TYPE_CHECKING:
    from checkout_core.pricing import Quote
    from checkout_core.wire import Checkout


def _order(priced: Quote, checkout: Checkout) -> str:
    facts = checkout.order
    order = write_order(
        priced,
        order_number=facts.order_number,
        order_date=facts.order_date,
        status=facts.status,
        payment_status=facts.payment_status,
    )
    return dumps(order, indent=2)


def _page(priced: Quote, checkout: Checkout, **words: Any) -> str:
    number = checkout.order.order_number
    return html(priced, checkout.store, order_number=number, **words)


@frozen
class Form:
    """
    A form in which a price is printed.

    Attributes:
        write: the function from a quote and its checkout document to a text.
        takes: the names of its options, () by default.
    """

    write: Callable[..., str]
    takes: tuple[str, ...] = ()


#: Every form in which a price is printed.
FORMATS: Mapping[str, Form] = MappingProxyType(
    {
        "receipt": Form(
            lambda priced, _, **paper: receipt(priced, **paper), ("locale", "width")
        ),
        "explain": Form(lambda priced, checkout: explain(priced, checkout.store)),
        "svg": Form(lambda priced, _, **words: svg(priced, **words), ("locale",)),
        "html": Form(_page, ("locale",)),
        "order": Form(_order),
        "cart": Form(lambda priced, _: dumps(write_cart(priced), indent=2)),
        "quote": Form(lambda priced, _: dumps(write_quote(priced), indent=2)),
    }
)
DEFAULT_FORMAT = "receipt"


__all__ = ["DEFAULT_FORMAT", "FORMATS", "Form"]
