# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How the columns of a pricing result become the rows of the ledger.

Promises one pass, in the order of events, over lines, charges, offers and tenders.
Rows stay tuples of minor units until `entries` is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from checkout_core.checks import ZERO
from checkout_core.ledger import COUNTS, Entry, TaxBasis, postings
from checkout_core.money import to_decimal
from checkout_core.pricing.promotions import Candidate
from checkout_core.statuses import TaxCategory
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from checkout_core.ledger import Posting
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
        """Write the rows; without *rated* as documents before quote/3 have them."""
        self._result = result
        self._rated = rated
        self._rows: list[_Row] = []
        #: What each posting is: a line, a part of a charge, None for freed delivery.
        self._posted: list[int | ChargePart | None] = []
        #: What has no row since it costs nothing.
        self._free: list[int | ChargePart | None] = []
        self.sums: dict[str, int] = {}
        self.discounts: list[tuple[int, int]] = []
        self._goods()
        self._charges()
        state = Candidate(list(result.cart.columns.listed))
        chosen = result.chosen
        self.promotions = self._offers("promotion", chosen.promotions.applied, state)
        self.coupons = self._offers("coupon", chosen.coupon.applied, state)
        self._tenders()

    def entries(self) -> tuple[Entry, ...]:
        """Return the rows in major units, in the order of events."""
        exponent = self._result.cart.currency.exponent
        return tuple([_entry(row, exponent) for row in self._rows])

    def taxed(
        self, entries: Sequence[Entry], zero: Decimal
    ) -> Iterator[tuple[TaxBasis, Posting | None]]:
        """Yield how each posting of *entries* is taxed, and what has no rows."""
        pairs = zip(self._posted, postings(entries, zero), strict=True)
        for of, posting in (*pairs, *((each, None) for each in self._free)):
            if of is not None:
                yield self._line(of) if isinstance(of, int) else _basis(of), posting

    def _line(self, index: int) -> TaxBasis:
        result = self._result
        line, rule = result.cart.lines[index], result.context.rules[result.rates[index]]
        return TaxBasis(
            category=str(line.tax_category),
            rate=rule.rate.shown,
            cess_rate=rule.rate.cess_percent,
            labels=rule.labels,
            hsn_code=line.hsn_code,
            quantity=line.quantity,
        )

    def _begin(
        self,
        of: int | ChargePart | None,
        tax: int,
        kind: str,
        minor: int,
        *rest: Any,
    ) -> None:
        """Append the net amount that a posting begins with; 0 if there is tax on it."""
        if minor or (tax and self._rated):
            self._posted.append(of)
            self.sums[kind] = self.sums.get(kind, 0) + minor
            self._rows.append((kind, minor, *rest))
        else:
            self._free.append(of)

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
    ) -> None:
        """Append a row, unless its amount is 0."""
        if minor:
            self.sums[kind] = self.sums.get(kind, 0) + minor
            self._rows.append(
                (kind, minor, line, offer, name, rate, category, hsn_code)
            )

    def _goods(self) -> None:
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
            net = taxes.taxable[index] + promoted_off + coupon_off
            self._begin(index, sum(amounts), "subtotal", net, *how)
            if promoted_off or coupon_off:
                self._add("promotion_discount", promoted_off, *how)
                self._add("coupon_discount", coupon_off, *how)
            for (name, rate), amount in zip(labels, amounts, strict=True):
                self._add("tax", amount, index, None, name, rate)

    def _charges(self) -> None:
        """Append delivery, handling, the store's charges, and the round-off."""
        result = self._result
        self._charge("shipping", result.delivery, freed=result.is_freed)
        if result.freed_by_threshold:
            self._add("threshold_saving", result.delivery.total)
        for line, charge in result.handling:
            self._charge("handling", charge, line)
        charges = result.context.store.policies.charges
        for policy, charge in zip(charges, result.charges, strict=True):
            self._charge("charge", charge, name=policy.name)
        self._add("round_off", result.round_off)

    def _charge(
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
            if self._rated:
                how = (line, None, name, part.percent, STANDARD, None)
                if freed:
                    self._begin(None, 0, kind, part.net, *how)
                    self._add("shipping_discount", part.net, *how)
                else:
                    self._begin(part, part.tax, kind, part.net, *how)
            if not freed:
                for (label, rate), amount in zip(
                    part.labels, part.amounts, strict=True
                ):
                    self._add(f"{kind}_tax", amount, line, None, label, rate)

    def _offers(
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

    def _tenders(self) -> None:
        """Append what each tender pays, and the points earned."""
        result = self._result
        for request, each in zip(result.cart.tenders, result.tenders, strict=True):
            kind, name = TENDERS[request.kind], request.name or None
            self._add(kind.row, each.value, None, None, name)
            if kind.count_row:
                self._add(kind.count_row, each.granted, None, None, name)
        self._add("points_earned", result.earned)


def _basis(part: ChargePart) -> TaxBasis:
    return TaxBasis(
        category=STANDARD, rate=part.percent, cess_rate=ZERO, labels=part.labels
    )


def _entry(row: _Row, exponent: int) -> Entry:
    kind, number = row[:2]
    digits = 0 if kind in COUNTS else exponent
    return Entry(kind, to_decimal(number, digits), *row[2:])
