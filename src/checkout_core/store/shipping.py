# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Shipping rate tables: what delivery costs if the cart has no `shipping`.

Flat, per unit, by weight slabs, by value slabs, or by zone holding any of those.
Promises that digital goods weigh nothing and ship free.  Knows nothing of tax; what it
returns is taxed like any other charge.  Which zone an address is in, `zones` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import frozen

from checkout_core.cart import ProductType
from checkout_core.checks import ZERO, Validator, expect, listed
from checkout_core.errors import CheckoutError, fault, join
from checkout_core.tax.line_rule import RateRules
from checkout_core.tax.rates import Rate, TaxComponent, read_charge


if TYPE_CHECKING:
    from checkout_core.cart import Cart, Line


#: The grid amounts are on: `Decimal` as given, or `int` minor units when compiled.
Grid = TypeVar("Grid")

MAX_ZONES = 10_000
MAX_PLACES = 10_000
MAX_SLABS = 1_000


class Basis(StrEnum):
    """What a rate counts."""

    FLAT = "flat"
    PER_UNIT = "per_unit"
    BY_WEIGHT = "by_weight"
    BY_VALUE = "by_value"


@frozen
class ShippingSlab(Generic[Grid]):
    """
    A cost that applies up to a limit.

    Attributes:
        up_to: the limit, itself included: grams (`by_weight`) or an amount
            (`by_value`); None for the last slab, which has none.
        amount: what delivery costs.
    """

    up_to: int | Grid | None
    amount: Grid


@frozen(kw_only=True)
class ShippingRate(Generic[Grid]):
    """
    What delivery costs: one amount (flat, or for each unit) or slabs.

    Attributes:
        basis: what the rate counts.
        amount: the cost (`flat`) or the cost of a unit (`per_unit`); None with slabs.
        slabs: the costs by weight or value, ascending; () with an amount.
        tax_rate: in percent; None: taxed as the goods are.  An explicit 0 is 0.
        price_including_tax: whether the amounts include tax; False by default.
        estimated_delivery_days: how many days delivery takes, None if not known.
        free_threshold: replaces the store's `free_shipping_threshold`; None to keep it.
        tax_components: components by name and rate, in place of `tax_rate`; () by
            default.
        hsn_code: the code of the service for GST, None by default; no tax depends on
            it.
    """

    basis: Basis
    amount: Grid | None
    slabs: tuple[ShippingSlab[Grid], ...]
    tax_rate: Decimal | None
    price_including_tax: bool
    estimated_delivery_days: int | None
    free_threshold: Grid | None
    tax_components: tuple[TaxComponent, ...] = ()
    hsn_code: str | None = None

    @cached_property
    def rules(self) -> RateRules:
        """Not public: the line rules of its rate."""
        inclusive = self.price_including_tax
        percent = self.tax_rate or ZERO
        return RateRules(Rate.of(percent, self.tax_components, inclusive=inclusive))

    @property
    def follows_goods(self) -> bool:
        """Whether it has no rate of its own, and is taxed as the goods are."""
        return self.tax_rate is None and not self.tax_components


@frozen
class ShippingZone(Generic[Grid]):
    """
    Where a rate applies; at least one of the three lists is not empty.

    Attributes:
        postal_codes: beginnings of postal codes, such as "560".
        states: states by name, in India also by code.
        countries: countries by name or, for India, code.
        rate: what delivery to there costs.
    """

    postal_codes: tuple[str, ...]
    states: tuple[str, ...]
    countries: tuple[str, ...]
    rate: ShippingRate[Grid]


@frozen
class ShippingRates(Generic[Grid]):
    """
    A store's table: one rate for everywhere, or zones.

    Attributes:
        rate: the rate of every address, None with zones.
        zones: the zones in their order, () with one rate.
    """

    rate: ShippingRate[Grid] | None
    zones: tuple[ShippingZone[Grid], ...]


RATE_KEYS = (
    "type",
    "amount",
    "slabs",
    "tax_rate",
    "price_including_tax",
    "estimated_delivery_days",
    "free_threshold",
    "tax_components",
    "hsn_code",
)
ZONE_KEYS = ("postal_codes", "states", "countries", "rate")
BY_ZONE = "by_zone"


def shipping_rates(
    document: Mapping[str, Any], *, lenient: bool = False
) -> ShippingRates[Decimal]:
    """
    Return the table that the `shipping_rates` of a store document describe.

    With *lenient* (False by default) unknown keys are skipped.  Raises `CheckoutError`
    with every fault.

    >>> shipping_rates({"type": "flat", "amount": "60.00", "tax_rate": 18}).rate.amount
    Decimal('60.00')
    """
    expect(document=(document, Mapping))
    check = Validator(lenient=lenient)
    value = document.get("type")
    kinds: tuple[str, ...] = (*Basis, BY_ZONE)
    if check.choice("type", value, kinds) != value:
        check.raise_any()
    if value == BY_ZONE:
        check.keys("", document, ("type", "zones"))
        value = document.get("zones")
        listing = check.items("zones", value, limit=MAX_ZONES)
        zones = [_zone(check, f"zones[{i}]", each) for i, each in enumerate(listing)]
        if value in ([], ()):
            check.add("zones", "empty_target", value, expected="a zone")
        check.raise_any()
        return ShippingRates(None, tuple(zone for zone in zones if zone is not None))
    rate = _rate(check, "", document)
    check.raise_any()
    return ShippingRates(rate, ())


def _zone(check: Validator, path: str, value: object) -> ShippingZone[Decimal] | None:
    """Return a zone, None if it has a fault."""
    zone = check.mapping(path, value)
    if zone is None:
        return None
    check.keys(path, zone, ZONE_KEYS)
    postal, states, countries = [
        check.texts(
            join(path, key),
            () if zone.get(key) is None else zone[key],
            limit=MAX_PLACES,
        )
        for key in ZONE_KEYS[:3]
    ]
    for i, prefix in enumerate(postal):
        if prefix and not prefix.strip():
            where = f"{path}.postal_codes[{i}]"
            check.add(where, "empty_text", prefix, expected="the first characters")
    if not (postal or states or countries):
        check.add(path, "row_without_target", None, choices=listed(ZONE_KEYS[:3]))
    rate = _rate(check, join(path, "rate"), zone.get("rate"))
    return None if rate is None else ShippingZone(postal, states, countries, rate)


def _rate(
    check: Validator, path: str, document: object
) -> ShippingRate[Decimal] | None:
    """Return a rate, None if it or its type has a fault."""
    data = check.mapping(path, document)
    if data is None:
        return None
    basis = check.choice(join(path, "type"), data.get("type"), Basis)
    if basis != data.get("type"):
        # Which keys a rate may have depends on its type.
        return None
    check.keys(path, data, RATE_KEYS)
    slabs: tuple[ShippingSlab[Decimal], ...] = ()
    amount = None
    by_slabs = basis in (Basis.BY_WEIGHT, Basis.BY_VALUE)
    odd = "amount" if by_slabs else "slabs"
    if data.get(odd) is not None:
        hint = f"a rate that is {basis} has none"
        check.add(join(path, odd), "unknown_key", data[odd], hint=hint)
    if by_slabs:
        slabs = _slabs(check, join(path, "slabs"), data.get("slabs"), basis)
    else:
        amount = check.amount(join(path, "amount"), data.get("amount"))
    rate, inside = data.get("tax_rate"), data.get("price_including_tax")
    percent, components = read_charge(
        check,
        rate,
        data.get("tax_components"),
        f"{path}." if path else "",
    )
    return ShippingRate(
        basis=basis,
        amount=amount,
        slabs=slabs,
        tax_rate=percent,
        price_including_tax=inside is not None
        and check.flag(join(path, "price_including_tax"), inside),
        estimated_delivery_days=check.maybe_count(
            join(path, "estimated_delivery_days"), data.get("estimated_delivery_days")
        ),
        free_threshold=check.maybe_amount(
            join(path, "free_threshold"), data.get("free_threshold")
        ),
        tax_components=components,
        hsn_code=check.maybe_text(join(path, "hsn_code"), data.get("hsn_code")),
    )


def _slabs(
    check: Validator, path: str, value: object, basis: Basis
) -> tuple[ShippingSlab[Decimal], ...]:
    slabs = []
    before = len(check.found)
    for i, each in enumerate(check.items(path, value, limit=MAX_SLABS)):
        where = f"{path}[{i}]"
        slab = check.mapping(where, each)
        if slab is None:
            continue
        check.keys(where, slab, ("up_to", "amount"))
        edge = slab.get("up_to")
        up_to = (
            check.maybe_count(join(where, "up_to"), edge)
            if basis is Basis.BY_WEIGHT
            else check.maybe_amount(join(where, "up_to"), edge)
        )
        cost = check.amount(join(where, "amount"), slab.get("amount"))
        slabs.append(ShippingSlab(up_to, cost))
    order = [(slab.up_to is None, slab.up_to or 0) for slab in slabs]
    if len(check.found) == before and (
        not slabs or any(low >= high for low, high in pairwise(order))
    ):
        check.add(path, "bad_slabs", [str(slab.up_to) for slab in slabs])
    return tuple(slabs)


def cost_of(rate: ShippingRate[int], cart: Cart) -> int:
    """Return what delivery costs, in minor units and the rate's own basis."""
    basis, columns = rate.basis, cart.columns
    if basis is Basis.FLAT:
        return rate.amount or 0
    shipped = [
        (i, line)
        for i, line in enumerate(cart.lines)
        if line.product_type is not _DIGITAL
    ]
    if basis is Basis.PER_UNIT:
        return (rate.amount or 0) * sum([columns.pieces[i] for i, _ in shipped])
    if basis is Basis.BY_WEIGHT:
        measure = sum([_weight(line) for _, line in shipped])
    else:
        measure = sum([columns.list_amounts[i] for i, _ in shipped])
    for slab in rate.slabs:
        if slab.up_to is None or measure <= slab.up_to:
            return slab.amount
    raise CheckoutError([fault("cart.cart_items", "not_serviceable", measure)])


def _weight(line: Line) -> int:
    """Return what a line weighs in grams; of goods by measure rounded up."""
    return -(-line.quantity * line.weight_grams // line.price_per)


#: Asked of each line; as an attribute of its class it takes three times as long.
_DIGITAL = ProductType.DIGITAL


def ships(cart: Cart) -> bool:
    """Return whether anything of the cart has to be delivered."""
    return not cart.collects_in_store and any(
        line.product_type is not _DIGITAL for line in cart.lines
    )


__all__ = [
    "BY_ZONE",
    "MAX_PLACES",
    "MAX_SLABS",
    "MAX_ZONES",
    "RATE_KEYS",
    "ZONE_KEYS",
    "Basis",
    "Grid",
    "ShippingRate",
    "ShippingRates",
    "ShippingSlab",
    "ShippingZone",
    "cost_of",
    "shipping_rates",
    "ships",
]
