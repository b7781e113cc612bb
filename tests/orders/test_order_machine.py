# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Orders against a model of a few numbers: whatever happens in whatever order.

The model knows what was settled, what came in, what offers gave and what went
back, and which units are where; it knows nothing of statuses, tenders or rows.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from checkout_core import (
    CheckoutError,
    GiftCard,
    Part,
    Store,
    dumps,
    read_order,
    read_refund,
    write_order_detail,
    write_refund,
)
from checkout_core.orders import (
    TRANSITIONS,
    Disputed,
    Order,
    PaymentUpdate,
    Refunded,
    Reversed,
    ShipmentUpdate,
)
from checkout_core.refunds import RefundPolicy
from tests.factories import tenders
from tests.factories.orders import at, moved, placed
from tests.factories.returns import POLICIES, rows
from tests.factories.returns import priced as bought


CENT = Decimal("0.01")
#: Says that all units of a line come back which are not back yet.
ALL = 0
#: How an order may be paid in parts; the day is reached during its life.
QUARTER = [Part("now", percent=25), Part("on_delivery")]
DATED = [Part("now", amount=100), Part("2026-11-23", percent=50), Part("2026-12-24")]
DOOR = [Part("on_delivery")]
STATES = ("scheduled", "shipped", "delivered", "undelivered", "returned_to_origin")


class Machine(RuleBasedStateMachine):
    """An order, and a model of it."""

    order: Order
    policy: RefundPolicy | None = None
    store: Store | None = None

    def begin(self, order: Order) -> None:
        """Begin with an order, of which nothing is paid, sent or back."""
        self.order = order
        lines = order.quote.lines
        self.bought = {index: line.quantity for index, line in enumerate(lines)}
        self.payments: dict[str, PaymentUpdate] = {}
        self.reported: list[Any] = []
        self.back = Decimal(0)
        self.given_back = Decimal(0)
        self.gone: dict[str, Decimal] = {}
        self.units: Counter[int] = Counter()

    def try_to(self, event: Any) -> bool:
        """Report an event to the order; an illegal one changes nothing."""
        before = self.order
        try:
            self.order = before.after(event)
        except CheckoutError:
            assert before == self.order
            return False
        self.reported.append(event)
        return True

    @rule(
        name=st.sampled_from(["P1", "P2", "P3"]),
        part=st.sampled_from([4, 2, 1]),
        state=st.sampled_from(["succeeded", "succeeded", "failed", "started"]),
        off=st.sampled_from([0, 0, 1, 10, 33, 100]),
        fee=st.sampled_from(["0", "0", "0.01", "15.00"]),
        who=st.sampled_from(["bank", "merchant"]),
    )
    def pay(
        self, name: str, part: int, state: str, off: int, fee: str, who: str
    ) -> None:
        """
        A payment of the whole, a half or a quarter, reported by a webhook.

        An offer of a bank or of the merchant may give some percent of it, and the
        gateway take a fee on top.
        """
        whole = self.order.quote.to_be_paid or Decimal(1)
        amount = max(CENT, (whole * part / 4).quantize(CENT))
        known = self.payments.get(name)
        if known is not None:
            amount = known.amount
        discount = (amount * off / 100).quantize(CENT)
        event = PaymentUpdate(
            name,
            amount,
            at(1),
            state=state,
            gateway_discount=discount,
            funded_by=who,
            surcharge=fee,
        )
        if self.try_to(event) and (known is None or known.state != "succeeded"):
            self.payments[name] = event

    @rule(
        name=st.sampled_from(["P1", "P2", "P3"]),
        percent=st.sampled_from([1, 50, 100]),
        lost=st.booleans(),
        more=st.sampled_from([Decimal(0), CENT]),
    )
    def go_away(self, name: str, percent: int, more: Decimal, *, lost: bool) -> None:
        """Money of a payment goes away by itself, or a bank takes it back."""
        order = self.order
        there = order.settlement.left_of(name)
        amount = more + ((there or Decimal(0)) * percent / 100).quantize(CENT)
        if not amount:
            return
        ident = f"A{len(order.disputes) + len(order.reversals)}"
        event: Any = Reversed(ident, name, amount, at(3), "auto_refunded")
        if lost:
            event = Disputed(ident, name, amount, at(3), "lost")
        taken = self.try_to(event)
        assert taken == (there is not None and (lost or amount <= there))
        if taken:
            assert there is not None
            self.gone[name] = self.gone.get(name, Decimal(0)) + min(amount, there)

    @rule(again=st.randoms(use_true_random=False))
    def webhook_twice(self, again: Any) -> None:
        """An old event once more changes nothing; a shipment may be tried again."""
        old = [each for each in self.reported if not isinstance(each, ShipmentUpdate)]
        if old:
            event = again.choice(old)
            before = self.order
            assert before is before.after(event)

    @rule(
        name=st.sampled_from(["S1", "S2"]),
        state=st.sampled_from(STATES),
        whole=st.booleans(),
    )
    def ship(self, name: str, state: str, *, whole: bool) -> None:
        """A shipment with everything, or with a part."""
        known = {each.id: each.units for each in self.order.shipments}
        few = [(line, 1) for line in self.bought][:2]
        units = tuple(self.bought.items() if whole else few)
        self.try_to(ShipmentUpdate(name, state, at(2), known.get(name, units)))

    @rule(name=st.sampled_from(["confirmed", "cancelled", "approval_asked"]))
    def decide(self, name: str) -> None:
        """Somebody decides a step."""
        try:
            self.order = moved(self.order, name)
        except CheckoutError as error:
            codes = [each.code for each in error.faults]
            assert ["illegal_event"] == codes

    @precondition(lambda self: self.order.amount_paid > 0)
    @rule(line=st.sampled_from([0, 1, 2]), units=st.sampled_from([1, 2, ALL]))
    def give_back(self, line: int, units: int) -> None:
        """Some units come back, or all that are left, at what was paid so far."""
        order = self.order
        if line not in self.bought:
            return
        if units == ALL:
            units = max(1, self.bought[line] - self.units[line])
        try:
            note = order.refund(
                {line: units},
                id=f"R{len(order.refunds)}",
                at=at(5),
                policy=self.policy,
                store=self.store,
            )
        except CheckoutError as error:
            codes = [each.code for each in error.faults]
            assert ["more_than_bought"] == codes
            return
        if any(each.due != "now" for each in order.quote.instalments):
            cancelled = sum((each.unpaid for each in order.refunds), Decimal(0))
            unpaid = order.quote.to_be_paid - order.amount_paid - cancelled
            # What other tenders get back was never unpaid.
            tenders = sum((each.due for each in note.tenders), Decimal(0))
            # A fee that went away leaves something unpaid of which all was refunded.
            due = sum((each.gateway_due for each in order.refunds), Decimal(0))
            assert note.unpaid == min(
                note.amount - note.funded - (tenders if self.gone else 0),
                max(unpaid, Decimal(0)),
                order.quote.to_be_paid - order.settlement.reduced - due,
            )
        assert note == read_refund(dumps(write_refund(note)))
        assert self.try_to(Refunded(note))
        self.back += note.gateway
        self.given_back += note.gateway_discount
        self.units[line] += units

    @precondition(lambda self: self.order.status == "cancelled")
    @rule()
    def cancel_money(self) -> None:
        """All that is left of a cancelled order is refunded."""
        order = self.order
        note = order.cancellation(
            id=f"R{len(order.refunds)}", at=at(5), policy=self.policy
        )
        assert self.try_to(Refunded(note))
        self.back += note.gateway
        self.given_back += note.gateway_discount
        for part in note.returned:
            self.units[part.line] += part.quantity

    @precondition(lambda self: self.order.amount_overpaid > 0)
    @rule(whole=st.booleans())
    def send_back(self, *, whole: bool) -> None:
        """What came too much goes back, or a part of it."""
        order = self.order
        amount = None if whole else min(order.amount_overpaid, Decimal("100.01"))
        event = order.return_of_excess(
            id=f"X{len(order.excess)}", at=at(6), amount=amount
        )
        assert self.try_to(event)
        self.back += event.gateway
        self.given_back += event.gateway_discount

    @property
    def came(self) -> list[PaymentUpdate]:
        """The payments that succeeded."""
        return [each for each in self.payments.values() if each.state == "succeeded"]

    @property
    def price_gone(self) -> Decimal:
        """What went away of the price; the fees on top are the last to go."""
        gone = self.gone
        parts = [min(gone.get(x.id, Decimal(0)), x.refundable) for x in self.came]
        return sum(parts, Decimal(0))

    @property
    def all_gone(self) -> Decimal:
        """All that went away."""
        return sum(self.gone.values(), Decimal(0))

    @invariant()
    def paid_unpaid_and_cancelled_are_the_whole(self) -> None:
        """Unless money came that was cancelled before; and none is negative."""
        order = self.order
        owed = order.to_be_paid - order.amount_cancelled
        assert order.amount_unpaid == max(0, owed - order.amount_paid)
        if not self.gone:
            assert min(owed, order.amount_settled) <= order.amount_paid
        assert min(order.amount_paid, order.amount_unpaid, order.amount_overpaid) >= 0

    @invariant()
    def no_more_is_due_than_is_unpaid(self) -> None:
        """Now or later; and what the parts have left is what is not cancelled."""
        order = self.order
        cancelled = order.amount_cancelled
        early, late = order.amount_due(at(1)), order.amount_due(at(20))
        assert 0 <= early <= late <= order.amount_unpaid
        assert order.to_be_paid - cancelled == sum(x.amount for x in order.instalments)

    @invariant()
    def each_tender_gets_back_at_most_what_it_paid(self) -> None:
        """And once everything is back, all of it."""
        order = self.order
        everything = self.bought == order.returned
        for i, tender in enumerate(reversed(order.quote.tenders)):
            back = sum(note.tenders[i].due for note in order.refunds)
            assert back == tender.value if everything else back <= tender.value

    @invariant()
    def no_rupee_is_made_or_lost(self) -> None:
        """What came in is what the model saw, and no more than that goes back."""
        fees = sum((each.surcharge for each in self.came), Decimal(0))
        received = sum((each.received for each in self.came), Decimal(0))
        given = sum((each.gateway_discount for each in self.came), Decimal(0))
        moved_to_credit = sum((each.moved for each in self.order.refunds), Decimal(0))
        gone = self.all_gone
        assert received == self.order.amount_received + gone
        assert received + given - fees == self.order.amount_settled + self.price_gone
        assert self.back + gone <= received
        if not gone:
            assert self.back + moved_to_credit <= received - fees
        assert self.given_back <= given
        assert self.units == Counter(self.order.returned)

    @invariant()
    def when_all_is_back_nothing_is_held(self) -> None:
        """Everything returned and the excess sent: not a paisa stays."""
        order = self.order
        if self.bought == order.returned and not order.amount_overpaid:
            moved_to_credit = sum((each.moved for each in order.refunds), Decimal(0))
            back = self.back + moved_to_credit
            came = sum((each.refundable for each in self.came), Decimal(0))
            if not self.gone:
                assert back == came
            assert came - self.price_gone <= back <= came
            assert order.amount_held == 0
            # A fee that went away with the price is money that a discount filled.
            fees = sum((each.surcharge for each in self.came), Decimal(0))
            assert 0 <= order.discount_held <= (fees if self.gone else 0)
            notes = [row for each in order.refunds for row in each.entries]
            if not order.price_reductions and not self.gone:
                assert rows(order.quote.entries) == rows(notes)

    @invariant()
    def the_status_is_one_of_the_table(self) -> None:
        """And only a paid order was ever told so."""
        assert self.order.status in TRANSITIONS
        if self.order.payment_status == "success":
            assert self.order.payment_success_date is not None


class Life(Machine):
    """The order of a cart of three lines, paid in a few ways."""

    @initialize(
        credit=st.sampled_from(["0", "50.00", "500.00"]),
        cards=st.sampled_from([(), ("100.00",), ("20.00", "0.01", "300.00")]),
        plan=st.sampled_from([None, QUARTER, DATED, DOOR]),
    )
    def place(self, credit: str, cards: tuple[str, ...], plan: Any) -> None:
        """Begin."""
        self.begin(
            placed(
                credit_balance_used=credit,
                gift_cards=[
                    GiftCard(f"CARD-{i}-1111", each) for i, each in enumerate(cards)
                ],
                payment_plan=plan,
            )
        )


class AnyLife(Machine):
    """An order of any cart: every benefit, tender, plan, charge and policy."""

    @initialize(document=tenders.documents("INR", most=3), policy=POLICIES)
    def place(self, document: dict[str, Any], policy: dict[str, Any]) -> None:
        """Begin."""
        checkout, quoted = bought(document)
        self.policy, self.store = RefundPolicy(**policy), checkout.store
        self.begin(Order.placed(quoted, number="ORD-1", at=at(0)))

    @invariant()
    def what_is_stored_is_read_again(self) -> None:
        """And every figure of its quote follows from its cart once more."""
        stored = dumps(write_order_detail(self.order, stored=True))
        assert self.order == read_order(stored, verify=True)


TestLife = Life.TestCase
TestAnyLife = AnyLife.TestCase
# Each of its steps writes, reads and verifies the order.
TestAnyLife.settings = settings(max_examples=15, stateful_step_count=15)
