# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The answers of the two endpoints, errors included, and the gateway's settings.

An envelope is a value: an HTTP status and a document.  Errors name each wrong field and
never show a secret.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from string import Formatter
from typing import TYPE_CHECKING, Any

from attrs import Factory, field, frozen

from checkout_core.cart.addresses import written_address
from checkout_core.checks import MAX_NOTE, Validator, listed
from checkout_core.juspay import POLICY, Address, Credentials, Policy, mandate_of
from checkout_core.juspay.rules import UDFS, check_metadata, check_udf
from checkout_core.subscriptions.calendar import KOLKATA
from checkout_core.tax.india.states import is_abroad
from checkout_core.values import Record, thawed
from checkout_core.wire.write import READY


if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from checkout_core.cart import Address as CartAddress
    from checkout_core.cart import Cart
    from checkout_core.errors import CheckoutError, GatewayError
    from checkout_core.juspay import MandateTerms, Request
    from checkout_core.orders.order import Order
    from checkout_core.refunds import RefundPolicy


OK, BAD_REQUEST, UNAUTHORIZED, NOT_FOUND, CONFLICT, BAD_GATEWAY = (
    200,
    400,
    401,
    404,
    409,
    502,
)


@frozen
class Envelope:
    """
    An answer: the HTTP `status` and the `document` of its body.

    The document is `{message, success, content}` if it succeeded, else `{message,
    success, code, errors}`.
    """

    status: int
    document: Record

    @property
    def success(self) -> bool:
        """Whether the request succeeded."""
        return self.status == OK


@frozen
class Done:
    """The final answer, with nothing to send; store `order` if it is not None."""

    envelope: Envelope
    order: Order | None = None


@frozen
class Need:
    """
    Store `order`, send `call`, and call `finish_*` with the answer.

    `refunds` is the policy that decides what the answer says about a cancellation;
    `fields` are the host's further fields, which the answer repeats.
    """

    order: Order
    call: Request
    payment: Record
    refunds: RefundPolicy | None = None
    fields: Record = Record()


#: The further fields of a payment, by Juspay's names.
FIELDS = (*UDFS, "description", "product_id", "metadata")
#: The placeholders in a shop's texts.
PLACEHOLDERS = ("order_number", "customer_id")
#: What fills them in while a shop's texts are checked; an order says more, or nothing.
_FILLED: Mapping[str, str] = dict.fromkeys(PLACEHOLDERS, "")
PHONES = ("lenient", "strict")


def _fields(given: Mapping[str, Any]) -> Record:
    check = Validator()
    found = check.record("fields", given)
    check.raise_any()
    return found


@frozen(kw_only=True)
class Shop:
    """
    The settings of a merchant's account at Juspay.

    Attributes:
        credentials: merchant id and API key.
        payment_page_client_id: the client id that Juspay gave for the payment page.
        environment: a preset's name or a https URL.
        provider: the slug that requests use for this gateway.
        policy: the rules that Juspay agreed with the merchant.
        zone: the time zone of the dates of mandates.
        fields: further fields of every payment: `udf1` to `udf10`, `description`,
            `product_id` and `metadata`; `{order_number}` and `{customer_id}` in them
            are filled in.
        mandate: a function that returns the mandate of an order, or None; by default
            the one that its subscription lines need.
        phones: "strict" refuses an invalid phone number when the address is set;
            "lenient" leaves that to the gateway.
        ready: with "strict" a cart is ready for payment once it has an address and a
            fulfillment preference; with "lenient" always.

    Raises `CheckoutError` for other values of fields, phones or ready.
    """

    credentials: Credentials
    payment_page_client_id: str
    environment: str = "sandbox"
    provider: str = "juspay"
    policy: Policy = POLICY
    zone: tzinfo = Factory(lambda: KOLKATA)
    fields: Mapping[str, Any] = field(default=Record(), converter=_fields)
    mandate: Callable[[Order], MandateTerms | None] = mandate_of
    phones: str = PHONES[0]
    ready: str = READY[0]

    def __attrs_post_init__(self) -> None:
        check_shop(fields=self.fields, phones=self.phones, ready=self.ready)


def check_shop(
    *,
    fields: Mapping[str, Any] = Record(),
    phones: str = PHONES[0],
    ready: str = READY[0],
) -> None:
    """Raise `CheckoutError` with all faults of a `Shop`'s arguments."""
    check = Validator()
    kept = check.record("fields", fields)
    check.keys("fields", kept, FIELDS)
    metadata = check.record("fields.metadata", kept.get("metadata", {}))
    for path, text in _texts("fields", kept):
        check.text(path, text, limit=MAX_NOTE)
        if isinstance(text, str) and not _is_template(text):
            check.add(path, "bad_template", text, choices=listed(PLACEHOLDERS))
    faulty = {each.path for each in check.found}
    for name in UDFS:
        if name in kept and f"fields.{name}" not in faulty:
            text = kept[name].format_map(_FILLED)
            check.within("fields", partial(check_udf, name, text))
    keys = dict.fromkeys(metadata, "")
    check.within("fields", partial(check_metadata, keys))
    check.choice("phones", phones, PHONES)
    check.choice("ready", ready, READY)
    check.raise_any()


def _texts(path: str, fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in fields.items():
        if key != "metadata":
            yield f"{path}.{key}", value
        elif isinstance(value, Mapping):
            yield from _texts(f"{path}.{key}", value)


def _is_template(text: str) -> bool:
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    return all(
        name is None or (name in PLACEHOLDERS and not form and not conversion)
        for _, name, form, conversion in parts
    )


def filled(fields: Mapping[str, Any], order: Order) -> dict[str, Any]:
    """Return a shop's fields for one order, their placeholders filled in."""
    known = {
        "order_number": order.number,
        "customer_id": order.quote.cart.customer.id or "",
    }
    return {
        key: filled(text, order)
        if isinstance(text, Mapping)
        else text.format_map(known)
        for key, text in fields.items()
    }


def succeeded(message: str, content: Mapping[str, Any]) -> Envelope:
    """Return the envelope of a success with *message* and *content*."""
    return Envelope(
        OK, Record({"message": message, "success": True, "content": content})
    )


def failed(
    status: int, code: str, message: str, errors: list[dict[str, str]] | None = None
) -> Envelope:
    """Return an error envelope with *status*, *code*, *message* and field errors."""
    document = {
        "message": message,
        "success": False,
        "code": code,
        "errors": errors or [],
    }
    return Envelope(status, Record(document))


def refused(error: CheckoutError, status: int = BAD_REQUEST) -> Envelope:
    """Return the error envelope for invalid input, with every fault."""
    message = "; ".join(str(fault) for fault in error.faults[:3])
    return failed(status, "invalid_request", message, error.as_json())


def gateway_failed(error: GatewayError) -> Envelope:
    """
    Return the envelope of a gateway's error: 401 if it refuses our key, else 502.

    If it is not known whether the gateway acted, the message says so.

    >>> from checkout_core import GatewayError
    >>> gateway_failed(GatewayError("no", http_status=401)).status
    401
    """
    status = UNAUTHORIZED if error.http_status in (401, 403) else BAD_GATEWAY
    code = error.error_code or "gateway_error"
    message = error.error_message
    if error.unclear:
        message += (
            "; it is not known whether the payment was begun: ask for its status, or"
            " send the request again to begin another payment"
        )
    errors = [
        {"path": name, "code": code, "value": "", "message": error.error_message}
        for name in error.fields
    ]
    return failed(status, code, message, errors)


# Who pays, as Juspay wants to know it ---------------------------------------------


def customer_fields(cart: Cart) -> dict[str, Any]:
    """Return customer id, email, phone and both addresses of a cart, if it has them."""
    contact = cart.billing_address or cart.shipping_address
    found: dict[str, Any] = {"customer_id": cart.customer.id or ""}
    if contact is not None:
        found["customer_email"] = contact.email or None
        found["customer_phone"] = written_address(contact).phone or None
    for kind in ("billing_address", "shipping_address"):
        address = getattr(cart, kind)
        if address is not None:
            found[kind] = juspay_address(address)
    return found


def names_of(cart: Cart) -> dict[str, Any]:
    """Return first and last name of the billing address, if the cart has them."""
    contact = cart.billing_address or cart.shipping_address
    return {
        name: None if contact is None else contact[name] or None
        for name in ("first_name", "last_name")
    }


def juspay_address(address: CartAddress) -> Address:
    """
    Return an address in Juspay's eleven fields.

    `pincode` is the postal code; `country_code` is a dialling code and is left out; a
    landmark is written on the third line; no country code is sent for countries other
    than India, since the address does not hold its three letters.

    >>> from checkout_core import Address
    >>> juspay_address(Address(pincode="560001", landmark="Lake")).postal_code
    '560001'
    """
    told = written_address(address)
    return Address(
        first_name=told.first_name or None,
        last_name=told.last_name or None,
        line1=told.address_line1 or None,
        line2=told.address_line2 or None,
        line3=told.landmark or None,
        city=told.city or None,
        state=told.state or None,
        country=told.country or None,
        postal_code=told.pincode or None,
        phone=told.phone or None,
        country_code_iso=None if is_abroad(told.country) else "IND",
    )


def content_of(envelope: Envelope) -> dict[str, Any]:
    """Return a copy of the content of a successful envelope."""
    found: dict[str, Any] = thawed(envelope.document["content"])
    return found
