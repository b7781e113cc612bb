# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The answer to a request of the playground: text in, JSON text out.

Promises that the same request has the same answer, byte for byte, on every machine, and
that whatever is wrong with a document is data in the answer and never raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import asdict, frozen

from checkout_core.checks import Validator
from checkout_core.currencies import CURRENCIES
from checkout_core.errors import CheckoutError
from checkout_core.http import masked
from checkout_core.juspay import Credentials, create_session
from checkout_core.juspay.customer import customer_fields, names_of
from checkout_core.pricing import quote
from checkout_core.views import (
    credit_note,
    explain,
    html,
    receipt,
    refund_html,
    refund_svg,
    refusal_text,
    svg,
)
from checkout_core.views.formats import Numbers
from checkout_core.wire import (
    dumps,
    loads,
    read_checkout,
    read_returns,
    write_order,
    write_refund,
)
from checkout_core.wire.text import read_object


if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from checkout_core.pricing import Quote
    from checkout_core.wire import Checkout


#: The documents to start from, each with its title; files in the page's `scenarios`.
SCENARIOS: Mapping[str, str] = {
    "coupon": "A coupon and shipping",
    "bogo": "Buy one, get one free",
    "bank-offer": "A bank pays the discount",
    "diwali": "Any 3 for 999, a bank's card, a gift card, part payment",
    "by-measure": "Goods by measure, a chosen bag",
    "slab-goods": "Tax by price slab",
    "refund": "One of two comes back",
}

#: The order's number at Juspay where the document has none.
ORDER_ID = "PLAYGROUND1"
#: What stands for the account of a merchant; no request is ever sent.
_ACCOUNT = Credentials("your-merchant-id", "your-api-key")
_CLIENT_ID = "your-client-id"


@frozen
class Priced:
    """
    What a request holds, read and priced.

    Attributes:
        checkout: the document.
        quote: what its cart costs.
        returns: what the document returns, None if it returns nothing.
        locale: the locale of everything that is read by people, None for English.
    """

    checkout: Checkout
    quote: Quote
    returns: Any
    locale: str | None


def answer(request: str) -> str:
    """
    Return what the page shows for *request*, both JSON text.

    *request* is an object of `document`, the text of a checkout document (in which
    `returns` may be next to `cart` and `store`), and `locale`, null for English.
    The answer always has the same keys; those without a value are null:

    - `receipt`, `explanation`: plain texts
    - `svg`, `html`: the waterfall as a picture and as a whole page
    - `order`, `juspay`: JSON texts, their amounts digit for digit
    - `to_be_paid`: the amount as the locale writes it
    - `refusals`: objects of `offer`, `code` and `message`
    - `refund`: an object of `amount`, `note`, `svg`, `html` and `document`, if goods
      are returned
    - `faults`: objects of `path`, `code`, `value` and `message`, none if all is well;
      paths below `juspay` concern only the request to Juspay, those below `returns`
      only the refund

    >>> loads(answer('{"document": "{}"}'))["faults"][0]["path"]
    'cart'
    """
    shown: dict[str, Any] = dict.fromkeys(_SHOWN)
    faults: list[dict[str, Any]] = []

    def within(path: str, make: Callable[[], Any]) -> Any:
        try:
            return make()
        except CheckoutError as error:
            faults.extend(error.under(path).as_json())
            return None

    priced = within("", lambda: _priced(request))
    if priced is not None:
        shown |= _quote_as_shown(priced)
        shown["juspay"] = within("juspay", lambda: _session(priced))
        if priced.returns is not None:
            shown["refund"] = within("returns", lambda: _refund(priced))
    text = dumps({**shown, "faults": faults})
    # A lone surrogate of a document can be written in UTF-8 only as its escape.
    return text.encode("utf-8", "backslashreplace").decode()


#: The keys of an answer, except its faults.
_SHOWN = (
    "to_be_paid",
    "receipt",
    "explanation",
    "svg",
    "html",
    "order",
    "juspay",
    "refusals",
    "refund",
)


def _priced(request: str) -> Priced:
    """Return the document of a request, priced; raises `CheckoutError`."""
    data = read_object(request)
    check = Validator()
    check.keys("", data, ("document", "locale"))
    text, locale = data.get("document"), data.get("locale")
    if not isinstance(text, str):
        check.wrong_type("document", text, "the text of a document")
    check.raise_any()
    assert isinstance(text, str)
    # Refused first, so that it is refused for every document.
    Numbers.of(locale, CURRENCIES["INR"])
    document = dict(read_object(text))
    returns = document.pop("returns", None)
    checkout = read_checkout(document)
    sold = quote(checkout.cart, checkout.store, at=checkout.at)
    return Priced(checkout, sold, returns, locale)


def _quote_as_shown(priced: Priced) -> dict[str, Any]:
    sold, store, locale = priced.quote, priced.checkout.store, priced.locale
    facts = priced.checkout.order
    order = write_order(sold, **asdict(facts))
    return {
        "to_be_paid": _money(priced, sold.to_be_paid),
        "receipt": receipt(sold, locale=locale),
        "explanation": explain(sold, store, locale=locale),
        "svg": svg(sold, locale=locale),
        "html": html(sold, store, locale=locale, order_number=facts.order_number),
        "order": dumps(order, indent=2),
        "refusals": [
            {
                "offer": each.name,
                "code": each.code,
                "message": refusal_text(each, sold, locale=locale),
            }
            for each in sold.refusals
        ],
    }


def _session(priced: Priced) -> str:
    """Return the request that opens Juspay's payment page, its secret masked."""
    cart = priced.checkout.cart
    request = create_session(
        priced.quote,
        _ACCOUNT,
        order_id=priced.checkout.order.order_number or ORDER_ID,
        payment_page_client_id=_CLIENT_ID,
        currency=priced.quote.currency,
        at=priced.checkout.at,
        **names_of(cart),
        **customer_fields(cart),
    )
    shown = masked(request)
    return dumps({**shown, "body": loads(request.body)}, indent=2)


def _refund(priced: Priced) -> dict[str, str]:
    """Return the refund that the document asks for."""
    asked = read_returns(read_object(priced.returns, "an object of returns"))
    sold, locale = priced.quote, priced.locale
    note = asked.refund(sold)
    return {
        "amount": _money(priced, note.amount),
        "note": credit_note(sold, note, locale=locale),
        "svg": refund_svg(sold, note, locale=locale),
        "html": refund_html(sold, note, locale=locale),
        "document": dumps(write_refund(note), indent=2),
    }


def _money(priced: Priced, amount: Decimal) -> str:
    return Numbers.of(priced.locale, priced.quote.cart.currency).money(amount)


__all__ = ["SCENARIOS", "answer"]
