# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Commerce Engine's two payment endpoints, each a pair of pure functions.

`begin_*` returns the request to send, or the final answer if there is none; `finish_*`
turns the gateway's answer into that of the endpoint.  In between, the host stores the
order and sends the request.  Promises that the amount sent is the unpaid amount of the
order, that each cart becomes one order, and that every request gets an envelope.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from checkout_core.checks import Validator, listed
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.juspay import (
    ACTIONS,
    Response,
    Session,
    Txn,
    base_url,
    check_return_url,
    check_text,
    commerce_engine_sdk_payload,
    create_order,
    create_order_and_pay,
    create_session,
    is_sandbox,
    read,
)
from checkout_core.juspay import Order as JuspayOrder
from checkout_core.juspay.responses import written_moment
from checkout_core.juspay.rules import UDFS, taken
from checkout_core.juspay.settlement import started
from checkout_core.money import number
from checkout_core.orders.order import Order
from checkout_core.values import Record
from checkout_core.wire.envelopes import (
    BAD_GATEWAY,
    CONFLICT,
    FIELDS,
    NOT_FOUND,
    Done,
    Envelope,
    Need,
    Shop,
    customer_fields,
    failed,
    filled,
    gateway_failed,
    names_of,
    refused,
    succeeded,
)
from checkout_core.wire.orders import write_placed
from checkout_core.wire.text import loads


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.juspay import MandateTerms, Policy, Request
    from checkout_core.orders import PaymentUpdate
    from checkout_core.pricing import Quote
    from checkout_core.refunds import RefundPolicy


#: A gateway's answer, or the error if there is none.
Answer: TypeAlias = Response | GatewayError

HYPER, EXPRESS = "hyper-checkout", "express-checkout"
#: Express payments without secrets; cards are paid on the payment page, so that their
#: numbers do not pass through the merchant's server.
METHODS = ("UPI", "NB", "WALLET")

_COMMON = (
    "payment_provider_slug",
    "integration_type",
    "gateway_reference_id",
    "return_url",
)
_KEYS = {
    HYPER: (*_COMMON, "action"),
    EXPRESS: (*_COMMON, "payment_method_type", "payment_method", "upi_vpa"),
}
#: The keys that open a UPI app, as far as the answer has fields for them.
_SDK_PARAMS = (
    "tr",
    "tid",
    "merchant_vpa",
    "merchant_name",
    "amount",
    "pg_intent_url",
    "customer_first_name",
    "customer_last_name",
)


@frozen
class _Rest:
    """The unpaid part of an order, for which a payment is requested."""

    order: Order

    @property
    def to_be_paid(self) -> Decimal:
        return self.order.amount_unpaid

    @property
    def payment_required(self) -> bool:
        return self.to_be_paid > 0

    @property
    def currency(self) -> str:
        return self.order.quote.currency

    def check(self) -> None:
        """Check the quote behind it."""
        self.order.quote.check()


# Create order --------------------------------------------------------------------


def begin_create_order(
    request: str | bytes | Mapping[str, Any],
    quote: Quote | None,
    existing_order: Order | None = None,
    *,
    shop: Shop,
    order_number: str,
    at: datetime | str,
    mandate: MandateTerms | None = None,
    refunds: RefundPolicy | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Done | Need:
    """
    Begin the create-order endpoint: `{cart_id, payment_method?}`.

    *quote* is the cart's, None if there is no such cart; *existing_order* is the order
    that the host made from that cart before: then no second order is made, and its
    unpaid amount is requested again under a new id.  *at* is now; *mandate* is the
    mandate for later debits, by default that of the shop's `mandate` for the order, and
    only a payment page asks for it; *refunds* is the policy that decides what the
    answer says about a cancellation.  *fields* are further fields of the payment
    (`udf1` to `udf10`, `description`, `product_id`, `metadata`), which override those
    of the shop; they are sent to the gateway unchanged.

    The returned order holds the payment that was begun.  Store it before the call is
    sent: if the answer is lost, the next request continues with the same order.
    """
    try:
        check = Validator()
        asked = _request(check, request, ("cart_id", "payment_method"))
        cart_id = check.text("cart_id", asked.get("cart_id"), needed="the cart's id")
        check.raise_any()
    except CheckoutError as error:
        return Done(refused(error))
    if existing_order is not None:
        quote = existing_order.quote
    if quote is None or quote.cart.id != cart_id:
        return Done(
            failed(NOT_FOUND, "cart_not_found", f"there is no cart {cart_id!r}")
        )
    try:
        quote.check()
    except CheckoutError as error:
        return Done(refused(error, CONFLICT))
    try:
        order = existing_order or Order.placed(quote, number=order_number, at=at)
        over = _over(order)
        if over is not None:
            return over
        if not order.amount_unpaid or asked.get("payment_method") is None:
            return Done(_created(order, Record(), refunds), order)
        method = _method(asked["payment_method"], shop)
        order, payment = _begun(order, at, shop.policy)
        said, call = _said(
            order,
            shop,
            fields,
            mandate,
            lambda said: _call(order, payment, method, shop, said),
        )
    except CheckoutError as error:
        return Done(refused(error))
    return Need(order, call, method, refunds, said)


def finish_create_order(
    need: Need, answer: Answer, *, request_id: str = ""
) -> Envelope:
    """
    Return the answer of the create-order endpoint.

    *request_id* is written to the SDK payload if the gateway's answer has none.
    """
    found = _read(need, answer)
    if isinstance(found, Envelope):
        return found
    if isinstance(found, Session):
        return _created(need.order, _hyper(need, found, request_id), need.refunds)
    assert isinstance(found, Txn)
    try:
        return _created(need.order, _express(found), need.refunds)
    except GatewayError as error:
        return gateway_failed(error)


def _over(order: Order) -> Done | None:
    """Return the answer for an order that is cancelled, else None."""
    if order.status == "cancelled":
        message = f"the order {order.number} was cancelled; begin with a new cart"
        return Done(failed(CONFLICT, "order_cancelled", message), order)
    return None


def _created(
    order: Order, payment_info: Mapping[str, Any], refunds: RefundPolicy | None
) -> Envelope:
    required = order.amount_unpaid > 0
    content = {
        "order": write_placed(order, refunds),
        "payment_required": required,
        "payment_info": payment_info if required else {},
    }
    return succeeded("The order is created.", content)


def _request(
    check: Validator, request: str | bytes | Mapping[str, Any], known: tuple[str, ...]
) -> Record:
    """Return the body of a request, which is an object; unknown keys are noted."""
    data = loads(request) if isinstance(request, str | bytes) else request
    found = check.record("", data)
    check.raise_any()
    check.keys("", found, known)
    return found


def _method(given: Any, shop: Shop) -> Record:
    """Return the payment method that was asked for, checked."""
    check = Validator()
    path = "payment_method"
    method = check.record(path, given)
    check.raise_any()
    slug = method.get("payment_provider_slug")
    if slug != shop.provider:
        check.add(
            f"{path}.payment_provider_slug",
            "not_a_choice",
            slug,
            choices=listed([shop.provider]),
        )
    kind = check.choice(
        f"{path}.integration_type", method.get("integration_type"), (HYPER, EXPRESS)
    )
    # The value of an unknown key may be a card number: it is not repeated.
    check.keys(path, dict.fromkeys(method), _KEYS[kind])
    if kind == HYPER:
        action = method.get("action")
        if action is not None:
            check.choice(f"{path}.action", action, ACTIONS)
    else:
        name = f"{path}.payment_method_type"
        check.choice(name, method.get("payment_method_type"), METHODS)
        needed = "the bank, wallet or way of UPI"
        name = f"{path}.payment_method"
        check.text(name, method.get("payment_method"), needed=needed)
    for name in ("gateway_reference_id", "upi_vpa"):
        if method.get(name) is not None:
            taken(check, check_text, f"{path}.{name}", method[name])
    _returning(check, f"{path}.return_url", method.get("return_url"), shop)
    check.raise_any()
    return method


def _returning(check: Validator, path: str, url: object, shop: Shop) -> None:
    """Add the faults of the URL that the shopper returns to."""
    if url in (None, ""):
        check.text(path, url, needed="a URL to come back to")
    else:
        sandbox = is_sandbox(taken(check, base_url, shop.environment) or "")
        taken(check, check_return_url, url, sandbox=sandbox, path=path)


def _begun(
    order: Order, at: datetime | str, policy: Policy
) -> tuple[Order, PaymentUpdate]:
    """Return the order with a started payment, and that payment."""
    check = Validator()
    moment = check.time("at", at)
    check.raise_any()
    assert moment is not None
    payment = started(order, at=moment, policy=policy)
    return order.after(payment), payment


def _said(
    order: Order,
    shop: Shop,
    fields: Mapping[str, Any] | None,
    mandate: MandateTerms | None,
    call: Callable[[dict[str, Any]], Request],
) -> tuple[Record, Request]:
    """
    Return the fields of host and shop for a payment, and the *call* with them.

    All faults are reported together: of the host's keys and of all values sent.
    """
    check = Validator()
    given = check.record("fields", {} if fields is None else fields)
    check.keys("fields", given, FIELDS)
    said = filled(shop.fields, order)
    for key in FIELDS:
        value = given.get(key)
        if key == "metadata" and isinstance(value, Mapping):
            said[key] = {**said.get(key, {}), **value}
        elif value is not None:
            said[key] = value
    terms = mandate or check.within("", lambda: shop.mandate(order))
    request = check.within("", lambda: call({**said, "mandate": terms}))
    check.raise_any()
    assert request is not None
    return Record(said), request


def _call(
    order: Order,
    payment: PaymentUpdate,
    method: Record,
    shop: Shop,
    said: dict[str, Any],
) -> Request:
    cart = order.quote.cart
    rest = _Rest(order)
    fields: dict[str, Any] = {
        **customer_fields(cart),
        "return_url": method["return_url"],
        "gateway_reference_id": method.get("gateway_reference_id"),
        "currency": rest.currency,
        "environment": shop.environment,
        "policy": shop.policy,
        **said,
    }
    if method["integration_type"] == EXPRESS:
        return create_order_and_pay(
            rest,
            shop.credentials,
            order_id=payment.id,
            payment_method_type=method["payment_method_type"],
            payment_method=method["payment_method"],
            upi_vpa=method.get("upi_vpa"),
            **fields,
        )
    return create_session(
        rest,
        shop.credentials,
        order_id=payment.id,
        payment_page_client_id=shop.payment_page_client_id,
        action=method.get("action") or ACTIONS[0],
        at=payment.at,
        zone=shop.zone,
        **names_of(cart),
        **fields,
    )


def _hyper(need: Need, session: Session, request_id: str) -> dict[str, Any]:
    """Return the payment_info of a payment page, every key of the page."""
    links, sdk = session.payment_links, session.sdk_payload
    assert sdk is not None
    shown = commerce_engine_sdk_payload(sdk, every_key=True)
    payload = shown["payload"]
    # The page's answer has the text of a float; the amount to pay is exact.
    payload["amount"] = f"{need.order.amount_unpaid:f}"
    payload["description"] = payload["description"] or need.fields.get(
        "description", ""
    )
    if not payload["options.createMandate"]:
        for key in [each for each in payload if each.startswith(_MANDATE)]:
            del payload[key]
    shown["requestId"] = shown["requestId"] or request_id
    return {
        "id": _text(session.id),
        "status": _text(session.status),
        "order_id": _text(session.order_id),
        "payment_links": {
            "web": "" if links is None else _text(links.web),
            "expiry": None if links is None else _text(links.expiry) or None,
        },
        "sdk_payload": shown,
        "order_expiry": _text(session.order_expiry),
    }


_MANDATE = ("options.createMandate", "mandate.")


def _express(txn: Txn) -> dict[str, Any]:
    """Return the payment_info of a payment that was started."""
    payment: dict[str, Any] = {}
    way = None if txn.payment is None else txn.payment.authentication
    if way is not None and way.url:
        if way.method not in (None, "GET"):
            message = (
                f"the gateway needs the shopper's browser to send a {way.method}"
                " request, which this answer cannot carry; use another payment method"
            )
            raise GatewayError(message, error_code="unusable_answer")
        payment["authentication"] = {"method": "GET", "url": way.url}
    sdk = None if txn.payment is None else txn.payment.other.get("sdk_params")
    if isinstance(sdk, Mapping):
        payment["sdk_params"] = {
            key: _text(sdk[key]) for key in _SDK_PARAMS if sdk.get(key) is not None
        }
    return {
        "txn_id": _text(txn.txn_id),
        "txn_uuid": _text(txn.txn_uuid),
        "status": _text(txn.status),
        "order_id": _text(txn.order_id),
        "juspay": {},
        "offer_details": {"offers": []},
        "payment": payment,
    }


def _text(value: object) -> str:
    """Return a value of an answer as text, "" for None."""
    if isinstance(value, datetime):
        return written_moment(value)
    return "" if value is None else str(value)


def _read(need: Need, answer: Answer) -> object:
    """Return the gateway's answer, or the envelope of its error."""
    if isinstance(answer, GatewayError):
        return gateway_failed(answer)
    try:
        found = read(need.call, answer)
    except GatewayError as error:
        return gateway_failed(error)
    asked, said = need.order.amount_unpaid, _amount_of(found)
    if said is not None and said != asked:
        message = f"the gateway's order is for {said} instead of {asked}"
        return failed(BAD_GATEWAY, "amount_differs", message)
    return found


def _amount_of(found: object) -> Decimal | str | None:
    """
    Return the amount in the gateway's answer, None if it has none.

    Text that is not a number is returned unchanged and does not equal any amount.
    """
    if isinstance(found, JuspayOrder):
        return found.amount
    sdk = found.sdk_payload if isinstance(found, Session) else None
    amount = None if sdk is None or sdk.payload is None else sdk.payload.amount
    if amount is None:
        return None
    try:
        return number(amount, "amount")
    except CheckoutError:
        return amount


# Create order in Juspay ------------------------------------------------------------


def begin_juspay_create_order(
    request: str | bytes | Mapping[str, Any],
    order: Order | None,
    *,
    shop: Shop,
    at: datetime | str,
    mandate: MandateTerms | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Done | Need:
    """
    Begin the juspay/create-order endpoint: `{order_number, return_url}`.

    *order* is the order with that number, None if there is none; *at*, *mandate*,
    *fields* and the order to store are as in `begin_create_order`.
    """
    try:
        check = Validator()
        asked = _request(check, request, ("order_number", "return_url"))
        number = check.text(
            "order_number", asked.get("order_number"), needed="the order's number"
        )
        _returning(check, "return_url", asked.get("return_url"), shop)
        check.raise_any()
    except CheckoutError as error:
        return Done(refused(error))
    if order is None or order.number != number:
        message = f"there is no order {number!r}"
        return Done(failed(NOT_FOUND, "order_not_found", message))
    over = _over(order)
    if over is not None:
        return over
    if not order.amount_unpaid:
        message = f"the order {number} has nothing left to pay"
        return Done(failed(CONFLICT, "nothing_to_pay", message), order)
    try:
        order, payment = _begun(order, at, shop.policy)
        rest = _Rest(order)
        said, call = _said(
            order,
            shop,
            fields,
            mandate,
            lambda said: create_order(
                rest,
                shop.credentials,
                order_id=payment.id,
                currency=rest.currency,
                environment=shop.environment,
                policy=shop.policy,
                return_url=asked["return_url"],
                at=payment.at,
                zone=shop.zone,
                **customer_fields(rest.order.quote.cart),
                **said,
            ),
        )
    except CheckoutError as error:
        return Done(refused(error))
    return Need(order, call, asked, fields=said)


def finish_juspay_create_order(need: Need, answer: Answer) -> Envelope:
    """Return the answer of the juspay/create-order endpoint, every key of its page."""
    found = _read(need, answer)
    if isinstance(found, Envelope):
        return found
    assert isinstance(found, JuspayOrder)
    rest, cart = _Rest(need.order), need.order.quote.cart
    customer = customer_fields(cart)
    links, auth = found.payment_links, found.juspay

    def echoed(name: str) -> str:
        return _text(getattr(found, name)) or _text(need.fields.get(name))

    data: dict[str, Any] = {
        "id": _text(found.id),
        **{name: echoed(name) for name in reversed(UDFS)},
        "status_id": _text(found.status_id),
        "status": _text(found.status),
        "return_url": found.return_url or need.payment["return_url"],
        "refunded": bool(found.refunded),
        "product_id": echoed("product_id"),
        "payment_links": {
            name: "" if links is None else _text(getattr(links, name))
            for name in ("web", "mobile", "iframe")
        },
        "order_id": _text(found.order_id),
        "merchant_id": _text(found.merchant_id),
        "juspay": {
            "client_auth_token": "" if auth is None else _text(auth.client_auth_token),
            "client_auth_token_expiry": ""
            if auth is None
            else _text(auth.client_auth_token_expiry),
        },
        "date_created": _text(found.date_created),
        "customer_phone": _text(found.customer_phone or customer.get("customer_phone")),
        "customer_id": _text(found.customer_id or customer["customer_id"]),
        "customer_email": _text(found.customer_email or customer.get("customer_email")),
        "currency": found.currency or rest.currency,
        "amount_refunded": found.amount_refunded or 0,
        "amount": rest.to_be_paid,
    }
    return succeeded("The order is created in Juspay.", {"data": data})
