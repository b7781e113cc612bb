# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a back-test found, as values: the figures of its report.

Promises that every amount is an exact `Decimal` in major units with the currency's
digits, and that what is rounded says so.  `base` and `before` are the store as it is,
`proposed` and `after` the one it would be.  Knows no files and no words.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import frozen

from checkout_core.currencies import Currency
from checkout_core.money.exact import difference, exact_sum, to_decimal


#: The totals that `to_be_paid` is the sum of, each with its sign.
PARTS = (
    ("subtotal", 1),
    ("item_total_tax", 1),
    ("promotion_discount_amount", -1),
    ("coupon_discount_amount", -1),
    ("shipping_estimated_cost", 1),
    ("shipping_discount_amount", -1),
    ("shipping_tax_amount", 1),
    ("handling_charge_excluding_tax", 1),
    ("handling_charge_tax_amount", 1),
    ("round_off", 1),
    ("funded_savings", -1),
    ("points_value", -1),
    ("credit_balance_used", -1),
)


@frozen(kw_only=True)
class BadRows:
    """
    Rows with one code of fault.

    Attributes:
        code: the code of the fault.
        rows: how many rows have it.
        cart_id: the first of them, None if its id cannot be read.
        path: where that one has it, in its row.
        message: what is wrong there, with the fix.
    """

    code: str
    rows: int
    cart_id: str | None
    path: str
    message: str


@frozen(kw_only=True)
class PaidOtherwise:
    """A cart that today's store prices otherwise than it was paid."""

    cart_id: str | None
    paid: Decimal
    base: Decimal

    @property
    def difference(self) -> Decimal:
        """What today's store asks for more than was paid."""
        return difference(self.base, self.paid)


@frozen(kw_only=True)
class Reproduction:
    """
    Whether today's store gives what was paid.

    Attributes:
        stored: rows that can be priced and say what was paid.
        reproduced: those of them for which today's store gives the same.
        difference: what today's store asks for more than was paid, all others together.
        most: of the others those that differ most.
    """

    stored: int
    reproduced: int
    difference: Decimal
    most: tuple[PaidOtherwise, ...]


@frozen(kw_only=True)
class Orders:
    """
    Carts that both stores price, by the change of what is to be paid.

    Attributes:
        compared: all of them.
        cheaper: those for which less would be paid.
        dearer: those for which more would be paid.
        saved: what the cheaper ones would pay less, together; not below 0.
        added: what the dearer ones would pay more, together.
    """

    compared: int
    cheaper: int
    dearer: int
    saved: Decimal
    added: Decimal

    @property
    def changed(self) -> int:
        """How many carts would pay something else."""
        return self.cheaper + self.dearer

    @property
    def same(self) -> int:
        """How many carts would pay the same."""
        return self.compared - self.changed


@frozen(kw_only=True)
class Total:
    """One of the totals of all compared carts together, in both stores."""

    name: str
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """What the total changes by."""
        return difference(self.after, self.before)


@frozen(kw_only=True)
class OfferName:
    """Which offer: its kind, its id among them, and what the shopper reads."""

    kind: str
    id: str
    name: str


@frozen(kw_only=True)
class Applied:
    """On how many carts an offer applies, and what they save by it, tax included."""

    carts: int
    saving: Decimal


@frozen(kw_only=True)
class OfferFigures:
    """
    An offer in both stores.

    Attributes:
        offer: which one.
        codes: the codes of a coupon, () for a promotion.
        state: `same`, `changed`, `removed` (only in today's store) or `new`.
        base: where it applies today.
        proposed: where it would apply.
    """

    offer: OfferName
    codes: tuple[str, ...]
    state: str
    base: Applied
    proposed: Applied


@frozen(kw_only=True)
class Displaced:
    """
    An offer that applies today and would not, and one that does not and would.

    Attributes:
        gone: the first.
        came: the second.
        carts: the carts of which both are so.
        base_saving: what the first saves them today.
        proposed_saving: what the second would save them.
        dearer: those of the carts that would pay more.
    """

    gone: OfferName
    came: OfferName
    carts: int
    base_saving: Decimal
    proposed_saving: Decimal
    dearer: int


@frozen(kw_only=True)
class Refused:
    """
    An offer, a charge or a gift card that is refused for one reason.

    Attributes:
        kind: of what it is, as `RefusedAmount.kind`.
        offer_id: its id, None without one.
        name: its name, None for an unknown code.
        code: why, a key of `REFUSALS`.
        base: on how many carts today.
        proposed: on how many carts it would be.
    """

    kind: str
    offer_id: str | None
    name: str | None
    code: str
    base: int
    proposed: int


@frozen(kw_only=True)
class NearMiss:
    """
    Carts that miss an offer of the proposed store by an amount or by units.

    Attributes:
        offer: which one.
        code: why it is refused.
        carts: all that are short of it.
        near: those that are short by no more than a tenth of what they pay, or, where
            units are counted, by one unit.
        nearest: the least amount that one is short of, None where units are counted.
        nearest_units: the fewest units, None where amounts are counted.
    """

    offer: OfferName
    code: str
    carts: int
    near: int
    nearest: Decimal | None
    nearest_units: int | None


@frozen(kw_only=True)
class Trap:
    """
    What a pricing team should hear of an offer of the proposed store.

    Attributes:
        code: `always_refused`, `out_of_reach`, `never_applied`, `no_goods`, `no_code`,
            `always_applies` or `dearer`.
        offer: which one.
        carts: on how many carts it is so.
        reasons: the codes of the refusals, most frequent first, each with its carts.
        short: how much the nearest cart is short, None for no amount.
        short_units: likewise in units.
        today: whether the same is true of this offer in today's store.
        other: of `dearer` the offer whose place it takes, with both savings.
    """

    code: str
    offer: OfferName
    carts: int
    reasons: tuple[tuple[str, int], ...] = ()
    short: Decimal | None = None
    short_units: int | None = None
    today: bool = False
    other: Displaced | None = None


@frozen(kw_only=True)
class Quantile:
    """
    The change of a cart that so many percent of the changed carts do not exceed.

    It is the change of one cart, that of the nearest rank: no mean of two.
    """

    percent: int
    change: Decimal


@frozen(kw_only=True)
class Bucket:
    """
    Changed carts whose change is at least *low* and below *high*.

    None is for no limit.
    """

    low: Decimal | None
    high: Decimal | None
    carts: int


@frozen(kw_only=True)
class CartChange:
    """
    A cart of which something else would be paid.

    Attributes:
        part: the name of the file of results that has its row.
        row: the place of that row in the file, from 0.
        cart_id: its id.
        at: the moment of pricing, None if there is none.
        customer_id: the id of the customer, None for a guest.
        before: what is paid today.
        after: what would be paid.
    """

    part: str
    row: int
    cart_id: str
    at: datetime | None
    customer_id: str | None
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """What would be paid more or, below 0, less."""
        return difference(self.after, self.before)


@frozen(kw_only=True)
class Sampled:
    """
    What a sample says of all carts: of whole customers, each guest's cart by itself.

    Attributes:
        rate: the part that was drawn, as text of a number from 0 to 1.
        changed: how many sampled carts change.
        customers: whose carts they are; a guest's cart is one.
        estimate: the change of what is to be paid on all carts, half up to a minor
            unit.
        margin: 1.96 standard errors of it, rounded up; None if too few carts changed.
    """

    rate: str
    changed: int
    customers: int
    estimate: Decimal
    margin: Decimal | None


@frozen(kw_only=True)
class BreakEven:
    """
    What would pay for what the shoppers save: arithmetic, no forecast.

    Attributes:
        given: what would be paid less, above 0.
        average: what an order pays today, half up to a minor unit.
        orders: how many more orders of exactly today's average pay as much, rounded up.
    """

    given: Decimal
    average: Decimal
    orders: int


@frozen(kw_only=True)
class Summary:
    """
    Everything that a report says.

    Attributes:
        fingerprint: that of the job.
        engine: the version that priced.
        at: the moment of pricing for all carts, None for that of each.
        currency: of every amount.
        rows: all rows.
        faulty: those with a fault.
        bad: the codes of faults, most frequent first.
        reproduction: whether today's store gives what was paid.
        orders: how many carts change.
        totals: each total, in the order of `SUMS`.
        offers: each offer of both stores: today's in their order, then the new ones.
        displaced: which offers take the place of which, most carts first.
        refusals: what is refused and why, in the order of most carts.
        near: near misses, most first.
        traps: what should be heard of the proposed offers.
        quantiles: of the change per changed cart; () if none changed.
        buckets: the changed carts by their change; () if none changed.
        most: the carts that change most.
        sample: what the sample says, None if all carts were priced.
        break_even: None if no less would be paid.
    """

    fingerprint: str
    engine: str
    at: str | None
    currency: Currency
    rows: int
    faulty: int
    bad: tuple[BadRows, ...]
    reproduction: Reproduction
    orders: Orders
    totals: tuple[Total, ...]
    offers: tuple[OfferFigures, ...]
    displaced: tuple[Displaced, ...]
    refusals: tuple[Refused, ...]
    near: tuple[NearMiss, ...]
    traps: tuple[Trap, ...]
    quantiles: tuple[Quantile, ...]
    buckets: tuple[Bucket, ...]
    most: tuple[CartChange, ...]
    sample: Sampled | None
    break_even: BreakEven | None

    def total(self, name: str) -> Total:
        """Return the total called *name*, a key of `SUMS`."""
        return next(each for each in self.totals if each.name == name)

    @property
    def parts(self) -> tuple[tuple[str, Decimal], ...]:
        """What each part adds to what is to be paid, 0 included; their sum is exact."""
        zero = to_decimal(0, self.currency.exponent)
        return tuple(
            (name, change if sign > 0 else difference(zero, change))
            for name, sign in PARTS
            for change in [self.total(name).change]
        )

    @property
    def unexplained(self) -> Decimal:
        """What the parts leave of the change of what is to be paid: 0."""
        parts = [amount for _, amount in self.parts]
        change = self.total("to_be_paid").change
        return difference(change, exact_sum(parts[0], parts[1:]))


__all__ = [
    "PARTS",
    "Applied",
    "BadRows",
    "BreakEven",
    "Bucket",
    "CartChange",
    "Displaced",
    "NearMiss",
    "OfferFigures",
    "OfferName",
    "Orders",
    "PaidOtherwise",
    "Quantile",
    "Refused",
    "Reproduction",
    "Sampled",
    "Summary",
    "Total",
    "Trap",
]
