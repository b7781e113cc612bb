# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How the columns of a pricing result become the rows and figures of a quote.

Promises one pass: minor units in, `Decimal` out.
"""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from checkout_core.checks import ZERO
from checkout_core.ledger import (
    KINDS,
    SUMS,
    AppliedLine,
    AppliedOffer,
    Component,
    Entry,
    Figures,
    HsnRow,
    QuotedCharge,
    QuotedLine,
    Redemption,
    TaxRow,
    Tender,
    Totals,
)
from checkout_core.money import grid_of, to_decimal
from checkout_core.pricing.refusals import refusal
from checkout_core.pricing.result import PricingResult
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from checkout_core.cart import Cart
    from checkout_core.pricing.charges import TaxedCharge
    from checkout_core.pricing.promotions import Applied
    from checkout_core.revisions import Revision
    from checkout_core.tax.line_rule import Labels

    _Row: TypeAlias = tuple[
        str, int, int | None, str | None, str | None, Decimal | None
    ]


class FiguresBuilder:
    """
    One pass over a `PricingResult`: minor units in, `Decimal` out.

    `figures` and `entries` are what an `Ledger` holds.  Figures that an order shows
    are built at once; rows stay tuples until `entries` is read.
    """

    def __init__(self, work: PricingResult) -> None:
        self.work = work
        self.exponent = work.cart.currency.exponent
        self.money = grid_of(self.exponent)
        self.sums: dict[str, int] = {}
        self.rows: list[_Row] = []
        self.zero = self.money(0)
        self.labels = [rule.labels for rule in work.rules]
        chosen = work.chosen
        self.lines = self.goods()
        self.charges()
        self.promotions = self.applied("promotion", chosen.promotions.applied)
        self.coupons = self.applied("coupon", chosen.coupon.applied)
        self.tendered()
        self.totals = self.summed()
        self.shipping_tax_rate = work.delivery.rate
        self.estimated_delivery_days = work.delivery_days

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The rows of the ledger, in the order of events."""
        return tuple([self.entry(*row) for row in self.rows])

    def entry(self, kind: str, number: int, *rest: Any) -> Entry:
        """Return a row as an entry of the ledger."""
        exponent = 0 if kind in COUNTS else self.exponent
        return Entry(kind, to_decimal(number, exponent), *rest)

    def row(
        self,
        kind: str,
        minor: int,
        line: int | None = None,
        offer: str | None = None,
        name: str | None = None,
        rate: Decimal | None = None,
    ) -> None:
        """Append a row, unless its amount is 0."""
        if minor:
            self.sums[kind] = self.sums.get(kind, 0) + minor
            self.rows.append((kind, minor, line, offer, name, rate))

    @cached_property
    def figures(self) -> Figures:
        """Everything but the rows, summaries and refusals included."""
        work = self.work
        chosen = work.chosen
        return Figures(
            totals=self.totals,
            lines=self.lines,
            promotions=self.promotions,
            coupons=self.coupons,
            refusals=tuple([refusal(each, work.cart) for each in chosen.refused]),
            promotions_not_matching=chosen.not_matching,
            charges=self.quoted_charges(),
            tax_rows=self.tax_rows(),
            hsn_rows=self.hsn_rows(),
            shipping_tax_rate=self.shipping_tax_rate,
            estimated_delivery_days=self.estimated_delivery_days,
            tenders=self.tenders(),
            redemptions=redeemed(
                (*self.promotions, *self.coupons), work.cart, work.revision
            ),
            runner_up=chosen.runner_up,
            runner_up_behind=self.money(chosen.ahead),
        )

    def summed(self) -> Totals:
        """Return every total as the sum of its rows."""
        found = dict.fromkeys(SUMS, 0)
        for kind, minor in self.sums.items():
            for name, sign in FEEDS[kind]:
                found[name] += sign * minor
        counts = ("loyalty_points_redeemed", "loyalty_points_earned")
        return Totals(
            **{
                name: to_decimal(minor, 0) if name in counts else self.money(minor)
                for name, minor in found.items()
            }
        )

    def goods(self) -> tuple[QuotedLine, ...]:
        """Return what each line costs, and append its rows."""
        work, money = self.work, self.money
        cart, columns = work.cart, work.cart.columns
        taxes = work.taxes
        promoted, final = work.chosen.promotions, work.chosen.coupon
        middle, based = promoted.based(), final.based()
        handled = dict(work.handling)
        free, on_promotion = self.free_units()
        found = []
        for at, line in enumerate(cart.lines):
            rule = work.rules[work.rates[at]]
            rate = rule.rate
            listed = columns.listed[at]
            promoted_off = coupon_off = 0
            if based[at] != listed:
                before = rule.taxable(listed)
                between = rule.taxable(middle[at])
                promoted_off = max(0, before - between)
                coupon_off = max(0, between - rule.taxable(based[at]))
            net = taxes.taxable[at]
            subtotal = net + promoted_off + coupon_off
            self.row("subtotal", subtotal, at)
            self.row("promotion_discount", promoted_off, at)
            self.row("coupon_discount", coupon_off, at)
            amounts = taxes.of(at, rule)
            tax = sum(amounts)
            labels = self.labels[work.rates[at]]
            for (name, share), part in zip(labels, amounts, strict=True):
                self.row("tax", part, at, None, name, share)
            charge = handled.get(at)
            funded = 0 if final.funded is None else final.funded[at]
            found.append(
                QuotedLine(
                    line.line_id,
                    line.product_id,
                    line.variant_id,
                    line.quantity,
                    money(listed),
                    money(final.left[at]),
                    money(funded),
                    money(subtotal),
                    money(promoted_off),
                    money(coupon_off),
                    money(net),
                    money(tax),
                    rate.shown,
                    rate.cess_percent,
                    self.components(labels, amounts),
                    money(rule.of_units(1, line.quantity).taxable(columns.prices[at])),
                    free.get(at, 0),
                    at in on_promotion,
                    bool(listed) and not final.left[at],
                    self.zero if charge is None else money(charge.net),
                    ZERO if charge is None else charge.rate,
                    self.zero if charge is None else money(charge.tax),
                    self.zero if charge is None else money(charge.total),
                )
            )
        return tuple(found)

    def components(
        self, named: Labels, amounts: Sequence[int]
    ) -> tuple[Component, ...]:
        """Return tax components with their names, rates and amounts."""
        return tuple(
            [
                Component(name, rate, self.money(amount))
                for (name, rate), amount in zip(named, amounts, strict=True)
            ]
        )

    def free_units(self) -> tuple[dict[int, int], set[int]]:
        """Return the free units by line, and the lines that a promotion changed."""
        chosen = self.work.chosen
        free: dict[int, int] = {}
        touched: set[int] = set()
        for each in (*chosen.promotions.applied, *chosen.coupon.applied):
            for at, units in each.given.units:
                free[at] = free.get(at, 0) + units
        for each in chosen.promotions.applied:
            given = each.given
            pairs = zip(given.lines, given.amounts, strict=True)
            touched.update(at for at, amount in pairs if amount)
            touched.update(at for at, _ in given.units)
        return free, touched

    def charges(self) -> None:
        """Append the rows of delivery, handling, charges and round-off."""
        work = self.work
        delivery = work.delivery
        chosen = work.chosen
        self.row("shipping", delivery.net)
        if work.freed_by_threshold or chosen.promotions.freed or chosen.coupon.freed:
            self.row("shipping_discount", delivery.net)
            if work.freed_by_threshold:
                self.row("threshold_saving", delivery.total)
        else:
            self.taxed("shipping_tax", delivery)
        for at, charge in work.handling:
            self.row("handling", charge.net, line=at)
            self.taxed("handling_tax", charge, line=at)
        for policy, charge in zip(work.policies.charges, work.charges, strict=True):
            self.row("charge", charge.net, name=policy.name)
            self.taxed("charge_tax", charge)
        self.row("round_off", work.round_off)

    def taxed(self, kind: str, charge: TaxedCharge, line: int | None = None) -> None:
        """Append the rows of a charge's tax."""
        for part in charge.parts:
            for (name, rate), amount in zip(part.labels, part.amounts, strict=True):
                self.row(kind, amount, line=line, name=name, rate=rate)

    def quoted_charges(self) -> tuple[QuotedCharge, ...]:
        """Return the store's own charges with the tax on each."""
        work = self.work
        return tuple(
            [
                QuotedCharge(
                    policy.name,
                    self.money(charge.net),
                    charge.rate,
                    tuple(
                        [
                            component
                            for part in charge.parts
                            for component in self.components(part.labels, part.amounts)
                        ]
                    ),
                )
                for policy, charge in zip(
                    work.policies.charges, work.charges, strict=True
                )
            ]
        )

    def applied(self, kind: str, given: Sequence[Applied]) -> tuple[AppliedOffer, ...]:
        """Return the offers that apply and what each saved, and append their rows."""
        work = self.work
        based = list(
            work.cart.columns.listed
            if kind == "promotion"
            else work.chosen.promotions.based()
        )
        saving, found = f"{kind}_saving", []
        for sequence, each in enumerate(given, 1):
            offer, gift = each.plan.offer, each.given
            lines, shipping = work.saved(each, based)
            if each.plan.funded:
                for at, (amount, _, _) in lines.items():
                    self.row("funded", amount, line=at, offer=offer.id)
            total = shipping
            for at in sorted(lines):
                total += lines[at][2]
                self.row(saving, lines[at][2], at, offer.id)
            self.row(saving, shipping, None, offer.id)
            self.row("points_bonus", gift.points, offer=offer.id)
            found.append(
                AppliedOffer(
                    kind,
                    offer.id,
                    offer.name,
                    offer.type,
                    offer.scope,
                    each.code,
                    sequence,
                    str(offer.funded_by),
                    self.money(total),
                    tuple(
                        [
                            AppliedLine(
                                at,
                                self.money(lines[at][0]),
                                lines[at][1],
                                self.money(lines[at][2]),
                            )
                            for at in sorted(lines)
                        ]
                    ),
                    gift.points,
                )
            )
        return tuple(found)

    def tendered(self) -> None:
        """Append the rows of the tenders and the points earned."""
        work = self.work
        for request, each in zip(work.cart.tenders, work.tenders, strict=True):
            kind = TENDERS[request.kind]
            self.row(kind.row, each.value, name=request.name or None)
            if kind.count_row:
                self.row(kind.count_row, each.granted, name=request.name or None)
        self.row("points_earned", work.earned)

    def tenders(self) -> tuple[Tender, ...]:
        """Return what pays in place of money, in the order in which it pays."""
        work, found = self.work, []
        for request, each in zip(work.cart.tenders, work.tenders, strict=True):
            unit = 0 if TENDERS[request.kind].count_row else self.exponent
            found.append(
                Tender(
                    kind=request.kind,
                    name=request.name,
                    asked=to_decimal(each.asked, unit),
                    granted=to_decimal(each.granted, unit),
                    value=self.money(each.value),
                    why=each.why,
                )
            )
        return tuple(found)

    def tax_rows(self) -> tuple[TaxRow, ...]:
        """Return the tax by category and rate, goods and charges together."""
        work = self.work
        sums = _Sums()
        for at, line in enumerate(work.cart.lines):
            rule = work.rules[work.rates[at]]
            known = rule.rate
            key = (str(line.tax_category), known.shown, known.cess_percent)
            label = self.labels[work.rates[at]]
            figures = [work.taxes.taxable[at], *work.taxes.of(at, rule)]
            sums.add((key, label), figures)
        freed = work.freed_by_threshold or any(
            candidate.freed
            for candidate in (work.chosen.promotions, work.chosen.coupon)
        )
        charged = [charge for _, charge in work.handling]
        for charge in ([] if freed else [work.delivery]) + charged + [*work.charges]:
            for part in charge.parts:
                key = ("standard", part.percent, ZERO)
                sums.add((key, part.labels), [part.net, *part.amounts])
        return tuple(
            [
                TaxRow(
                    category,
                    rate,
                    cess,
                    self.money(net),
                    self.components(label, amounts),
                )
                for ((category, rate, cess), label), (net, *amounts) in sums.sorted()
            ]
        )

    def hsn_rows(self) -> tuple[HsnRow, ...]:
        """Return the goods by HSN code and rate; lines without a code are left out."""
        work = self.work
        sums = _Sums()
        for at, line in enumerate(work.cart.lines):
            if line.hsn_code is None:
                continue
            rule = work.rules[work.rates[at]]
            known = rule.rate
            key = (line.hsn_code, known.shown, known.cess_percent)
            label = self.labels[work.rates[at]]
            net = work.taxes.taxable[at]
            figures = [line.quantity, net, *work.taxes.of(at, rule)]
            sums.add((key, label), figures)
        return tuple(
            [
                HsnRow(
                    code,
                    rate,
                    cess,
                    count,
                    self.money(net),
                    self.components(label, amounts),
                )
                for ((code, rate, cess), label), (count, net, *amounts) in sums.sorted()
            ]
        )


def redeemed(
    offers: Iterable[AppliedOffer], cart: Cart, revision: Revision
) -> tuple[Redemption, ...]:
    """
    Return the counters to raise when a cart with these *offers* is ordered.

    Two carts without an id cannot be distinguished, so their redemptions have no key.
    """
    has_key = cart.id or revision.keys_without_cart_id
    return tuple(
        [
            Redemption(
                each.id,
                each.kind,
                each.code,
                cart.customer.id,
                1,
                "/".join((cart.id, each.kind, each.id, each.code or ""))
                if has_key
                else None,
                "" if has_key else "cart_without_id",
            )
            for each in offers
        ]
    )


class _Sums:
    """Columns of figures added up by key."""

    def __init__(self) -> None:
        self.found: dict[Any, list[int]] = {}

    def add(self, key: Any, figures: list[int]) -> None:
        known = self.found.get(key)
        if known is not None:
            figures = [a + b for a, b in zip(known, figures, strict=True)]
        self.found[key] = figures

    def sorted(self) -> list[tuple[Any, list[int]]]:
        return sorted(self.found.items())


#: Kinds of rows whose amount is a number of points, not money.
COUNTS = (
    *[each.count_row for each in TENDERS.values() if each.count_row],
    "points_earned",
    "points_bonus",
)


#: `SUMS` the other way round: the totals that a kind of row is part of.
FEEDS: Mapping[str, tuple[tuple[str, int], ...]] = MappingProxyType(
    {
        kind: tuple(
            (name, sign)
            for name, kinds in SUMS.items()
            for each, sign in kinds
            if each == kind
        )
        for kind in KINDS
    }
)
