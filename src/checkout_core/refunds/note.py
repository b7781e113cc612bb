# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The credit note: the rows of an order that are refunded, and to which tender.

A refund is rows of the same kinds as the quote's, so its figures are the same sums, at
the tax rates of the original order.  `Refund.check` tests that the rows add up; how
they were calculated is not known here, nor are policies and orders.
"""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, TypeAlias

from attrs import Factory, field, frozen

from checkout_core.checks import Validator
from checkout_core.errors import Faults
from checkout_core.ledger import SUMS, Component, Entry
from checkout_core.ledger.totals import total
from checkout_core.money.exact import difference, exact_sum
from checkout_core.refunds.units import Units, known_units
from checkout_core.tax.regimes import EQUAL
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from decimal import Decimal


_Kind: TypeAlias = Annotated[str, tuple(TENDERS)]
_TENDERED = {kind.row for kind in TENDERS.values()}
#: The kinds of rows a refund is made of, with their sign in what is paid back.
SIGNS: Mapping[str, int] = MappingProxyType(
    {kind: sign for kind, sign in SUMS["to_be_paid"] if kind not in _TENDERED}
)


@frozen
class Returned:
    """
    Returned units of a line.

    Attributes:
        line: the index of the line in the order, from 0.
        quantity: the returned units, 1 or more.
        free_quantity: how many free units are returned with them.
    """

    line: int
    quantity: int
    free_quantity: int


@frozen(kw_only=True)
class TenderRefund:
    """
    What of a refund belongs to one tender of the order, such as points or credit.

    Attributes:
        kind: a key of `tenders.TENDERS`.
        name: which one of several of its kind, "" if there is only one.
        due: the part of the refund that it had paid, in major units.
        value: the same less what is kept of it for a cancellation.
        restored: what it is given back: a count of points, else an amount; it can be
            less than `value` if the policy does not restore points.
    """

    kind: _Kind
    name: str
    due: Decimal
    value: Decimal
    restored: Decimal

    @property
    def path(self) -> str:
        """What faults call it: the key that documents have for it."""
        return tender_path(self.kind, self.name)


def tender_path(kind: str, name: str) -> str:
    """Return what faults call a refund to a tender: the key that documents have."""
    key = TENDERS[kind].refund
    return f"{key}[{name}]" if name else key


@frozen
class Due:
    """
    A refund's amount by tender, before minimums and cancellation charges.

    What belongs to other tenders than points and credit is in `Refund.tenders`, as are
    these two.

    Attributes:
        gateway: what money had paid, in major units.
        credit: what store credit had paid.
        points_value: what points had paid.
    """

    gateway: Decimal
    credit: Decimal
    points_value: Decimal


@frozen(kw_only=True)
class RefundedLine:
    """
    The refunded part of a line, with the field names of `QuotedLine`.

    Amounts are in major units.

    Attributes:
        line: the index of the line in the order, from 0.
        quantity: the returned units; 0 if only money is refunded, since repricing can
            lower the price of units that are kept.
        free_quantity: how many free units are returned with them.
        subtotal: what they cost before discounts, without tax.
        promotion_discount_amount: what promotions took off that.
        coupon_discount_amount: what the coupon took off that.
        taxable_value: `subtotal` less both discounts.
        tax_amount: the tax on it.
        components: the same by tax component, at the rates of the order.
        funded: the part that a funder other than the shopper had paid.
        handling_charge_excluding_tax: the handling without tax.
        handling_charge_tax_amount: the tax on it.
        handling_components: the same by tax component.
    """

    line: int
    quantity: int
    free_quantity: int
    subtotal: Decimal
    promotion_discount_amount: Decimal
    coupon_discount_amount: Decimal
    taxable_value: Decimal
    tax_amount: Decimal
    components: tuple[Component, ...]
    funded: Decimal
    handling_charge_excluding_tax: Decimal
    handling_charge_tax_amount: Decimal
    handling_components: tuple[Component, ...]

    @property
    def handling(self) -> Decimal:
        """The handling with its tax."""
        tax = self.handling_charge_tax_amount
        return exact_sum(self.handling_charge_excluding_tax, [tax])

    @property
    def amount(self) -> Decimal:
        """Goods and handling of the line, tax included."""
        return exact_sum(self.taxable_value, [self.tax_amount, self.handling])


@frozen
class RefundedCharge:
    """
    The refunded part of the delivery or of the store's charges.

    Attributes:
        net: the amount without tax, in major units.
        components: the tax on it by component, at the rates of the order.
    """

    net: Decimal
    components: tuple[Component, ...]

    @property
    def tax_amount(self) -> Decimal:
        """The tax on it."""
        return _sum(self.net, (part.amount for part in self.components))

    @property
    def amount(self) -> Decimal:
        """The charge, tax included."""
        return exact_sum(self.net, [self.tax_amount])


@frozen(kw_only=True)
class Refund:
    """
    A credit note: the refunded rows of an order, and the tenders they go to.

    `amount` less `funded` is what the shopper had paid: `gateway + gateway_discount +
    moved + charge + unpaid` and the `value` of each tender, less `surcharge`, which is
    given back on top.  Amounts are in major units.

    Attributes:
        id: the host's id, used once; also the id of the request to the gateway.
        at: when it was made, with its offset.
        currency: the ISO 4217 code of every amount.
        order_number: the order that it corrects, as the host calls it; None if it has
            no number.
        reason: what the shopper or the support agent wrote, "" for nothing.
        returned: units that came back, a row for each line.
        entries: the rows, positive where they lower what was paid.
        gateway_due: the part that money had paid: `gateway + gateway_discount + moved +
            unpaid` and what is kept of it, less `surcharge`.
        gateway: money refunded through the gateway.
        gateway_discount: the part that a bank, a platform or a brand had paid by an
            offer of the gateway; it goes back to them.  0 by default.
        surcharge: what is given back of the fees on top of the payments, with their
            tax; a part of `gateway`, or of `moved`.  0 by default.
        moved: store credit given because the amount is below the gateway's minimum.
        tenders: what belongs to each of the order's tenders; the last to pay comes
            first.
        points_reversed: how many earned points are taken back.
        unpaid: the part that was never paid, which is not refunded.
        charge: what is kept for a cancellation.
        charge_reason: why it is kept, "" if nothing is.
    """

    id: str
    at: datetime
    currency: str
    order_number: str | None
    reason: str
    returned: tuple[Returned, ...]
    entries: tuple[Entry, ...]
    gateway_due: Decimal
    gateway: Decimal
    gateway_discount: Decimal = field(
        default=Factory(lambda self: self.zero, takes_self=True)
    )
    surcharge: Decimal = field(default=Factory(lambda self: self.zero, takes_self=True))
    moved: Decimal
    tenders: tuple[TenderRefund, ...]
    points_reversed: int
    unpaid: Decimal
    charge: Decimal
    charge_reason: str

    @property
    def units(self) -> Units:
        """How many units came back, by the line's index."""
        return sum_of_returned(self.returned)

    @property
    def due(self) -> Due:
        """What belongs to the gateway, to credit and to points."""
        return Due(self.gateway_due, self._due("credit"), self._due("points"))

    @property
    def credit(self) -> Decimal:
        """The store credit given: what credit is given back, and `moved`."""
        back = [each.restored for each in self._of("credit")]
        return exact_sum(self.moved, back)

    @property
    def points(self) -> int:
        """How many redeemed points are given back."""
        return sum(int(each.restored) for each in self._of("points"))

    @property
    def points_value(self) -> Decimal:
        """The value of the redeemed points, given back or not, in major units."""
        return _sum(self.zero, (each.value for each in self._of("points")))

    def _of(self, kind: str) -> Iterator[TenderRefund]:
        return (x for x in self.tenders if x.kind == kind and not x.name)

    def _due(self, kind: str) -> Decimal:
        return _sum(self.zero, (each.due for each in self._of(kind)))

    @cached_property
    def lines(self) -> tuple[RefundedLine, ...]:
        """The refunded part of each line; lines without a refund are left out."""
        back = {row.line: row for row in self.returned}
        rows: dict[int, list[Entry]] = {line: [] for line in back}
        for row in self.entries:
            if row.line is not None:
                rows.setdefault(row.line, []).append(row)
        return tuple(
            [
                self._line(back.get(line, Returned(line, 0, 0)), rows[line])
                for line in sorted(rows)
            ]
        )

    def _line(self, back: Returned, rows: list[Entry]) -> RefundedLine:
        def sum_of(name: str) -> Decimal:
            return total(rows, name, self.zero)

        promotion = sum_of("promotion_discount_amount")
        coupon = sum_of("coupon_discount_amount")
        discounts = [promotion.copy_negate(), coupon.copy_negate()]
        subtotal = sum_of("subtotal")
        return RefundedLine(
            line=back.line,
            quantity=back.quantity,
            free_quantity=back.free_quantity,
            subtotal=subtotal,
            promotion_discount_amount=promotion,
            coupon_discount_amount=coupon,
            taxable_value=exact_sum(subtotal, discounts),
            tax_amount=sum_of("item_total_tax"),
            components=_components(rows, "tax"),
            funded=sum_of("funded_savings"),
            handling_charge_excluding_tax=sum_of("handling_charge_excluding_tax"),
            handling_charge_tax_amount=sum_of("handling_charge_tax_amount"),
            handling_components=_components(rows, "handling_tax"),
        )

    @property
    def shipping(self) -> RefundedCharge:
        """The refunded part of the delivery."""
        components = _components(self.entries, "shipping_tax")
        return RefundedCharge(self.total("shipping_amount"), components)

    @property
    def charges(self) -> RefundedCharge:
        """The refunded part of the store's charges, all charges together."""
        amounts = (row.amount for row in self.entries if row.kind == "charge")
        net = _sum(self.zero, amounts)
        return RefundedCharge(net, _components(self.entries, "charge_tax"))

    @property
    def round_off(self) -> Decimal:
        """The refunded part of the order's round-off, with its sign."""
        return self.total("round_off")

    @property
    def tax_amount(self) -> Decimal:
        """The refunded tax."""
        return self.total("total_tax")

    @property
    def amount(self) -> Decimal:
        """The whole refunded amount, tax included."""
        return self.total("grand_total")

    @property
    def funded(self) -> Decimal:
        """The part that a funder other than the shopper had paid."""
        return self.total("funded_savings")

    @property
    def zero(self) -> Decimal:
        """Nothing, with the currency's digits."""
        return difference(self.gateway, self.gateway).copy_abs()

    def total(self, name: str) -> Decimal:
        """
        Return the refunded part of a total of the order.

        *name* is a key of `ledger.SUMS`, such as "grand_total".  Raises `CheckoutError`
        for another one.
        """
        check = Validator()
        known = check.choice("name", name, SUMS)
        check.raise_any()
        return total(self.entries, known, self.zero)

    def check(self) -> None:
        """Raise `CheckoutError` with every figure that does not add up."""
        found = Faults()

        def same(path: str, actual: Decimal, expected: Decimal, by: str) -> None:
            if actual != expected:
                found.add(
                    path, "does_not_add_up", actual, expected=expected, identity=by
                )

        parts = [line.amount for line in self.lines]
        parts += [self.shipping.amount, self.charges.amount, self.round_off]
        same("amount", self.amount, _sum(self.zero, parts), "lines and charges")
        theirs = difference(self.amount, self.funded)
        # Two gift cards can have one path, since their codes are masked.
        amounts = [
            *[
                (name, getattr(self, name))
                for name in ("gateway", "gateway_discount", "moved", "unpaid", "charge")
            ],
            *[(each.path, each.value) for each in self.tenders],
        ]
        went = _sum(self.zero, [amount for _, amount in amounts])
        back = exact_sum(theirs, [self.surcharge])
        same("amount", back, went, "funded, tenders and charge")
        due = [each.due for each in self.tenders]
        same("due", exact_sum(self.gateway_due, due), theirs, "amount - funded")
        for each in self.tenders:
            if TENDERS[each.kind].unit:
                same(f"due.{each.path}", each.due, each.value, each.kind)
            else:
                same(each.path, each.restored, each.value, "what is given back")
        for name, amount in (*amounts, ("surcharge", self.surcharge)):
            if amount < 0:
                found.add(name, "negative", amount)
        self._check_rows(found)
        found.raise_any()

    def _check_rows(self, found: Faults) -> None:
        equals: dict[object, Entry] = {}
        for index, row in enumerate(self.entries):
            path = f"entries[{index}]"
            if row.kind not in SIGNS:
                choices = ", ".join(SIGNS)
                found.add(f"{path}.kind", "not_a_choice", row.kind, choices=choices)
            if row.amount < 0 and row.kind != "round_off":
                found.add(f"{path}.amount", "negative", row.amount)
            if row.name in EQUAL:
                first = equals.setdefault(
                    (row.kind, row.line, row.rate, row.supplier), row
                )
                if row.amount != first.amount:
                    found.add(
                        f"{path}.amount",
                        "does_not_add_up",
                        row.amount,
                        expected=first.amount,
                        identity=f"{first.name} = {row.name}",
                    )


def sum_of_returned(rows: Iterable[Returned]) -> Units:
    """Return the units of several rows of refunds, by line."""
    found: dict[int, int] = {}
    for row in rows:
        found[row.line] = found.get(row.line, 0) + row.quantity
    return known_units(found)


def _sum(like: Decimal, amounts: Iterable[Decimal]) -> Decimal:
    """Return the sum of *amounts*, with the digits of *like*."""
    return exact_sum(difference(like, like).copy_abs(), amounts)


def _components(rows: Iterable[Entry], kind: str) -> tuple[Component, ...]:
    return tuple(
        [
            Component(row.name or "", row.rate, row.amount)
            for row in rows
            if row.kind == kind and row.rate is not None
        ]
    )


def check_discount(check: Validator, discount: Decimal, amount: Decimal) -> None:
    """Add a fault if a gateway's *discount* is more than its *amount*."""
    if discount > amount:
        check.add(
            "gateway_discount",
            "does_not_add_up",
            discount,
            expected=f"at most {amount}",
            identity="the amount it is part of",
        )
