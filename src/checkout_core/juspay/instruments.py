# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A cart's payment in Juspay's words: what a payment page is locked to, what was used.

An offer of a bank, or a fee for cash, belongs to one way to pay, so a price that
depends on it is payable by nothing else.  The page is locked before the payment
(`payment_filter`), and the instrument is compared after it: Juspay declines another one
too, with "Payment instrument mismatch", but only on its own page.

The page's words are case sensitive and sent as the cart gives them, so that a shop
writes networks, banks and apps as Juspay does (`VISA`, `NB_HDFC`, `PHONEPE`).  Sources:
the payment locking pages and samples; how the first digits of a card that are fewer
than six are written is our reading of the range in one of them.

Knows nothing of requests.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from checkout_core.cart.payment import Payment, plain_text
from checkout_core.checks import Validator
from checkout_core.errors import GatewayError
from checkout_core.errors.describe import shown
from checkout_core.juspay.answers import Card, Order


if TYPE_CHECKING:
    from collections.abc import Iterator


#: Juspay's kinds of methods for each of ours; a bank transfer is not paid here.
TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "card": ("CARD",),
        "upi": ("UPI",),
        "netbanking": ("NB",),
        "wallet": ("WALLET",),
        "emi": ("CARD", "CONSUMER_FINANCE"),
        "pay_later": ("CONSUMER_FINANCE",),
        "cash_on_delivery": ("CASH",),
        "bank_transfer": (),
    }
)
#: Which key of a payment names one method of a kind, as `paymentMethods` lists them.
_NAMED: Mapping[str, str] = MappingProxyType(
    {"NB": "issuer", "WALLET": "app", "CONSUMER_FINANCE": "app"}
)
#: A range of cards is given by their first six digits.
_BIN = 6


def payment_filter_of(payment: Payment) -> dict[str, Any] | None:
    """
    Return the `payment_filter` that locks a payment page to *payment*.

    None for a bank transfer, which is not paid on a page.  An `emi` by an app is
    CONSUMER_FINANCE, one of a card CARD, and one that says neither is both.

    >>> payment_filter_of(Payment("wallet", app="PHONEPE"))["options"]
    [{'enable': True, 'paymentMethodType': 'WALLET', 'paymentMethods': ['PHONEPE']}]
    """
    check = Validator()
    check.instance("payment", payment, Payment, "a Payment of a cart")
    check.raise_any()
    types = _types(payment)
    if not types:
        return None
    options = [{"enable": True, **_option(payment, each)} for each in types]
    return {"allowDefaultOptions": False, "options": options}


def _types(payment: Payment) -> tuple[str, ...]:
    types = TYPES[payment.method]
    if payment.method != "emi":
        return types
    if payment.app is not None:
        return types[1:]
    return types[:1] if _card_filter(payment) else types


def _option(payment: Payment, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {"paymentMethodType": kind}
    card = _card_filter(payment)
    if kind == "CARD" and card:
        found["cardFilters"] = [{"enable": True, **card}]
    if kind == "UPI" and payment.app is not None:
        app = {"enable": True, "upiType": "INTENT", "upiMethods": [payment.app]}
        found["upiFilters"] = [app]
    name = getattr(payment, _NAMED[kind]) if kind in _NAMED else None
    if name is not None:
        found["paymentMethods"] = [name]
    return found


def _card_filter(payment: Payment) -> dict[str, list[str]]:
    kind, digits = payment.card_type, payment.bin
    found = {
        "cardBrands": payment.network,
        "cardBins": None if digits is None else _bins(digits),
        "cardTypes": None if kind is None else kind.upper(),
        "cardBanks": payment.issuer,
    }
    return {key: [value] for key, value in found.items() if value is not None}


def _bins(digits: str) -> str:
    """
    Return the cards whose numbers begin with *digits*; fewer than six are a range.

    >>> _bins("411111"), _bins("4111")
    ('411111', '411100::411199')
    """
    if len(digits) >= _BIN:
        return digits
    return f"{digits.ljust(_BIN, '0')}::{digits.ljust(_BIN, '9')}"


def instrument_differs(order: Order, payment: Payment | None) -> GatewayError | None:
    """
    Return the error for an order that was paid in another way than *payment*, or None.

    Compared are the kind of method, the method's name, and of a card its network, its
    type and its first digits.  What the answer does not say does not differ; nothing
    differs if *payment* is None.
    """
    check = Validator()
    check.instance("order", order, Order, "an order of Juspay")
    if payment is not None:
        check.instance("payment", payment, Payment, "a Payment of a cart")
    check.raise_any()
    if payment is None:
        return None
    differs = [
        (name, f"{name} is {shown(found)}, not {wanted}")
        for name, found, wanted in _compared(order, payment)
        if found is not None and not _same(name, found, wanted)
    ]
    if not differs:
        return None
    reasons = "; ".join(reason for _, reason in differs)
    return GatewayError(
        f"the price is for another way to pay: {reasons}",
        error_code="instrument_differs",
        fields=tuple(name for name, _ in differs),
    )


def _compared(order: Order, payment: Payment) -> Iterator[tuple[str, str | None, str]]:
    """Yield what an answer says of the instrument, and what it should be."""
    types = _types(payment)
    yield "payment_method_type", order.payment_method_type, " or ".join(types)
    for kind, name in _NAMED.items():
        wanted = getattr(payment, name)
        if types == (kind,) and wanted is not None:
            yield "payment_method", order.payment_method, wanted
    if "CARD" not in types:
        return
    card = order.card or Card()
    if payment.network is not None:
        yield "payment_method", card.card_brand or order.payment_method, payment.network
    if payment.card_type is not None:
        yield "card_type", card.card_type, payment.card_type
    if payment.bin is not None:
        yield "card_isin", card.card_isin or None, payment.bin


def _same(name: str, found: str, wanted: str) -> bool:
    if name == "payment_method_type":
        return found in wanted.split(" or ")
    if name == "card_isin":
        # Either may have more digits than the other.
        return found.startswith(wanted) or wanted.startswith(found)
    return plain_text(found) == plain_text(wanted)
