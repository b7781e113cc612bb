# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
An order: an accepted quote and the events since.

Promises that an order only moves as `TRANSITIONS` says, that what is paid, unpaid and
cancelled unpaid is all of `to_be_paid`, that the shopper is never refunded more than
they paid, that an event reported twice changes nothing the second time, and that an
illegal one changes nothing.  An order is a value: `after` returns a new one.

Knows nothing of documents, gateways or databases.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import attrs

from attrs import frozen

from checkout_core.cart.instalments import NOW
from checkout_core.checks import MAX_NOTE, Validator, expect, listed
from checkout_core.deprecated import warn_of_former
from checkout_core.errors import CheckoutError, Faults
from checkout_core.money.exact import difference, exact_sum
from checkout_core.orders.checked import (
    instances,
    not_an_event,
    other_discount,
    refused,
)
from checkout_core.orders.events import (
    ExcessReturned,
    PaymentState,
    PaymentUpdate,
    Refunded,
    ShipmentUpdate,
    StatusChange,
)
from checkout_core.orders.payments import (
    check_grid,
    discount_of_last,
    instalments_left,
    is_due,
    payment_status,
    settled_at,
    with_payment,
)
from checkout_core.orders.shipments import has_reached, with_shipment
from checkout_core.orders.transitions import (
    MONEY_EVENTS,
    STATUS_CHANGES,
    TRANSITIONS,
    money_events,
)
from checkout_core.pricing import Quote
from checkout_core.refunds import Refund, Units, cancellation, refund
from checkout_core.refunds.calculate import A_QUOTE
from checkout_core.refunds.note import sum_of_returned
from checkout_core.statuses import OrderStatus, PaymentStatus


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from checkout_core.ledger import Instalment
    from checkout_core.money import Amount
    from checkout_core.orders.events import Event
    from checkout_core.refunds import RefundPolicy
    from checkout_core.store import Store


@frozen(init=False, kw_only=True)
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
        shipments: one `ShipmentUpdate` for each shipment, in its present state.
        refunds: the credit notes.
        excess: excess money that was sent back.
        reason: why its status was changed last, as it was written; "" for nothing.
        feedback: what the shopper wrote about the cancellation, None for nothing.
    """

    number: str
    quote: Quote
    placed_at: datetime
    status: OrderStatus
    payments: tuple[PaymentUpdate, ...]
    shipments: tuple[ShipmentUpdate, ...]
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
        shipments: Iterable[ShipmentUpdate] = (),
        refunds: Iterable[Refund] = (),
        excess: Iterable[ExcessReturned] = (),
        reason: str = "",
        feedback: str | None = None,
    ) -> None:
        check = Validator()
        check.instance("quote", quote, Quote, A_QUOTE)
        fields: dict[str, Any] = {
            "number": check.text("number", number, needed="the order's number"),
            "quote": quote,
            "placed_at": check.time("placed_at", placed_at),
            "status": check.choice("status", status, OrderStatus),
            "payments": instances(check, "payments", payments, PaymentUpdate),
            "shipments": instances(check, "shipments", shipments, ShipmentUpdate),
            "refunds": instances(check, "refunds", refunds, Refund),
            "excess": instances(check, "excess", excess, ExcessReturned),
            "reason": check.text("reason", reason, limit=MAX_NOTE),
            "feedback": check.maybe_text("feedback", feedback, limit=MAX_NOTE),
        }
        check.raise_any()
        self.__attrs_init__(**fields)  # pyright: ignore[reportAttributeAccessIssue]

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
        The status is `pending` if there is something to pay now, else `confirmed`,
        unless *status* is given (`draft`, `awaiting_approval`).  Raises `CheckoutError`
        with every fault.
        """
        check = Validator()
        known = check.instance("quote", quote, Quote, A_QUOTE)
        name = check.text("number", number, needed="the order's number")
        moment = check.time("at", at)
        needs_payment = known is not None and known.due_now > 0
        first = "pending" if needs_payment else "confirmed"
        starts = ("draft", "pending", "awaiting_approval", "confirmed")
        chosen = check.choice("status", first if status is None else status, starts)
        check.raise_any()
        quote.check()
        assert moment is not None
        return cls(number=name, quote=quote, placed_at=moment, status=chosen)

    def __repr__(self) -> str:
        """Show its number, status and amount, and no personal data."""
        return f"<Order {self.number} {self.status}, {self.quote!r}>"

    # Money ----------------------------------------------------------------------
    # Two payments of 600.00 for 1000.00: 1200.00 is settled, 1000.00 paid, 200.00
    # overpaid.  Goods of 300.00 come back: 900.00 is held, 700.00 is owed for what is
    # kept, so 200.00 is still overpaid; once that is sent back, 700.00 is held.

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
        whole = self._sum(each.gateway_discount for each in self._succeeded)
        beyond = self._sum([self.amount_overpaid, *(x.amount for x in self.excess)])
        return difference(whole, self._discount_of_last(beyond))

    @property
    def amount_cancelled(self) -> Decimal:
        """How much of `to_be_paid` refunds cancelled before it was paid."""
        return self._sum(each.unpaid for each in self.refunds)

    @property
    def amount_unpaid(self) -> Decimal:
        """How much of `to_be_paid` is neither settled yet nor cancelled by a refund."""
        owed = difference(self.to_be_paid, self.amount_cancelled)
        return max(difference(owed, self.amount_paid), self._sum(()))

    @property
    def instalments(self) -> tuple[Instalment, ...]:
        """When its parts are due, less what refunds cancelled, the last part first."""
        return instalments_left(self.quote.instalments, self.amount_cancelled)

    def amount_due(self, at: datetime) -> Decimal:
        """
        Return how much of what is due at a moment, with its offset, is not settled.

        All that is unpaid, or of a plan the part due now and each day's from that day.
        """
        expect(at=(at, datetime))
        if all(each.due == NOW for each in self.quote.instalments):
            return self.amount_unpaid
        due = [each.amount for each in self.instalments if is_due(each, at)]
        return max(difference(self._sum(due), self.amount_paid), self._sum(()))

    @property
    def amount_overpaid(self) -> Decimal:
        """
        Money received beyond what is owed and not yet returned.

        Duplicate, excess or late payments, less what the shopper still owes for what
        they keep.
        """
        due = self._sum(each.gateway_due for each in self.refunds)
        owed = difference(self.to_be_paid, due)
        return max(difference(self.amount_held, owed), self._sum(()))

    @property
    def amount_held(self) -> Decimal:
        """
        Payments settled minus gateway refunds, returned excess and kept charges.

        A charge may also be kept from credit, which is not a payment.
        """
        sent_back = [difference(each.gateway_due, each.unpaid) for each in self.refunds]
        sent_back += [each.amount for each in self.excess]
        return difference(self.amount_settled, self._sum(sent_back))

    @property
    def discount_held(self) -> Decimal:
        """The part of `amount_held` that offers of the gateway paid."""
        whole = self._sum(each.gateway_discount for each in self._succeeded)
        sent_back = [each.gateway_discount for each in self.refunds]
        sent_back += [each.gateway_discount for each in self.excess]
        return difference(whole, self._sum(sent_back))

    @property
    def amount_refunded(self) -> Decimal:
        """What was refunded through the gateway for goods and charges."""
        return self._sum(each.gateway for each in self.refunds)

    @property
    def is_paid_through_gateway(self) -> bool:
        """Whether a payment through a gateway succeeded, which can refund it."""
        return any(not each.manual for each in self._succeeded)

    @property
    def payment_status(self) -> PaymentStatus:
        """How far it is paid; an order with nothing to pay counts as paid."""
        amounts = self.amount_paid, self.amount_unpaid, self.amount_cancelled
        return payment_status(self.payments, *amounts)

    @property
    def payment_success_date(self) -> datetime | None:
        """When the last needed payment was received, None before that."""
        if self.payment_status is not PaymentStatus.SUCCESS:
            return None
        owed = difference(self.to_be_paid, self.amount_cancelled)
        return settled_at(self._succeeded, owed, self.placed_at)

    @property
    def _succeeded(self) -> tuple[PaymentUpdate, ...]:
        return tuple(
            [each for each in self.payments if each.state is PaymentState.SUCCEEDED]
        )

    def _discount_of_last(self, amount: Decimal) -> Decimal:
        """Return the part of the last *amount* settled that gateway offers paid."""
        return discount_of_last(self._succeeded, amount, self.quote.cart.currency)

    # Goods ----------------------------------------------------------------------

    @property
    def returned(self) -> Units:
        """How many units of each line were returned, by the line's index."""
        return sum_of_returned([row for each in self.refunds for row in each.returned])

    @property
    def parcels(self) -> tuple[ShipmentUpdate, ...]:
        """The former name of `shipments`."""
        warn_of_former("Order.parcels", "Order.shipments")
        return self.shipments

    @property
    def legal(self) -> tuple[str, ...]:
        """The names of the events that are legal now."""
        return (*TRANSITIONS[self.status], *money_events(self.status))

    @property
    def is_cancellation_allowed(self) -> bool:
        """Whether the shopper may cancel: after it is placed, before it is shipped."""
        allowed = "cancelled" in TRANSITIONS[self.status]
        return allowed and self.status is not OrderStatus.DRAFT

    def cancellation(
        self,
        *,
        id: str,  # noqa: A002 - the field's own name
        at: datetime | str,
        policy: RefundPolicy | None = None,
        reason: str = "",
    ) -> Refund:
        """
        Return the refund if the order is cancelled now; it is not applied.

        The arguments are those of `refunds.cancellation`; those that the order knows
        are filled in.  Raises `CheckoutError` with every fault.
        """
        return cancellation(
            self.quote, id=id, at=at, policy=policy, reason=reason, **self._facts()
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
        Raises `CheckoutError` with every fault.
        """
        return refund(
            self.quote,
            returned,
            id=id,
            at=at,
            policy=policy,
            shipping=shipping,
            reason=reason,
            store=store,
            **self._facts(),
        )

    def _facts(self) -> dict[str, Any]:
        """Return the arguments of a refund that an order knows."""
        return {
            "earlier": self.refunds,
            "paid": self.amount_paid,
            "gateway_discount": self.gateway_discount,
            "order_number": self.number,
        }

    def return_of_excess(
        self,
        *,
        id: str,  # noqa: A002 - the field's own name
        at: datetime | str,
        amount: Amount | None = None,
    ) -> ExcessReturned:
        """
        Return the event that sends back *amount* of `amount_overpaid`, by default all.

        *id* is the host's, used once; *at* is when, with its offset; *amount* is in
        major units.  Raises `CheckoutError` if nothing was overpaid.
        """
        whole = self.amount_overpaid if amount is None else amount
        asked = ExcessReturned(id, whole, at)
        check_grid(self.quote.cart.currency, amount=asked.amount)
        before = self._sum(each.amount for each in self.excess)
        sent_back = self._sum(each.gateway_discount for each in self.excess)
        due = self._discount_of_last(exact_sum(before, [asked.amount]))
        discount = min(max(difference(due, sent_back), self._sum(())), asked.amount)
        return attrs.evolve(asked, gateway_discount=discount)

    # Events ---------------------------------------------------------------------

    def after(self, event: Event) -> Order:
        """
        Return the order after *event*; the same order if it was reported before.

        *event* is a `PaymentUpdate`, `ShipmentUpdate`, `StatusChange`, `Refunded` or
        `ExcessReturned`.  Raises `CheckoutError` for an event that is not legal now, or
        that does not fit what was reported before.
        """
        match event:
            case PaymentUpdate():
                return self._with_payment(event)
            case ShipmentUpdate():
                return self._with_shipment(event)
            case StatusChange():
                return self._with_status(event)
            case Refunded():
                return self._with_refund(event.refund)
            case ExcessReturned():
                return self._with_excess(event)
        raise not_an_event(event)

    def _with_payment(self, event: PaymentUpdate) -> Order:
        payments = with_payment(self.payments, event, self.quote.cart.currency)
        if payments is self.payments:
            return self
        after = attrs.evolve(self, payments=payments)
        if event.state is PaymentState.SUCCEEDED and not after.amount_due(event.at):
            return after._to("paid")  # noqa: SLF001 - its own class
        return after

    def _with_shipment(self, event: ShipmentUpdate) -> Order:
        lines = self.quote.lines
        shipments = with_shipment(self.shipments, event, lines, self._illegal)
        if shipments is self.shipments:
            return self
        whole = has_reached(shipments, event.state, lines)
        name = str(event.state) if whole else f"{event.state}_in_part"
        after = attrs.evolve(self, shipments=shipments)
        return after._to(name)  # noqa: SLF001 - its own class

    def _with_status(self, event: StatusChange) -> Order:
        if self.status == STATUS_CHANGES[event.name]:
            return self
        said = event.feedback if event.name == "cancelled" else self.feedback
        return attrs.evolve(self._to(event.name), reason=event.reason, feedback=said)

    def _with_refund(self, refund: Refund) -> Order:
        for each in self.refunds:
            if each.id == refund.id:
                if each == refund:
                    return self
                raise refused("refund.id", "refund_id_used", refund.id)
        after = attrs.evolve(self, refunds=(*self.refunds, refund))
        found = Faults()
        # Nothing is refunded twice, and the discount of an offer not to the payer.
        if not 0 <= after.discount_held <= after.amount_held:
            most = difference(self.amount_held, self.discount_held)
            path, code = "refund.gateway", "refund_exceeds_paid"
            found.add(path, code, refund.gateway, left=most)
        for line, units in after.returned.items():
            bought = self.quote.lines[line].quantity
            if units > bought:
                rest = bought - self.returned.get(line, 0)
                path = f"refund.returned[{line}]"
                found.add(path, "more_than_bought", units, left=rest)
        found.raise_any()
        return after

    def _with_excess(self, event: ExcessReturned) -> Order:
        check_grid(self.quote.cart.currency, amount=event.amount)
        if event in self.excess:
            return self
        if event.id in {each.id for each in self.excess}:
            raise refused("excess.id", "refund_id_used", event.id)
        most = self.amount_overpaid
        if event.amount > most:
            code = "refund_exceeds_paid"
            raise refused("excess.amount", code, event.amount, left=most)
        due = self.return_of_excess(id=event.id, at=event.at, amount=event.amount)
        if event != due:
            raise other_discount(event, due)
        return attrs.evolve(self, excess=(*self.excess, event))

    def _to(self, name: str) -> Order:
        """Return the order with the status that the table gives."""
        there = TRANSITIONS[self.status].get(name)
        if there is None and name not in MONEY_EVENTS:
            raise self._illegal(name)
        return attrs.evolve(self, status=OrderStatus(there or self.status))

    def _illegal(self, name: str) -> CheckoutError:
        return refused(
            "event", "illegal_event", name, status=self.status, legal=listed(self.legal)
        )

    def _sum(self, amounts: Iterable[Decimal]) -> Decimal:
        return exact_sum(difference(self.to_be_paid, self.to_be_paid), amounts)
