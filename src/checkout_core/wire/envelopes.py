# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the two endpoints answer, failures too, and what a host knows of its gateway.

An envelope is a value: a status for HTTP and a document.  Failures hold what
was wrong, field by field, and never a secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import Factory, frozen

from checkout_core.juspay import POLICY, Address, Credentials, Policy
from checkout_core.orders.schedule import KOLKATA
from checkout_core.values import Record, thawed


if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from checkout_core.cart import Address as CartAddress
    from checkout_core.cart import Cart
    from checkout_core.errors import CheckoutError, GatewayError
    from checkout_core.juspay import Request
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
    would refund.
    """

    order: Order
    call: Request
    payment: Record
    refunds: RefundPolicy | None = None


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
    """

    credentials: Credentials
    payment_page_client_id: str
    environment: str = "sandbox"
    provider: str = "juspay"
    policy: Policy = POLICY
    zone: tzinfo = Factory(lambda: KOLKATA)


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
        found["customer_email"] = contact["email"] or None
        found["customer_phone"] = contact["phone"] or None
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

    def text(key: str) -> str | None:
        return address[key] or None

    at_home = address["country"].strip().lower() in ("", "india", "in", "ind")
    return Address(
        first_name=text("first_name"),
        last_name=text("last_name"),
        line1=text("address_line1"),
        line2=text("address_line2"),
        line3=text("landmark"),
        city=text("city"),
        state=text("state"),
        country=text("country"),
        postal_code=text("pincode"),
        phone=text("phone"),
        country_code_iso="IND" if at_home else None,
    )


def content_of(envelope: Envelope) -> dict[str, Any]:
    """Return the content of an envelope that went well, as fresh data."""
    found: dict[str, Any] = thawed(envelope.document["content"])
    return found
