# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The requests about an order: create it, pay it, read it, change it, refund it.

Promises that no request is built from a quote that fails its check, and that fields
have the documented names and order.

Knows nothing of answers, and of the quote only that it can be paid.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypedDict
from urllib.parse import quote as percent

from attrs import frozen

from checkout_core.checks import Validator, listed
from checkout_core.errors import shown
from checkout_core.juspay.mandates import MandateTerms, check_mandate
from checkout_core.juspay.requests import (
    VERSION,
    Call,
    Credentials,
    Draft,
    Request,
)
from checkout_core.juspay.rules import (
    POLICY,
    UDFS,
    Address,
    Policy,
    check_address,
    check_amount,
    check_choice,
    check_contact,
    check_currency,
    check_customer_id,
    check_email,
    check_gateway_id,
    check_metadata,
    check_method,
    check_mobile_country_code,
    check_order_id,
    check_part,
    check_phone,
    check_refund,
    check_refund_id,
    check_return_url,
    check_text,
    check_udf,
    check_webhook_url,
    refuse,
    taken,
    written,
)
from checkout_core.money import number
from checkout_core.subscriptions.calendar import KOLKATA
from checkout_core.values import safe, thawed


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime, tzinfo
    from decimal import Decimal
    from typing import Unpack

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

#: What the payment page is opened for (session page and its samples).
ACTIONS = ("paymentPage", "paymentManagement", "quickPay")

#: Keys that are booleans where the body is JSON (the payment-link sample).
_JSON_FLAGS = frozenset(
    {
        "mandate.block_funds",
        "mandate.revokable_by_customer",
        "options.get_client_auth_token",
    }
)


class Payable(Protocol):
    """An amount to be paid: a `Quote`, or any object with these members."""

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


def create_order(
    quote: Payable,
    credentials: Credentials,
    *,
    order_id: str,
    currency: str = "INR",
    environment: str = "sandbox",
    at: datetime | None = None,
    zone: tzinfo = KOLKATA,
    get_client_auth_token: bool = True,
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
    **fields: Unpack[OrderFields],
) -> Request:
    """
    Return the request that creates an order for `quote.to_be_paid`.

    *environment* is a key of `BASE_URLS` or a https URL; *at* is now, needed with a
    mandate, whose days are of *zone*.  Raises `CheckoutError` with every fault; if the
    quote has faults, with those only.  Source: S002, `POST /orders`.
    """
    check_payable(quote)
    quote.check()
    draft = Draft(credentials, environment, version, policy)
    ident = draft.put("order_id", check_order_id, order_id, policy)
    _fill(draft, quote, fields, currency=currency, at=at, zone=zone)
    if _flag(draft, "get_client_auth_token", get_client_auth_token):
        draft.pairs.append(("options.get_client_auth_token", "true"))
    draft.pairs = in_order(draft.pairs)
    route = draft.route(routing_id, fields.get("customer_id"), ident)
    return draft.post(Call.CREATE_ORDER, "/orders", ident, route)


def create_order_and_pay(
    quote: Payable,
    credentials: Credentials,
    *,
    order_id: str,
    payment_method_type: str,
    payment_method: str,
    upi_vpa: str | None = None,
    transaction_order_id: str | None = None,
    redirect_after_payment: bool = True,
    currency: str = "INR",
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
    **fields: Unpack[OrderFields],
) -> Request:
    """
    Return the request that creates an order and starts paying it.

    *upi_vpa* is the address a UPI collect asks; *transaction_order_id* is the id of
    the transaction, by default the order's.  Raises `CheckoutError` with every fault.
    Source: the sample of S002, `POST /txns`; the order's fields have the prefix
    `order.` there.
    """
    check_payable(quote)
    quote.check()
    order = Draft(credentials, environment, version, policy)
    ident = order.put("order_id", check_order_id, order_id, policy)
    given = dict(fields)
    terms = given.pop("mandate", None)
    if terms is not None:
        order.refuse("mandate", "mandate_not_here", terms)
    _fill(order, quote, given, currency=currency)
    inner = [(f"order.{key}", value) for key, value in in_order(order.pairs, TXN_KEYS)]
    order.pairs = []
    if transaction_order_id is None:
        order.pairs.append(("order_id", ident))
    else:
        order.put("order_id", check_order_id, transaction_order_id, policy)
    order.pairs.append(("merchant_id", credentials.merchant_id))
    for name, value in (
        ("payment_method_type", payment_method_type),
        ("payment_method", payment_method),
    ):
        order.put(name, check_method, name, value)
    if upi_vpa is not None:
        order.put("upi_vpa", check_text, "upi_vpa", upi_vpa)
    redirected = _flag(order, "redirect_after_payment", redirect_after_payment)
    order.pairs += [
        ("redirect_after_payment", "true" if redirected else "false"),
        ("format", "json"),
        *inner,
    ]
    route = order.route(routing_id, fields.get("customer_id"), ident)
    return order.post(Call.CREATE_ORDER_AND_PAY, "/txns", ident, route)


def create_session(
    quote: Payable,
    credentials: Credentials,
    *,
    order_id: str,
    payment_page_client_id: str,
    action: str = "paymentPage",
    first_name: str | None = None,
    last_name: str | None = None,
    mobile_country_code: str | None = None,
    payment_filter: Mapping[str, object] | None = None,
    currency: str = "INR",
    environment: str = "sandbox",
    at: datetime | None = None,
    zone: tzinfo = KOLKATA,
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
    **fields: Unpack[OrderFields],
) -> Request:
    """
    Return the request that creates an order and the payload for a payment page.

    The order id is at most 17 characters here, unless the policy says otherwise.
    Raises `CheckoutError` with every fault.  Source: the session page and its
    samples, `POST /session`, JSON with flat keys.
    """
    check_payable(quote)
    quote.check()
    draft = Draft(credentials, environment, version, policy)
    ident = (
        taken(
            draft,
            check_order_id,
            order_id,
            policy,
            limit=policy.session_order_id_limit,
        )
        or ""
    )
    draft.pairs.append(("order_id", ident))
    _fill(draft, quote, fields, currency=currency, at=at, zone=zone)
    draft.pairs = in_order(draft.pairs)
    draft.put("payment_page_client_id", _needed, payment_page_client_id)
    draft.put("action", check_choice, "action", action, ACTIONS)
    for name, value in (("first_name", first_name), ("last_name", last_name)):
        if value is not None:
            draft.put(name, check_text, name, value)
    if mobile_country_code is not None:
        draft.put("mobile_country_code", check_mobile_country_code, mobile_country_code)
    document: dict[str, object] = {
        key: value == "true" if key in _JSON_FLAGS else value
        for key, value in draft.pairs
    }
    if payment_filter is not None:
        check = Validator()
        document["payment_filter"] = thawed(
            check.record("payment_filter", payment_filter)
        )
        draft.found += check.found
    route = draft.route(routing_id, fields.get("customer_id"), ident)
    return draft.post(Call.CREATE_SESSION, "/session", ident, route, document)


def order_status(
    credentials: Credentials,
    *,
    order_id: str,
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
) -> Request:
    """
    Return the request that reads an order.

    *customer_id* only routes it: give the one the order was made for.  Source: the
    order status page, `GET /orders/{order_id}`.
    """
    draft = Draft(credentials, environment, version, policy)
    ident = taken(draft, check_order_id, order_id, policy) or ""
    route = draft.route(routing_id, customer_id, ident)
    return draft.get(Call.ORDER_STATUS, _order_path(ident), ident, route)


def update_order(
    credentials: Credentials,
    *,
    order_id: str,
    quote: Payable | None = None,
    currency: str = "INR",
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
    **fields: Unpack[UpdateFields],
) -> Request:
    """
    Return the request that changes an order's amount, addresses or udf fields.

    Nothing else of an order can change; *currency* is that of the order and is not
    sent.  Raises `CheckoutError` with every fault, also if nothing is changed.  Source:
    the update page, `POST /orders/{order_id}`.
    """
    if quote is not None:
        check_payable(quote)
        quote.check()
    draft = Draft(credentials, environment, version, policy)
    ident = taken(draft, check_order_id, order_id, policy) or ""
    if quote is not None:
        amount = payment(draft, quote, currency)
        draft.pairs += [] if amount is None else [("amount", written(amount))]
    _known(draft, fields, UpdateFields.__annotations__)
    _addresses(draft, fields)
    _udfs(draft, fields)
    if not (draft.pairs or draft.found):
        draft.refuse("", "update_empty", None)
    route = draft.route(routing_id, customer_id, ident)
    return draft.post(Call.UPDATE_ORDER, _order_path(ident), ident, route)


def refund_order(
    credentials: Credentials,
    *,
    order_id: str,
    unique_request_id: str,
    amount: Amount | None = None,
    left: Amount | None = None,
    currency: str = "INR",
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
    policy: Policy = POLICY,
) -> Request:
    """
    Return the request that refunds an order.

    *unique_request_id* is new for each refund and the same for a repeat; *amount* is
    what to refund, None for all that is left; *left* is how much is left, if the caller
    knows.  Source: the refund page, `POST /orders/{order_id}/refunds`.
    """
    draft = Draft(credentials, environment, version, policy)
    ident = taken(draft, check_order_id, order_id, policy) or ""
    draft.put("unique_request_id", check_refund_id, unique_request_id)
    code = taken(draft, check_currency, currency)
    rest = None if left is None else taken(draft, number, left, "left")
    if rest is not None and rest <= 0:
        draft.refuse("amount", "refund_nothing_left", amount)
    elif amount is not None and code is not None:
        given = taken(draft, check_refund, amount, rest, code)
        draft.pairs += [] if given is None else [("amount", written(given))]
    route = draft.route(routing_id, customer_id, ident)
    path = f"{_order_path(ident)}/refunds"
    return draft.post(Call.REFUND_ORDER, path, ident, route)


def in_order(
    pairs: Iterable[tuple[str, str]], keys: tuple[str, ...] = ORDER_KEYS
) -> list[tuple[str, str]]:
    """
    Return *pairs* in the order of *keys*, all others at the end.

    >>> in_order([("udf1", "a"), ("amount", "1"), ("order_id", "A1")])
    [('order_id', 'A1'), ('amount', '1'), ('udf1', 'a')]
    """
    places = {key: at for at, key in enumerate(keys)}
    return sorted(pairs, key=lambda pair: places.get(pair[0], len(places)))


def _order_path(order_id: str) -> str:
    return f"/orders/{percent(order_id, safe='')}"


def _flag(draft: Draft, path: str, value: object) -> bool:
    # The text "false" is true in Python, so texts are refused for booleans.
    check = Validator()
    found = check.flag(path, value)
    draft.found += check.found
    return found


def _needed(value: object) -> str:
    path = "payment_page_client_id"
    check = Validator()
    text = check.text(path, value, needed="the client id Juspay gave for the page")
    check.raise_any()
    return text


def payment(draft: Draft, quote: Payable, currency: object) -> Decimal | None:
    """Return the amount to be paid, if Juspay accepts it."""
    code = taken(draft, check_currency, currency)
    if code is None:
        return None
    if quote.currency != code:
        draft.refuse("currency", "currency_differs", code, quoted=shown(quote.currency))
        return None
    return taken(draft, _amount, quote, code, draft.policy)


def _amount(quote: Payable, currency: str, policy: Policy) -> Decimal:
    if not quote.payment_required:
        raise refuse("amount", "amount_nothing_to_pay", quote.to_be_paid)
    return check_amount(quote.to_be_paid, currency, policy)


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


def _fill(
    draft: Draft,
    quote: Payable,
    given: Mapping[str, object],
    *,
    currency: object,
    at: datetime | None = None,
    zone: tzinfo = KOLKATA,
) -> None:
    """Check the fields that all three ways to make an order share."""
    amount = payment(draft, quote, currency)
    if amount is not None:
        draft.pairs += [("amount", written(amount)), ("currency", quote.currency)]
    _known(draft, given, OrderFields.__annotations__)
    terms = given.get("mandate")
    customer = given.get("customer_id")
    ident = taken(draft, check_customer_id, customer, required=terms is not None)
    draft.pairs.append(("customer_id", ident or ""))
    for name, check in _RULES.items():
        if given.get(name) is not None:
            draft.put(name, check, given[name])
    if (url := given.get("return_url")) is not None:
        found = taken(draft, check_return_url, url, sandbox=draft.sandbox)
        draft.pairs.append(("return_url", found or ""))
    _contact(draft, given)
    if terms is not None:
        draft.pairs += (
            taken(
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
    _addresses(draft, given)
    _metadata(draft, given, quote.currency)
    _udfs(draft, given)


def _known(
    draft: Draft, given: Mapping[str, object], known: Mapping[str, object]
) -> None:
    for name in given:
        if name not in known:
            value, choices = given[name], listed(known)
            draft.refuse(safe(name), "field_unknown", value, choices=choices)


def _contact(draft: Draft, given: Mapping[str, object]) -> None:
    gateway = given.get("gateway")
    if gateway is not None:
        taken(
            draft,
            check_contact,
            gateway,
            email=given.get("customer_email"),
            phone=given.get("customer_phone"),
        )


def _addresses(draft: Draft, given: Mapping[str, object]) -> None:
    for kind in ("billing", "shipping"):
        address = given.get(f"{kind}_address")
        if address is not None:
            draft.pairs += taken(draft, check_address, kind, address) or ()


def _metadata(draft: Draft, given: Mapping[str, object], currency: str) -> None:
    reference = given.get("gateway_reference_id")
    if reference is not None:
        key = "metadata.JUSPAY:gateway_reference_id"
        draft.put(key, check_text, "gateway_reference_id", reference)
    subvention = given.get("subvention_amount")
    if subvention is not None:
        amount = taken(
            draft, check_part, subvention, currency, path="subvention_amount"
        )
        if amount is not None:
            draft.pairs.append(("metadata.subvention_amount", written(amount)))
    webhook = given.get("webhook_url")
    if webhook is not None:
        draft.put("metadata.webhook_url", check_webhook_url, webhook)
    custom = given.get("metadata")
    if custom is not None:
        draft.pairs += taken(draft, check_metadata, custom) or ()


def _udfs(draft: Draft, given: Mapping[str, object]) -> None:
    for name in UDFS:
        if given.get(name) is not None:
            draft.put(name, check_udf, name, given[name])
