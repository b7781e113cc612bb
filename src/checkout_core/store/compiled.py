# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Offers and policies in minor units, indexed by what they can concern.

Promises that pricing visits only offers that can concern a cart: they are indexed by
product, variant and category.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from attrs import frozen

from checkout_core.checks import Validator, did_you_mean
from checkout_core.errors import join
from checkout_core.money.parse import to_minor
from checkout_core.offers import FundedBy, Limits, Offer
from checkout_core.offers.excluded import Exclusion
from checkout_core.store.conditioned import ConditionedOffers, Reach
from checkout_core.store.moments import offset_of, since_epoch
from checkout_core.store.policies import Policies
from checkout_core.store.shipping import ShippingRates, ZoneIndex
from checkout_core.store.tax_classes import TaxClass
from checkout_core.tax.line_rule import RateRules
from checkout_core.tax.policy import ChargeTax, InclusiveSplit
from checkout_core.tax.rates import Rate
from checkout_core.values import OURS


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from checkout_core.currencies import Currency
    from checkout_core.offers.benefits.benefit import CompiledBenefit, ToMinor
    from checkout_core.offers.conditions import Conditions, Exclude, Facts
    from checkout_core.offers.selectors import LineIndex, Selector
    from checkout_core.tax.regime import Regime


@frozen(eq=False, repr=False, kw_only=True)
class CompiledOffer:
    """
    One offer, ready to be priced: its amounts are minor units of the store.

    Attributes:
        offer: the offer.
        position: its index among the store's promotions, or coupons.
        benefit: what it gives.
        minimum: what the lines have to come to at least.
        opens, closes: its window, as distances from the epoch: it applies while opens
            <= at < closes.
        limited: whether it has a redemption limit.
        budget: what all its redemptions together can take, None for no limit.
        group: the index of its group in the store's list, None for none.
        conditions: what has to hold of the cart and the moment, None for nothing.
        exclude: which lines do not exist for it, None for none; one object for all
            offers of the store that exclude the same.
        asks: whether it has a limit, conditions or an exclusion.
        funded: whether someone other than the seller pays for it.
        also_checked: which lines it concerns, if the index finds too many: it holds
            products and categories, but not a product within a category; else None.
    """

    offer: Offer
    position: int
    benefit: CompiledBenefit
    minimum: int
    opens: timedelta
    closes: timedelta
    limited: bool
    budget: int | None
    group: int | None
    conditions: Conditions | None
    exclude: Exclusion | None
    asks: bool
    funded: bool
    also_checked: Selector | None


@frozen(eq=False, repr=False, kw_only=True)
class Index:
    """
    Which offers can concern which lines.

    Attributes:
        promotions, coupons: the compiled offers, in the store's order.
        reach: the promotions without conditions.
        conditioned: the promotions with conditions, None for none.
        codes: the position of the coupon of each `code_key`, and the store's spelling.
    """

    promotions: tuple[CompiledOffer, ...]
    coupons: tuple[CompiledOffer, ...]
    reach: Reach
    conditioned: ConditionedOffers | None
    codes: dict[str, tuple[int, str]]

    def concerned(self, lines: LineIndex) -> list[CompiledOffer]:
        """Return the promotions that can concern some line, in the store's order."""
        found = set().union(*self.reach.parts(lines))
        if self.conditioned is not None:
            found |= self.conditioned.concerned(lines)
        return self._concerned(found, lines)

    def open(self, lines: LineIndex, facts: Callable[[], Facts]) -> list[CompiledOffer]:
        """
        Return those of them whose conditions hold, in the store's order.

        *facts* are asked for only if some promotion has conditions.
        """
        found = set().union(*self.reach.parts(lines))
        if self.conditioned is not None:
            found |= self.conditioned.open(lines, facts())
        return self._concerned(found, lines)

    def _concerned(self, found: set[int], lines: LineIndex) -> list[CompiledOffer]:
        promotions = self.promotions
        return [
            compiled
            for compiled in [promotions[position] for position in sorted(found)]
            if compiled.also_checked is None or compiled.also_checked.concerns(lines)
        ]


@frozen(eq=False, repr=False, kw_only=True)
class CompiledPolicies:
    """
    The policies as the engine reads them: amounts in minor units, rates as fractions.

    Attributes:
        threshold: the amount from which shipping is free, None for never.
        shipping: the delivery costs, None for none.
        zones: where each of them applies.
        charges: of each charge the amount, the rules of its rate, and how it is taxed.
        goods_decide: whether the tax of the delivery, of handling or of any charge
            depends on the goods.
        utc_offset: that of the store's clocks, None if not known.
        net_exact: whether prices that include tax are split by `net_exact`.
        step: what totals are rounded to, None if they are not.
        classes: the tax classes by name.
        regime: how tax works.
    """

    threshold: int | None
    shipping: ShippingRates[int] | None
    zones: ZoneIndex
    charges: tuple[tuple[int, RateRules, ChargeTax], ...]
    goods_decide: bool
    utc_offset: timedelta | None
    net_exact: bool
    step: int | None
    classes: Mapping[str, TaxClass]
    regime: Regime


def check_tax_classes(
    check: Validator, currency: Currency | None, classes: Iterable[Any]
) -> None:
    """Note the amounts of tax classes that are off the grid."""
    for i, each in enumerate(classes):
        for position, period in enumerate(
            each.periods if isinstance(each, TaxClass) else ()
        ):
            path = f"tax_classes[{i}].periods[{position}]"
            for where, amount in period.amounts:
                check.minor(f"{path}.{where}", amount, currency)


def compiled_policies(
    currency: Currency,
    policies: Policies,
    shipping: ShippingRates[int] | None,
    charges: Sequence[int],
) -> CompiledPolicies:
    """Return the *policies* with their amounts in minor units."""
    threshold, step = policies.free_shipping_threshold, policies.round_off
    general = policies.tax.charge_tax
    kinds = [each.charge_tax or general for each in policies.charges]
    return CompiledPolicies(
        threshold=None if threshold is None else to_minor(threshold, currency, ""),
        shipping=shipping,
        zones=ZoneIndex.of(() if shipping is None else shipping.zones),
        charges=tuple(
            (
                amount,
                RateRules(
                    Rate.of(
                        each.tax_rate,
                        each.tax_components,
                        inclusive=each.price_including_tax,
                    )
                ),
                kind,
            )
            for amount, each, kind in zip(charges, policies.charges, kinds, strict=True)
        ),
        goods_decide=any(kind is not ChargeTax.OWN_RATE for kind in (general, *kinds)),
        utc_offset=offset_of(policies.utc_offset),
        net_exact=policies.tax.inclusive_split is InclusiveSplit.NET_EXACT,
        step=None if step is None else to_minor(step, currency, ""),
        classes={each.name: each for each in policies.tax_classes},
        regime=policies.tax.regime_in(currency.code),
    )


def _grid(check: Validator, currency: Currency | None) -> ToMinor:
    return lambda path, value: check.minor(path, value, currency)


def compiled_shipping(
    check: Validator, currency: Currency | None, table: ShippingRates[Decimal]
) -> ShippingRates[int]:
    """Return the *table* in minor units; faults name its zones."""
    path, grid = "shipping_rates", _grid(check, currency)
    zones = [
        _compiled(zone, f"{path}.zones[{i}]", grid)
        for i, zone in enumerate(table.zones)
    ]
    rate = None if table.rate is None else _compiled(table.rate, path, grid)
    return ShippingRates(rate, tuple(zones))


def compiled_offers(
    check: Validator,
    currency: Currency | None,
    path: str,
    offers: Sequence[Any],
    groups: Mapping[str, int],
) -> tuple[CompiledOffer, ...]:
    """
    Return the *offers* in minor units; faults name their place at *path*.

    *groups* are the indexes of the store's groups by their ids.
    """
    known: dict[Exclude, Exclusion] = {}
    grid, found = _grid(check, currency), []
    for i, offer in enumerate(offers):
        if not isinstance(offer, Offer):
            continue
        if offer.group is not None and offer.group not in groups:
            hint = "add it there"
            if groups:
                hint = did_you_mean(offer.group, groups)
            where = f"{path}[{i}].{OURS}.group"
            check.add(where, "unknown_group", offer.group, hint=hint)
        found.append(_compiled_offer(grid, f"{path}[{i}]", offer, i, groups, known))
    return tuple(found)


def codes_of(check: Validator, coupons: Sequence[Any]) -> dict[str, tuple[int, str]]:
    """Return the coupon of each code, and how the store spells the code."""
    codes: dict[str, tuple[int, str]] = {}
    for i, offer in enumerate(coupons):
        for position, spelling in enumerate(
            offer.codes if isinstance(offer, Offer) else ()
        ):
            held = codes.setdefault(code_key(spelling), (i, spelling))
            if held[0] != i:
                path = f"coupons[{i}].coupon_code[{position}]"
                check.add(path, "same_coupon_code", spelling)
    return codes


def index_of(
    promotions: tuple[CompiledOffer, ...],
    coupons: tuple[CompiledOffer, ...],
    codes: dict[str, tuple[int, str]],
) -> Index:
    """Return the offers by what they can concern, and the coupons by code."""
    always: list[tuple[int, Selector]] = []
    sometimes: list[tuple[int, Conditions, Selector]] = []
    for compiled in promotions:
        reach, conditions = compiled.offer.benefit.reach(), compiled.conditions
        if conditions is None:
            always.append((compiled.position, reach))
        else:
            sometimes.append((compiled.position, conditions, reach))
    return Index(
        promotions=promotions,
        coupons=coupons,
        reach=Reach.of(always),
        conditioned=ConditionedOffers.of(sometimes) if sometimes else None,
        codes=codes,
    )


def code_key(code: str) -> str:
    """
    Return the same text for all spellings of one coupon code.

    >>> code_key("  dIWALI10 ") == code_key("Diwali10")
    True
    """
    return code.strip().casefold()


_NO_LIMITS = Limits()


def _compiled_offer(
    to_minor: ToMinor,
    path: str,
    offer: Offer,
    position: int,
    groups: Mapping[str, int],
    known: dict[Exclude, Exclusion],
) -> CompiledOffer:
    """Return an offer in minor units; *known* are the exclusions of the others."""
    budget, most = None, offer.limits.total_discount_amount
    if most is not None:
        where = f"{path}.{OURS}.redemption_limits.total_discount_amount"
        budget = to_minor(where, most)
    reach = offer.benefit.reach()
    conditions, exclude = offer.conditions, None
    if conditions is not None and not conditions.asks:
        conditions = None
    if offer.exclude is not None and offer.exclude.asks:
        exclude = known.setdefault(offer.exclude, Exclusion.of(offer.exclude))
    limited = offer.limits != _NO_LIMITS
    starts, ends = offer.starts_at, offer.expires_at
    return CompiledOffer(
        offer=offer,
        position=position,
        benefit=offer.benefit.minor(f"{path}.details", to_minor),
        minimum=to_minor(f"{path}.minimum_order_total", offer.minimum_order_total),
        opens=timedelta.min if starts is None else since_epoch(starts),
        closes=timedelta.max if ends is None else since_epoch(ends),
        limited=limited,
        budget=budget,
        group=None if offer.group is None else groups.get(offer.group),
        conditions=conditions,
        exclude=exclude,
        asks=limited or conditions is not None or exclude is not None,
        funded=offer.funded_by is not FundedBy.SELLER,
        also_checked=(
            reach if any(each.is_within_category for each in reach.choices) else None
        ),
    )


#: Fields of the tables that hold a percentage and not an amount.
_RATES = ("tax_rate", "rate")


def _compiled(instance: Any, path: str, to_minor: ToMinor) -> Any:
    """Return *instance* with its amounts in minor units; rates stay as they are."""
    changed: dict[str, Any] = {}
    for each in attrs.fields(type(instance)):
        value = getattr(instance, each.name)
        where = join(path, each.name)
        if isinstance(value, Decimal) and each.name not in _RATES:
            changed[each.name] = to_minor(where, value)
        elif isinstance(value, tuple) and value and attrs.has(type(value[0])):
            changed[each.name] = tuple(
                _compiled(part, f"{where}[{i}]", to_minor)
                for i, part in enumerate(value)
            )
        elif attrs.has(type(value)):
            changed[each.name] = _compiled(value, where, to_minor)
    return attrs.evolve(instance, **changed) if changed else instance
