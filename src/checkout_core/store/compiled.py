# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Offers and policies in minor units, indexed by what they can concern.

Promises that pricing visits only offers that can concern a cart: they are indexed by
product, variant and category.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

from attrs import frozen

from checkout_core.checks import Validator
from checkout_core.errors import join
from checkout_core.money import to_minor
from checkout_core.offers import (
    AcceleratedRewards,
    Benefit,
    BuyXGetY,
    Choice,
    FixedDiscount,
    FreeGoodsRow,
    FreeShipping,
    FundedBy,
    Limits,
    Offer,
    PercentageDiscount,
    Row,
    Scope,
)
from checkout_core.store.policies import Policies
from checkout_core.store.shipping import ShippingRates
from checkout_core.store.tax_classes import TaxClass
from checkout_core.tax.policy import ChargeTax
from checkout_core.tax.rates import Rate


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from checkout_core.currencies import Currency


N = TypeVar("N")


@frozen(eq=False)
class CompiledOffer:
    """
    One offer, ready to be priced: its amounts are minor units of the store.

    `place` is its position among the store's promotions (or coupons), `plain`
    says that its one row sets no limit at all, `narrow` that a side of it names
    a product within a category, so that its index finds too much.
    """

    offer: Offer
    place: int
    benefit: Benefit[int]
    minimum: int
    starts_at: datetime | None
    expires_at: datetime | None
    limited: bool
    funded: bool
    plain: bool
    narrow: bool


@frozen(eq=False)
class Index:
    """Which plans can concern which lines."""

    promotions: tuple[CompiledOffer, ...]
    coupons: tuple[CompiledOffer, ...]
    always: tuple[int, ...]
    by_product: dict[tuple[str | None, str | None], list[int]]
    by_category: dict[str, list[int]]
    codes: dict[str, tuple[int, str]]


@frozen(eq=False)
class CompiledPolicies:
    """The policies' amounts in minor units, with their rates as fractions."""

    threshold: int | None
    shipping: ShippingRates[int] | None
    charges: tuple[tuple[int, Rate, ChargeTax], ...]
    step: int | None
    classes: Mapping[str, TaxClass]


def check_tax_classes(
    check: Validator, currency: Currency | None, classes: Iterable[Any]
) -> None:
    """Note the amounts of tax classes that are off the grid."""
    for at, each in enumerate(classes):
        for nth, period in enumerate(
            each.periods if isinstance(each, TaxClass) else ()
        ):
            path = f"tax_classes[{at}].periods[{nth}]"
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
    return CompiledPolicies(
        threshold=None if threshold is None else to_minor(threshold, currency, ""),
        shipping=shipping,
        charges=tuple(
            (
                amount,
                Rate.of(each.tax_rate, inclusive=each.price_including_tax),
                each.charge_tax or policies.tax.charge_tax,
            )
            for amount, each in zip(charges, policies.charges, strict=True)
        ),
        step=None if step is None else to_minor(step, currency, ""),
        classes={each.name: each for each in policies.tax_classes},
    )


def _grid(check: Validator, currency: Currency | None) -> Callable[[str, Decimal], int]:
    return lambda path, value: check.minor(path, value, currency)


def compiled_shipping(
    check: Validator, currency: Currency | None, table: ShippingRates[Decimal]
) -> ShippingRates[int]:
    """Return the *table* in minor units; faults name its zones."""
    path, grid = "shipping_rates", _grid(check, currency)
    zones = [
        _compiled(zone, f"{path}.zones[{at}]", grid, {})
        for at, zone in enumerate(table.zones)
    ]
    rate = None if table.rate is None else _compiled(table.rate, path, grid, {})
    return ShippingRates(rate, tuple(zones))


def compiled_offers(
    check: Validator, currency: Currency | None, path: str, offers: Sequence[Any]
) -> tuple[CompiledOffer, ...]:
    """Return the *offers* in minor units; faults name their place at *path*."""
    return tuple(
        _plan(_grid(check, currency), f"{path}[{at}]", offer, at)
        for at, offer in enumerate(offers)
        if isinstance(offer, Offer)
    )


def codes_of(check: Validator, coupons: Sequence[Any]) -> dict[str, tuple[int, str]]:
    """Return the coupon of each code, and how the store spells the code."""
    codes: dict[str, tuple[int, str]] = {}
    for at, offer in enumerate(coupons):
        for nth, spelling in enumerate(offer.codes if isinstance(offer, Offer) else ()):
            held = codes.setdefault(code_key(spelling), (at, spelling))
            if held[0] != at:
                path = f"coupons[{at}].coupon_code[{nth}]"
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
    for at, plan in enumerate(promotions):
        products, categories = reach(plan.benefit)
        if (None, None) in products:
            always.append(at)
            continue
        for product in products:
            by_product.setdefault(product, []).append(at)
        for category in categories:
            by_category.setdefault(category, []).append(at)
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


def reach(
    benefit: Benefit[N],
) -> tuple[set[tuple[str | None, str | None]], set[str]]:
    """
    Return the (product, variant) pairs and the categories an offer names.

    None means any, so (None, None) means every line.
    """
    match benefit:
        case FreeShipping():
            return {(None, None)}, set()
        case BuyXGetY(rows=rows):
            sides = [side for row in rows for side in (row.buy, row.get)]
            products = {
                (side.product_id, side.variant_id)
                for side in sides
                if side.product_id is not None or side.variant_id is not None
            }
            categories = {
                side.category_id
                for side in sides
                if side.category_id is not None
                and (side.product_id, side.variant_id) == (None, None)
            }
            return products, categories
        case (
            PercentageDiscount(target=target)
            | FixedDiscount(target=target)
            | AcceleratedRewards(target=target)
        ):
            if target.scope is Scope.CATEGORY:
                return set(), set(target.category_ids)
            return {(row.product_id, row.variant_id) for row in target.rows}, set()
    return {(row.product_id, row.variant_id) for row in benefit.rows}, set()


def _plan(
    grid: Callable[[str, Decimal], int], path: str, offer: Offer, place: int
) -> CompiledOffer:
    benefit = cast(
        "Benefit[int]", _compiled(offer.benefit, join(path, "details"), grid)
    )
    plain = (
        isinstance(benefit, PercentageDiscount | FixedDiscount)
        and benefit.target.scope is not Scope.PRODUCT
        and benefit.target.rows == (Row(),)
        and offer.max_applicable_items is None
    )
    return CompiledOffer(
        offer=offer,
        place=place,
        benefit=benefit,
        minimum=grid(join(path, "minimum_order_total"), offer.minimum_order_total),
        starts_at=offer.starts_at,
        expires_at=offer.expires_at,
        limited=offer.limits != Limits(),
        funded=offer.funded_by is not FundedBy.SELLER,
        plain=plain,
        narrow=isinstance(benefit, BuyXGetY)
        and any(_is_narrow(row.buy) or _is_narrow(row.get) for row in benefit.rows),
    )


def _is_narrow(side: Choice) -> bool:
    product = side.product_id is not None or side.variant_id is not None
    return product and side.category_id is not None


#: Fields that hold a percentage and not an amount.
_RATES = ("percent", "tax_rate")


#: The vendor's names of our fields, for the paths of faults.
_VENDOR_NAMES: Mapping[str, str] = {
    "target": "",
    "rows": "products",
    "amount": "fixed_discount_amount",
    "minimum": "minimum_purchase_amount",
    "maximum": "maximum_purchase_amount",
}


def _compiled(
    noun: Any,
    path: str,
    grid: Callable[[str, Decimal], int],
    names: Mapping[str, str] = _VENDOR_NAMES,
) -> Any:
    """Return *noun* with its amounts in minor units; percentages stay as they are."""
    changed: dict[str, Any] = {}
    for each in attrs.fields(type(noun)):
        value = getattr(noun, each.name)
        where = join(path, names.get(each.name, each.name))
        if isinstance(value, Decimal) and each.name not in _RATES:
            changed[each.name] = grid(where, value)
        elif isinstance(value, tuple) and value and attrs.has(type(value[0])):
            # A scaled row has one slab, and the vendor calls it so.
            scaled = isinstance(noun, FreeGoodsRow) and noun.auto_scale
            changed[each.name] = tuple(
                _compiled(
                    part,
                    join(path, "slab") if scaled else f"{where}[{at}]",
                    grid,
                    names,
                )
                for at, part in enumerate(value)
            )
        elif attrs.has(type(value)):
            changed[each.name] = _compiled(value, where, grid, names)
    return attrs.evolve(noun, **changed) if changed else noun
