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
from typing import TYPE_CHECKING

from attrs import Factory, field, frozen

from checkout_core.checks import Validator
from checkout_core.errors import Faults
from checkout_core.ledger import SUMS, Component, Entry, total
from checkout_core.money import difference, exact_sum
from checkout_core.tax.regimes import EQUAL


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from decimal import Decimal


#: The kinds of rows a refund is made of, with their sign in what is paid back.
SIGNS: Mapping[str, int] = MappingProxyType(
    {
        kind: sign
        for kind, sign in SUMS["to_be_paid"]
        if kind not in ("points", "credit")
    }
)


@frozen
class Returned:
    """
    Returned units of a line.

    Attributes:
        line: the index of the line in the order.
        quantity: the returned units.
        free_quantity: the free units that are returned with them.
    """

    line: int
    quantity: int
    free_quantity: int


@frozen
class Due:
    """A refund's amount by tender, before minimums and cancellation charges."""

    gateway: Decimal
    credit: Decimal
    points_value: Decimal


@frozen
class RefundedLine:
    """
    The refunded part of a line, with the field names of `QuotedLine`.

    `quantity` is 0 if only money is refunded: repricing can lower the price of units
    that are kept.
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
    """The refunded part of the delivery or charges: *net* amount, tax *components*."""

    net: Decimal
    components: tuple[Component, ...]

    @property
    def tax_amount(self) -> Decimal:
        """The tax on it."""
        return _sum(self.net, (each.amount for each in self.components))

    @property
    def amount(self) -> Decimal:
        """The charge, tax included."""
        return exact_sum(self.net, [self.tax_amount])


@frozen
class Refund:
    """
    A credit note: the refunded rows of an order, and the tenders they go to.

    `amount` less `funded` is what the shopper had paid: `gateway + gateway_discount +
    credit + points_value + charge + unpaid`.

    Attributes:
        id: the host's id, used once; also the id of the request to the gateway.
        at: when it was made.
        currency: of every amount.
        order_number: of the order that it corrects, as the host calls it.
        reason: what the shopper or the support agent said.
        returned: units that came back, by line.
        entries: the rows, positive where they lower what was paid.
        due: what belongs to which tender.
        gateway: money refunded through the gateway.
        credit: store credit given, `moved` included.
        moved: credit given because the amount is below the gateway's minimum.
        points: redeemed points given back.
        points_value: the money value of those points; the shopper does not get it if
            the policy does not restore points.
        points_reversed: earned points taken back.
        unpaid: the part that was never paid, which is not refunded.
        charge, charge_reason: what is kept for a cancellation.
        gateway_discount: the part that an offer of the gateway had paid; it goes back
            to the offer's funder.
    """

    id: str
    at: datetime
    currency: str
    order_number: str | None
    reason: str
    returned: tuple[Returned, ...]
    entries: tuple[Entry, ...]
    due: Due
    gateway: Decimal
    credit: Decimal
    moved: Decimal
    points: int
    points_value: Decimal
    points_reversed: int
    unpaid: Decimal
    charge: Decimal
    charge_reason: str
    gateway_discount: Decimal = field(
        default=Factory(lambda self: self.zero, takes_self=True)
    )

    @cached_property
    def lines(self) -> tuple[RefundedLine, ...]:
        """The refunded part of each line; lines without a refund are left out."""
        back = {each.line: each for each in self.returned}
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
        def named(name: str) -> Decimal:
            return total(rows, name, self.zero)

        off = named("promotion_discount_amount"), named("coupon_discount_amount")
        subtotal = named("subtotal")
        return RefundedLine(
            back.line,
            back.quantity,
            back.free_quantity,
            subtotal,
            *off,
            exact_sum(subtotal, [each.copy_negate() for each in off]),
            named("item_total_tax"),
            _components(rows, "tax"),
            named("funded_savings"),
            named("handling_charge_excluding_tax"),
            named("handling_charge_tax_amount"),
            _components(rows, "handling_tax"),
        )

    @property
    def shipping(self) -> RefundedCharge:
        """The refunded part of the delivery."""
        components = _components(self.entries, "shipping_tax")
        return RefundedCharge(self.total("shipping_amount"), components)

    @property
    def charges(self) -> RefundedCharge:
        """The refunded part of the store's charges, all charges together."""
        net = _sum(self.zero, (x.amount for x in self.entries if x.kind == "charge"))
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
        """Return the refunded part of a total of the order, by its name."""
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
        went = (
            self.gateway,
            self.gateway_discount,
            self.credit,
            self.points_value,
            self.charge,
            self.unpaid,
        )
        same("amount", theirs, _sum(self.zero, went), "funded, tenders and charge")
        due = (self.due.gateway, self.due.credit, self.due.points_value)
        same("due", _sum(self.zero, due), theirs, "amount - funded")
        same("due.points_value", self.due.points_value, self.points_value, "points")
        if self.moved > self.credit:
            found.add(
                "moved",
                "does_not_add_up",
                self.moved,
                expected=f"at most {self.credit}",
                identity="the credit it is part of",
            )
        for name in (
            "gateway",
            "gateway_discount",
            "credit",
            "moved",
            "points_value",
            "unpaid",
            "charge",
        ):
            if getattr(self, name) < 0:
                found.add(name, "negative", getattr(self, name))
        self._check_rows(found)
        found.raise_any()

    def _check_rows(self, found: Faults) -> None:
        halves: dict[object, Entry] = {}
        for at, row in enumerate(self.entries):
            path = f"entries[{at}]"
            if row.kind not in SIGNS:
                choices = ", ".join(SIGNS)
                found.add(f"{path}.kind", "not_a_choice", row.kind, choices=choices)
            if row.amount < 0 and row.kind != "round_off":
                found.add(f"{path}.amount", "negative", row.amount)
            if row.name in EQUAL:
                first = halves.setdefault((row.kind, row.line, row.rate), row)
                if row.amount != first.amount:
                    found.add(
                        f"{path}.amount",
                        "does_not_add_up",
                        row.amount,
                        expected=first.amount,
                        identity=f"{first.name} = {row.name}",
                    )


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
