# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Orders written and read: the vendor's OrderDetail and our own stored part.

Promises that a stored order is read as an equal order, that it can be checked from its
document alone, and that the vendor fields next to it agree with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from checkout_core.checks import MAX_NOTE, Validator, expect
from checkout_core.money.exact import exact_sum
from checkout_core.orders import (
    Disputed,
    PaymentState,
    ReversalKind,
    Reversed,
    ShipmentState,
)
from checkout_core.orders.events import ExcessReturned, PaymentUpdate, ShipmentUpdate
from checkout_core.orders.order import Order
from checkout_core.orders.validate import check_order
from checkout_core.refunds import Refund
from checkout_core.statuses import OrderStatus, PaymentStatus
from checkout_core.tenders import TENDERS
from checkout_core.values import OURS
from checkout_core.wire.codec import (
    check_version,
    required_mapping,
    structure,
    unstructure,
)
from checkout_core.wire.quotes import quote_of, write_quote
from checkout_core.wire.refunds import RefundDocument, refund_document, refund_of
from checkout_core.wire.text import MAX_STORED, read_object
from checkout_core.wire.write import order_with, write_lists


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.refunds import RefundPolicy
    from checkout_core.wire.text import Document


#: Raised when a stored order of this form can no longer be read by older releases.
SCHEMA_VERSION = "checkout_core.order/3"
#: Read as well, and the second written where it holds all of an order, so that an older
#: release reads that.  An order of the first form holds no feedback, and its payments
#: received what they settled; in one of the second no payment was reversed, disputed or
#: taken in part.
OLDER_VERSIONS = ("checkout_core.order/1", "checkout_core.order/2")

_KEYS = (
    "schema_version",
    "number",
    "placed_at",
    "status",
    "reason",
    "feedback",
    "payments",
    "parcels",
    "refunds",
    "excess",
    "reversals",
    "disputes",
    "quote",
)
#: Keys that the older forms do not have: of an order, of its payments, of refunds.
_NEW = ("reversals", "disputes")
_NEW_OF_PAYMENTS = frozenset({"surcharge_by", "asked", "manual"})
_NEW_OF_REFUNDS = frozenset({"surcharge"})
_LISTS: Mapping[str, Any] = {
    "payments": tuple[PaymentUpdate, ...],
    "parcels": tuple[ShipmentUpdate, ...],
    "refunds": tuple[RefundDocument, ...],
    "excess": tuple[ExcessReturned, ...],
    "reversals": tuple[Reversed, ...],
    "disputes": tuple[Disputed, ...],
}
#: The vendor's words for the states of a payment and a shipment.
_PAYMENTS: Mapping[str, str] = {
    PaymentState.STARTED: "pending",
    PaymentState.FAILED: "failed",
    PaymentState.SUCCEEDED: "success",
}
_SHIPMENTS: Mapping[str, str] = {
    ShipmentState.SCHEDULED: "scheduled",
    ShipmentState.SHIPPED: "shipped",
    ShipmentState.UNDELIVERED: "undelivered",
    ShipmentState.DELIVERED: "delivered",
    ShipmentState.RETURNED_TO_ORIGIN: "return_to_origin",
}


#: The vendor's words for how money is refunded: by the gateway, or by the merchant to a
#: bank account.
ORIGINAL, TRANSFER = "original-payment-mode", "bank-transfer"


def write_order_detail(
    order: Order, *, policy: RefundPolicy | None = None, stored: bool = False
) -> dict[str, Any]:
    """
    Return an order with its payments and shipments as the vendor's OrderDetail.

    Raises `CheckoutError` if *order* is not an `Order`; to write a quote, call
    `write_order`.

    Args:
        order: the order in its present state.
        policy: decides what the document says a cancellation refunds; by default
            `RefundPolicy()`.
        stored: True adds what `read_order` needs, under `x_checkout_core`; False by
            default.
    """
    check = Validator()
    check.instance("order", order, Order, "an Order (write_order writes a Quote)")
    check.flag("stored", stored)
    check.raise_any()
    found = detail_with(order, write_lists(order.quote), policy)
    if stored:
        found[OURS] = write_events(order) | {"quote": write_quote(order.quote)}
    return found


def detail_with(
    order: Order, lists: Mapping[str, Any], policy: RefundPolicy | None = None
) -> dict[str, Any]:
    """
    Return the vendor's OrderDetail with *lists* in place of those of its quote.

    The lists have a row for each line, and never change: {} leaves them out.
    """
    return _placed(order, lists, policy) | {
        "payments": write_payments(order),
        "shipments": write_shipments(order),
    }


def write_payments(order: Order) -> list[dict[str, Any]]:
    """Return the payments of an order, what went back of them among them."""
    gone = [x for x in order.reversals if x.kind is not ReversalKind.UNDONE]
    return [
        *map(_payment, order.payments),
        *map(_refunded, order.refunds),
        *map(_reversed, gone),
    ]


def write_shipments(order: Order) -> list[dict[str, Any]]:
    """Return the shipments of an order."""
    return [_shipment(order, each) for each in order.shipments]


def write_placed(order: Order, policy: RefundPolicy | None = None) -> dict[str, Any]:
    """Return the `order` object of the create-order answer, in its present state."""
    return _placed(order, write_lists(order.quote), policy)


def _placed(
    order: Order, lists: Mapping[str, Any], policy: RefundPolicy | None
) -> dict[str, Any]:
    success = order.payment_success_date
    facts = {
        "order_number": order.number,
        # With a date, so that the key is at its place among the vendor's.
        "order_date": order.placed_at,
        "status": order.status,
        "payment_status": order.payment_status,
    }
    return {
        **order_with(order.quote, lists, facts),
        **_repeated(order),
        "payment_success_date": None if success is None else success.isoformat(),
        "is_cancellation_allowed": order.is_cancellation_allowed,
        "cancellation_refund_details": _refund_details(order, policy),
    }


def _repeated(order: Order) -> dict[str, str | None]:
    """Return the vendor fields that must equal the figures of the stored part."""
    return {
        "order_number": order.number,
        "order_date": order.placed_at.isoformat(),
        "status": str(order.status),
        "payment_status": str(order.payment_status),
        "feedback": order.feedback,
    }


def _refund_details(order: Order, policy: RefundPolicy | None) -> dict[str, Any]:
    """Return what a cancellation would refund, {} if it is not allowed."""
    if not order.is_cancellation_allowed:
        return {}
    note = order.cancellation(id="cancellation", at=order.placed_at, policy=policy)
    amounts = [
        tender.restored for tender in note.tenders if not TENDERS[tender.kind].unit
    ]
    return {
        "loyalty_point": note.points,
        "refundable_amount": exact_sum(note.gateway, [note.moved, *amounts]),
        "cancellation_charges": note.charge,
        "cancellation_charges_reason": note.charge_reason,
        "payment_mode": ORIGINAL if order.is_paid_through_gateway else TRANSFER,
    }


def _payment(payment: PaymentUpdate) -> dict[str, Any]:
    return _transaction(
        "payment",
        payment,
        amount=payment.amount,
        status=_PAYMENTS[payment.state],
        reference=payment.reference,
        method=payment.method,
    )


def _refunded(note: Refund) -> dict[str, Any]:
    return _transaction("refund", note, amount=note.gateway, status="refund_initiated")


def _reversed(event: Reversed) -> dict[str, Any]:
    # The vendor has no other word for money that goes to the payer.
    return _transaction(
        "refund",
        event,
        amount=event.amount,
        status="refund_initiated",
        reference=event.payment,
        method=str(event.kind),
    )


def _transaction(
    kind: str,
    event: PaymentUpdate | Refund | Reversed,
    *,
    amount: Decimal,
    status: str,
    reference: str | None = None,
    method: str | None = None,
) -> dict[str, Any]:
    return {
        "transaction_type": kind,
        "request_number": event.id,
        "amount": amount,
        "payment_status": status,
        "payment_date": event.at.isoformat(),
        "payment_reference_number": reference,
        "payment_method": method,
        "icon_url": None,
    }


def _shipment(order: Order, shipment: ShipmentUpdate) -> dict[str, Any]:
    found: dict[str, Any] = {
        "reference_number": shipment.id,
        "status": _SHIPMENTS[shipment.state],
        "shipment_items_count": len(shipment.units),
        "shipment_items": [
            _packed(order, line, units) for line, units in shipment.units.items()
        ],
        "is_return_allowed": shipment.state is ShipmentState.DELIVERED,
        "modified_at": shipment.at.isoformat(),
    }
    if shipment.state is ShipmentState.DELIVERED:
        found["delivered_date"] = shipment.at.isoformat()
    return found


def _packed(order: Order, index: int, units: int) -> dict[str, Any]:
    line = order.quote.cart.lines[index]
    found: dict[str, Any] = {
        "product_id": line.product_id,
        "product_name": line.product_name,
        "sku": line.sku or "",
        "quantity": units,
        "is_free_item": order.quote.lines[index].is_free_item,
    }
    if line.variant_id is not None:
        found["variant_id"] = line.variant_id
    return found


def write_events(order: Order) -> dict[str, Any]:
    """
    Return what happened to an order, of what `read_order` needs all but its quote.

    This part grows, while the quote never changes: a host that keeps the two apart
    reads them again with `read_parts`.
    """
    found: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "number": order.number,
        "placed_at": order.placed_at.isoformat(),
        "status": str(order.status),
        "reason": order.reason,
        "feedback": order.feedback,
        "payments": unstructure(order.payments),
        "parcels": unstructure(order.shipments),
        "refunds": [refund_document(note) for note in order.refunds],
        "excess": unstructure(order.excess),
        "reversals": unstructure(order.reversals),
        "disputes": unstructure(order.disputes),
    }
    if _fits_before(order, found):
        found["schema_version"] = OLDER_VERSIONS[-1]
        for name in _NEW:
            del found[name]
    return found


def _fits_before(order: Order, found: Mapping[str, Any]) -> bool:
    """Return whether the form before holds all that *found* says of an order."""
    return (
        not any(found[name] for name in _NEW)
        and all(_NEW_OF_PAYMENTS.isdisjoint(each) for each in found["payments"])
        and all(_NEW_OF_REFUNDS.isdisjoint(each) for each in found["refunds"])
        and order.payment_status == _status_before(order)
    )


def read_parts(events: str, quote: str, *, verify: bool = False) -> Order:
    """
    Return the order of what `write_events` and `write_quote` returned, as texts.

    Raises `CheckoutError` as `read_order` does, whose *verify* it has.
    """
    # Put together as text: one parser then reads what may be 100 million characters.
    whole = f'{{"{OURS}": {events.rstrip().removesuffix("}")}, "quote": {quote}}}}}'
    return read_order(whole, verify=verify)


def read_order(document: Document, *, verify: bool = False) -> Order:
    """
    Return the order that `write_order_detail(order, stored=True)` wrote.

    Raises `CheckoutError` with every fault: of its form, of its quote, and of vendor
    fields that disagree with `x_checkout_core`.

    By default the document is trusted, as a host trusts its own database: its quote
    must have the fingerprint of its content, and no figure is calculated again.  The
    fingerprint is not a signature, and payments, shipments and refunds have none.  Read
    a document that strangers could have written with *verify*.

    Args:
        document: JSON text, bytes or a mapping.  A trusted text may have any length,
            and the parts of its quote are read when they are first asked for, as by
            `read_quote`.
        verify: True calculates every figure of the quote again, and checks that
            payments, shipments and refunds fit it; False by default.
    """
    expect(verify=(verify, bool))
    whole = read_object(document, limit=MAX_STORED if verify else None)
    own = isinstance(document, str | bytes)
    check = Validator()
    ours = required_mapping(check, OURS, whole.get(OURS), "an order that was stored")
    version = check_version(check, OURS, ours, SCHEMA_VERSION, *OLDER_VERSIONS)
    if version != SCHEMA_VERSION:
        new = {name: ours[name] for name in _NEW if name in ours}
        check.keys(OURS, new, [key for key in _KEYS if key not in _NEW])
        ours = {**ours, **dict.fromkeys(_NEW, ())}
    if version == OLDER_VERSIONS[0]:
        ours = _as_now(ours)
    order = check.within(OURS, lambda: _read(ours, verify=verify, own=own))
    check.raise_any()
    assert order is not None
    repeated = _repeated(order)
    if version != SCHEMA_VERSION:
        repeated["payment_status"] = _status_before(order)
    for key, expected in repeated.items():
        if key in whole and whole[key] != expected:
            check.add(
                key,
                "does_not_add_up",
                whole[key],
                expected=expected,
                identity=f"what {OURS} says",
            )
    check.raise_any()
    return order


def _status_before(order: Order) -> str:
    """
    Return the payment status as documents of the older forms say it.

    What a refund cancelled unpaid counted as unpaid, and returned excess as paid.
    """
    if order.amount_settled >= order.to_be_paid:
        return str(PaymentStatus.SUCCESS)
    status = order.payment_status
    is_paid = status is PaymentStatus.SUCCESS and order.amount_settled
    return str(PaymentStatus.PARTIALLY_PAID if is_paid else status)


#: The id of what was stored without one.
NO_ID = "without-an-id"


def _as_now(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    Return an order of the first form with events as they have to be since.

    They have an id, and a shipment names a line once: where it did so twice, the last
    entry counted.
    """
    found = dict(data)
    for name in ("payments", "parcels", "excess"):
        if isinstance(data.get(name), list | tuple):
            found[name] = [_event_as_now(each) for each in data[name]]
    return found


def _event_as_now(event: Any) -> Any:
    if not isinstance(event, Mapping):
        return event
    found = dict(event)
    if event.get("id") == "":
        found["id"] = NO_ID
    if isinstance(event.get("units"), list | tuple):
        with suppress(TypeError, ValueError):
            found["units"] = list(dict(event["units"]).items())
    return found


def _read(data: Mapping[str, Any], *, verify: bool, own: bool) -> Order:
    check = Validator()
    check.keys("", data, _KEYS)
    number = check.text("number", data.get("number"), needed="the order's number")
    placed_at = check.time("placed_at", data.get("placed_at"))
    status = check.choice("status", data.get("status"), OrderStatus)
    reason = check.text("reason", data.get("reason"), limit=MAX_NOTE)
    feedback = check.maybe_text("feedback", data.get("feedback"), limit=MAX_NOTE)
    lists: dict[str, Any] = {
        name: structure(check, kind, data.get(name), name)
        for name, kind in _LISTS.items()
    }
    refunds = [
        refund_of(check, f"refunds[{index}]", each)
        for index, each in enumerate(lists["refunds"])
        if each is not None
    ]
    quote = check.within(
        "quote",
        lambda: quote_of(
            required_mapping(Validator(), "", data.get("quote"), "an object"),
            verify=verify,
            own=own,
        ),
    )
    check.raise_any()
    assert placed_at is not None
    assert quote is not None
    order = Order(
        number=number,
        quote=quote,
        placed_at=placed_at,
        status=status,
        reason=reason,
        feedback=feedback,
        payments=lists["payments"],
        shipments=lists["parcels"],
        refunds=refunds,
        excess=lists["excess"],
        reversals=lists["reversals"],
        disputes=lists["disputes"],
    )
    if verify:
        check_order(order)
    return order
