# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
An order: an accepted quote and the events since.

Promises that an order only moves as `TRANSITIONS` says, that paid and unpaid amounts
always sum to `to_be_paid`, that the shopper is never refunded more than they paid, that
an event reported twice changes nothing the second time, and that an illegal one changes
nothing.  An order is a value: `after` returns a new one.

Knows nothing of documents, gateways or databases.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from attrs import frozen

from checkout_core.checks import MAX_NOTE, Validator, listed
from checkout_core.errors import CheckoutError, Faults, fault
from checkout_core.money import difference, exact_sum, to_decimal, to_minor
from checkout_core.orders.events import (
    MONEY_EVENTS,
    SHIPMENTS,
    TRANSITIONS,
    ExcessReturned,
    PaymentState,
    PaymentUpdate,
    Refunded,
    ShipmentState,
    ShipmentUpdate,
    StatusChange,
)
from checkout_core.pricing import Quote
from checkout_core.refunds import Refund, cancellation, refund
from checkout_core.refunds.calculate import A_QUOTE
from checkout_core.refunds.proration import prorate as share
from checkout_core.statuses import OrderStatus, PaymentStatus


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.money import Amount
    from checkout_core.orders.events import Event
    from checkout_core.refunds import RefundPolicy
    from checkout_core.store import Store


T = TypeVar("T")

#: Payments, parcels or refunds of one order.
_MOST = 1_000_000

#: The states of a parcel in which a given state has been reached.
_REACHED = {
    ShipmentState.SCHEDULED: frozenset(ShipmentState),
    ShipmentState.SHIPPED: frozenset(ShipmentState) - {ShipmentState.SCHEDULED},
    ShipmentState.DELIVERED: frozenset(
        {ShipmentState.DELIVERED, ShipmentState.RETURNED_TO_ORIGIN}
    ),
    ShipmentState.UNDELIVERED: frozenset(
        {ShipmentState.UNDELIVERED, ShipmentState.RETURNED_TO_ORIGIN}
    ),
    ShipmentState.RETURNED_TO_ORIGIN: frozenset({ShipmentState.RETURNED_TO_ORIGIN}),
}


@frozen(init=False)
class Order:
    """
    An order at one moment; `placed` makes the first, `after` the next.

    Raises `CheckoutError` for values of foreign types.  Whether they fit each other is
    checked by `after` and `read_order`.

    Attributes:
        number: the host's order number.
        quote: what the shopper accepted.
        placed_at: when it was placed, with its offset.
        status: its `OrderStatus`.
        payments: one `PaymentUpdate` for each payment, in its present state; the one
            reported last comes last.
        parcels: one `ShipmentUpdate` for each parcel, in its present state.
        refunds: the credit notes.
        excess: excess money that was sent back.
        reason: why it was cancelled, "" if it was not.
        feedback: what the shopper wrote about the cancellation, None for nothing.
    """

    number: str
    quote: Quote
    placed_at: datetime
    status: OrderStatus
    payments: tuple[PaymentUpdate, ...]
    parcels: tuple[ShipmentUpdate, ...]
    refunds: tuple[Refund, ...]
    excess: tuple[ExcessReturned, ...]
    reason: str
    feedback: str | None

    def __init__(
        self,
        *,
        number: str,
        quote: Quote,
        placed_at: datetime | str,
        status: str,
        payments: Iterable[PaymentUpdate] = (),
        parcels: Iterable[ShipmentUpdate] = (),
        refunds: Iterable[Refund] = (),
        excess: Iterable[ExcessReturned] = (),
        reason: str = "",
        feedback: str | None = None,
    ) -> None:
        check = Validator()
        check.instance("quote", quote, Quote, A_QUOTE)
        name = check.text("number", number, needed="the order's number")
        moment = check.time("placed_at", placed_at)
        stands = check.choice("status", status, OrderStatus)
        told = (
            _nouns(check, "payments", payments, PaymentUpdate),
            _nouns(check, "parcels", parcels, ShipmentUpdate),
            _nouns(check, "refunds", refunds, Refund),
            _nouns(check, "excess", excess, ExcessReturned),
            check.text("reason", reason, limit=MAX_NOTE),
            check.maybe_text("feedback", feedback, limit=MAX_NOTE),
        )
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            name, quote, moment, stands, *told
        )

    @classmethod
    def placed(
        cls,
        quote: Quote,
        *,
        number: str,
        at: datetime | str,
        status: str | None = None,
    ) -> Order:
        """
        Return a new order for *quote*, whose figures must add up.

        *number* is the host's, not empty; *at* is when it is placed, with its offset.
        The status is `pending` if there is something to pay, else `confirmed`, unless
        *status* is given (`draft`, `awaiting_approval`).  Raises `CheckoutError` with
        every fault.
        """
        check = Validator()
        known = check.instance("quote", quote, Quote, A_QUOTE)
        name = check.text("number", number, needed="the order's number")
        moment = check.time("at", at)
        needs_payment = known is not None and known.payment_required
        first = "pending" if needs_payment else "confirmed"
        starts = ("draft", "pending", "awaiting_approval", "confirmed")
        begun = check.choice("status", first if status is None else status, starts)
        check.raise_any()
        quote.check()
        assert moment is not None
        return cls(number=name, quote=quote, placed_at=moment, status=begun)

    def __repr__(self) -> str:
        """Show its number, status and amount, and no personal data."""
        return f"<Order {self.number} {self.status}, {self.quote!r}>"

    # Money ----------------------------------------------------------------------

    @property
    def to_be_paid(self) -> Decimal:
        """What the quote asks to be paid, in major units."""
        return self.quote.to_be_paid

    @property
    def amount_settled(self) -> Decimal:
        """What payments settled, including excess."""
        return self._sum(each.amount for each in self._succeeded)

    @property
    def amount_received(self) -> Decimal:
        """What payers were charged: after bank discounts, with gateway fees."""
        return self._sum(each.received for each in self._succeeded)

    @property
    def amount_paid(self) -> Decimal:
        """How much of `to_be_paid` is settled."""
        return min(self.amount_settled, self.to_be_paid)

    @property
    def gateway_discount(self) -> Decimal:
        """The part of `amount_paid` that offers of the gateway paid."""
        given = self._sum(each.gateway_discount for each in self._succeeded)
        beyond = self._sum([self.amount_overpaid, *(x.amount for x in self.excess)])
        return difference(given, self._discount_of_last(beyond))

    @property
    def amount_unpaid(self) -> Decimal:
        """How much of `to_be_paid` is not settled yet."""
        return difference(self.to_be_paid, self.amount_paid)

    @property
    def amount_overpaid(self) -> Decimal:
        """
        Money received beyond what is owed and not yet returned.

        Duplicate, excess or late payments, less what the shopper still owes for what
        they keep.
        """
        due = self._sum(each.due.gateway for each in self.refunds)
        owed = difference(self.to_be_paid, due)
        return max(difference(self.amount_held, owed), self._sum(()))

    @property
    def amount_held(self) -> Decimal:
        """
        Payments settled minus gateway refunds, returned excess and kept charges.

        A charge may also be kept from credit, which is not a payment.
        """
        gone = [difference(each.due.gateway, each.unpaid) for each in self.refunds]
        gone += [each.amount for each in self.excess]
        return difference(self.amount_settled, self._sum(gone))

    @property
    def discount_held(self) -> Decimal:
        """The part of `amount_held` that offers of the gateway paid."""
        given = self._sum(each.gateway_discount for each in self._succeeded)
        gone = [each.gateway_discount for each in self.refunds]
        gone += [each.gateway_discount for each in self.excess]
        return difference(given, self._sum(gone))

    @property
    def amount_refunded(self) -> Decimal:
        """What was refunded through the gateway for goods and charges."""
        return self._sum(each.gateway for each in self.refunds)

    @property
    def is_paid_through_gateway(self) -> bool:
        """Whether a payment succeeded, so that the gateway can refund it."""
        return bool(self._succeeded)

    @property
    def payment_status(self) -> PaymentStatus:
        """How far it is paid; an order with nothing to pay counts as paid."""
        if not self.amount_unpaid:
            return PaymentStatus.SUCCESS
        if self.amount_paid:
            return PaymentStatus.PARTIALLY_PAID
        states = {each.state for each in self.payments}
        return (
            PaymentStatus.FAILED
            if states == {PaymentState.FAILED}
            else PaymentStatus.PENDING
        )

    @property
    def payment_success_date(self) -> datetime | None:
        """When the last needed payment was received, None before that."""
        if self.amount_unpaid:
            return None
        due, last = self.to_be_paid, self.placed_at
        for each in sorted(self._succeeded, key=lambda payment: payment.at):
            if due <= 0:
                break
            due, last = difference(due, each.amount), each.at
        return last

    @property
    def _succeeded(self) -> tuple[PaymentUpdate, ...]:
        return tuple(
            [each for each in self.payments if each.state is PaymentState.SUCCEEDED]
        )

    def _discount_of_last(self, amount: Decimal) -> Decimal:
        """
        Return the part of the last *amount* settled that gateway offers paid.

        Excess money belongs to the last payments, so it is returned from the last one
        first; each one's discount counts in proportion, half a paisa rounded up.
        """
        left, found = self._minor(amount), 0
        for each in reversed(self._succeeded):
            whole = self._minor(each.amount)
            taken = min(left, whole)
            found += share(self._minor(each.gateway_discount), taken, whole)
            left -= taken
        return to_decimal(found, self.quote.cart.currency.exponent)

    # Goods ----------------------------------------------------------------------

    @property
    def returned(self) -> dict[int, int]:
        """How many units of each line were returned, by the line's index."""
        found: Counter[int] = Counter()
        for each in self.refunds:
            for part in each.returned:
                found[part.line] += part.quantity
        return dict(found)

    @property
    def legal(self) -> tuple[str, ...]:
        """The names of the events that are legal now."""
        return (*TRANSITIONS[self.status], *money_events(self.status))

    @property
    def is_cancellation_allowed(self) -> bool:
        """Whether the shopper may cancel: after it is placed, before it is shipped."""
        return (
            self.status is not OrderStatus.DRAFT
            and "cancelled" in TRANSITIONS[self.status]
        )

    def cancellation(
        self,
        *,
        id: str,  # noqa: A002 - the field's own name
        at: datetime | str,
        policy: RefundPolicy | None = None,
        reason: str = "",
    ) -> Refund:
        """Return the refund if the order is cancelled now; it is not applied."""
        return cancellation(
            self.quote,
            id=id,
            at=at,
            earlier=self.refunds,
            paid=self.amount_paid,
            gateway_discount=self.gateway_discount,
            policy=policy,
            reason=reason,
            order_number=self.number,
        )

    def refund(
        self,
        returned: Mapping[int, int],
        *,
        id: str,  # noqa: A002 - the field's own name
        at: datetime | str,
        policy: RefundPolicy | None = None,
        shipping: Amount | None = None,
        reason: str = "",
        store: Store | None = None,
    ) -> Refund:
        """
        Return the refund if units are returned now; it is not applied.

        The arguments are those of `refunds.refund`; those that the order knows
        (`quote`, `earlier`, `paid`, `gateway_discount`, `order_number`) are filled in.
        """
        return refund(
            self.quote,
            returned,
            id=id,
            at=at,
            earlier=self.refunds,
            paid=self.amount_paid,
            gateway_discount=self.gateway_discount,
            policy=policy,
            shipping=shipping,
            reason=reason,
            order_number=self.number,
            store=store,
        )

    def return_of_excess(
        self,
        *,
        id: str,  # noqa: A002 - the field's own name
        at: datetime | str,
        amount: Amount | None = None,
    ) -> ExcessReturned:
        """
        Return the event that sends back *amount* of `amount_overpaid`, by default all.

        Raises `CheckoutError` if nothing was overpaid.
        """
        whole = self.amount_overpaid if amount is None else amount
        asked = ExcessReturned(id, whole, at)
        self._on_grid(amount=asked.amount)
        before = self._sum(each.amount for each in self.excess)
        given = self._sum(each.gateway_discount for each in self.excess)
        due = self._discount_of_last(exact_sum(before, [asked.amount]))
        discount = min(max(difference(due, given), self._sum(())), asked.amount)
        return attrs.evolve(asked, gateway_discount=discount)

    # Events ---------------------------------------------------------------------

    def after(self, event: Event) -> Order:
        """
        Return the order after *event*; the same order if it was reported before.

        Raises `CheckoutError` for an event that is not legal now, or that does
        not fit what was reported before.
        """
        match event:
            case PaymentUpdate():
                return self._paid(event)
            case ShipmentUpdate():
                return self._parcelled(event)
            case StatusChange():
                return self._moved(event)
            case Refunded():
                return self._refunded(event.refund)
            case ExcessReturned():
                return self._sent_back(event)
        check = Validator()
        names = (
            "PaymentUpdate, ShipmentUpdate, StatusChange, Refunded or ExcessReturned"
        )
        check.wrong_type("event", event, f"an event: {names}")
        raise CheckoutError(check.found)

    def _paid(self, event: PaymentUpdate) -> Order:
        self._on_grid(
            amount=event.amount,
            received=event.received,
            gateway_discount=event.gateway_discount,
            surcharge=event.surcharge,
            **{f"funded_by[{each}]": part for each, part in event.funded_by},
        )
        known = {each.id: each for each in self.payments}
        before = known.get(event.id)
        if before is not None:
            if before.amount != event.amount:
                raise _refused(
                    "payment.amount",
                    "payment_differs",
                    event.amount,
                    id=event.id,
                    amount=before.amount,
                )
            order = list(PaymentState)
            if order.index(event.state) <= order.index(before.state):
                return self
            del known[event.id]
        known[event.id] = event
        after = attrs.evolve(self, payments=tuple(known.values()))
        if event.state is PaymentState.SUCCEEDED and not after.amount_unpaid:
            return after._to("paid")  # noqa: SLF001 - its own class
        return after

    def _parcelled(self, event: ShipmentUpdate) -> Order:
        known = {each.id: each for each in self.parcels}
        before = known.get(event.id)
        units = event.units or (() if before is None else before.units)
        event = attrs.evolve(event, units=units)
        if before is None:
            self._fits(event)
            if event.state not in ("scheduled", "shipped"):
                raise self._illegal(f"{event.state} of an unknown parcel")
        elif before.units != event.units:
            raise _refused(
                "parcel.units", "parcel_differs", dict(event.units), id=event.id
            )
        elif before.state is event.state or event.state is ShipmentState.SCHEDULED:
            return self
        elif event.state not in SHIPMENTS[before.state]:
            raise self._illegal(f"{event.state} of a parcel that is {before.state}")
        known[event.id] = event
        after = attrs.evolve(self, parcels=tuple(known.values()))
        whole = after._is_whole(event.state)  # noqa: SLF001 - its own class
        name = str(event.state) if whole else f"{event.state}_in_part"
        return after._to(name)  # noqa: SLF001 - its own class

    def _fits(self, event: ShipmentUpdate) -> None:
        """Raise unless the units of a new parcel are not in another one."""
        found = Faults()
        packed: Counter[int] = Counter()
        for each in self.parcels:
            packed.update(dict(each.units))
        lines = self.quote.lines
        if not event.units:
            found.add("parcel.units", "required", None, expected="what is in it")
        for at, count in event.units:
            path = f"parcel.units[{at}]"
            if at >= len(lines):
                found.add(path, "no_such_line", at, last=len(lines) - 1)
                continue
            left = lines[at].quantity - packed[at]
            if count > left:
                found.add(path, "not_so_many_to_pack", count, left=left)
        found.raise_any()

    def _is_whole(self, state: ShipmentState) -> bool:
        """Return whether every unit of the order has reached *state*."""
        there: Counter[int] = Counter()
        for each in self.parcels:
            if each.state in _REACHED[state]:
                there.update(dict(each.units))
        return all(
            there[at] == line.quantity for at, line in enumerate(self.quote.lines)
        )

    def _moved(self, event: StatusChange) -> Order:
        if self.status == _LEADS_TO[event.name]:
            return self
        after = self._to(event.name)
        if event.name == "cancelled":
            return attrs.evolve(after, reason=event.reason, feedback=event.feedback)
        return after

    def _refunded(self, refund: Refund) -> Order:
        for each in self.refunds:
            if each.id == refund.id:
                if each == refund:
                    return self
                raise _refused("refund.id", "refund_id_used", refund.id)
        after = attrs.evolve(self, refunds=(*self.refunds, refund))
        found = Faults()
        # Nothing is refunded twice, and the payer does not get the discount of an
        # offer.
        if not 0 <= after.discount_held <= after.amount_held:
            left = difference(self.amount_held, self.discount_held)
            found.add(
                "refund.gateway", "refund_exceeds_paid", refund.gateway, left=left
            )
        for at, units in after.returned.items():
            bought = self.quote.lines[at].quantity
            if units > bought:
                rest = bought - self.returned.get(at, 0)
                path = f"refund.returned[{at}]"
                found.add(path, "more_than_bought", units, left=rest)
        found.raise_any()
        return after

    def _sent_back(self, event: ExcessReturned) -> Order:
        self._on_grid(amount=event.amount)
        if event in self.excess:
            return self
        if event.id in {each.id for each in self.excess}:
            raise _refused("excess.id", "refund_id_used", event.id)
        if event.amount > self.amount_overpaid:
            left = self.amount_overpaid
            raise _refused(
                "excess.amount", "refund_exceeds_paid", event.amount, left=left
            )
        due = self.return_of_excess(id=event.id, at=event.at, amount=event.amount)
        if event != due:
            raise _refused(
                "excess.gateway_discount",
                "does_not_add_up",
                event.gateway_discount,
                expected=due.gateway_discount,
                identity="the discounts of the payments it came with",
            )
        return attrs.evolve(self, excess=(*self.excess, event))

    def _to(self, name: str) -> Order:
        """Return the order with the status that the table gives."""
        there = TRANSITIONS[self.status].get(name)
        if there is None:
            if name in MONEY_EVENTS:
                return self
            raise self._illegal(name)
        return attrs.evolve(self, status=OrderStatus(there))

    def _illegal(self, name: str) -> CheckoutError:
        return _refused(
            "event", "illegal_event", name, status=self.status, legal=listed(self.legal)
        )

    def _on_grid(self, **amounts: Decimal) -> None:
        check = Validator()
        for name, amount in amounts.items():
            check.within("", partial(self._minor, amount, name))
        check.raise_any()

    def _minor(self, amount: Decimal, name: str = "amount") -> int:
        return to_minor(amount, self.quote.cart.currency, name)

    def _sum(self, amounts: Iterable[Decimal]) -> Decimal:
        return exact_sum(difference(self.to_be_paid, self.to_be_paid), amounts)


def _nouns(check: Validator, path: str, given: object, kind: type[T]) -> tuple[T, ...]:
    """Return a list of instances of one class as a tuple, checked."""
    found = check.items(path, given, limit=_MOST)
    for at, each in enumerate(found):
        check.instance(f"{path}[{at}]", each, kind, f"of the class {kind.__name__}")
    return tuple(found)


_LEADS_TO = {
    "submitted": "pending",
    "approval_asked": "awaiting_approval",
    "confirmed": "confirmed",
    "cancelled": "cancelled",
}


def money_events(status: str) -> tuple[str, ...]:
    """
    Return the money events that are legal although a status has no row for them.

    >>> money_events("pending")[:2]
    ('payment_started', 'payment_failed')
    """
    return tuple(name for name in MONEY_EVENTS if name not in TRANSITIONS[status])


def _refused(path: str, code: str, value: Any, **facts: object) -> CheckoutError:
    return CheckoutError([fault(path, code, value, **facts)])
