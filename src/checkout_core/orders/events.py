# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The events of an order as values.

Promises that an event with invalid values cannot be made: its constructor raises every
fault.  `Order.after` checks whether it fits the order.

Knows nothing of what an event does to an order.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from checkout_core.checks import MAX_NOTE, ZERO, Validator
from checkout_core.ledger.rows import SPARSE
from checkout_core.money.exact import difference, exact_sum
from checkout_core.orders.reversals import Disputed, Reversed
from checkout_core.orders.transitions import STATUS_CHANGES
from checkout_core.refunds import Refund, Units
from checkout_core.refunds.note import check_discount
from checkout_core.refunds.units import pairs, units_by_line
from checkout_core.statuses import Funder, SurchargeBy


if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from checkout_core.money import Amount


class ShipmentState(StrEnum):
    """
    The state of one shipment.

    - `SCHEDULED`: it is packed.
    - `SHIPPED`: it is on its way.
    - `UNDELIVERED`: it could not be handed over; it is sent again or returned.
    - `DELIVERED`: it arrived.
    - `RETURNED_TO_ORIGIN`: it came back to the seller.
    """

    SCHEDULED = "scheduled"
    SHIPPED = "shipped"
    UNDELIVERED = "undelivered"
    DELIVERED = "delivered"
    RETURNED_TO_ORIGIN = "returned_to_origin"


#: The next states of a shipment; an undelivered one is sent again or returned.
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
    """
    The state of one payment; a payment that succeeded never fails afterwards.

    Its money can go away again: `Reversed`.

    - `STARTED`: it is not known yet how it ended.
    - `FAILED`: no money was taken.
    - `SUCCEEDED`: the money was taken.
    """

    STARTED = "started"
    FAILED = "failed"
    SUCCEEDED = "succeeded"


@frozen(init=False, kw_only=True)
class PaymentUpdate:
    """
    The state of one payment, reported in any order and any number of times.

    A bank may pay a part of it, and the payer a fee on top of it:
    `amount + surcharge + surcharge_tax == received + gateway_discount`.  Raises
    `CheckoutError` with every fault.  Amounts are in major units.

    >>> paid = PaymentUpdate("P1", "1000.00", "2026-11-22T12:00:00Z", received="850.00",
    ...             gateway_discount="150.00")
    >>> paid.amount, paid.funded_by
    (Decimal('1000.00'), ((<Funder.BANK: 'bank'>, Decimal('150.00')),))

    Attributes:
        id: the gateway's id of this attempt, not empty.
        amount: how much of the order it settles, in major units, above 0.
        at: when it was reported, with its offset.
        state: `succeeded` (default), `started` or `failed`.
        method: how it was paid, for people to read; None by default.
        reference: the bank's reference, for people to read; None by default.
        received: what the payer was charged; by default `amount` plus surcharges less
            `gateway_discount`.
        gateway_discount: what an offer of the gateway took off, 0 by default.
        funded_by: who pays for that discount: a funder (`bank`, `platform`, `brand`,
            `merchant`) or a mapping of amounts by funder; `bank` by default.
        surcharge: the fee on top, 0 by default.
        surcharge_tax: the tax on that fee, 0 by default.
        surcharge_by: who gets that fee: `gateway` (default) or `merchant`.
        asked: what was asked for, if only a part of it was taken so far; None (the
            default) for `amount`.
        manual: whether the merchant took it: cash, a transfer, what a courier remits;
            False (the default) for a payment through a gateway, which can refund it.
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
    surcharge_by: SurchargeBy = field(
        default=SurchargeBy.GATEWAY, metadata={SPARSE: True}
    )
    asked: Decimal | None = field(default=None, metadata={SPARSE: True})
    manual: bool = field(default=False, metadata={SPARSE: True})

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's own name
        amount: Amount,
        at: datetime | str,
        *,
        state: str = PaymentState.SUCCEEDED,
        method: str | None = None,
        reference: str | None = None,
        received: Amount | None = None,
        gateway_discount: Amount = 0,
        funded_by: str | Mapping[str, Amount] | Iterable[object] | None = None,
        surcharge: Amount = 0,
        surcharge_tax: Amount = 0,
        surcharge_by: str = SurchargeBy.GATEWAY,
        asked: Amount | None = None,
        manual: bool = False,
    ) -> None:
        check = Validator()
        settled = check.positive_amount("amount", amount)
        wanted = None if asked is None else check.positive_amount("asked", asked)
        discount = check.amount("gateway_discount", gateway_discount)
        fee = check.amount("surcharge", surcharge)
        fee_tax = check.amount("surcharge_tax", surcharge_tax)
        charged = exact_sum(settled, [fee, fee_tax, discount.copy_negate()])
        total = charged if received is None else check.amount("received", received)
        ident = check.text("id", id, needed="the payment's id", limit=MAX_NOTE)
        moment = check.time("at", at)
        known_state = check.choice("state", state, PaymentState)
        named = check.maybe_text("method", method, limit=MAX_NOTE)
        cited = check.maybe_text("reference", reference, limit=MAX_NOTE)
        funders = _funders(check, funded_by, discount)
        whose = check.choice("surcharge_by", surcharge_by, SurchargeBy)
        by_merchant = check.flag("manual", manual)
        if not check.found:
            check_discount(check, discount, settled)
            if wanted is not None and wanted < settled:
                expected = f"at least {settled}"
                check.add(
                    "asked",
                    "does_not_add_up",
                    wanted,
                    expected=expected,
                    identity="the amount that was taken of it",
                )
        if not check.found and total != charged:
            identity = "amount + surcharge + surcharge_tax - gateway_discount"
            check.add(
                "received",
                "does_not_add_up",
                total,
                expected=charged,
                identity=identity,
            )
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            id=ident,
            amount=settled,
            at=moment,
            state=known_state,
            method=named,
            reference=cited,
            received=charged,
            gateway_discount=discount,
            funded_by=funders,
            surcharge=fee,
            surcharge_tax=fee_tax,
            surcharge_by=whose,
            asked=None if wanted == settled else wanted,
            manual=by_merchant,
        )

    @property
    def refundable(self) -> Decimal:
        """How much of `received` is for the order: all but the fee on top."""
        return difference(self.amount, self.gateway_discount)

    @property
    def whole(self) -> Decimal:
        """What was asked for."""
        return self.amount if self.asked is None else self.asked

    @property
    def fee(self) -> Decimal:
        """The fee on top with its tax."""
        return exact_sum(self.surcharge, [self.surcharge_tax])

    @property
    def merchant_discount(self) -> Decimal:
        """The part of `gateway_discount` that the merchant funds."""
        return dict(self.funded_by).get(Funder.MERCHANT, self.nothing)

    @property
    def nothing(self) -> Decimal:
        """Zero, with the digits of `amount`."""
        return difference(self.amount, self.amount)


def _funders(
    check: Validator, value: object, discount: Decimal
) -> tuple[tuple[Funder, Decimal], ...]:
    """Return the part of *discount* of each funder, checked."""
    if value is None or isinstance(value, str):
        name = Funder.BANK if value is None else value
        funder = check.choice("funded_by", name, Funder)
        return ((funder, discount),) if discount else ()
    parts: dict[Funder, Decimal] = {}
    for path, key, amount in pairs(check, "funded_by", value):
        funder = check.choice(path, key, Funder)
        part = check.positive_amount(path, amount)
        parts[funder] = exact_sum(part, [parts.get(funder, ZERO)])
    whole = exact_sum(ZERO, parts.values())
    if not check.found and whole != discount:
        identity = "gateway_discount"
        check.add(
            "funded_by", "does_not_add_up", whole, expected=discount, identity=identity
        )
    return tuple(sorted(parts.items()))


@frozen(init=False)
class ShipmentUpdate:
    """
    The state of one shipment.

    Raises `CheckoutError` with every fault.

    >>> ShipmentUpdate("S1", "shipped", "2026-11-22T12:00:00Z", units={0: 1}).units
    Units({0: 1})

    Attributes:
        id: the host's id of this shipment, not empty.
        state: `scheduled`, `shipped`, `undelivered`, `delivered` or
            `returned_to_origin`.
        at: when it was reported, with its offset.
        units: how many units of each line are in it, a mapping by the line's index;
            needed when the shipment is first reported, none by default afterwards.
    """

    id: str
    state: ShipmentState
    at: datetime
    units: Units = field(factory=Units)

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's own name
        state: str,
        at: datetime | str,
        units: Mapping[int, int] | Iterable[object] = (),
    ) -> None:
        check = Validator()
        packed = units_by_line(check, "units", units)
        ident = check.text("id", id, needed="the shipment's id", limit=MAX_NOTE)
        known_state = check.choice("state", state, ShipmentState)
        moment = check.time("at", at)
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            ident, known_state, moment, packed
        )


@frozen(init=False)
class StatusChange:
    """
    A step that the shopper or the merchant decides.

    Raises `CheckoutError` with every fault.

    Attributes:
        name: `submitted`, `approval_asked`, `confirmed` or `cancelled`.
        at: when, with its offset.
        reason: why, as the shopper or the merchant wrote; "" by default.
        feedback: a text of the shopper about it, None (default) for nothing.
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
        step = check.choice("name", name, STATUS_CHANGES)
        moment = check.time("at", at)
        why = check.text("reason", reason, limit=MAX_NOTE)
        remark = check.maybe_text("feedback", feedback, limit=MAX_NOTE)
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            step, moment, why, remark
        )


@frozen(init=False)
class Refunded:
    """
    A refund of goods or charges was made.

    Raises `CheckoutError` if *refund* is not a `Refund`.

    Attributes:
        refund: the refund, as `Order.refund` and `Order.cancellation` return it.
    """

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

    `Order.return_of_excess` makes one.  Raises `CheckoutError` with every fault.

    Attributes:
        id: the host's id, used once.
        amount: how much the payments no longer settle, in major units, above 0.
        at: when, with its offset.
        gateway_discount: the part of it that goes back to the funder of a discount, 0
            by default.
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
        whole = check.positive_amount("amount", amount)
        discount = check.amount("gateway_discount", gateway_discount)
        ident = check.text("id", id, needed="an id of your own", limit=MAX_NOTE)
        moment = check.time("at", at)
        if not check.found:
            check_discount(check, discount, whole)
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            ident, whole, moment, discount
        )

    @property
    def gateway(self) -> Decimal:
        """The money sent back through the gateway."""
        return difference(self.amount, self.gateway_discount)


#: All that can happen to an order.
Event: TypeAlias = (
    PaymentUpdate
    | ShipmentUpdate
    | StatusChange
    | Refunded
    | ExcessReturned
    | Reversed
    | Disputed
)
