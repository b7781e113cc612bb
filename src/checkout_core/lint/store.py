# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Offers and plans that are legal but probably a mistake: what to check before a sale.

Reports warnings only: every store that is accepted can be priced.  A warning is true
for every cart, since only the offers are examined; prices are known only of the lines
of a catalogue, where they are given.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core import offers
from checkout_core.cart import Line
from checkout_core.cart.compiled import IndexedLines
from checkout_core.cart.instalments import NOW
from checkout_core.checks import ZERO, Validator, listing
from checkout_core.lint.finding import Finding
from checkout_core.money.exact import exact_sum, rate_millionths, to_decimal
from checkout_core.money.parse import minor_units
from checkout_core.offers import FundedBy, Limits
from checkout_core.offers.benefits.benefit import HasSets
from checkout_core.offers.benefits.details import HUNDRED
from checkout_core.statuses import TaxCategory
from checkout_core.store import Pick, Store
from checkout_core.tax import ChargeTax
from checkout_core.tax.india.place import India


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.currencies import Currency
    from checkout_core.offers import Benefit, Conditions, Offer
    from checkout_core.store import Charge
    from checkout_core.store.compiled import CompiledOffer
    from checkout_core.store.shipping import ShippingRate


__all__ = ["MAX_RIVALS", "store_findings"]


#: How many earlier promotions that give the same a promotion is compared with.
MAX_RIVALS = 100


def store_findings(
    store: Store, *, lines: Iterable[Line] | None = None
) -> tuple[Finding, ...]:
    """Return what looks wrong about the offers of *store*; see `lint`."""
    goods = _Goods.of(store, lines)
    found = []
    for path, compiled in _compiled(store):
        offer = compiled.offer
        # An offer that never applies gets no other warning.
        results = [("never_applies", message) for message in _never(offer)]
        results += [("never_matches", message) for message in _unmatched(offer)]
        results = results or [
            *offer.benefit.findings(offer),
            *_unfunded(offer),
            *_other_clock(store, offer.conditions),
            *_not_cheaper(compiled, goods),
        ]
        found += [Finding(path, code, offer.id, message) for code, message in results]
    several = (*_ties(store), *_stacks(store), *_empty_groups(store))
    return (*found, *several, *_charges(store, goods), *_plan(store))


def _plan(store: Store) -> Iterator[Finding]:
    """Yield that a payment plan asks for nothing when it is ordered."""
    plan = store.payment_plan
    if plan and plan[0].due != NOW:
        message = (
            "no part of it is due now, so an order is confirmed before anything is paid"
        )
        yield Finding("payment_plan", "plan_asks_nothing_now", "plan", message)


def _compiled(store: Store) -> Iterator[tuple[str, CompiledOffer]]:
    for i, compiled in enumerate(store.index.promotions):
        yield f"promotions[{i}]", compiled
    for i, compiled in enumerate(store.index.coupons):
        yield f"coupons[{i}]", compiled


def _never(offer: Offer) -> Iterator[str]:
    """Yield why an offer can never apply."""
    limits = offer.limits
    if limits.total_redemptions == 0 or limits.per_customer_redemptions == 0:
        yield "its redemption limit is 0, so it can never be used"
    if limits.total_discount_amount == 0:
        yield "its budget is 0, so it can never be used"
    if offer.starts_at is not None and offer.starts_at == offer.expires_at:
        yield "it ends the moment it starts"
    if offer.kind == "coupon" and limits.per_coupon_code_redemptions == 0:
        yield "the redemption limit of its codes is 0, so no code is ever accepted"
    if offer.kind == "coupon" and not offer.codes:
        yield "its list of codes is empty, so no customer can enter one"
    if offer.max_applicable_items == 0 and offer.benefit.discounts_lines:
        yield "its max_applicable_items is 0, so it applies to no item"
    if offer.benefit.gives_nothing():
        yield "its benefit is always zero"


def _unmatched(offer: Offer) -> Iterator[str]:
    """Yield why no cart meets what an offer asks of it."""
    exclude = offer.exclude
    yield from _impossible(offer.conditions)
    if exclude is not None and exclude.on.choices:
        reach = offer.benefit.reach().choices
        if all(exclude.on.covers(each) for each in reach):
            yield "it excludes all that it is for"


def _impossible(conditions: Conditions | None) -> Iterator[str]:
    """Yield why no customer meets some *conditions*."""
    if conditions is not None and conditions.first_order:
        least = conditions.minimum_orders
        if least is not None:
            yield f"a first order is never one after {least} or more others"


def _other_clock(
    store: Store, conditions: Conditions | None
) -> Iterator[tuple[str, str]]:
    """Yield where hours are those of the offset in which the moment is given."""
    if conditions is not None and conditions.windows and store.utc_offset is None:
        message = (
            "its hours are those of the offset in which `at` is given; set the store's"
            " utc_offset"
        )
        yield "no_utc_offset", message


def _unfunded(offer: Offer) -> Iterator[tuple[str, str]]:
    """Yield where `funded_by` has no effect, since no line is discounted."""
    if not offer.benefit.discounts_lines and offer.funded_by is not FundedBy.SELLER:
        payer = f"funded_by {offer.funded_by} covers discounts on lines only"
        yield "funds_nothing", f"{payer}, not {offer.type}"


@frozen
class _Goods:
    """The lines of a catalogue: their indexes, and what a unit of each costs."""

    index: IndexedLines
    lines: Sequence[Line]
    prices: Sequence[int | None]
    currency: Currency

    @classmethod
    def of(cls, store: Store, lines: object) -> _Goods:
        """Return the goods of *lines*, None for none; raise if one is not a `Line`."""
        if lines is None:
            return cls(_NO_LINES, (), (), store.currency)
        check = Validator()
        found = listing(check, "lines", lines) or ()
        for i, line in enumerate(found):
            check.instance(f"lines[{i}]", line, Line, "a Line")
        check.raise_any()
        digits = store.currency.exponent
        prices = [minor_units(line.selling_price, digits) for line in found]
        return cls(IndexedLines.of(found), found, prices, store.currency)

    def cheapest(self, lines: Iterable[int], units: int) -> int | None:
        """Return what the cheapest *units* of *lines* cost, None if there are fewer."""
        priced = [
            (price, self.lines[i].max_order_quantity)
            for i in lines
            if (price := self.prices[i]) is not None and not self.lines[i].is_measured
        ]
        cost = 0
        for price, most in sorted(priced, key=itemgetter(0)):
            taken = units if most is None else min(units, most)
            cost, units = cost + taken * price, units - taken
        return None if units else cost

    def excluded(self, offer: Offer) -> set[int]:
        """Return the lines that do not exist for an offer."""
        exclude = offer.exclude
        if exclude is None:
            return set()
        found = set(exclude.on.lines(self.index))
        if exclude.discounted:
            each = enumerate(self.lines)
            found.update(i for i, x in each if x.listing_price > x.selling_price)
        return found

    def shown(self, amount: int) -> str:
        """Return an amount in major units."""
        return f"{to_decimal(amount, self.currency.exponent):f}"


_NO_LINES = IndexedLines.of(())


def _not_cheaper(compiled: CompiledOffer, goods: _Goods) -> Iterator[tuple[str, str]]:
    """Yield that the cheapest units of a set cost no more than its price."""
    benefit = compiled.benefit
    if not goods.lines or not isinstance(benefit, HasSets):
        return
    found = benefit.set_in(goods.index)
    if found is None:
        return
    price, gone = found.price, goods.excluded(compiled.offer)
    costs = [
        goods.cheapest([i for i in lines if i not in gone], units)
        for lines, units in found.parts
    ]
    known = [each for each in costs if each is not None]
    cost = sum(known)
    if len(known) == len(costs) and cost <= price:
        yield (
            "not_cheaper",
            (
                f"the cheapest units that make a set cost {goods.shown(cost)}, no more"
                f" than its price of {goods.shown(price)}"
            ),
        )


def _ties(store: Store) -> Iterator[Finding]:
    """
    Yield exclusive promotions that never apply because of an equal earlier one.

    An earlier one always wins the tie if its minimum is no higher and it has no limits;
    each promotion is compared with the first `MAX_RIVALS` of those.
    """
    alike: dict[tuple[Benefit, str], list[Offer]] = {}
    for i, offer in enumerate(store.promotions):
        if offer.group is not None or offer.combinable or any(_never(offer)):
            continue
        earlier = alike.setdefault((offer.benefit, offer.funded_by), [])
        rival = next((each for each in earlier if _covers(each, offer)), None)
        if len(earlier) < MAX_RIVALS and offer.limits == Limits():
            earlier.append(offer)
        if rival is not None:
            yield Finding(
                f"promotions[{i}]",
                "always_ties",
                offer.id,
                f"it never applies while {rival.id!r} is open, which gives the same and"
                " comes first in the list",
            )


def _covers(one: Offer, other: Offer) -> bool:
    """Return whether *one* applies to every cart that *other* applies to."""
    asks = (
        one.minimum_order_total <= other.minimum_order_total
        and one.conditions in (None, other.conditions)
        and one.exclude == other.exclude
    )
    return asks and _meet(one, other)


def _meet(one: Offer, other: Offer) -> bool:
    """Return whether two offers are ever open at the same time."""
    return _opens_before(one, other) and _opens_before(other, one)


def _opens_before(one: Offer, other: Offer) -> bool:
    """Return whether *one* opens before *other* ends."""
    start, end = one.starts_at, other.expires_at
    return start is None or end is None or start < end


def _stacks(store: Store) -> Iterator[Finding]:
    """Yield where percentages that apply together add up to 100 or more."""
    # Of a group that picks the best, only one applies.
    whole_groups = {each.id for each in store.offer_groups if each.pick is Pick.ALL}
    percents = {
        i: offer.benefit.percent
        for i, offer in enumerate(store.promotions)
        if (offer.combinable if offer.group is None else offer.group in whole_groups)
        # Of two with conditions, one may be for UPI and the other for cards.
        and offer.conditions is None
        and isinstance(offer.benefit, offers.PercentageDiscount)
        and offer.benefit.target.scope is offers.Scope.ALL
        and not any(row.is_capped for row in offer.benefit.target.rows)
        and not any(_never(offer))
    }
    together: set[int] = set()
    added_up = 0
    for i, opens in _changes(store, percents):
        share = rate_millionths(percents[i])
        if not opens:
            together.discard(i)
            added_up -= share
            continue
        together.add(i)
        added_up += share
        if added_up >= rate_millionths(HUNDRED):
            found = exact_sum(ZERO, [percents[each] for each in together])
            last = max(together)
            yield Finding(
                f"promotions[{last}]",
                "stack_reaches_100",
                store.promotions[last].id,
                f"the cart-wide percentages that can apply together add up to {found:f}"
                " %, each taken of what is left after the ones before it",
            )
            return


def _empty_groups(store: Store) -> Iterator[Finding]:
    """Yield the groups that no promotion names."""
    named = {offer.group for offer in store.promotions}
    for i, group in enumerate(store.offer_groups):
        if group.id not in named:
            message = "no promotion names this group"
            yield Finding(f"offer_groups[{i}]", "empty_group", group.id, message)


def _changes(store: Store, positions: Iterable[int]) -> list[tuple[int, bool]]:
    """Return which promotions open (True) or end, in the order of time."""
    found: list[tuple[bool, datetime | None, bool, int]] = []
    for i in positions:
        offer = store.promotions[i]
        found.append((offer.starts_at is not None, offer.starts_at, True, i))
        if offer.expires_at is not None:
            found.append((True, offer.expires_at, False, i))
    return [(i, opens) for _, _, opens, i in sorted(found)]


def _charges(store: Store, goods: _Goods) -> Iterator[Finding]:
    """Yield charges that no order gets, and what is delivered without tax."""
    for i, charge in enumerate(store.charges):
        results = [
            ("charge_unreachable", why) for why in _impossible(charge.conditions)
        ]
        results = results or [*_other_clock(store, charge.conditions)]
        known = charge.id or charge.name
        yield from [
            Finding(f"charges[{i}]", code, known, message) for code, message in results
        ]
    # A catalogue without taxed goods has nothing to be taxed like.
    taxed = not goods.lines or any(any(line.rates) for line in goods.lines)
    if taxed and isinstance(store.minor.regime, India):
        yield from [
            Finding(path, "delivery_untaxed", name, _UNTAXED)
            for path, name in _untaxed(store)
        ]


_UNTAXED = (
    "its tax rate is 0, though what is delivered with taxed goods is taxed as they"
    " are; leave the rate out"
)


def _untaxed(store: Store) -> Iterator[tuple[str, str]]:
    """Yield the paths and names of charges whose own rate is 0 and that cost more."""
    table, general = store.shipping_rates, store.policies.tax.charge_tax
    if table is not None and general is ChargeTax.OWN_RATE:
        zones = enumerate(table.zones)
        rates = [(f"shipping_rates.zones[{i}].rate", each.rate) for i, each in zones]
        if table.rate is not None:
            rates = [("shipping_rates", table.rate)]
        for path, each in rates:
            costs = each.amount or any(slab.amount for slab in each.slabs)
            if _is_zero(each) and costs:
                yield path, "delivery"
    for i, charge in enumerate(store.charges):
        own = (charge.charge_tax or general) is ChargeTax.OWN_RATE
        standard = charge.tax_category is TaxCategory.STANDARD
        if own and standard and _is_zero(charge) and charge.amount != ZERO:
            yield f"charges[{i}]", charge.id or charge.name


def _is_zero(charge: Charge | ShippingRate[Decimal]) -> bool:
    """Return whether the rate of a charge is given, and is 0."""
    return charge.tax_rate == ZERO and not charge.tax_components
