# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which zone of a table of delivery rates an address is in, and the rate that applies.

Promises that a look-up does not grow with zones that name other places, and that an
address without a rate is an error that names the field to correct.  Knows no prices.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.errors import CheckoutError, fault, join
from checkout_core.store.shipping import ShippingRate, ShippingRates, ShippingZone
from checkout_core.tax.india.states import (
    INDIA,
    State,
    country_key,
    state_of,
    state_of_revision_4,
)


if TYPE_CHECKING:
    from checkout_core.cart import Address, Cart


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


__all__ = ["ZoneIndex", "rate_for"]
