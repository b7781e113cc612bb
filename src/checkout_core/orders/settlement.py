# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The money of an order: what was settled and received, what is held, too much or unpaid.

Promises that no part of it is counted twice: money that was sent back, or that went
away, is not there to be refunded.  Knows nothing of statuses and goods.

A payment settles its amount; a bank may have paid a part of it, and the payer a fee on
top.  Two payments of 600.00 for 1000.00: 1200.00 is settled, 1000.00 paid, 200.00
overpaid.  Goods of 300.00 come back: 900.00 is held, 700.00 is owed for what is kept,
so 200.00 is still overpaid; once that is sent back, 700.00 is held.

Money that goes away (`Reversed`) is taken from what a payment settled, and only then
from the fee on top: of 1000.00 that came as 850.00 and 150.00 of a bank, an automatic
refund takes 850.00, and the 150.00 stay until a refund sends them back to the bank.

A discount that the merchant funds is not money.  It lowers the price of what is kept of
the order: 1000.00 that came as 850.00 and 150.00 of the merchant are 850.00 held for
goods of 850.00.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.cart.instalments import NOW
from checkout_core.ledger.once import once
from checkout_core.money.exact import difference, exact_sum, to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.orders.events import ExcessReturned, PaymentState
from checkout_core.orders.payments import check_grid, instalments_left, is_due
from checkout_core.orders.reversals import ReversalKind
from checkout_core.refunds.proration import prorate
from checkout_core.refunds.reduction import FundedDiscount, price_reductions
from checkout_core.statuses import PaymentStatus


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.ledger import Instalment
    from checkout_core.money import Amount
    from checkout_core.orders.events import PaymentUpdate
    from checkout_core.orders.facts import Facts
    from checkout_core.refunds import PriceReduction


class Settlement:
    """
    The figures of an order's money, in major units; each is worked out when first read.

    Attributes:
        facts: what the order consists of.
        succeeded: the payments that succeeded, in the order of the reports.
        nothing: 0, with the currency's digits.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.succeeded = [
            each for each in facts.payments if each.state is PaymentState.SUCCEEDED
        ]
        self.nothing = difference(facts.to_be_paid, facts.to_be_paid)

    def sum(self, amounts: Iterable[Decimal]) -> Decimal:
        """Return the sum of *amounts*, with the currency's digits."""
        return exact_sum(self.nothing, amounts)

    def least(self, amount: Decimal) -> Decimal:
        """Return *amount*, or 0 if it is below."""
        return max(amount, self.nothing)

    # What came in ---------------------------------------------------------------

    @once
    def reversed(self) -> Mapping[str, Decimal]:
        """How much of each payment that succeeded went away, by its id."""
        found = {each.id: self.nothing for each in self.succeeded}
        for each in self.facts.reversals:
            if each.kind is not ReversalKind.UNDONE and each.payment in found:
                found[each.payment] = exact_sum(each.amount, [found[each.payment]])
        return found

    def _settled_by(self, payment: PaymentUpdate) -> Decimal:
        """Return what is left of what a payment settled: the fee goes away last."""
        gone = min(self.reversed[payment.id], payment.refundable)
        return difference(payment.amount, gone)

    @once
    def settled(self) -> Decimal:
        """What payments settled and did not go away, excess included."""
        return self.sum(self._settled_by(each) for each in self.succeeded)

    @once
    def received(self) -> Decimal:
        """What payers were charged, less what went away."""
        charged = self.sum(each.received for each in self.succeeded)
        return difference(charged, self.sum(self.reversed.values()))

    @once
    def excess(self) -> Decimal:
        """What was sent back of excess money, and settles nothing any more."""
        return self.sum(each.amount for each in self.facts.excess)

    @once
    def paid(self) -> Decimal:
        """How much of `to_be_paid` is settled."""
        settled = difference(self.settled, self.excess)
        return self.least(min(settled, self.facts.to_be_paid))

    @once
    def sent_back(self) -> Decimal:
        """The money that was sent back through the gateway."""
        back = [each.gateway for each in self.facts.refunds]
        return self.sum([*back, *(each.gateway for each in self.facts.excess)])

    @once
    def there(self) -> Decimal:
        """The money that is there: received, less what was sent back."""
        return self.least(difference(self.received, self.sent_back))

    # What is owed ----------------------------------------------------------------

    @once
    def cancelled(self) -> Decimal:
        """How much of `to_be_paid` refunds cancelled before it was paid."""
        return self.sum(each.unpaid for each in self.facts.refunds)

    @once
    def overpaid(self) -> Decimal:
        """
        What was settled beyond what is owed, and is not returned yet.

        Its money is there: what a bank took back is settled no more.
        """
        settled = exact_sum(self.settled, [self.cancelled])
        owed = exact_sum(self.excess, [self.facts.to_be_paid])
        return self.least(difference(settled, owed))

    @once
    def unpaid(self) -> Decimal:
        """How much is neither settled yet nor cancelled by a refund."""
        owed = difference(self.facts.to_be_paid, self.cancelled)
        return self.least(difference(owed, self.paid))

    @once
    def instalments(self) -> tuple[Instalment, ...]:
        """The parts of the plan, less what refunds cancelled, the last part first."""
        return instalments_left(self.facts.quote.instalments, self.cancelled)

    def due(self, at: datetime) -> Decimal:
        """Return how much of what is due at a moment is not settled."""
        if all(each.due == NOW for each in self.facts.quote.instalments):
            return self.unpaid
        due = self.sum(x.amount for x in self.instalments if is_due(x, at))
        return self.least(difference(due, self.paid))

    @once
    def status(self) -> PaymentStatus:
        """
        How far it is paid.

        An order of which nothing was paid, and all was cancelled by refunds, is not.
        """
        if not self.unpaid and (self.paid or not self.facts.to_be_paid):
            return PaymentStatus.SUCCESS
        if self.paid:
            return PaymentStatus.PARTIALLY_PAID
        if {payment.state for payment in self.facts.payments} == {PaymentState.FAILED}:
            return PaymentStatus.FAILED
        return PaymentStatus.PENDING

    @once
    def settled_at(self) -> datetime | None:
        """When payments settled all that is owed, None before that."""
        if self.status is not PaymentStatus.SUCCESS:
            return None
        due = difference(self.facts.to_be_paid, self.cancelled)
        last = self.facts.placed_at
        for payment in sorted(self.succeeded, key=lambda payment: payment.at):
            if due <= 0:
                break
            due, last = difference(due, self._settled_by(payment)), payment.at
        return last

    # Discounts -------------------------------------------------------------------

    @once
    def _discount_returned(self) -> Decimal:
        """What went back to those who paid discounts, with excess money."""
        return self.sum(each.gateway_discount for each in self.facts.excess)

    def discount_of_last(self, amount: Decimal) -> Decimal:
        """Return what gateway offers paid of the last *amount* that is still there."""
        whole = self.sum(self._taken(amount).values())
        return difference(whole, self._discount_returned)

    def _taken(self, amount: Decimal) -> dict[str, Decimal]:
        """
        Return the discount of each payment within *amount* more of excess, by its id.

        Excess money belongs to the last payments, so it is returned from the last one
        first; each one's discount counts in proportion, half a paisa rounded up.
        Payments of 600.00 without a discount and then 600.00 with 60.00 of it: of the
        last 200.00 the offer paid 60.00 x 200.00 / 600.00 = 20.00, of the last 700.00
        it paid 60.00.  What was sent back before took what it says, also where the
        payment has settled less since; and what is not there as money is a discount,
        left when a bank took the money back.
        """
        more, before = self._minor(amount), self._minor(self.excess)
        returned, found = self._minor(self._discount_returned), {}
        # How much of it is not there as money, fees on top left out.
        price = difference(self.there, self._fees)
        missing = more - max(0, self._minor(price))
        for payment in reversed(self.succeeded):
            whole = self._minor(self._settled_by(payment))
            discount = self._minor(payment.gateway_discount)
            old = min(before, whole)
            new = min(more, whole - old)
            given = min(returned, discount)
            due = prorate(discount, old + new, whole) - given
            part = max(0, min(due, new))
            found[payment.id] = given + part
            before, more, returned = before - old, more - new, returned - given
            missing -= part
        for payment in self.succeeded[::-1]:
            most = self._minor(payment.gateway_discount) - found[payment.id]
            part = max(0, min(missing, most))
            found[payment.id] += part
            missing -= part
        return {name: self._major(part) for name, part in found.items()}

    @once
    def _kept(self) -> dict[str, Decimal]:
        """The discount of each payment without that of excess money, by its id."""
        taken = self._taken(self.overpaid)
        return {
            each.id: difference(each.gateway_discount, taken[each.id])
            for each in self.succeeded
        }

    @once
    def discount(self) -> Decimal:
        """The part of `paid` that offers of the gateway paid, of all funders."""
        return self.sum(self._kept.values())

    @once
    def reductions(self) -> tuple[PriceReduction, ...]:
        """By how much each payment with an offer of the merchant lowered the price."""
        if not any(each.merchant_discount for each in self.succeeded):
            return ()
        quote, refunds = self.facts.quote, self.facts.refunds
        # What was refunded at the price of before is not lowered any more.
        due = self.sum(each.gateway_due for each in refunds)
        left = self._minor(difference(quote.to_be_paid, due))
        given = []
        for each in self.succeeded:
            # The merchant's part of what is kept of the payment's discount.
            whole, kept = self._minor(each.gateway_discount), self._kept[each.id]
            mine = prorate(
                self._minor(each.merchant_discount), self._minor(kept), whole
            )
            part = min(mine, max(0, left))
            left -= part
            given.append(FundedDiscount(each.id, each.at, self._major(part)))
        return price_reductions(quote, given, refunds)

    def _minor(self, amount: Decimal) -> int:
        return to_minor(amount, self.facts.quote.cart.currency, "amount")

    def _major(self, amount: int) -> Decimal:
        return to_decimal(amount, self.facts.quote.cart.currency.exponent)

    @once
    def reduced(self) -> Decimal:
        """By how much offers of the merchant lowered the price."""
        return self.sum(each.amount for each in self.reductions)

    @once
    def funded(self) -> Decimal:
        """
        The part of `paid` that banks, platforms and brands paid.

        Also what no row could take of the merchant's discount: at most the round-off.
        """
        return difference(self.discount, self.reduced)

    @once
    def discount_held(self) -> Decimal:
        """What others paid of `held`."""
        whole = self.sum(each.gateway_discount for each in self.succeeded)
        sent_back = [each.gateway_discount for each in self.facts.refunds]
        sent_back += [each.gateway_discount for each in self.facts.excess]
        return difference(whole, self.sum([*sent_back, self.reduced]))

    def return_of_excess(
        self, ident: str, at: datetime | str, amount: Amount | None
    ) -> ExcessReturned:
        """Return the event that sends back *amount* of `overpaid`, None for all."""
        whole = self.overpaid if amount is None else amount
        asked = ExcessReturned(ident, whole, at)
        check_grid(self.facts.quote.cart.currency, amount=asked.amount)
        discount = self.discount_of_last(asked.amount)
        return evolve(asked, gateway_discount=discount)

    # What can go back ------------------------------------------------------------

    @once
    def balance(self) -> Decimal:
        """
        What is settled less price reductions, refunds, returned excess, kept charges.

        Below 0 where money went away that was kept: a charge, or a fee on top.
        """
        gone = [
            difference(each.gateway_due, each.unpaid) for each in self.facts.refunds
        ]
        return difference(self.settled, self.sum([*gone, self.excess, self.reduced]))

    @once
    def money(self) -> Decimal:
        """The part of `balance` that payers paid."""
        return difference(self.balance, self.discount_held)

    def left_of(self, payment: str) -> Decimal | None:
        """Return how much of a payment is still there, None if it brought nothing."""
        return self._left.get(payment)

    @once
    def _left(self) -> Mapping[str, Decimal]:
        """
        How much of each payment is still there, by its id.

        Refunds are taken from the first payment first, excess from the last one, as
        `refunds_by_payment` does; what a payment has not got, the next one gives.
        """
        left = {
            x.id: difference(x.received, self.reversed[x.id]) for x in self.succeeded
        }
        refunded = self.sum(each.gateway for each in self.facts.refunds)
        excess = self.sum(each.gateway for each in self.facts.excess)
        for names, amount in ((list(left), refunded), (list(left)[::-1], excess)):
            rest = amount
            for name in names:
                part = min(rest, left[name])
                left[name], rest = difference(left[name], part), difference(rest, part)
        return left

    @once
    def at_gateways(self) -> Decimal:
        """
        What gateways can send back, as if no refund had been made.

        Excess money went back through them, also where the merchant took the rest.
        """
        through = [each for each in self.succeeded if not each.manual]
        came = self.sum(
            self.least(difference(each.refundable, self.reversed[each.id]))
            for each in through
        )
        excess = self.sum(each.gateway for each in self.facts.excess)
        return self.least(difference(came, excess))

    @once
    def held(self) -> Decimal:
        """`balance`, or 0 if that is below."""
        return self.least(self.balance)

    @once
    def fee(self) -> Decimal:
        """What is still there of the fees on top of payments, with their tax."""
        money = self.least(self.money)
        return self.least(min(self._fees, difference(self.there, money)))

    @once
    def _fees(self) -> Decimal:
        """The fees on top that did not go away and were not refunded."""
        gone = [
            self.least(difference(self.reversed[each.id], each.refundable))
            for each in self.succeeded
        ]
        fees = self.sum(each.fee for each in self.succeeded)
        back = self.sum([*gone, *(x.surcharge for x in self.facts.refunds)])
        return difference(fees, back)
