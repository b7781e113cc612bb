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
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs

from attrs import frozen

from checkout_core.checks import MAX_NOTE, Validator, expect
from checkout_core.deprecated import warn_of_former
from checkout_core.orders.apply import applied
from checkout_core.orders.checked import instances
from checkout_core.orders.debit_notes import debit_note
from checkout_core.orders.events import (
    ExcessReturned,
    PaymentUpdate,
    ShipmentUpdate,
)
from checkout_core.orders.facts import NAMES, Facts
from checkout_core.orders.invoice import Invoice, invoice_of
from checkout_core.orders.payments import PlannedPart, planned
from checkout_core.orders.reversals import Disputed, ReversalKind, Reversed
from checkout_core.orders.settlement import Settlement
from checkout_core.orders.transitions import TRANSITIONS, legal_events
from checkout_core.pricing import Quote
from checkout_core.refunds import Refund, Units, cancellation, refund
from checkout_core.refunds.calculate import A_QUOTE
from checkout_core.statuses import OrderStatus, PaymentStatus, SurchargeBy


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from checkout_core.ledger import Instalment
    from checkout_core.money import Amount
    from checkout_core.orders.debit_notes import DebitNote
    from checkout_core.orders.events import Event
    from checkout_core.refunds import PriceReduction, RefundPolicy
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
        reversals: money of payments that went away without a refund of ours, by id.
        disputes: one `Disputed` for each dispute, in its present state, by id.
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
    reversals: tuple[Reversed, ...]
    disputes: tuple[Disputed, ...]
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
        reversals: Iterable[Reversed] = (),
        disputes: Iterable[Disputed] = (),
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
            "reversals": instances(check, "reversals", reversals, Reversed),
            "disputes": instances(check, "disputes", disputes, Disputed),
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

    @cached_property
    def settlement(self) -> Settlement:
        """All figures of its money; those below are some of them."""
        return Settlement(self._facts)

    @property
    def _facts(self) -> Facts:
        return Facts(**{name: getattr(self, name) for name in NAMES})

    @property
    def to_be_paid(self) -> Decimal:
        """What the quote asks to be paid, in major units."""
        return self.quote.to_be_paid

    @property
    def amount_settled(self) -> Decimal:
        """What payments settled and did not go away, excess included."""
        return self.settlement.settled

    @property
    def amount_received(self) -> Decimal:
        """What payers were charged, with fees on top, less what went away."""
        return self.settlement.received

    @property
    def amount_paid(self) -> Decimal:
        """How much of `to_be_paid` is settled."""
        return self.settlement.paid

    @property
    def gateway_discount(self) -> Decimal:
        """The part of `amount_paid` that offers of the gateway paid."""
        return self.settlement.discount

    @property
    def amount_cancelled(self) -> Decimal:
        """How much of `to_be_paid` refunds cancelled before it was paid."""
        return self.settlement.cancelled

    @property
    def amount_unpaid(self) -> Decimal:
        """How much of `to_be_paid` is neither settled yet nor cancelled by a refund."""
        return self.settlement.unpaid

    @property
    def plan(self) -> tuple[PlannedPart, ...]:
        """The parts in which it is paid, as they were agreed; see `amount_due`."""
        return planned(self.quote.instalments, self.to_be_paid)

    @property
    def instalments(self) -> tuple[Instalment, ...]:
        """When its parts are due, less what refunds cancelled, the last part first."""
        return self.settlement.instalments

    def amount_due(self, at: datetime) -> Decimal:
        """
        Return how much of what is due at a moment, with its offset, is not settled.

        All that is unpaid, or of a plan the part due now and each day's from that day.
        """
        expect(at=(at, datetime))
        return self.settlement.due(at)

    @property
    def amount_overpaid(self) -> Decimal:
        """
        Money received beyond what is owed and not yet returned.

        Duplicate, excess or late payments, less what the shopper still owes for what
        they keep.
        """
        return self.settlement.overpaid

    @property
    def amount_held(self) -> Decimal:
        """
        What is settled less price reductions, refunds, returned excess, kept charges.

        A charge may also be kept from credit, which is not a payment.
        """
        return self.settlement.held

    @property
    def discount_held(self) -> Decimal:
        """The part of `amount_held` that banks, platforms and brands paid."""
        return self.settlement.discount_held

    @property
    def amount_refunded(self) -> Decimal:
        """What was refunded through the gateway, fees that went back included."""
        return self.settlement.sum(each.gateway for each in self.refunds)

    @property
    def is_paid_through_gateway(self) -> bool:
        """
        Whether a payment through a gateway succeeded, which can refund it.

        One that went away, or that was sent back because too much came, cannot send
        back what the merchant took.
        """
        manual = {each.manual for each in self.settlement.succeeded}
        return manual == {False} or (
            False in manual and bool(self.settlement.at_gateways)
        )

    @property
    def payment_reversed(self) -> bool:
        """Whether money of a payment went away without a refund of ours."""
        return any(each.kind is not ReversalKind.UNDONE for each in self.reversals)

    @property
    def payment_disputed(self) -> bool:
        """Whether a payer disputed a payment, whatever became of it."""
        return bool(self.disputes)

    @property
    def payment_status(self) -> PaymentStatus:
        """How far it is paid; an order with nothing to pay counts as paid."""
        return self.settlement.status

    @property
    def payment_success_date(self) -> datetime | None:
        """When the last needed payment was received, None before that."""
        return self.settlement.settled_at

    # Papers ---------------------------------------------------------------------

    @property
    def price_reductions(self) -> tuple[PriceReduction, ...]:
        """
        By how much each payment with an offer of the merchant lowered the price.

        One that was received before the invoice was made is a part of it (`invoice`); a
        later one is a credit note of its own.
        """
        return self.settlement.reductions

    def invoice(self, at: datetime | None = None) -> Invoice:
        """
        Return the figures of the invoice: the quote less price reductions.

        Those of payments that were received by *at*, with its offset; None (the
        default) for all of them.
        """
        expect(at=(at, datetime | None))
        received = [x for x in self.price_reductions if at is None or x.at <= at]
        return invoice_of(self.quote, received)

    @property
    def debit_notes(self) -> tuple[DebitNote, ...]:
        """
        The debit notes for fees on top of payments that the merchant gets.

        The store charges them, so their tax is at its own place of supply.
        """
        charged = [
            each
            for each in self.settlement.succeeded
            if each.fee and each.surcharge_by is SurchargeBy.MERCHANT
        ]
        if not charged:
            return ()
        names, currency = self.quote.store_place.components, self.quote.cart.currency
        return tuple([debit_note(each, names, currency) for each in charged])

    # Goods ----------------------------------------------------------------------

    @property
    def returned(self) -> Units:
        """How many units of each line were returned, by the line's index."""
        return self._facts.returned

    @property
    def parcels(self) -> tuple[ShipmentUpdate, ...]:
        """The former name of `shipments`."""
        warn_of_former("Order.parcels", "Order.shipments")
        return self.shipments

    @property
    def legal(self) -> tuple[str, ...]:
        """The names of the events that are legal now."""
        return legal_events(self.status)

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
            self.quote,
            id=id,
            at=at,
            policy=policy,
            reason=reason,
            surcharge=self.settlement.fee,
            **self.refund_facts(),
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
        (those of `refund_facts`) are filled in.
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
            **self.refund_facts(),
        )

    def refund_facts(self) -> dict[str, Any]:
        """
        Return the arguments of `refund` and `cancellation` that an order knows.

        `earlier`, `paid`, `gateway_discount`, `reductions` and `order_number`.
        """
        money = self.settlement
        return {
            "earlier": self.refunds,
            "paid": money.paid,
            "gateway_discount": money.funded,
            "reductions": money.reductions,
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
        return self.settlement.return_of_excess(id, at, amount)

    # Events ---------------------------------------------------------------------

    def after(self, event: Event) -> Order:
        """
        Return the order after *event*; the same order if it was reported before.

        *event* is a `PaymentUpdate`, `ShipmentUpdate`, `StatusChange`, `Refunded`,
        `ExcessReturned`, `Reversed` or `Disputed`.  Raises `CheckoutError` for an event
        that is not legal now, or that does not fit what was reported before.
        """
        facts = self._facts
        after = applied(facts, event)
        if after is facts:
            return self
        return attrs.evolve(self, **{name: getattr(after, name) for name in NAMES})
