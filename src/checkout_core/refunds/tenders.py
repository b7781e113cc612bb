# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which tender a refund goes to: money through the gateway, then the order's tenders.

Promises that each gets back at most what it paid, that the shopper gets no money that
they did not pay, and that all parts add up to the refund.  Knows nothing of rows, and
no tender by its name.

An order of 1000.00 was paid with 100.00 of points, 50.00 of credit and 850.00 of money.
In the order of payment the tenders are points, credit, gateway; money goes back the
other way round, so that points pay for what is kept.  A refund of 870.00 is 850.00 of
money and 20.00 of credit (see `proration.to_tenders`, also for `pro_rata`).

Of an order with a payment plan, a refund lowers what is not paid yet before it goes to
any tender, also `pro_rata`; of another one that is done with the gateway's own part.

Four things lower the money that goes through the gateway, in this order:

1. Nothing is refunded that was never paid.  Of 850.00 only 600.00 came in: the first
   250.00 of refunds cancel what is unpaid, and only then money flows.
2. An offer of the gateway paid a part: that goes back to its funder, in proportion and
   cumulatively.  Of 1000.00 with a discount of 100.00 three returns of 333.33, 333.33
   and 333.34 hold 33.33, 33.34 and 33.33 of it.  What the merchant funds is not in
   it: that is a price reduction, off the rows and the whole before anything is due.
3. A cancellation charge is kept, from money first, then from tenders that are amounts
   of money, never from points.  An advance that is kept is all the money, and nothing
   of the tenders.
4. Less than the smallest amount that the gateway refunds becomes store credit.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from checkout_core.money.exact import to_decimal
from checkout_core.refunds.note import TenderRefund
from checkout_core.refunds.points import points_back
from checkout_core.refunds.policy import TenderOrder
from checkout_core.refunds.proration import prorate, to_tenders
from checkout_core.refunds.rows import paid_for
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checkout_core.ledger import Tender
    from checkout_core.refunds.policy import RefundPolicy
    from checkout_core.refunds.rows import OrderRows


class Payments(NamedTuple):
    """
    What is known of an order's payments, in minor units.

    Attributes:
        paid: what payments settled.
        discount: the part of it that an offer of the gateway gave.
        smallest: the smallest amount that the gateway refunds.
        planned: whether a part of the order is due later than when it is ordered.
    """

    paid: int
    discount: int
    smallest: int
    planned: bool


class Split(NamedTuple):
    """
    A refund's parts, in minor units; the fields of `Refund` of the same names.

    `redeemed` is the value that tenders which earn no points still pay of what is kept.
    """

    gateway_due: int
    gateway: int
    gateway_discount: int
    moved: int
    unpaid: int
    charge: int
    tenders: tuple[TenderRefund, ...]
    redeemed: int


def numbered(
    tenders: Iterable[Tender | TenderRefund],
) -> list[tuple[str, str, int]]:
    """
    Return kind and name of each tender, and how many before it have the same.

    Gift cards have masked codes for names, so that two can have the same; an order and
    its refunds have them in the same order.
    """
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for each in tenders:
        key = each.kind, each.name
        found.append((*key, seen[key]))
        seen[key] += 1
    return found


class OrderTenders:
    """
    What paid an order, and what of it was refunded before, in minor units.

    Attributes:
        tenders: the order's tenders; the last to pay comes first.
        whole: what money and then each of *tenders* paid.
        refunded: what each of these was refunded before.
        reduced: what price reductions took off the money.
        foreign: whether earlier refunds name other tenders, or more than these paid.
    """

    def __init__(self, rows: OrderRows) -> None:
        self._money, minor = rows.money, rows.minor
        quote, earlier = rows.quote, rows.earlier
        self.tenders: Sequence[Tender] = quote.tenders[::-1]
        self._keys = numbered(self.tenders)
        self._before: dict[tuple[str, str, int], list[TenderRefund]] = {
            key: [] for key in self._keys
        }
        back = self._unpaid = self._discount = 0
        for note in earlier:
            back += minor(note.gateway_due)
            self._unpaid += minor(note.unpaid)
            self._discount += minor(note.gateway_discount)
            for key, part in zip(numbered(note.tenders), note.tenders, strict=True):
                self._before.setdefault(key, []).append(part)
        values = [tender.value for tender in self.tenders]
        self.reduced = paid_for(rows.reduced)
        self.whole = [minor(amount) for amount in (quote.to_be_paid, *values)]
        self.whole[0] -= self.reduced
        self.refunded = [
            back,
            *[sum([minor(part.due) for part in p]) for p in self._before.values()],
        ]
        self.foreign = len(self.refunded) > len(self.whole) or any(
            before > paid
            for before, paid in zip(self.refunded, self.whole, strict=True)
        )

    def split(
        self,
        amount: int,
        payments: Payments,
        policy: RefundPolicy,
        *,
        charge: int | None,
        fee: int,
        complete: bool,
        pointed: tuple[int, int] | None = None,
    ) -> Split:
        """
        Return the parts of *amount*.

        *charge* is what is kept at most for a cancellation, None for all the money that
        was paid; *fee* is given back on top of *amount*; *complete* says that every
        unit has been returned.  Where points are a discount, *pointed* is what they
        took off the goods without tax, and the part of that refunded so far.
        """
        due, of_tenders = self._shared(amount, payments, policy)
        paid = self._paid_of(due, payments)
        discount = self._discount_of(paid, payments)
        if charge is None:
            charge = paid - discount
        kept = min(charge, paid - discount)
        gateway = paid - discount - kept + fee
        moved = gateway if gateway < payments.smallest else 0
        found = []
        redeemed = 0
        for index, (tender, part) in enumerate(
            zip(self.tenders, of_tenders, strict=True), 1
        ):
            whole, so_far = self.whole[index], self.refunded[index] + part
            kind, value = TENDERS[tender.kind], part
            if not kind.earns_points:
                redeemed += whole - so_far
            if kind.unit:
                earlier = self._before[self._keys[index - 1]]
                before = sum(int(each.restored) for each in earlier)
                count = points_back(
                    policy,
                    int(tender.granted),
                    before,
                    (whole, so_far) if pointed is None else pointed,
                    complete=complete,
                )
                restored = to_decimal(count, 0)
            else:
                value -= min(charge - kept, part)
                kept += part - value
                restored = self._money(value)
            found.append(
                TenderRefund(
                    kind=tender.kind,
                    name=tender.name,
                    due=self._money(part),
                    value=self._money(value),
                    restored=restored,
                )
            )
        return Split(
            gateway_due=due,
            gateway=gateway - moved,
            gateway_discount=discount,
            moved=moved,
            unpaid=due - paid,
            charge=kept,
            tenders=tuple(found),
            redeemed=redeemed,
        )

    def _shared(
        self, amount: int, payments: Payments, policy: RefundPolicy
    ) -> tuple[int, list[int]]:
        """Return the part of *amount* that is money's, and that of each tender."""
        pro_rata = policy.tenders is TenderOrder.PRO_RATA
        whole, refunded, first = self.whole, self.refunded, 0
        if payments.planned:
            # What is not paid yet comes first, and then only what was paid is shared.
            # None of it where a bank took back what was refunded before.
            left = max(0, whole[0] - refunded[0])
            unpaid = min(self._unpaid_of(payments), left)
            first = min(amount, unpaid)
            whole = [whole[0] - self._unpaid - unpaid, *whole[1:]]
            refunded = [refunded[0] - self._unpaid, *refunded[1:]]
        part, *others = to_tenders(amount - first, whole, refunded, pro_rata=pro_rata)
        return first + part, others

    def _unpaid_of(self, payments: Payments) -> int:
        """Return how much of the money was never paid and is not cancelled yet."""
        return max(0, self.whole[0] - payments.paid - self._unpaid)

    def _paid_of(self, due: int, payments: Payments) -> int:
        """Return how much of *due* was paid; unpaid money is cancelled first."""
        unpaid = self._unpaid_of(payments)
        refunded = self.refunded[0] - self._unpaid
        return min(max(0, due - unpaid), max(0, payments.paid - refunded))

    def _discount_of(self, paid: int, payments: Payments) -> int:
        """Return the part of *paid* that an offer of the gateway paid."""
        so_far = self.refunded[0] - self._unpaid + paid
        # Money received when nothing was owed settles nothing of this order.
        settled = min(payments.paid, self.whole[0] - self._unpaid)
        due = prorate(payments.discount, so_far, settled) if settled else 0
        return min(max(0, due - self._discount), paid)
