# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The request for the offers of banks and brands that a payer could use.

What it answers is an estimate for the page where a payer chooses: the offer itself is
applied by Juspay when they pay, and counts by the status of the order (`receipts`).

Promises that no card number is sent: a card is named by its first digits or by a token.
Sources: the offers pages and their samples, one of which has a card number; it is not
followed.

Knows nothing of answers.
"""

from __future__ import annotations

import re

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from attrs import field, fields, frozen

from checkout_core.http import MASK
from checkout_core.juspay.amounts import written
from checkout_core.juspay.fields import check_payable, payment
from checkout_core.juspay.messages import collected, refused
from checkout_core.juspay.policy import POLICY, Policy
from checkout_core.juspay.requests import VERSION, Call, Draft
from checkout_core.juspay.rules import (
    check_customer_id,
    check_email,
    check_order_id,
    check_phone,
    check_text,
)


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.http import Request
    from checkout_core.juspay.credentials import AnyCredentials
    from checkout_core.juspay.fields import Payable


#: A card number has 12 to 19 digits (ISO/IEC 7812), written with blanks or hyphens.
_CARD_NUMBER = re.compile(r"\s*[0-9](?:[ -]?[0-9]){11,18}\s*").fullmatch
_BIN = re.compile(r"[0-9]{6,9}").fullmatch


@frozen(kw_only=True)
class PayingWith:
    """
    A way to pay that offers are asked for; by its documented names, None is not sent.

    Attributes:
        payment_method_type: "CARD", "UPI", "NB", "WALLET", "CONSUMER_FINANCE" or
            another of Juspay's.
        payment_method_reference: the caller's name of it, which the answer repeats.
        payment_method: which one, such as "NB_AXIS"; None by default.
        card_bin: the first 6 to 9 digits of a card; None by default.
        card_token: Juspay's token of a saved card, such as "tkn_89876654365"; None by
            default.
        card_type: "CREDIT" or "DEBIT"; None by default.
        bank_code: the issuer's code, such as "SBI"; None by default.
        upi_vpa, upi_app: the payer's address or app; None by default.
        txn_type: "UPI_COLLECT" or "UPI_PAY"; None by default.
    """

    payment_method_type: str
    payment_method_reference: str
    payment_method: str | None = None
    card_bin: str | None = None
    card_token: str | None = field(default=None, repr=False)
    card_type: str | None = None
    bank_code: str | None = None
    upi_vpa: str | None = field(default=None, repr=False)
    upi_app: str | None = None
    txn_type: str | None = None


_NAMES = tuple([each.name for each in fields(PayingWith)])


def offers_list(
    quote: Payable,
    credentials: AnyCredentials,
    *,
    paying_with: Sequence[PayingWith],
    customer_id: str,
    customer_email: str | None = None,
    customer_phone: str | None = None,
    order_id: str | None = None,
    offer_code: str | None = None,
    currency: str = "INR",
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
) -> Request:
    """
    Return the request for the offers on what is due of *quote*.

    *paying_with* is every way to pay that is asked about, at least one; *order_id* is
    that of an order at Juspay, if there is one already; *offer_code* asks for one offer
    only.  Raises `CheckoutError` with every fault; a card number is one, and is not
    shown.  Source: the offers pages, `POST /v1/offers/list`, JSON; safe to repeat.
    """
    check_payable(quote)
    quote.check()
    draft = Draft(credentials, environment, version, policy)
    order: dict[str, str] = {}
    ident = ""
    if order_id is not None:
        ident = collected(draft, check_order_id, order_id, policy) or ""
        order["order_id"] = ident
    amount = payment(draft, quote, currency)
    if amount is not None:
        order |= {"amount": written(amount), "currency": quote.currency}
    customer = {
        "id": collected(draft, check_customer_id, customer_id, required=True) or ""
    }
    for name, check, value in (
        ("email", check_email, customer_email),
        ("mobile", check_phone, customer_phone),
    ):
        if value is not None:
            customer[name] = collected(draft, check, value) or ""
    document: dict[str, Any] = {
        "order": order,
        "payment_method_info": _ways(draft, paying_with),
        "customer": customer,
    }
    if offer_code is not None:
        path = "offer_code"
        document[path] = collected(draft, check_text, path, offer_code) or ""
    route = draft.route(routing_id, customer_id, ident)
    return draft.post(Call.LIST_OFFERS, "/v1/offers/list", ident, route, document)


def _ways(draft: Draft, ways: object) -> list[dict[str, str]]:
    path = "paying_with"
    given = list(ways) if isinstance(ways, Iterable) else []
    if not given or not all(isinstance(each, PayingWith) for each in given):
        # Not shown: what is here in place of it may hold a card number.
        expected = "at least one PayingWith"
        draft.refuse(path, "field_missing", MASK, expected=expected)
        return []
    return [_way(draft, f"{path}[{i}]", each) for i, each in enumerate(given)]


def _way(draft: Draft, path: str, way: PayingWith) -> dict[str, str]:
    found = {}
    for name in _NAMES:
        value: object = getattr(way, name)
        where = f"{path}.{name}"
        if value is None:
            continue
        if isinstance(value, str) and _CARD_NUMBER(value):
            draft.found.append(refused(where, "card_number", MASK))
        elif name == "card_bin" and not (isinstance(value, str) and _BIN(value)):
            draft.found.append(refused(where, "card_bin_shape", MASK))
        else:
            found[name] = collected(draft, check_text, where, value) or ""
    for name in _NAMES[:2]:
        if not found.get(name, "?"):
            draft.refuse(f"{path}.{name}", "field_missing", "", expected="it")
    return found
