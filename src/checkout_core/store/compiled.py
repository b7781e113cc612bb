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

from checkout_core.checks import ZERO, Validator, did_you_mean
from checkout_core.errors import join
from checkout_core.money.exact import rate_millionths
from checkout_core.money.parse import to_minor
from checkout_core.offers import FundedBy, Limits, Offer
from checkout_core.offers.benefits.benefit import place_of
from checkout_core.offers.excluded import Exclusion
from checkout_core.statuses import TaxCategory
from checkout_core.store.charges import Charge
from checkout_core.store.conditioned import ConditionedOffers, Reach
from checkout_core.store.moments import offset_of, since_epoch
from checkout_core.store.policies import DiscountBasis, Policies
from checkout_core.store.shipping import ShippingRates
from checkout_core.store.tax_classes import TaxClass
from checkout_core.store.zones import ZoneIndex
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
    from checkout_core.store.suppliers import Supplier
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
        has_budgets: whether an offer has a budget of money.
    """

    promotions: tuple[CompiledOffer, ...]
    coupons: tuple[CompiledOffer, ...]
    reach: Reach
    conditioned: ConditionedOffers | None
    codes: dict[str, tuple[int, str]]
    has_budgets: bool

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
class CompiledCharge:
    """
    One charge of the store in minor units.

    Attributes:
        charge: the charge.
        is_plain: whether it is the same amount on every order.
        conditions: what must hold for it, None for nothing.
        amount: what it costs, 0 if that depends on the order.
        percent: in millionths of a percent of the goods, None if it is not one.
        minimum, maximum: the bounds of a percentage or of an open amount; None for no
            maximum.
        rules: the line rules of its rate.
        policy: how it is taxed.
        follows: whether it is taxed as the goods are, since it has no rate.
        category: its tax category.
    """

    charge: Charge
    is_plain: bool
    conditions: Conditions | None
    amount: int
    percent: int | None
    minimum: int
    maximum: int | None
    rules: RateRules
    policy: ChargeTax
    follows: bool
    category: str


@frozen(eq=False, repr=False, kw_only=True)
class CompiledPolicies:
    """
    The policies as the engine reads them: amounts in minor units, rates as fractions.

    Attributes:
        threshold: the amount from which shipping is free, None for never.
        shipping: the delivery costs, None for none.
        zones: where each of them applies.
        charges: the charges, in the store's order.
        chosen: those that a cart can choose, by their ids; None for the others.
        goods_decide: whether the tax of the delivery, of handling or of any charge
            depends on the goods.
        asks_time: whether some charge has hours.
        utc_offset: that of the store's clocks, None if not known.
        net_exact: whether prices that include tax are split by `net_exact`.
        step: what totals are rounded to, None if they are not.
        face_value: whether one amount off saves exactly that amount.
        points_off: whether points come off the goods and pay nothing.
        classes: the tax classes by name.
        regime: how tax works.
        suppliers: the suppliers by their ids.
        charging: the ids of suppliers that have charges of their own.
    """

    threshold: int | None
    shipping: ShippingRates[int] | None
    zones: ZoneIndex
    charges: tuple[CompiledCharge, ...]
    chosen: Mapping[str, CompiledCharge | None]
    goods_decide: bool
    asks_time: bool
    utc_offset: timedelta | None
    net_exact: bool
    step: int | None
    face_value: bool
    points_off: bool
    classes: Mapping[str, TaxClass]
    regime: Regime
    suppliers: Mapping[str, Supplier]
    charging: frozenset[str]


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
    charges: tuple[CompiledCharge, ...],
) -> CompiledPolicies:
    """Return the *policies* with their amounts in minor units."""
    threshold, step = policies.free_shipping_threshold, policies.round_off
    general, loyalty = policies.tax.charge_tax, policies.loyalty
    return CompiledPolicies(
        threshold=None if threshold is None else to_minor(threshold, currency, ""),
        shipping=shipping,
        zones=ZoneIndex.of(() if shipping is None else shipping.zones),
        charges=charges,
        chosen={
            each.charge.id: each if each.charge.is_chosen else None
            for each in charges
            if each.charge.id is not None
        },
        goods_decide=general is not ChargeTax.OWN_RATE
        or any(
            each.follows or each.policy is not ChargeTax.OWN_RATE for each in charges
        ),
        asks_time=any(
            each.conditions is not None and bool(each.conditions.windows)
            for each in charges
        ),
        utc_offset=offset_of(policies.utc_offset),
        net_exact=policies.tax.inclusive_split is InclusiveSplit.NET_EXACT,
        step=None if step is None else to_minor(step, currency, ""),
        face_value=policies.fixed_discount is DiscountBasis.FACE_VALUE,
        points_off=loyalty is not None and loyalty.is_discount,
        classes={each.name: each for each in policies.tax_classes},
        regime=policies.tax.regime_in(currency.code),
        suppliers={each.id: each for each in policies.suppliers},
        charging=frozenset(
            [
                each.charge.supplier
                for each in charges
                if each.charge.supplier is not None
            ]
        ),
    )


def compiled_charges(
    check: Validator,
    currency: Currency | None,
    charges: Sequence[Any],
    general: ChargeTax,
) -> tuple[CompiledCharge, ...]:
    """Return *charges* in minor units; *general* is how the store taxes them."""
    return tuple(
        [
            _compiled_charge(_grid(check, currency), f"charges[{i}]", each, general)
            for i, each in enumerate(charges)
            if isinstance(each, Charge)
        ]
    )


def _compiled_charge(
    to_minor: ToMinor, path: str, charge: Charge, general: ChargeTax
) -> CompiledCharge:
    def minor(key: str, amount: Decimal | None) -> int | None:
        return None if amount is None else to_minor(f"{path}.{key}", amount)

    bounds: tuple[int | None, int | None]
    bounds = minor("minimum", charge.minimum), minor("maximum", charge.maximum)
    if charge.open is not None:
        bounds = (
            minor("open.minimum", charge.open.minimum),
            minor("open.maximum", charge.open.maximum),
        )
    standard = charge.tax_category is TaxCategory.STANDARD
    conditions = charge.conditions
    asks = conditions is not None and conditions.asks
    return CompiledCharge(
        charge=charge,
        is_plain=charge.amount is not None and not charge.is_chosen and not asks,
        conditions=conditions if asks else None,
        amount=minor("amount", charge.amount) or 0,
        percent=None if charge.percent is None else rate_millionths(charge.percent),
        minimum=bounds[0] or 0,
        maximum=bounds[1],
        rules=RateRules(
            Rate.of(
                charge.tax_rate or ZERO,
                charge.tax_components,
                inclusive=charge.price_including_tax,
            )
        ),
        # What has another category is taxed at 0, whatever the goods are.
        policy=(charge.charge_tax or general) if standard else ChargeTax.OWN_RATE,
        follows=charge.follows_goods,
        category=str(charge.tax_category),
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
        has_budgets=any(each.budget is not None for each in (*promotions, *coupons)),
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
        benefit=offer.benefit.minor(f"{path}.{place_of(offer.benefit)}", to_minor),
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
