# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What can happen to an order, as values, and where each event leads.

`TRANSITIONS` is the whole of an order's life: a status, an event's name, the
status it leads to.  Statuses are those of Commerce Engine's order document.
Promises that an event which cannot be is refused where it is made, with every
fault in it; whether it fits an order, only the order knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from checkout_core.checks import MAX_NOTE, ZERO, Check
from checkout_core.money import difference, exact_sum
from checkout_core.orders.creditnote import Refund
from checkout_core.statuses import Funder
from checkout_core.values import safe


if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from checkout_core.money import Amount


#: Where each event leads.  What happens to parcels has two names: `_in_part`
#: while some unit of the order is not there yet.  `paid` is the payment that
#: leaves nothing to pay.
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

#: Money may come and go in every status, and moves it only where the table says so.
MONEY_EVENTS = (
    "payment_started",
    "payment_failed",
    "paid_in_part",
    "paid",
    "refunded",
    "excess_returned",
)


class ParcelState(StrEnum):
    """Where a parcel is."""

    SCHEDULED = "scheduled"
    SHIPPED = "shipped"
    UNDELIVERED = "undelivered"
    DELIVERED = "delivered"
    RETURNED_TO_ORIGIN = "returned_to_origin"


#: What a parcel can be next; one that was not delivered is tried again or goes back.
PARCELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "scheduled": ("shipped",),
        "shipped": ("delivered", "undelivered", "returned_to_origin"),
        "undelivered": ("shipped", "delivered", "returned_to_origin"),
        "delivered": (),
        "returned_to_origin": (),
    }
)


class PaymentState(StrEnum):
    """How one payment stands; what succeeded never fails afterwards."""

    STARTED = "started"
    FAILED = "failed"
    SUCCEEDED = "succeeded"


@frozen(init=False)
class Paid:
    """
    What became of one payment: told by the gateway, in any order, any number of times.

    A bank may pay a part of it, and the payer a fee on top of it:
    `amount + surcharge + surcharge_tax == received + gateway_discount`.

    >>> paid = Paid("P1", "1000.00", "2026-11-22T12:00:00Z", received="850.00",
    ...             gateway_discount="150.00")
    >>> paid.amount, paid.funded_by
    (Decimal('1000.00'), ((<Funder.BANK: 'bank'>, Decimal('150.00')),))

    Attributes:
        id: the gateway's for this attempt.
        amount: what it is for, and settles of the order, in the order's currency.
        at: when it was told, with its offset.
        state: `succeeded`, `started` or `failed`.
        method, reference: for people, None where nobody said.
        received: what the payer was charged; where it is not given, what the
            others leave.
        gateway_discount: what an offer of the gateway took off.
        funded_by: who gives that discount, each with their amount; give a funder
            (`bank`, `platform`, `brand`) or a mapping of amounts by funder.
            `bank` where it is not given: the funder that nobody named.
        surcharge, surcharge_tax: the gateway's fee on top, and the tax on it.
    """

    id: str
    amount: Decimal
    at: datetime
    # What has a default here may be absent from an older document.
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
        check = Check()
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
        """What of `received` may go back: all of it but the gateway's own fee."""
        return difference(self.amount, self.gateway_discount)


def _positive(check: Check, path: str, value: object) -> Decimal:
    """Return an amount above zero, checked."""
    before = len(check.found)
    found = check.amount(path, value)
    if not found and len(check.found) == before:
        check.add(path, "not_positive", value)
    return found


def check_discount(check: Check, discount: Decimal, amount: Decimal) -> None:
    """Note a gateway's *discount* that is more than the *amount* it is part of."""
    if discount > amount:
        check.add(
            "gateway_discount",
            "does_not_add_up",
            discount,
            expected=f"at most {amount}",
            identity="the amount it is part of",
        )


def _funders(
    check: Check, given: object, discount: Decimal
) -> tuple[tuple[Funder, Decimal], ...]:
    """Return who gives *discount*, by the funder's name, checked."""
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
    check: Check, path: str, given: object
) -> Iterable[tuple[str, object, object]]:
    """Yield path, key and value of a mapping, or of the pairs that it was."""
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
class Parcelled:
    """
    What became of one parcel.

    >>> Parcelled("S1", "shipped", "2026-11-22T12:00:00Z", units={0: 1}).units
    ((0, 1),)

    Attributes:
        id: the host's own for this parcel.
        state: `scheduled`, `shipped`, `undelivered`, `delivered` or
            `returned_to_origin`.
        at: when it was told, with its offset.
        units: how many units of which line are in it; give a mapping by the line's
            index.  Needed where the parcel is new, and may be left out afterwards.
    """

    id: str
    state: ParcelState
    at: datetime
    units: tuple[tuple[int, int], ...] = ()

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's own name
        state: str,
        at: datetime | str,
        units: Mapping[int, int] | Iterable[object] = (),
    ) -> None:
        check = Check()
        packed: dict[int, int] = {}
        for path, line, count in _pairs(check, "units", units):
            index = check.count(path, line)
            if index in packed:
                check.add(path, "line_twice", line)
            packed[index] = check.count(path, count, low=1)
        name = check.text("id", id, needed="the parcel's id", limit=MAX_NOTE)
        stands = check.choice("state", state, ParcelState)
        moment = check.time("at", at)
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            name, stands, moment, tuple(sorted(packed.items()))
        )


#: What `Moved` can say.
MOVES = ("submitted", "approval_asked", "confirmed", "cancelled")


@frozen(init=False)
class Moved:
    """
    A step that somebody decides.

    Attributes:
        name: `submitted`, `approval_asked`, `confirmed` or `cancelled`.
        at: when, with its offset.
        reason: why, as the shopper or the merchant said.
        feedback: what the shopper has to say about it, None for nothing.
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
        check = Check()
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
    """Money was given back by a refund."""

    refund: Refund

    def __init__(self, refund: Refund) -> None:
        check = Check()
        expected = "a Refund, as refund() and cancellation() return it"
        check.noun("refund", refund, Refund, expected)
        check.raise_any()
        self.__attrs_init__(refund)  # pyright: ignore[reportAttributeAccessIssue]


@frozen(init=False)
class ExcessReturned:
    """
    Money that came twice or too late was sent back; no goods are concerned.

    Attributes:
        id: the host's own, never used twice.
        amount: what is no longer settled by it.
        at: when, with its offset.
        gateway_discount: what of the amount goes back to who gave a discount.
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
        check = Check()
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
        """The money that goes back through the gateway."""
        return difference(self.amount, self.gateway_discount)


Event: TypeAlias = Paid | Parcelled | Moved | Refunded | ExcessReturned
