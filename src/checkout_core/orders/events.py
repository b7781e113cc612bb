# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The events of an order as values, and the status each leads to.

`TRANSITIONS` is the whole of an order's life: a status, an event's name, the status it
leads to.  Statuses are those of Commerce Engine's order document.  Promises that an
event with invalid values cannot be made: its constructor raises every fault.
`Order.after` checks whether it fits the order.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from checkout_core.checks import MAX_NOTE, ZERO, Validator
from checkout_core.money import difference, exact_sum
from checkout_core.refunds import Refund
from checkout_core.refunds.note import check_discount
from checkout_core.statuses import Funder
from checkout_core.values import safe


if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from checkout_core.money import Amount


#: The status each event leads to.  Events of parcels end with `_in_part` while some
#: unit of the order has not reached that state.  `paid` is the payment that completes
#: the amount to pay.
TRANSITIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "draft": {
            "submitted": "pending",
            "approval_asked": "awaiting_approval",
            "confirmed": "confirmed",
            "paid": "confirmed",
            "cancelled": "cancelled",
        },
        "pending": {
            "approval_asked": "awaiting_approval",
            "confirmed": "confirmed",
            "paid": "confirmed",
            "cancelled": "cancelled",
        },
        "awaiting_approval": {
            "confirmed": "confirmed",
            "cancelled": "cancelled",
        },
        "confirmed": {
            "scheduled_in_part": "partially_scheduled",
            "scheduled": "awaiting_shipment",
            "shipped_in_part": "partially_shipped",
            "shipped": "shipped",
            "cancelled": "cancelled",
        },
        "partially_scheduled": {
            "scheduled_in_part": "partially_scheduled",
            "scheduled": "awaiting_shipment",
            "shipped_in_part": "partially_shipped",
            "cancelled": "cancelled",
        },
        "awaiting_shipment": {
            "shipped_in_part": "partially_shipped",
            "shipped": "shipped",
            "cancelled": "cancelled",
        },
        "partially_shipped": {
            "scheduled_in_part": "partially_shipped",
            "scheduled": "partially_shipped",
            "shipped_in_part": "partially_shipped",
            "shipped": "shipped",
            "delivered_in_part": "partially_delivered",
            "undelivered_in_part": "partially_undelivered",
            "returned_to_origin_in_part": "partially_return_to_origin",
        },
        "shipped": {
            "shipped": "shipped",
            "delivered_in_part": "partially_delivered",
            "delivered": "complete",
            "undelivered_in_part": "partially_undelivered",
            "undelivered": "undelivered",
            "returned_to_origin_in_part": "partially_return_to_origin",
            "returned_to_origin": "return_to_origin",
        },
        "partially_delivered": {
            "scheduled_in_part": "partially_delivered",
            "scheduled": "partially_delivered",
            "shipped_in_part": "partially_delivered",
            "shipped": "partially_delivered",
            "delivered_in_part": "partially_delivered",
            "delivered": "complete",
            "undelivered_in_part": "partially_undelivered",
            "returned_to_origin_in_part": "partially_return_to_origin",
        },
        "partially_undelivered": {
            "scheduled_in_part": "partially_undelivered",
            "scheduled": "partially_undelivered",
            "shipped_in_part": "partially_shipped",
            "shipped": "shipped",
            "delivered_in_part": "partially_delivered",
            "delivered": "complete",
            "undelivered_in_part": "partially_undelivered",
            "undelivered": "undelivered",
            "returned_to_origin_in_part": "partially_return_to_origin",
            "returned_to_origin": "return_to_origin",
        },
        "undelivered": {
            "shipped": "shipped",
            "delivered_in_part": "partially_delivered",
            "delivered": "complete",
            "undelivered": "undelivered",
            "returned_to_origin_in_part": "partially_return_to_origin",
            "returned_to_origin": "return_to_origin",
        },
        "partially_return_to_origin": {
            "scheduled_in_part": "partially_return_to_origin",
            "scheduled": "partially_return_to_origin",
            "shipped_in_part": "partially_return_to_origin",
            "shipped": "partially_return_to_origin",
            "delivered_in_part": "partially_delivered",
            "delivered": "complete",
            "undelivered_in_part": "partially_undelivered",
            "undelivered": "undelivered",
            "returned_to_origin_in_part": "partially_return_to_origin",
            "returned_to_origin": "return_to_origin",
        },
        "return_to_origin": {},
        "complete": {},
        "cancelled": {},
    }
)

#: Money events are legal in every status; they change it only if the table says so.
MONEY_EVENTS = (
    "payment_started",
    "payment_failed",
    "paid_in_part",
    "paid",
    "refunded",
    "excess_returned",
)


class ShipmentState(StrEnum):
    """The state of a parcel."""

    SCHEDULED = "scheduled"
    SHIPPED = "shipped"
    UNDELIVERED = "undelivered"
    DELIVERED = "delivered"
    RETURNED_TO_ORIGIN = "returned_to_origin"


#: The next states of a parcel; an undelivered one is sent again or returned.
SHIPMENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "scheduled": ("shipped",),
        "shipped": ("delivered", "undelivered", "returned_to_origin"),
        "undelivered": ("shipped", "delivered", "returned_to_origin"),
        "delivered": (),
        "returned_to_origin": (),
    }
)


class PaymentState(StrEnum):
    """The state of one payment; a payment that succeeded never fails afterwards."""

    STARTED = "started"
    FAILED = "failed"
    SUCCEEDED = "succeeded"


@frozen(init=False)
class PaymentUpdate:
    """
    The state of one payment, reported in any order and any number of times.

    A bank may pay a part of it, and the payer a fee on top of it:
    `amount + surcharge + surcharge_tax == received + gateway_discount`.

    >>> paid = PaymentUpdate("P1", "1000.00", "2026-11-22T12:00:00Z", received="850.00",
    ...             gateway_discount="150.00")
    >>> paid.amount, paid.funded_by
    (Decimal('1000.00'), ((<Funder.BANK: 'bank'>, Decimal('150.00')),))

    Attributes:
        id: the gateway's id of this attempt.
        amount: how much of the order it settles, in major units.
        at: when it was reported, with its offset.
        state: `succeeded`, `started` or `failed`.
        method, reference: for people to read, None if not known.
        received: what the payer was charged; by default `amount` plus surcharges less
            `gateway_discount`.
        gateway_discount: what an offer of the gateway took off.
        funded_by: who pays for that discount: a funder (`bank`, `platform`, `brand`) or
            a mapping of amounts by funder; `bank` by default.
        surcharge, surcharge_tax: the gateway's fee on top, and the tax on it.
    """

    id: str
    amount: Decimal
    at: datetime
    # Fields with a default may be absent from older documents.
    state: PaymentState = PaymentState.SUCCEEDED
    method: str | None = None
    reference: str | None = None
    received: Decimal = ZERO
    gateway_discount: Decimal = ZERO
    funded_by: tuple[tuple[Funder, Decimal], ...] = ()
    surcharge: Decimal = ZERO
    surcharge_tax: Decimal = ZERO

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's own name
        amount: Amount,
        at: datetime | str,
        state: str = PaymentState.SUCCEEDED,
        method: str | None = None,
        reference: str | None = None,
        *,
        received: Amount | None = None,
        gateway_discount: Amount = 0,
        funded_by: str | Mapping[str, Amount] | Iterable[object] | None = None,
        surcharge: Amount = 0,
        surcharge_tax: Amount = 0,
    ) -> None:
        check = Validator()
        settled = _positive(check, "amount", amount)
        discount = check.amount("gateway_discount", gateway_discount)
        fees = (
            check.amount("surcharge", surcharge),
            check.amount("surcharge_tax", surcharge_tax),
        )
        charged = exact_sum(settled, [*fees, discount.copy_negate()])
        came = charged if received is None else check.amount("received", received)
        name = check.text("id", id, needed="the payment's id", limit=MAX_NOTE)
        moment = check.time("at", at)
        stands = check.choice("state", state, PaymentState)
        about = (
            check.maybe_text("method", method, limit=MAX_NOTE),
            check.maybe_text("reference", reference, limit=MAX_NOTE),
        )
        funders = _funders(check, funded_by, discount)
        if not check.found:
            check_discount(check, discount, settled)
        if not check.found and came != charged:
            identity = "amount + surcharge + surcharge_tax - gateway_discount"
            check.add(
                "received",
                "does_not_add_up",
                came,
                expected=charged,
                identity=identity,
            )
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            name, settled, moment, stands, *about, came, discount, funders, *fees
        )

    @property
    def refundable(self) -> Decimal:
        """How much of `received` can be refunded: all but the gateway's fee."""
        return difference(self.amount, self.gateway_discount)


def _positive(check: Validator, path: str, value: object) -> Decimal:
    """Return an amount above zero, checked."""
    before = len(check.found)
    found = check.amount(path, value)
    if not found and len(check.found) == before:
        check.add(path, "not_positive", value)
    return found


def _funders(
    check: Validator, given: object, discount: Decimal
) -> tuple[tuple[Funder, Decimal], ...]:
    """Return the part of *discount* of each funder, checked."""
    if given is None or isinstance(given, str):
        name = Funder.BANK if given is None else given
        funder = check.choice("funded_by", name, Funder)
        return ((funder, discount),) if discount else ()
    parts: dict[Funder, Decimal] = {}
    for path, named, amount in _pairs(check, "funded_by", given):
        funder = check.choice(path, named, Funder)
        part = _positive(check, path, amount)
        parts[funder] = exact_sum(part, [parts.get(funder, ZERO)])
    whole = exact_sum(ZERO, parts.values())
    if not check.found and whole != discount:
        identity = "gateway_discount"
        check.add(
            "funded_by", "does_not_add_up", whole, expected=discount, identity=identity
        )
    return tuple(sorted(parts.items()))


def _pairs(
    check: Validator, path: str, given: object
) -> Iterable[tuple[str, object, object]]:
    """Yield path, key and value of a mapping or of a list of pairs."""
    if isinstance(given, Mapping):
        for key, value in given.items():
            yield f"{path}[{safe(key)}]", key, value
        return
    for at, each in enumerate(check.items(path, given, limit=MAX_NOTE)):
        where = f"{path}[{at}]"
        if isinstance(each, list | tuple) and len(each) == _PAIR:
            yield where, *each
        else:
            check.wrong_type(where, each, "a pair")


_PAIR = 2


@frozen(init=False)
class ShipmentUpdate:
    """
    The state of one parcel.

    >>> ShipmentUpdate("S1", "shipped", "2026-11-22T12:00:00Z", units={0: 1}).units
    ((0, 1),)

    Attributes:
        id: the host's id of this parcel.
        state: `scheduled`, `shipped`, `undelivered`, `delivered` or
            `returned_to_origin`.
        at: when it was reported, with its offset.
        units: how many units of each line are in it, a mapping by the line's index;
            needed when the parcel is first reported, optional afterwards.
    """

    id: str
    state: ShipmentState
    at: datetime
    units: tuple[tuple[int, int], ...] = ()

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's own name
        state: str,
        at: datetime | str,
        units: Mapping[int, int] | Iterable[object] = (),
    ) -> None:
        check = Validator()
        packed: dict[int, int] = {}
        for path, line, count in _pairs(check, "units", units):
            index = check.count(path, line)
            if index in packed:
                check.add(path, "line_twice", line)
            packed[index] = check.count(path, count, low=1)
        name = check.text("id", id, needed="the parcel's id", limit=MAX_NOTE)
        stands = check.choice("state", state, ShipmentState)
        moment = check.time("at", at)
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            name, stands, moment, tuple(sorted(packed.items()))
        )


#: The names of `StatusChange`.
MOVES = ("submitted", "approval_asked", "confirmed", "cancelled")


@frozen(init=False)
class StatusChange:
    """
    A step that the shopper or the merchant decides.

    Attributes:
        name: `submitted`, `approval_asked`, `confirmed` or `cancelled`.
        at: when, with its offset.
        reason: why, as the shopper or the merchant said.
        feedback: a text of the shopper about it, None for nothing.
    """

    name: str
    at: datetime
    reason: str = ""
    feedback: str | None = None

    def __init__(
        self,
        name: str,
        at: datetime | str,
        reason: str = "",
        feedback: str | None = None,
    ) -> None:
        check = Validator()
        step = check.choice("name", name, MOVES)
        moment = check.time("at", at)
        said = (
            check.text("reason", reason, limit=MAX_NOTE),
            check.maybe_text("feedback", feedback, limit=MAX_NOTE),
        )
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            step, moment, *said
        )


@frozen(init=False)
class Refunded:
    """A refund of goods or charges was made."""

    refund: Refund

    def __init__(self, refund: Refund) -> None:
        check = Validator()
        expected = "a Refund, as refund() and cancellation() return it"
        check.instance("refund", refund, Refund, expected)
        check.raise_any()
        self.__attrs_init__(refund)  # pyright: ignore[reportAttributeAccessIssue]


@frozen(init=False)
class ExcessReturned:
    """
    A duplicate, excess or late payment was sent back; no goods are returned.

    Attributes:
        id: the host's id, used once.
        amount: how much the payments no longer settle, in major units.
        at: when, with its offset.
        gateway_discount: the part that goes back to the funder of a discount.
    """

    id: str
    amount: Decimal
    at: datetime
    gateway_discount: Decimal = ZERO

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's own name
        amount: Amount,
        at: datetime | str,
        gateway_discount: Amount = 0,
    ) -> None:
        check = Validator()
        whole = _positive(check, "amount", amount)
        discount = check.amount("gateway_discount", gateway_discount)
        name = check.text("id", id, needed="an id of your own", limit=MAX_NOTE)
        moment = check.time("at", at)
        if not check.found:
            check_discount(check, discount, whole)
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            name, whole, moment, discount
        )

    @property
    def gateway(self) -> Decimal:
        """The money sent back through the gateway."""
        return difference(self.amount, self.gateway_discount)


Event: TypeAlias = (
    PaymentUpdate | ShipmentUpdate | StatusChange | Refunded | ExcessReturned
)
