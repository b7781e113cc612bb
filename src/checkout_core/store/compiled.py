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

from checkout_core.checks import Validator
from checkout_core.errors import join
from checkout_core.money.parse import to_minor
from checkout_core.offers import FundedBy, Limits, Offer
from checkout_core.store.moments import since_epoch
from checkout_core.store.policies import FixedDiscount, PointsMode, Policies
from checkout_core.store.shipping import ShippingRates, ZoneIndex
from checkout_core.store.tax_classes import TaxClass
from checkout_core.tax.line_rule import RateRules
from checkout_core.tax.policy import ChargeTax, InclusiveSplit
from checkout_core.tax.rates import Rate


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.currencies import Currency
    from checkout_core.offers.benefits.benefit import CompiledBenefit, ToMinor
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
    funded: bool
    also_checked: Selector | None


@frozen(eq=False, repr=False, kw_only=True)
class Index:
    """
    Which offers can concern which lines.

    Attributes:
        promotions, coupons: the compiled offers, in the store's order.
        always: the positions of the promotions that can concern every line.
        by_product: those of the promotions for a (product, variant) pair, None for any.
        by_category: those of the promotions for a category.
        codes: the position of the coupon of each `code_key`, and the store's spelling.
    """

    promotions: tuple[CompiledOffer, ...]
    coupons: tuple[CompiledOffer, ...]
    always: tuple[int, ...]
    by_product: dict[tuple[str | None, str | None], list[int]]
    by_category: dict[str, list[int]]
    codes: dict[str, tuple[int, str]]

    def concerned(self, lines: LineIndex) -> list[CompiledOffer]:
        """Return the promotions that can concern some line, in the store's order."""
        found = set(self.always)
        if self.by_product:
            for product in lines.by_product.keys() & self.by_product.keys():
                found.update(self.by_product[product])
        if self.by_category:
            for category in lines.by_category.keys() & self.by_category.keys():
                found.update(self.by_category[category])
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
        net_exact: whether prices that include tax are split by `net_exact`.
        step: what totals are rounded to, None if they are not.
        face_value: whether one amount off saves exactly that amount.
        points_off: whether points come off the goods and pay nothing.
        classes: the tax classes by name.
        regime: how tax works.
    """

    threshold: int | None
    shipping: ShippingRates[int] | None
    zones: ZoneIndex
    charges: tuple[tuple[int, RateRules, ChargeTax], ...]
    goods_decide: bool
    net_exact: bool
    step: int | None
    face_value: bool
    points_off: bool
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
    general, loyalty = policies.tax.charge_tax, policies.loyalty
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
        net_exact=policies.tax.inclusive_split is InclusiveSplit.NET_EXACT,
        step=None if step is None else to_minor(step, currency, ""),
        face_value=policies.fixed_discount is FixedDiscount.FACE_VALUE,
        points_off=loyalty is not None and loyalty.points_mode is PointsMode.DISCOUNT,
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
    check: Validator, currency: Currency | None, path: str, offers: Sequence[Any]
) -> tuple[CompiledOffer, ...]:
    """Return the *offers* in minor units; faults name their place at *path*."""
    return tuple(
        _compiled_offer(_grid(check, currency), f"{path}[{i}]", offer, i)
        for i, offer in enumerate(offers)
        if isinstance(offer, Offer)
    )


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
    always: list[int] = []
    by_product: dict[tuple[str | None, str | None], list[int]] = {}
    by_category: dict[str, list[int]] = {}
    for compiled in promotions:
        products, categories = set(), set()
        for choice in compiled.offer.benefit.reach().choices:
            if choice.names_product or choice.category_id is None:
                products.add((choice.product_id, choice.variant_id))
            else:
                categories.add(choice.category_id)
        if (None, None) in products:
            always.append(compiled.position)
            continue
        for product in products:
            by_product.setdefault(product, []).append(compiled.position)
        for category in categories:
            by_category.setdefault(category, []).append(compiled.position)
    return Index(
        promotions=promotions,
        coupons=coupons,
        always=tuple(always),
        by_product=by_product,
        by_category=by_category,
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
    to_minor: ToMinor, path: str, offer: Offer, position: int
) -> CompiledOffer:
    reach = offer.benefit.reach()
    starts, ends = offer.starts_at, offer.expires_at
    return CompiledOffer(
        offer=offer,
        position=position,
        benefit=offer.benefit.minor(f"{path}.details", to_minor),
        minimum=to_minor(f"{path}.minimum_order_total", offer.minimum_order_total),
        opens=timedelta.min if starts is None else since_epoch(starts),
        closes=timedelta.max if ends is None else since_epoch(ends),
        limited=offer.limits != _NO_LIMITS,
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
