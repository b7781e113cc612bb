# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The fields that all ways to make an order share, checked and put in order.

Promises that fields have the documented names and order, and that an amount comes from
something that can be paid and says so itself.

Knows nothing of the calls, and of the quote only that it can be paid.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypedDict

from attrs import frozen

from checkout_core.checks import Validator, listed
from checkout_core.errors.describe import shown
from checkout_core.juspay.amounts import (
    check_amount,
    check_currency,
    check_part,
    written,
)
from checkout_core.juspay.mandates import MandateTerms, check_mandate
from checkout_core.juspay.messages import collected, refuse
from checkout_core.juspay.policy import Policy
from checkout_core.juspay.requests import Draft
from checkout_core.juspay.rules import (
    UDFS,
    Address,
    check_address,
    check_contact,
    check_customer_id,
    check_email,
    check_gateway_id,
    check_metadata,
    check_phone,
    check_text,
    check_udf,
)
from checkout_core.juspay.urls import check_return_url, check_webhook_url
from checkout_core.money.parse import number
from checkout_core.subscriptions.calendar import KOLKATA
from checkout_core.values import safe


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime, tzinfo
    from decimal import Decimal

    from checkout_core.money import Amount


#: The documented order of the keys: S002; the mandate's are where the official
#: mandate sample has them, after the customer.  The rest follow as they are put.
ORDER_KEYS: tuple[str, ...] = (
    "order_id",
    "amount",
    "options.get_client_auth_token",
    "customer_id",
    "customer_email",
    "customer_phone",
    "currency",
    "options.create_mandate",
    "mandate.amount_rule",
    "mandate.max_amount",
    "mandate.revokable_by_customer",
    "mandate.block_funds",
    "mandate.start_date",
    "mandate.end_date",
    "mandate.frequency",
    "mandate.rule_value",
    "mandate.rule_type",
    "description",
    "return_url",
    "product_id",
    "gateway_id",
)

#: The order of `order.*` in the sample of `/txns`: the currency follows the amount.
TXN_KEYS: tuple[str, ...] = (
    *ORDER_KEYS[:2],
    "currency",
    *(key for key in ORDER_KEYS[2:] if key != "currency"),
)

#: The place of each key in these orders.
ORDER_PLACES: Mapping[str, int] = MappingProxyType(
    {key: place for place, key in enumerate(ORDER_KEYS)}
)
TXN_PLACES: Mapping[str, int] = MappingProxyType(
    {key: place for place, key in enumerate(TXN_KEYS)}
)

#: Keys that are booleans where the body is JSON (the payment-link sample).
JSON_FLAGS = frozenset(
    {
        "mandate.block_funds",
        "mandate.revokable_by_customer",
        "options.get_client_auth_token",
    }
)


class Payable(Protocol):
    """
    An amount to be paid: a `Quote`, or any object with these members.

    If it has a `due_now` as a `Quote` does, that is what is asked for.
    """

    @property
    def to_be_paid(self) -> Decimal:
        """The amount, in major units."""
        ...

    @property
    def currency(self) -> str:
        """The ISO 4217 code."""
        ...

    @property
    def payment_required(self) -> bool:
        """Whether the amount is above zero."""
        ...

    def check(self) -> object:
        """Raise `CheckoutError` if the figures do not add up."""


def check_payable(quote: object) -> None:
    """Raise `CheckoutError` for a value that is not `Payable`."""
    names = ("check", "currency", "to_be_paid")
    # Members are found without reading them, since a property may raise.
    own = getattr(quote, "__dict__", {})
    if not all(hasattr(type(quote), name) or name in own for name in names):
        check = Validator()
        check.wrong_type("quote", quote, "a Quote or a Due")
        check.raise_any()


@frozen
class Due:
    """
    An amount to be paid that does not come from a quote.

    >>> Due("100.15").payment_required
    True

    Attributes:
        amount: in major units, as text, a Decimal or an int.
        currency: the ISO 4217 code, 'INR' by default.
    """

    amount: Amount
    currency: str = "INR"

    @property
    def to_be_paid(self) -> Decimal:
        """The amount, in major units."""
        return number(self.amount, "amount")

    @property
    def payment_required(self) -> bool:
        """Whether the amount is above zero."""
        return bool(self.to_be_paid)

    def check(self) -> None:
        """Check nothing; the amount is checked with the rest of a request."""


class OrderFields(TypedDict, total=False):
    """
    The optional fields of an order, by their documented names; None is not sent.

    `gateway` is never sent: it names the gateway whose contact data are required.
    """

    customer_id: str | None
    customer_email: str | None
    customer_phone: str | None
    description: str | None
    return_url: str | None
    product_id: str | None
    gateway_id: int | str | None
    gateway: str | None
    billing_address: Address | None
    shipping_address: Address | None
    gateway_reference_id: str | None
    subvention_amount: Amount | None
    webhook_url: str | None
    metadata: Mapping[str, str] | None
    mandate: MandateTerms | None
    udf1: str | None
    udf2: str | None
    udf3: str | None
    udf4: str | None
    udf5: str | None
    udf6: str | None
    udf7: str | None
    udf8: str | None
    udf9: str | None
    udf10: str | None


class UpdateFields(TypedDict, total=False):
    """The fields of an order that can change; None leaves one as it is."""

    billing_address: Address | None
    shipping_address: Address | None
    udf1: str | None
    udf2: str | None
    udf3: str | None
    udf4: str | None
    udf5: str | None
    udf6: str | None
    udf7: str | None
    udf8: str | None
    udf9: str | None
    udf10: str | None


def in_order(
    pairs: Iterable[tuple[str, str]], places: Mapping[str, int] = ORDER_PLACES
) -> list[tuple[str, str]]:
    """
    Return *pairs* in the order of the *places* of their keys, all others at the end.

    >>> in_order([("udf1", "a"), ("amount", "1"), ("order_id", "A1")])
    [('order_id', 'A1'), ('amount', '1'), ('udf1', 'a')]
    """
    return sorted(pairs, key=lambda pair: places.get(pair[0], len(places)))


def flag(draft: Draft, path: str, value: object) -> bool:
    """Return a boolean; any other value is a fault."""
    # The text "false" is true in Python, so texts are refused for booleans.
    check = Validator()
    found = check.flag(path, value)
    draft.found += check.found
    return found


def payment(draft: Draft, quote: Payable, currency: object) -> Decimal | None:
    """Return the amount to be paid, if Juspay accepts it."""
    code = collected(draft, check_currency, currency)
    if code is None:
        return None
    if quote.currency != code:
        draft.refuse("currency", "currency_differs", code, quoted=shown(quote.currency))
        return None
    return collected(draft, _amount, quote, code, draft.policy)


def _amount(quote: Payable, currency: str, policy: Policy) -> Decimal:
    if not quote.payment_required:
        raise refuse("amount", "amount_nothing_to_pay", quote.to_be_paid)
    asked = due_of(quote)
    if not asked:
        raise refuse("amount", "amount_nothing_to_pay", asked)
    return check_amount(asked, currency, policy)


def due_of(quote: Payable) -> Decimal:
    """
    Return what is asked for: of a `Quote` with a payment plan, what is due now.

    For the rest of it, give a `Due` of that amount.

    >>> due_of(Due("100.15"))
    Decimal('100.15')
    """
    found: Decimal = getattr(quote, "due_now", quote.to_be_paid)
    return found


#: Fields that are checked by one rule and sent under their own name.
_RULES: Mapping[str, Callable[[object], str]] = MappingProxyType(
    {
        "customer_email": check_email,
        "customer_phone": check_phone,
        "description": lambda value: check_text("description", value),
        "product_id": lambda value: check_text("product_id", value),
        "gateway_id": check_gateway_id,
    }
)


def fill(
    draft: Draft,
    quote: Payable,
    fields: Mapping[str, object],
    *,
    currency: object,
    at: datetime | None = None,
    zone: tzinfo = KOLKATA,
) -> None:
    """Check the fields that all three ways to make an order share."""
    amount = payment(draft, quote, currency)
    if amount is not None:
        draft.pairs += [("amount", written(amount)), ("currency", quote.currency)]
    refuse_unknown(draft, fields, OrderFields.__annotations__)
    terms = fields.get("mandate")
    customer = fields.get("customer_id")
    ident = collected(draft, check_customer_id, customer, required=terms is not None)
    draft.pairs.append(("customer_id", ident or ""))
    for name, check in _RULES.items():
        if fields.get(name) is not None:
            draft.put(name, check, fields[name])
    if (url := fields.get("return_url")) is not None:
        found = collected(draft, check_return_url, url, sandbox=draft.sandbox)
        draft.pairs.append(("return_url", found or ""))
    _contact(draft, fields)
    if terms is not None:
        draft.pairs += (
            collected(
                draft,
                check_mandate,
                terms,
                amount,
                at,
                currency=quote.currency,
                zone=zone,
                policy=draft.policy,
            )
            or ()
        )
    put_addresses(draft, fields)
    _metadata(draft, fields, quote.currency)
    put_udfs(draft, fields)


def refuse_unknown(
    draft: Draft, fields: Mapping[str, object], known: Mapping[str, object]
) -> None:
    """Add a fault for each name that is not *known*."""
    for name in fields:
        if name not in known:
            value, choices = fields[name], listed(known)
            draft.refuse(safe(name), "field_unknown", value, choices=choices)


def _contact(draft: Draft, fields: Mapping[str, object]) -> None:
    gateway = fields.get("gateway")
    if gateway is not None:
        collected(
            draft,
            check_contact,
            gateway,
            email=fields.get("customer_email"),
            phone=fields.get("customer_phone"),
        )


def put_addresses(draft: Draft, fields: Mapping[str, object]) -> None:
    """Check both addresses and add their pairs."""
    for kind in ("billing", "shipping"):
        address = fields.get(f"{kind}_address")
        if address is not None:
            draft.pairs += collected(draft, check_address, kind, address) or ()


def _metadata(draft: Draft, fields: Mapping[str, object], currency: str) -> None:
    reference = fields.get("gateway_reference_id")
    if reference is not None:
        key = "metadata.JUSPAY:gateway_reference_id"
        draft.put(key, check_text, "gateway_reference_id", reference)
    subvention = fields.get("subvention_amount")
    if subvention is not None:
        amount = collected(
            draft, check_part, subvention, currency, path="subvention_amount"
        )
        if amount is not None:
            draft.pairs.append(("metadata.subvention_amount", written(amount)))
    webhook = fields.get("webhook_url")
    if webhook is not None:
        draft.put("metadata.webhook_url", check_webhook_url, webhook)
    custom = fields.get("metadata")
    if custom is not None:
        draft.pairs += collected(draft, check_metadata, custom) or ()


def put_udfs(draft: Draft, fields: Mapping[str, object]) -> None:
    """Check the user-defined fields and add their pairs."""
    for name in UDFS:
        if fields.get(name) is not None:
            draft.put(name, check_udf, name, fields[name])
