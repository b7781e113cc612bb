# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the two endpoints answer, failures too, and what a host knows of its gateway.

An envelope is a value: a status for HTTP and a document.  Failures hold what
was wrong, field by field, and never a secret.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from string import Formatter
from typing import TYPE_CHECKING, Any

from attrs import Factory, field, frozen

from checkout_core.addresses import written_address
from checkout_core.checks import MAX_NOTE, Check, listed
from checkout_core.juspay import POLICY, Address, Credentials, Policy, mandate_of
from checkout_core.juspay.rules import UDFS, check_metadata, check_udf
from checkout_core.orders.schedule import KOLKATA
from checkout_core.states import is_abroad
from checkout_core.values import Record, thawed
from checkout_core.wire.write import READY


if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from checkout_core.cart import Address as CartAddress
    from checkout_core.cart import Cart
    from checkout_core.errors import CheckoutError, GatewayError
    from checkout_core.juspay import MandateTerms, Request
    from checkout_core.orders import RefundPolicy
    from checkout_core.orders.order import Order


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
    An answer: `status` for HTTP, `document` for its body.

    Where it went well the document is `{message, success, content}`, else
    `{message, success, code, errors}`.
    """

    status: int
    document: Record

    @property
    def success(self) -> bool:
        """Whether it went well."""
        return self.status == OK


@frozen
class Done:
    """Nothing is to be sent: this is the answer; `order` is what to keep, if any."""

    envelope: Envelope
    order: Order | None = None


@frozen
class Need:
    """
    Keep `order`, send `call`, and finish with what comes back.

    `refunds` is the host's policy, by which the answer says what a cancellation
    would refund; `fields` is what the host sent besides, which the answer echoes.
    """

    order: Order
    call: Request
    payment: Record
    refunds: RefundPolicy | None = None
    fields: Record = Record()


#: What a host may say of a payment besides, by Juspay's names.
FIELDS = (*UDFS, "description", "product_id", "metadata")
#: What a shop's own texts can name of an order.
PLACEHOLDERS = ("order_number", "customer_id")
#: What fills them in while a shop's texts are checked; an order says more, or nothing.
_FILLED: Mapping[str, str] = dict.fromkeys(PLACEHOLDERS, "")
PHONES = ("lenient", "strict")


def _fields(given: Mapping[str, Any]) -> Record:
    check = Check()
    found = check.record("fields", given)
    check.raise_any()
    return found


@frozen(kw_only=True)
class Shop:
    """
    What a host knows of its account at Juspay.

    Attributes:
        credentials: merchant id and API key.
        payment_page_client_id: what the payment page is opened for.
        environment: a preset's name or a https URL.
        provider: the slug by which carts name this gateway.
        policy: what Juspay agreed with the merchant.
        zone: where the dates of mandates are.
        fields: what every payment says besides: `udf1` to `udf10`, `description`,
            `product_id` and `metadata`; `{order_number}` and `{customer_id}` in
            them are filled in.
        mandate: says what the customer of an order has to agree to, None for
            nothing; by default what its subscription lines need.
        phones: "strict" refuses a phone that nobody can be called by when the
            cart takes it; "lenient" leaves it to the gateway.
        ready: "strict" lets a cart be ready for payment once it has an address
            and a fulfillment preference; "lenient" asks for neither.

    Raises `CheckoutError` for fields, phones or ready that are none of these.
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
    """Raise `CheckoutError` for what a `Shop` cannot be told, all faults together."""
    check = Check()
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
    """Return the envelope of what went well."""
    return Envelope(
        OK, Record({"message": message, "success": True, "content": content})
    )


def failed(
    status: int, code: str, message: str, errors: list[dict[str, str]] | None = None
) -> Envelope:
    """Return the envelope of what did not."""
    document = {
        "message": message,
        "success": False,
        "code": code,
        "errors": errors or [],
    }
    return Envelope(status, Record(document))


def refused(error: CheckoutError, status: int = BAD_REQUEST) -> Envelope:
    """Return the envelope of input that is wrong, with every fault."""
    message = "; ".join(str(fault) for fault in error.faults[:3])
    return failed(status, "invalid_request", message, error.as_json())


def gateway_failed(error: GatewayError) -> Envelope:
    """
    Return the envelope of a gateway that did not do it: 401 for our key, else 502.

    Where nobody knows whether it did, the message says so.

    >>> from checkout_core import GatewayError
    >>> gateway_failed(GatewayError("no", http_status=401)).status
    401
    """
    status = UNAUTHORIZED if error.http_status in (401, 403) else BAD_GATEWAY
    code = error.error_code or "gateway_error"
    message = error.error_message
    if error.unclear:
        message += (
            "; nobody knows whether the payment was begun: ask for its status, or"
            " ask again, which begins one of its own"
        )
    errors = [
        {"path": name, "code": code, "value": "", "message": error.error_message}
        for name in error.fields
    ]
    return failed(status, code, message, errors)


# Who pays, as Juspay wants to know it ---------------------------------------------


def customer_fields(cart: Cart) -> dict[str, Any]:
    """Return customer id, email, phone and both addresses of a cart, as it has them."""
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
    """Return first and last name of who pays, where the cart has them."""
    contact = cart.billing_address or cart.shipping_address
    return {
        name: None if contact is None else contact[name] or None
        for name in ("first_name", "last_name")
    }


def juspay_address(address: CartAddress) -> Address:
    """
    Return an address in Juspay's eleven fields.

    `pincode` is its postal code; `country_code` is a dialling code and stays
    out; a landmark joins the third line; countries other than India need their
    own three letters from the host, so none are sent.

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
    """Return the content of an envelope that went well, as fresh data."""
    found: dict[str, Any] = thawed(envelope.document["content"])
    return found
