# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How the fake Juspay handles the requests about an order."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from attrs import evolve

from checkout_core.testing.gateway.books import (
    Books,
    order_in,
    with_mandate,
    with_order,
)
from checkout_core.testing.gateway.refunds import charged_of, refund_of
from checkout_core.testing.gateway.replies import (
    Document,
    Refused,
    decimal_of,
    digest_of,
    error_of,
    invalid,
    missing,
    number_of,
    status_of,
    time_of,
    transaction_of,
)
from checkout_core.testing.gateway.terms import (
    UDFS,
    Fields,
    check_order,
    is_money,
    mandate_of,
)
from checkout_core.values import Record


_FIRST_FULL_ANSWER = "2018-07-01"
_TOKEN_LIFE = timedelta(minutes=15)
_ORDER_LIFE = timedelta(days=2)
_FIELDS = ("customer_id", "customer_email", "customer_phone", "product_id")
_ECHOED = (*_FIELDS, "return_url", *UDFS)
_SDK_NAMES = (
    ("payment_page_client_id", "clientId"),
    ("action", "action"),
    ("order_id", "orderId"),
    ("currency", "currency"),
    ("customer_id", "customerId"),
    ("customer_email", "customerEmail"),
    ("customer_phone", "customerPhone"),
    ("first_name", "firstName"),
    ("last_name", "lastName"),
    ("return_url", "returnUrl"),
    ("description", "description"),
    ("options.create_mandate", "options.createMandate"),
    ("mandate.max_amount", "mandate.maxAmount"),
    ("mandate.start_date", "mandate.startDate"),
    ("mandate.end_date", "mandate.endDate"),
    ("mandate.frequency", "mandate.frequency"),
    ("mandate.rule_value", "mandate.ruleValue"),
    ("mandate.block_funds", "mandate.blockFunds"),
    ("mandate.revokable_by_customer", "mandate.revokableByCustomer"),
)


def create_order(books: Books, fields: Fields, version: str) -> tuple[Books, Document]:
    """Create an order; an old version of the API answers with less."""
    there, order = _ordered(books, fields, longest=20)
    wants = fields.get("options.get_client_auth_token") == "true"
    if wants and version >= _FIRST_FULL_ANSWER:
        return there, {**order, "juspay": _token(there, order)}
    short = {key: order[key] for key in ("id", "order_id", "payment_links")}
    return there, {"status": "CREATED", "status_id": 1, **short}


def create_session(books: Books, fields: Fields) -> tuple[Books, Document]:
    """Create an order and the payload that opens the payment page."""
    for name in ("payment_page_client_id", "action", "currency"):
        if not fields.get(name):
            raise missing(name)
    there, order = _ordered(books, fields, longest=17)
    token = _token(there, order)
    payload = {key: fields[name] for name, key in _SDK_NAMES if name in fields}
    payload |= {
        # The sample is asked for 100 and answers with "100.0".
        "amount": str(float(fields["amount"])),
        "merchantId": books.merchant_id,
        "clientAuthToken": token["client_auth_token"],
        "clientAuthTokenExpiry": token["client_auth_token_expiry"],
        "environment": "sandbox",
    }
    expiry = time_of(books.at + _ORDER_LIFE)
    return there, {
        "status": "NEW",
        "id": order["id"],
        "order_id": order["order_id"],
        "payment_links": {"web": order["payment_links"]["web"], "expiry": expiry},
        "sdk_payload": {
            "requestId": digest_of("request", order["order_id"]),
            "service": "in.juspay.hyperpay",
            "payload": payload,
            "expiry": expiry,
        },
        "order_expiry": expiry,
    }


def create_transaction(books: Books, fields: Fields) -> tuple[Books, Document]:
    """Create an order and start paying it, by its customer or by a mandate."""
    inner = {
        key.removeprefix("order."): value
        for key, value in fields.items()
        if key.startswith("order.")
    }
    if fields.get("format") != "json":
        raise missing("format")
    if fields.get("merchant_id") != books.merchant_id:
        raise Refused(403, error_of("forbidden_resource"))
    mandate_id = fields.get("mandate_id")
    if mandate_id is None:
        for name in ("payment_method_type", "payment_method"):
            if not fields.get(name):
                raise missing(name)
    elif books.mandates.get(mandate_id, {}).get("status") != "ACTIVE":
        raise Refused(400, error_of("INVALID_MANDATE", "Mandate is not active"))
    there, order = _ordered(books, inner, longest=20)
    txn = transaction_of(books.merchant_id, order["order_id"])
    order |= {**status_of("PENDING_VBV"), **txn}
    url = f"{books.pages}/v2/pay/start/{books.merchant_id}/{txn['txn_uuid']}"
    return with_order(there, order), {
        "order_id": order["order_id"],
        **txn,
        "status": "PENDING_VBV",
        "payment": {"authentication": {"url": url, "method": "GET"}},
    }


def _ordered(books: Books, fields: Fields, longest: int) -> tuple[Books, Document]:
    """Return the books with one more order, and that order."""
    for name in ("order_id", "amount"):
        if not fields.get(name):
            raise missing(name)
    order_id = fields["order_id"]
    if len(order_id) > longest:
        raise invalid("order_id", f"order_id is longer than {longest} characters")
    if order_id.lower() in books.orders:
        words = f'Order with id = "{order_id}" already created.'
        document = {
            "status": "order_already_created",
            "error_code": "ALREADY_EXISTS",
            "error_message": words,
            "order_id": order_id,
        }
        raise Refused(400, document)
    check_order(fields)
    ident = f"ordeh_{digest_of('order', order_id)}"
    pages = f"{books.pages}/merchant"
    order = {
        "id": ident,
        "order_id": order_id,
        "merchant_id": books.merchant_id,
        **status_of("NEW"),
        "amount": number_of(Decimal(fields["amount"])),
        "currency": fields.get("currency", "INR"),
        "refunded": False,
        "amount_refunded": 0,
        "refunds": [],
        "date_created": time_of(books.at),
        "payment_links": {
            "web": f"{pages}/pay/{ident}",
            "mobile": f"{pages}/pay/{ident}?mobile=true",
            "iframe": f"{pages}/ipay/{ident}",
        },
        **{name: fields.get(name, "") for name in _ECHOED},
    }
    there = books
    if fields.get("options.create_mandate") in {"REQUIRED", "OPTIONAL"}:
        order["mandate"] = mandate_of(books.at, fields)
        there = with_mandate(books, order, "CREATED")
    asked = {**there.asked, order_id.lower(): fields}
    return with_order(evolve(there, asked=Record(asked)), order), order


def update_order(books: Books, order_id: str, fields: Fields) -> tuple[Books, Document]:
    """Change the amount, an address or a user-defined field of an order."""
    order = order_in(books, order_id)
    if order["status"] == "CHARGED":
        raise Refused(400, error_of("INVALID_ACTION", "The order is charged"))
    for name, value in fields.items():
        if name == "amount":
            if not is_money(value) or Decimal(value) <= 0:
                raise invalid("amount", "Amount is invalid")
            order["amount"] = number_of(Decimal(value))
        elif name in UDFS:
            order[name] = value
        elif not name.startswith(("billing_address_", "shipping_address_")):
            raise invalid(name, "This field cannot be changed")
    return with_order(books, order), order


def refund_order(books: Books, order_id: str, fields: Fields) -> tuple[Books, Document]:
    """Refund a part of an order; each id is taken once."""
    order = order_in(books, order_id)
    ident = fields.get("unique_request_id", "")
    if not ident:
        raise missing("unique_request_id")
    if any(each["unique_request_id"] == ident for each in order["refunds"]):
        words = (
            "A refund call was already completed with this unique_request_id for the"
            " order."
        )
        raise Refused(400, error_of("duplicate.call", words))
    if order["status"] != "CHARGED":
        words = "Cannot process unsuccessful order."
        raise Refused(400, error_of("invalid.order.not_successful", words))
    left = charged_of(order) - decimal_of(order["amount_refunded"])
    text = fields.get("amount", f"{left:f}")
    if not is_money(text) or Decimal(text) <= 0:
        raise Refused(400, error_of("invalid.amount", "Amount is invalid."))
    if Decimal(text) > left:
        words = "Refund amount exceeds the refundable amount."
        raise Refused(400, error_of("invalid.amount.exceeded", words))
    # It counts as refunded now, although the refund is still pending.
    refund_of(books, order, ident, Decimal(text))
    return with_order(books, order), order


def refund_transaction(books: Books, fields: Fields) -> tuple[Books, Document]:
    """
    Refund a transaction, or pay out at once; the answer is the refund alone.

    What is refused, is as a refund of the order is.
    """
    order_id = fields.get("order_id") or _order_of(books, fields.get("txn_id", ""))
    there, order = refund_order(books, order_id, fields)
    refund = order["refunds"][-1]
    kind = fields.get("refund_type", "STANDARD")
    refund |= {"refund_type": kind, "sent_to_gateway": kind != "STANDARD"}
    own = ("unique_request_id", "amount", "status", "created", "sent_to_gateway")
    return with_order(there, order), {
        **{name: refund[name] for name in own},
        "txn_id": order["txn_id"],
        "order_id": order["order_id"],
        "refund_type": kind,
        "refund_source": "DUMMY" if kind == "STANDARD" else "YESBANK_VISADIRECT",
        "initiated_by": "API",
        "gateway": "DUMMY",
        "error_message": None,
        "response_code": None,
        "reference_id": None,
        "epg_txn_id": None,
        "refund_arn": None,
        "authorization_id": None,
    }


def _order_of(books: Books, txn_id: str) -> str:
    """Return the id of the order that a transaction paid."""
    if not txn_id:
        raise missing("txn_id")
    for order in books.orders.values():
        if order.get("txn_id") == txn_id:
            return str(order["order_id"])
    document = {"status_id": 40, "status": "NOT_FOUND", "txn_id": txn_id}
    raise Refused(400, document)


def _token(books: Books, order: Document) -> Document:
    return {
        "client_auth_token": f"tkn_{digest_of('token', order['order_id'])[:32]}",
        "client_auth_token_expiry": time_of(books.at + _TOKEN_LIFE),
    }
