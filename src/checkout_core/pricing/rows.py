# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How the columns of a pricing result become the rows of the ledger.

Promises one pass, in the order of events, over lines, charges, offers and tenders.
Rows stay tuples of minor units until `entries` is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from checkout_core.checks import ZERO
from checkout_core.ledger import COUNTS, Entry, TaxBasis, TaxedAmount
from checkout_core.money import to_decimal
from checkout_core.pricing.promotions import Candidate
from checkout_core.statuses import TaxCategory
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from checkout_core.pricing.charges import ChargePart, TaxedCharge
    from checkout_core.pricing.promotions import Applied
    from checkout_core.pricing.result import PricingResult

    #: The fields of an `Entry`, its amount in minor units or points.
    _Row: TypeAlias = tuple[
        str,
        int,
        int | None,
        str | None,
        str | None,
        Decimal | None,
        str | None,
        str | None,
    ]
    #: An offer with what it did by line (discount, free units, saving) and on shipping.
    Given: TypeAlias = tuple[Applied, dict[int, tuple[int, int, int]], int]


#: Charges are of this category, whatever is delivered.
STANDARD = str(TaxCategory.STANDARD)


class Rows:
    """
    The rows of a pricing result, with what only the writing of them knows.

    Attributes:
        sums: the sum of each kind of row.
        discounts: what promotions and the coupon took off each line's taxable value.
        promotions: each promotion that applies, with what it did.
        coupons: the coupon that applies, with what it did.
    """

    def __init__(self, result: PricingResult, *, rated: bool = True) -> None:
        """Write the rows; *rated* is False for documents before quote/3."""
        self._result = result
        self._rated = rated
        self._rows: list[_Row] = []
        #: The net amount and the components of each line, and of each part of a charge
        #: that is not freed.
        self._goods: list[tuple[int, ...]] = []
        self._parts: list[tuple[ChargePart, tuple[int, ...]]] = []
        self.sums: dict[str, int] = {}
        self.discounts: list[tuple[int, int]] = []
        self._add_goods()
        self._add_charges()
        state = Candidate(list(result.cart.columns.listed))
        chosen = result.chosen
        self.promotions = self._add_offers(
            "promotion", chosen.promotions.applied, state
        )
        self.coupons = self._add_offers("coupon", chosen.coupon.applied, state)
        self._add_tenders()

    def entries(self) -> tuple[Entry, ...]:
        """Return the rows in major units, in the order of events."""
        exponent = self._result.cart.currency.exponent
        return tuple([_entry(row, exponent) for row in self._rows])

    def posted(self) -> Iterator[TaxedAmount]:
        """Yield each net amount with the tax on it, and how it is taxed."""
        result = self._result
        known = [
            (rule.rate.shown, rule.rate.cess_percent, rule.labels)
            for rule in result.context.rules
        ]
        for line, rate, amounts in zip(
            result.cart.lines, result.rates, self._goods, strict=True
        ):
            how, code = known[rate], line.hsn_code
            by_code = None if code is None else TaxBasis(code, *how)
            by_category = TaxBasis(str(line.tax_category), *how)
            yield TaxedAmount(by_category, by_code, line.quantity, amounts)
        for part, amounts in self._parts:
            basis = TaxBasis(STANDARD, part.percent, ZERO, part.labels)
            yield TaxedAmount(basis, None, 0, amounts)

    def _add(
        self,
        kind: str,
        minor: int,
        line: int | None = None,
        offer: str | None = None,
        name: str | None = None,
        rate: Decimal | None = None,
        category: str | None = None,
        hsn_code: str | None = None,
        *,
        keep: bool = False,
    ) -> None:
        """Append a row, unless its amount is 0 and it has no tax to *keep* it for."""
        if minor or keep:
            self.sums[kind] = self.sums.get(kind, 0) + minor
            self._rows.append(
                (kind, minor, line, offer, name, rate, category, hsn_code)
            )

    def _add_goods(self) -> None:
        """Append what each line is without tax, its discounts, and its tax."""
        result, rated = self._result, self._rated
        columns, taxes = result.cart.columns, result.taxes
        middle = result.chosen.promotions.based()
        based = result.chosen.coupon.based()
        known = [
            (rule, rule.rate.shown if rated else None, rule.labels)
            for rule in result.context.rules
        ]
        for index, line in enumerate(result.cart.lines):
            rule, shown, labels = known[result.rates[index]]
            listed = columns.listed[index]
            promoted_off = coupon_off = 0
            if based[index] != listed:
                between = rule.taxable(middle[index])
                promoted_off = max(0, rule.taxable(listed) - between)
                coupon_off = max(0, between - rule.taxable(based[index]))
            self.discounts.append((promoted_off, coupon_off))
            amounts = taxes.of(index, rule)
            how = (
                (index, None, None, shown, line.tax_category.value, line.hsn_code)
                if rated
                else (index, None, None, None, None, None)
            )
            net = taxes.taxable[index]
            self._goods.append((net, *amounts))
            subtotal = net + promoted_off + coupon_off
            self._add("subtotal", subtotal, *how, keep=rated and any(amounts))
            if promoted_off or coupon_off:
                self._add("promotion_discount", promoted_off, *how)
                self._add("coupon_discount", coupon_off, *how)
            for (name, rate), amount in zip(labels, amounts, strict=True):
                self._add("tax", amount, index, None, name, rate)

    def _add_charges(self) -> None:
        """Append delivery, handling, the store's charges, and the round-off."""
        result = self._result
        self._add_charge("shipping", result.delivery, freed=result.is_freed)
        if result.freed_by_threshold:
            self._add("threshold_saving", result.delivery.total)
        for line, charge in result.handling:
            self._add_charge("handling", charge, line)
        charges = result.context.store.policies.charges
        for policy, charge in zip(charges, result.charges, strict=True):
            self._add_charge("charge", charge, name=policy.name)
        self._add("round_off", result.round_off)

    def _add_charge(
        self,
        kind: str,
        charge: TaxedCharge,
        line: int | None = None,
        name: str | None = None,
        *,
        freed: bool = False,
    ) -> None:
        """Append what a charge is without tax, and its tax, rate by rate."""
        if not self._rated:
            self._add(kind, charge.net, line, None, name)
            if freed:
                self._add("shipping_discount", charge.net)
        for part in charge.parts:
            amounts = part.amounts
            if self._rated:
                how = (line, None, name, part.percent, STANDARD, None)
                self._add(kind, part.net, *how, keep=not freed and any(amounts))
                if freed:
                    self._add("shipping_discount", part.net, *how)
            if not freed:
                self._parts.append((part, (part.net, *amounts)))
                for (label, rate), amount in zip(part.labels, amounts, strict=True):
                    self._add(f"{kind}_tax", amount, line, None, label, rate)

    def _add_offers(
        self, kind: str, applied: Sequence[Applied], state: Candidate
    ) -> list[Given]:
        """Append what each offer saves, who funds it, and the points it adds."""
        saving, found = f"{kind}_saving", []
        for each in applied:
            id_ = each.plan.offer.id
            lines, shipping = self._result.saved(each, state)
            if each.plan.funded:
                for line, (discount, _, _) in lines.items():
                    self._add("funded", discount, line, id_)
            for line in sorted(lines):
                self._add(saving, lines[line][2], line, id_)
            self._add(saving, shipping, None, id_)
            self._add("points_bonus", each.given.points, None, id_)
            found.append((each, lines, shipping))
        return found

    def _add_tenders(self) -> None:
        """Append what each tender pays, and the points earned."""
        result = self._result
        for request, each in zip(result.cart.tenders, result.tenders, strict=True):
            kind, name = TENDERS[request.kind], request.name or None
            self._add(kind.row, each.value, None, None, name)
            if kind.count_row:
                self._add(kind.count_row, each.granted, None, None, name)
        self._add("points_earned", result.earned)


def _entry(row: _Row, exponent: int) -> Entry:
    kind, number = row[:2]
    digits = 0 if kind in COUNTS else exponent
    return Entry(kind, to_decimal(number, digits), *row[2:])
