# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Shipping rate tables: what delivery costs if the cart has no `shipping`.

Flat, per unit, by weight slabs, by value slabs, or by zone holding any of those.
Promises that an address without a rate is an error that names the field to correct, and
that digital goods weigh nothing and ship free.  Knows nothing of tax; what it returns
is taxed like any other charge.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import frozen

from checkout_core.cart import ProductType
from checkout_core.checks import ZERO, Validator, expect, listed
from checkout_core.errors import CheckoutError, fault, join
from checkout_core.tax.india.states import (
    INDIA,
    State,
    country_key,
    state_of,
    state_of_revision_4,
)
from checkout_core.tax.line_rule import RateRules
from checkout_core.tax.rates import Rate, TaxComponent, read_charge


if TYPE_CHECKING:
    from checkout_core.cart import Address, Cart, Line


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


# Which zone applies: the most exact place wins, and of two that are equally exact the
# earlier one.  The longest beginning of the postal code comes first: of zones with "56"
# and "5600", 560001 is in the second and 561203 in the first, in whatever order they
# are listed.  Only if no beginning matches, the first zone that names the state
# applies, and only if none does, the first that names the country.  In a store with a
# zone of the state Karnataka and one of the codes "11", an address in Karnataka is in
# the first with 560001, and in the second with 110001.
#
# Other countries use the same postal codes.  So a zone's codes count only in the
# countries that it names, or in India if it names none.  Its states count only in the
# countries that it names too, since Punjab is a state of India and one of Pakistan; if
# it names none, they count everywhere, but the states of India only in India.


@frozen(eq=False)
class ZoneIndex:
    """
    The zones of a table by what they name, compiled once for the store.

    Attributes:
        by_code: the zones of each beginning of a postal code, in their order, each with
            the countries that its codes count in.
        by_state: the zones that name a state, in their order, each with the countries
            that it names; by what `_state_key` returns for a place in India, and for
            those of other countries by their names.
        by_name: the first zone that names a state, as revision 4 compared them.
        by_country: the first zone that names a country.
    """

    by_code: Mapping[str, Sequence[tuple[ShippingZone[int], Collection[str]]]]
    by_state: Mapping[str, Sequence[tuple[ShippingZone[int], Collection[str]]]]
    by_name: Mapping[str, ShippingZone[int]]
    by_country: Mapping[str, ShippingZone[int]]

    @classmethod
    def of(cls, zones: Iterable[ShippingZone[int]]) -> ZoneIndex:
        """Return *zones*, listed in the order in which they are tried."""
        by_code: dict[str, list[tuple[ShippingZone[int], Collection[str]]]] = {}
        by_state: dict[str, list[tuple[ShippingZone[int], Collection[str]]]] = {}
        by_name: dict[str, ShippingZone[int]] = {}
        by_country: dict[str, ShippingZone[int]] = {}
        for zone in zones:
            countries = {country_key(each) for each in zone.countries}
            for code in zone.postal_codes:
                entry = (zone, countries or (INDIA,))
                by_code.setdefault(_postal(code), []).append(entry)
            for state in zone.states:
                by_name.setdefault(_name_key(state), zone)
                for key in _state_keys(state, countries):
                    by_state.setdefault(key, []).append((zone, countries))
            for country in countries:
                by_country.setdefault(country, zone)
        return cls(by_code, by_state, by_name, by_country)

    def zone(
        self, address: Address, *, codes_abroad: bool, by_letters: bool = True
    ) -> ShippingZone[int] | None:
        """
        Return the zone of an address, None if it is in none.

        *by_letters* is False for revisions that read no letters of states.
        """
        postal = _postal(address["pincode"])
        country = country_key(address["country"]) or INDIA
        for length in range(len(postal), 0, -1):
            for zone, countries in self.by_code.get(postal[:length], ()):
                if codes_abroad or country in countries:
                    return zone
        state = address["state"]
        if not by_letters:
            name = _name_key(state) if country == INDIA else _name(state)
            if name and name in self.by_name:
                return self.by_name[name]
        elif state:
            key = _state_key(state) if country == INDIA else _name(state)
            for zone, countries in self.by_state.get(key, ()):
                if not countries or country in countries:
                    return zone
        return self.by_country.get(country)


def rate_for(
    table: ShippingRates[int],
    zones: ZoneIndex,
    cart: Cart,
    *,
    codes_abroad: bool = False,
    by_letters: bool = True,
) -> ShippingRate[int]:
    """
    Return the rate that applies to the cart's address; *zones* are those of *table*.

    The longest postal-code prefix wins, else the state, else the country (India if none
    is given).  A zone's postal codes match only in the countries that it names, or in
    India if it names none; with *codes_abroad* they match in every country, as in
    version 0.1.0, and without *by_letters* the letters of a state in India name none,
    as before quote/5.  Raises `CheckoutError` (code `not_serviceable`) if no rate
    applies.
    """
    if table.rate is not None:
        return table.rate
    path, address = "shipping_address", cart.shipping_address
    if address is None:
        path, address = "billing_address", cart.billing_address
    if address is None:
        where = "cart.shipping_address"
        raise CheckoutError([fault(where, "not_serviceable", None)])
    zone = zones.zone(address, codes_abroad=codes_abroad, by_letters=by_letters)
    if zone is None:
        field = next(
            (key for key in ("pincode", "state", "country") if address[key]), ""
        )
        where = join(f"cart.{path}", field)
        raise CheckoutError(
            [fault(where, "not_serviceable", address.fields.get(field, ""))]
        )
    return zone.rate


def _postal(code: str) -> str:
    """Return a postal code, or its beginning, without blanks and in one case."""
    return code.replace(" ", "").casefold()


def _state_keys(name: str, countries: Collection[str]) -> set[str]:
    """Return what finds a state of a zone that names *countries*, () for none."""
    if not countries:
        return {_state_key(name), _name_key(name)}
    keys = {_state_key(name)} if INDIA in countries else set()
    return keys if keys and len(countries) == 1 else {*keys, _name(name)}


def _state_key(name: str) -> str:
    """
    Return the same text for all spellings of one state.

    For India it is an upper-case code and elsewhere a lower-case name, so that
    prefecture 27 of Japan does not equal Maharashtra.
    """
    return _key_of(name, state_of(name))


def _name_key(name: str) -> str:
    """Return what revision 4 compared, which read no letters."""
    return _key_of(name, state_of_revision_4(name))


def _key_of(name: str, state: State | None) -> str:
    return _name(name) if state is None else f"IN {state.code}"


def _name(name: str) -> str:
    """Return what states of other countries are compared by."""
    return name.strip().casefold()


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
    "ZoneIndex",
    "cost_of",
    "rate_for",
    "shipping_rates",
    "ships",
]
