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
from checkout_core.ledger import Entry
from checkout_core.ledger.rows import COUNTS
from checkout_core.ledger.summaries import TaxBasis, TaxedAmount
from checkout_core.money.exact import to_decimal
from checkout_core.pricing.promotions import Candidate
from checkout_core.statuses import TaxCategory
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from checkout_core.pricing.charges import TaxedCharge
    from checkout_core.pricing.promotions import Applied
    from checkout_core.pricing.result import PricingResult
    from checkout_core.tax.line_rule import Labels

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
    #: An offer, what it did line by line (discount, free units, saving), and what it
    #: saves with shipping.
    OfferEffect: TypeAlias = tuple[Applied, list[tuple[int, tuple[int, int, int]]], int]


#: Charges are of this category, whatever is delivered.
STANDARD = str(TaxCategory.STANDARD)


class Rows:
    """
    The rows of a pricing result, with what only the writing of them knows.

    Attributes:
        rates: each rate of the cart, with its rule, what to show, and its components.
        goods: the net amount of each line, then the components of its tax.
        discounts: what promotions and the coupon took off each line's taxable value.
        promotions: each promotion that applies, with what it did.
        coupons: the coupon that applies, with what it did.
    """

    def __init__(self, result: PricingResult, *, rated: bool = True) -> None:
        """Write the rows; *rated* is False for documents before quote/3."""
        self._result = result
        self._rated = rated
        self._rows: list[_Row] = []
        self.rates = [
            (rule, rule.rate.shown, rule.rate.cess_percent, rule.labels)
            for rule in result.context.rules
        ]
        self.goods: list[tuple[int, ...]] = []
        #: The same of each part of a charge that is not free.
        self._parts: list[tuple[Decimal, Labels, tuple[int, ...]]] = []
        self.discounts: list[tuple[int, int]] = []
        self._add_goods()
        self._add_charges()
        state = Candidate(list(result.cart.columns.list_amounts))
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

    def sums(self) -> dict[str, int]:
        """Return the sum of each kind of row."""
        found: dict[str, int] = {}
        for row in self._rows:
            kind = row[0]
            found[kind] = found.get(kind, 0) + row[1]
        return found

    def taxed(self) -> list[TaxedAmount]:
        """Return the net amounts with the tax on them, equally taxed ones together."""
        result = self._result
        rates = self.rates
        # Added up by plain keys first: names and rates of components are slow ones.
        sums: dict[tuple[int, str, str | None], list[int]] = {}
        for line, rate, amounts in zip(
            result.cart.lines, result.rates, self.goods, strict=True
        ):
            key = (rate, str(line.tax_category), line.hsn_code)
            more = [line.quantity, *amounts]
            known = sums.get(key)
            if known is not None:
                more = [a + b for a, b in zip(known, more, strict=True)]
            sums[key] = more
        found = []
        for (rate, category, code), (quantity, *summed) in sums.items():
            basis = TaxBasis(category, *rates[rate][1:])
            goods = None if code is None else TaxBasis(code, *rates[rate][1:])
            found.append(TaxedAmount(basis, goods, quantity, tuple(summed)))
        for percent, labels, amounts in self._parts:
            basis = TaxBasis(STANDARD, percent, ZERO, labels)
            found.append(TaxedAmount(basis, None, 0, amounts))
        return found

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
            self._rows.append(
                (kind, minor, line, offer, name, rate, category, hsn_code)
            )

    def _add_goods(self) -> None:
        """Append what each line is without tax, its discounts, and its tax."""
        result, rated = self._result, self._rated
        columns, taxes, append = result.cart.columns, result.taxes, self._rows.append
        middle = result.chosen.promotions.bases()
        bases = result.chosen.coupon.bases()
        percent = category = code = None
        for index, line in enumerate(result.cart.lines):
            rule, shown, _, labels = self.rates[result.rates[index]]
            if rated:
                percent, category, code = shown, str(line.tax_category), line.hsn_code
            list_amount, net = columns.list_amounts[index], taxes.taxable[index]
            how = (index, None, None, percent, category, code)
            amounts = taxes.of(index, rule)
            self.goods.append((net, *amounts))
            promoted_off = coupon_off = 0
            if bases[index] != list_amount:
                between = rule.taxable(middle[index])
                promoted_off = max(0, rule.taxable(list_amount) - between)
                coupon_off = max(0, between - rule.taxable(bases[index]))
            self.discounts.append((promoted_off, coupon_off))
            subtotal = net + promoted_off + coupon_off
            if subtotal or (rated and any(amounts)):
                append(("subtotal", subtotal, *how))
            if promoted_off:
                append(("promotion_discount", promoted_off, *how))
            if coupon_off:
                append(("coupon_discount", coupon_off, *how))
            for (name, rate), amount in zip(labels, amounts, strict=True):
                if amount:
                    append(("tax", amount, index, None, name, rate, None, None))

    def _add_charges(self) -> None:
        """Append delivery, handling, the store's charges, and the round-off."""
        result = self._result
        self._add_charge("shipping", result.delivery, is_free=result.shipping_is_free)
        if result.free_by_threshold:
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
        is_free: bool = False,
    ) -> None:
        """Append what a charge is without tax, and its tax, rate by rate."""
        if not self._rated:
            self._add(kind, charge.net, line, None, name)
            if is_free:
                self._add("shipping_discount", charge.net)
        for part in charge.parts:
            percent, labels, amounts = part.percent, part.labels, part.amounts
            if self._rated:
                how = (line, None, name, percent, STANDARD, None)
                if part.net or (any(amounts) and not is_free):
                    self._rows.append((kind, part.net, *how))
                if is_free:
                    self._add("shipping_discount", part.net, *how)
            if not is_free:
                self._parts.append((percent, labels, (part.net, *amounts)))
                tax = f"{kind}_tax"
                for (label, rate), amount in zip(labels, amounts, strict=True):
                    self._add(tax, amount, line, None, label, rate)

    def _add_offers(
        self, kind: str, applied: Sequence[Applied], state: Candidate
    ) -> list[OfferEffect]:
        """Append what each offer saves, who funds it, and the points it adds."""
        saving, found = f"{kind}_saving", []
        append = self._rows.append
        for each in applied:
            id_ = each.compiled.offer.id
            lines, shipping = self._result.saved(each, state)
            if each.compiled.funded:
                for line, (discount, _, _) in lines.items():
                    self._add("funded", discount, line, id_)
            in_order = sorted(lines.items())
            total = shipping
            for line, (_, _, saved) in in_order:
                if saved:
                    append((saving, saved, line, id_, None, None, None, None))
                total += saved
            self._add(saving, shipping, None, id_)
            self._add("points_bonus", each.adjustment.points, None, id_)
            found.append((each, in_order, total))
        return found

    def _add_tenders(self) -> None:
        """Append what each tender pays, and the points earned."""
        result = self._result
        for request, each in zip(result.cart.tenders, result.tenders, strict=True):
            if each.granted:
                kind, name = TENDERS[request.kind], request.name or None
                self._add(kind.row, each.value, None, None, name)
                if kind.unit:
                    self._add(kind.count_row, each.granted, None, None, name)
        self._add("points_earned", result.earned)


def _entry(row: _Row, exponent: int) -> Entry:
    kind, number = row[:2]
    digits = 0 if kind in COUNTS else exponent
    return Entry(kind, to_decimal(number, digits), *row[2:])
