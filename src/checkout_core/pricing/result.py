# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The columns that the stages of pricing compute.

A `PricingResult` is columns of minor units and the applied offers; it is internal, and
`pricing.ledger` makes rows and figures of it.
"""

from __future__ import annotations

from functools import cache
from operator import add
from typing import TYPE_CHECKING

from attrs import define

from checkout_core.money.allocation import shares
from checkout_core.pricing.candidate import Candidate, KnownOffer
from checkout_core.pricing.charges import FREE
from checkout_core.pricing.listed import ListedLines, on_top
from checkout_core.pricing.taxes import tax_of_lines
from checkout_core.tax.india.buyer import buyer_gstin
from checkout_core.tax.india.supplies import EXPORTS


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from checkout_core.cart import Cart
    from checkout_core.ledger.sheet import OfferEffect
    from checkout_core.offers.benefits.benefit import Adjustment
    from checkout_core.pricing.candidate import Applied
    from checkout_core.pricing.charges import ChargePart, Goods, TaxedCharge
    from checkout_core.pricing.context import PricingContext
    from checkout_core.pricing.coupons import Chosen
    from checkout_core.pricing.fees import Charged, Uncharged
    from checkout_core.pricing.listed import OnTop
    from checkout_core.pricing.suppliers import SharedGoods
    from checkout_core.pricing.taxes import Taxes
    from checkout_core.pricing.tenders import TenderResult
    from checkout_core.tax.regime import Place, Supply


# Positional, unlike other classes of more than five fields: see `total_up`.
@define(eq=False, repr=False)
class PricingResult:
    """
    The raw result of pricing, in minor units.

    Attributes:
        context: the cart, the store and the rules of tax.
        chosen: the offers that apply, and what they leave of each line.
        left: what is left in the end: what the offers leave, less points that are a
            discount.
        points: what such points take off, None for nothing.
        rates: the rate of each line, an index into `context.rules`.
        taxes: the tax of each line.
        goods: the goods by rate, if the tax of a charge depends on them.
        delivery: what delivery costs, whatever is taken off it.
        rest: what offers leave of it.
        free_by_threshold: whether the threshold of the store frees the rest.
        handling: lines with handling, each with what it costs.
        charges: the store's own charges with what they cost, in the store's order.
        uncharged: those that the cart chose and that are not charged.
        round_off: the round-off, the residue of `net_exact` included.
        tenders: what each of the cart's tenders is granted.
        earned: points earned, without bonuses.
        to_be_paid: what is left to pay with money.
    """

    context: PricingContext
    chosen: Chosen
    left: Candidate
    points: Adjustment | None
    rates: Sequence[int]
    taxes: Taxes
    goods: Goods | SharedGoods | None
    delivery: TaxedCharge
    rest: TaxedCharge
    free_by_threshold: bool
    handling: Sequence[tuple[int, TaxedCharge]]
    charges: Sequence[Charged]
    uncharged: Sequence[Uncharged]
    round_off: int
    tenders: Sequence[TenderResult]
    earned: int
    to_be_paid: int

    @property
    def cart(self) -> Cart:
        """The cart that was priced, its tax classes looked up."""
        return self.context.cart

    @property
    def supply(self) -> Supply:
        """What kind of supply it is."""
        return self.context.place.supply

    @property
    def buyer(self) -> str | None:
        """
        Whom the invoice is to, `b2b` or `b2c`; None where rows by HSN code do not say.

        A buyer with a GSTIN in the billing address, else in the shipping address, is
        `b2b`; exports are `b2c`.
        """
        if self.context.revision.hsn_rows_of_goods:
            return None
        if self.supply.name in EXPORTS:
            return "b2c"
        return "b2b" if buyer_gstin(self.cart) else "b2c"

    @property
    def delivery_code(self) -> str | None:
        """The HSN code of the delivery, None without one."""
        return self.context.delivery_code

    # Suppliers --------------------------------------------------------------------

    def supplier(self, line: int) -> str:
        """Return the supplier of a line, "" for the store itself."""
        suppliers = self.cart.columns.suppliers
        return suppliers[line] if suppliers else ""

    def of_part(self, part: ChargePart) -> str:
        """Return the supplier of a part of a charge."""
        return self.supplier(0) if part.supplier is None else part.supplier

    def lines_of(self, supplier: str | None) -> Callable[[int], bool] | None:
        """Return what tells the lines of a supplier, None if it is None."""
        if supplier is None:
            return None
        return lambda line: self.supplier(line) == supplier

    @property
    def suppliers(self) -> list[str]:
        """The suppliers of its lines, its charges and its delivery, by their ids."""
        found = {*self.cart.columns.suppliers} or {""}
        return sorted(found.union([self.of_part(part) for part in self.parts]))

    @property
    def parts(self) -> list[ChargePart]:
        """The parts of what is charged for delivery, and of the store's charges."""
        charges = (self.shipped, *[charge for _, charge in self.charges])
        return [part for charge in charges for part in charge.parts]

    def name_parts(self) -> None:
        """Say of parts of charges whose they are, if there are several suppliers."""
        several = len(self.suppliers) > 1
        charges = [self.delivery, self.rest, *[charge for _, charge in self.charges]]
        for charge in charges:
            for part in charge.parts:
                part.supplier = self.of_part(part) if several else None

    @property
    def place(self) -> Place:
        """The place of supply, with the components of all suppliers."""
        context = self.context
        parties = context.parties
        if parties is None:
            return context.place
        heads = context.cart.columns.heads or ("",) * len(context.rules)
        used = {heads[rate] for rate in self.rates}
        used.update([self.of_part(part) for part in self.parts])
        from checkout_core.pricing.suppliers import of_all

        places = [parties.by_head[name] for name in sorted(used)]
        return of_all(context.place, places, context.store.minor.regime)

    @property
    def rounded(self) -> list[tuple[str | None, int]]:
        """
        The part of the round-off of each supplier that has one; None for the only one.

        It is shared by what each is owed: -0.25 over 333.35 and 199.90 is -0.16 and
        -0.09.  Before that it makes up for what is funded beyond a total: under
        `net_exact` 1.02 are 0.86 and 0.15 of tax, so 0.01 if all of it is funded.
        """
        amount, ids = self.round_off, self.suppliers
        if len(ids) == 1:
            return [(None, amount)] if amount else []
        owed = self._owed(ids)
        beyond = [max(0, -each) for each in owed]
        rest = amount - sum(beyond)
        weights = [max(0, each) for each in owed]
        if not any(weights):
            weights[0] = 1
        split = shares(abs(rest), weights, range(len(ids)), sum(weights))
        sign = -1 if rest < 0 else 1
        parts = [more + sign * n for more, n in zip(beyond, split, strict=True)]
        return [(name, n) for name, n in zip(ids, parts, strict=True) if n]

    def _owed(self, ids: Sequence[str]) -> list[int]:
        """Return what each supplier is owed by the shopper, before the round-off."""
        found = dict.fromkeys(ids, 0)
        tax = tax_of_lines(self.taxes, self.rates, self.context.cart_rules)
        funded = self.left.funded or [0] * len(tax)
        columns = zip(self.taxes.taxable, tax, funded, strict=True)
        for line, (net, on_it, paid) in enumerate(columns):
            found[self.supplier(line)] += net + on_it - paid
        for line, charge in self.handling:
            found[self.supplier(line)] += charge.total
        for part in self.parts:
            found[self.of_part(part)] += part.net + part.tax
        return [*found.values()]

    @property
    def listed(self) -> ListedLines:
        """The lines of the cart at their rates, before any offer."""
        return ListedLines.of(self.cart, self.context.cart_rules, self.rates)

    @property
    def shipped(self) -> TaxedCharge:
        """What the shopper pays for delivery."""
        return FREE if self.free_by_threshold else self.rest

    def effects(
        self, start: Candidate, *applied: Sequence[Applied]
    ) -> list[list[OfferEffect]]:
        """
        Return what the offers did, for each of the sequences of offers that *applied*.

        *start* is what the first of them found.
        """
        # Where a price includes tax, a discount is what the shopper saves.  Where it
        # does not, the tax on it is saved too, so the tax on top of each line is kept
        # from offer to offer: 100.00 at 18 % less 10.00 has 16.20 in place of 18.00 on
        # top, and 11.80 are saved.  What a funder pays stays taxed.
        if not any(applied):
            return [[] for _ in applied]
        listed, bases = self.listed, start.bases()
        taxes = listed.taxes[:]
        if bases is not self.cart.columns.list_amounts:
            taxes = list(map(on_top, listed.on_top, bases))
        so_far = _SoFar(
            list(bases), taxes, listed.on_top, start.shipping_off, self._room(start)
        )
        make = _maker()
        return [
            [self._effect(each, so_far, make) for each in offers] for offers in applied
        ]

    def _room(self, start: Candidate) -> list[int]:
        """Return how much of the residues after *start* each line has room for."""
        final = self.left
        if final.residues is None:
            return []
        room = list(final.remaining)
        if start.residues is not None:
            room = [
                most - min(n, most)
                for n, most in zip(start.residues, room, strict=True)
            ]
        return room

    def _effect(
        self, each: Applied, so_far: _SoFar, make: type[OfferEffect]
    ) -> OfferEffect:
        """Return what one offer did after those that came before it."""
        adjustment = each.adjustment
        lines: Sequence[int]
        discounts: Sequence[int]
        residues: Sequence[int] = ()
        if adjustment.residues:
            lines, discounts, residues = _with_residues(adjustment, so_far.room)
        else:
            lines, discounts = _in_order(adjustment)
        savings: Sequence[int] = discounts
        if not each.compiled.funded:
            bases, taxes, rules = so_far.bases, so_far.taxes, so_far.rules
            savings = []
            for line, amount in zip(lines, discounts, strict=True):
                rule = rules[line]
                if rule is None:
                    savings.append(amount)
                    continue
                after = bases[line] = bases[line] - amount
                n2, bias, d2, times, whole = rule
                # `on_top`, without the call.
                if whole is None:
                    tax = (after * n2 + bias) // d2 * times
                else:
                    tax = whole.cost(after) - after
                savings.append(amount + taxes[line] - tax)
                taxes[line] = tax
        if residues:
            savings = list(map(add, savings, residues))
        units = dict(adjustment.units)
        if units:
            lines, discounts, savings = self._with_units(
                units,
                dict(zip(lines, zip(discounts, savings, strict=True), strict=True)),
            )
        saving = sum(savings)
        off, shipping = adjustment.shipping, None
        if off:
            context = self.context
            shipping = shown_off(off, context.delivery_cost - so_far.off)
            saving += sum(context.delivery_savings([off], self.goods, so_far.off))
            so_far.off += off
        return make(
            each.compiled.offer,
            each.code,
            saving,
            adjustment.points,
            lines,
            discounts,
            savings,
            units,
            shipping,
            residues,
        )

    def _with_units(
        self, units: Mapping[int, int], found: dict[int, tuple[int, int]]
    ) -> tuple[list[int], list[int], list[int]]:
        """Return lines, discounts and savings of an offer that adds *units*."""
        columns = self.cart.columns
        for line, free in units.items():
            rule = self.context.rules[self.rates[line]]
            rule = rule.of_units(free, columns.quantities[line])
            found[line] = (0, rule.cost(free * columns.prices[line]))
        lines = sorted(found)
        return (
            lines,
            [found[line][0] for line in lines],
            [found[line][1] for line in lines],
        )

    def promotion_savings(self) -> dict[str, int]:
        """Return what each promotion that applies saves, by its id."""
        start = Candidate(self.cart.columns.list_amounts)
        (effects,) = self.effects(start, self.chosen.promotions.applied)
        return {each.offer.id: each.saving for each in effects}

    def coupon_savings(self) -> dict[str, int]:
        """Return what each coupon that applies saves, by its id."""
        chosen = self.chosen
        (effects,) = self.effects(chosen.promotions, chosen.coupon.applied)
        return {each.offer.id: each.saving for each in effects}

    def points_saving(self) -> int:
        """Return what the shopper saves by points that are a discount."""
        if self.points is None:
            return 0
        applied = _POINTS.gave(self.points)
        (effects,) = self.effects(self.chosen.coupon, [applied])
        return effects[0].saving


#: Points that are a discount, in place of an offer: the seller pays.
_POINTS = KnownOffer(None, funded=False)


# By position, for the same reason as the result.
@define(eq=False, repr=False)
class _SoFar:
    """
    What the offers that came before another one left.

    Attributes:
        bases: what each line is taxed on; of lines with tax on top it is kept up.
        taxes: the tax on top of each of them.
        rules: how that is worked out.
        off: what is off the delivery cost.
        room: how much of a residue each line has room for; [] if there are none.
    """

    bases: list[int]
    taxes: list[int]
    rules: Sequence[OnTop]
    off: int
    room: list[int]


def shown_off(off: int, left: int) -> int | None:
    """
    Return how much of the delivery cost an offer shows that it took *off*.

    None for nothing, and for all that was *left*: of that its scope says enough, as in
    documents of the time when offers could do nothing else.
    """
    return None if off in (0, left) else off


@cache
def _maker() -> type[OfferEffect]:
    # With what else makes figures of a price, loaded when someone looks at them; to
    # import what is loaded takes as long as what the offer saves on two lines.
    from checkout_core.ledger.sheet import OfferEffect

    return OfferEffect


def _in_order(adjustment: Adjustment) -> tuple[Sequence[int], Sequence[int]]:
    """Return the lines that become cheaper, in the cart's order, and by how much."""
    lines, amounts = adjustment.lines, adjustment.amounts
    is_ordered = isinstance(lines, range) or list(lines) == sorted(lines)
    if is_ordered and 0 not in amounts:
        # Nearly always, so that the offer's own columns are shared.
        return lines, amounts
    pairs = sorted(zip(lines, amounts, strict=True))
    return [line for line, off in pairs if off], [off for _, off in pairs if off]


def _with_residues(
    adjustment: Adjustment, room: list[int]
) -> tuple[list[int], list[int], list[int]]:
    """
    Return the lines that become cheaper, by how much, and what is kept of residues.

    What is kept of a line is lowered in *room*: a later offer can leave nothing of it.
    """
    found: tuple[list[int], list[int], list[int]] = ([], [], [])
    lines, amounts = adjustment.lines, adjustment.amounts
    for line, off, residue in sorted(
        zip(lines, amounts, adjustment.residues, strict=True)
    ):
        kept = min(residue, room[line])
        room[line] -= kept
        if off or kept:
            for column, value in zip(found, (line, off, kept), strict=True):
                column.append(value)
    return found
