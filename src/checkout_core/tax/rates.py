# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Tax rates: slabs and components, and a rate as exact fractions.

Promises that no percentage is rounded before an amount is taxed.  Knows one rate at a
time, and neither carts nor what a regime calls its tax.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from math import gcd
from typing import Any

from attrs import frozen

from checkout_core.checks import ZERO, Validator
from checkout_core.errors import Fault, fault, join
from checkout_core.kinds import Kind, rate
from checkout_core.money import MAX_DECIMALS, Rounding
from checkout_core.money.exact import RATE_SCALE, plain, rate_millionths, to_decimal
from checkout_core.money.rounding import divide
from checkout_core.tax import regimes


__all__ = [
    "CESS",
    "MAX_SLABS",
    "MAX_TAX_RATE",
    "PER_UNIT",
    "RESERVED",
    "TAX_COMPONENTS",
    "TAX_RATE",
    "TAX_SLABS",
    "Rate",
    "TaxComponent",
    "TaxSlab",
    "components_alone",
    "read_charge",
    "read_components",
    "read_slabs",
]


MAX_SLABS = 100
MAX_COMPONENTS = 20


#: Tax rates can be above 100 %, unlike discounts: some duties are.
MAX_TAX_RATE = 1_000


@frozen
class TaxSlab:
    """
    A tax rate for units whose net price is at most `up_to`.

    Attributes:
        up_to: the largest net price of one unit after offers; None: no limit.
        rate: in percent.
    """

    up_to: Decimal | None
    rate: Decimal


CESS = "CESS"


PER_UNIT = f"{CESS} PER UNIT"


#: Names that the engine gives to components itself.
RESERVED = (*regimes.RESERVED, CESS, PER_UNIT)


@frozen
class TaxComponent:
    """
    One component that a line or charge names itself, or a cess in addition to a rate.

    Parallel components are a share of the net amount; a `compound` one is a
    share of the net amount and all components before it (Quebec until 2012).

    Attributes:
        name: as documents and papers show it.
        rate: in percent.
        compound: whether the components before it are taxed too; False by default.
    """

    name: str
    rate: Decimal
    compound: bool = False


def read_components(
    check: Validator, value: object, key: str = "tax_components"
) -> tuple[TaxComponent, ...]:
    """
    Return the components of a rate: of their class, or mappings of name and rate.

    *key* is the name of the field, for the paths of faults.
    """
    if value is None:
        return ()
    found = []
    for i, each in enumerate(check.items(key, value, limit=MAX_COMPONENTS)):
        path = f"{key}[{i}]"
        name: Any
        rate: Any
        compound: Any
        if isinstance(each, TaxComponent):
            name, rate, compound = each.name, each.rate, each.compound
        else:
            part = check.mapping(path, each)
            if part is None:
                continue
            check.keys(path, part, ("name", "rate", "compound"))
            name, rate = part.get("name"), part.get("rate")
            compound = part.get("compound")
            compound = False if compound is None else compound
        if name in RESERVED:
            check.add(f"{path}.name", "reserved_component", name)
        found.append(
            TaxComponent(
                check.text(f"{path}.name", name, needed="the component's name"),
                check.rate(f"{path}.rate", rate, limit=MAX_TAX_RATE),
                check.flag(f"{path}.compound", compound),
            )
        )
    return tuple(found)


def _component(part: TaxComponent) -> dict[str, Any]:
    return {"name": part.name, "rate": f"{part.rate:f}", "compound": part.compound}


def _slab(slab: TaxSlab) -> dict[str, Any]:
    up_to = slab.up_to
    edge = None if up_to is None else f"{up_to:f}"
    return {"up_to": edge, "rate": f"{slab.rate:f}"}


#: What a line, a charge and the delivery cost have of the kinds above.
TAX_RATE = rate(MAX_TAX_RATE, "Rate")
TAX_COMPONENTS = Kind(
    check=lambda check, path, value: read_components(check, value, path),
    write=lambda parts: [*map(_component, parts)] or None,
    schema={
        "type": "array",
        "items": {"$ref": "#/$defs/TaxComponent"},
        "maxItems": MAX_COMPONENTS,
    },
)
TAX_SLABS = Kind(
    check=lambda check, _, value: read_slabs(check, value),
    write=lambda slabs: [*map(_slab, slabs)] or None,
    schema={
        "type": "array",
        "items": {"$ref": "#/$defs/TaxSlab"},
        "maxItems": MAX_SLABS,
    },
)


def components_alone(
    given: Mapping[str, Any], values: Mapping[str, Any], path: str = ""
) -> list[Fault]:
    """Return the fault of a charge that has both a rate and components."""
    key = f"{path}tax_components"
    if values[key] and values[f"{path}tax_rate"]:
        return [fault(key, "components_stand_alone", given[key])]
    return []


def read_charge(
    check: Validator, rate: object, components: object, path: str = ""
) -> tuple[Decimal | None, tuple[TaxComponent, ...]]:
    """
    Return the rate of a charge, and the components that replace it.

    The rate is None if neither is given.

    *path* precedes `tax_rate` and `tax_components` in the paths of faults.
    """
    percent = None
    if rate is not None:
        percent = check.rate(f"{path}tax_rate", rate, limit=MAX_TAX_RATE)
    key = f"{path}tax_components"
    own = read_components(check, components, key)
    if own and percent:
        check.add(key, "components_stand_alone", components)
    if own and percent is None:
        percent = ZERO
    return percent, own


def read_slabs(check: Validator, value: object) -> tuple[TaxSlab, ...]:
    """Return the slabs of a rate, which must ascend and end without a limit."""
    if value in (None, (), []):
        return ()
    found = []
    before = len(check.found)
    for i, each in enumerate(check.items("tax_slabs", value, limit=MAX_SLABS)):
        path = f"tax_slabs[{i}]"
        up_to: Any
        rate: Any
        if isinstance(each, TaxSlab):
            up_to, rate = each.up_to, each.rate
        elif isinstance(each, Mapping):
            for key in each:
                if key not in ("up_to", "rate"):
                    hint = "a slab has up_to and rate"
                    check.add(join(path, str(key)), "unknown_key", each[key], hint=hint)
            up_to, rate = each.get("up_to"), each.get("rate")
        else:
            check.wrong_type(path, each, "a slab with up_to and rate")
            continue
        if rate is None:
            check.add(f"{path}.rate", "required", rate, expected="the slab's rate")
            continue
        found.append(
            TaxSlab(
                check.maybe_amount(f"{path}.up_to", up_to),
                check.rate(f"{path}.rate", rate, limit=MAX_TAX_RATE),
            )
        )
    edges = [slab.up_to for slab in found]
    # None means "no end", so it sorts after every amount.
    order = [(edge is None, edge or ZERO) for edge in edges]
    ascending = all(low < high for low, high in pairwise(order))
    sound = len(check.found) == before
    if sound and (not found or not ascending or edges[-1] is not None):
        check.add("tax_slabs", "bad_slabs", [str(edge) for edge in edges])
    return tuple(found)


@frozen(kw_only=True)
class Rate:
    """
    A rate as the engine uses it: a set of reduced fractions.

    A fraction is a pair (numerator, denominator) of an amount that excludes or includes
    tax, as `inclusive` says.

    Attributes:
        percent: the rate without `extras`, in percent.
        extras: components in addition to it (a cess), or in place of it.
        inclusive: whether amounts include tax.
        fixed: a duty on the whole line in minor units, 0 for none; it does not depend
            on the price and is subtracted before the fractions apply.
        whole: the fraction that is tax at `percent`.
        half: the fraction that is one of two equal components of `whole`.
        shares: the fraction of each of `extras`.
        net: the fraction that is the taxable part.
        total: the whole tax as a fraction of a net amount, whatever `inclusive` says.
    """

    percent: Decimal
    extras: tuple[TaxComponent, ...]
    inclusive: bool
    fixed: int
    whole: tuple[int, int]
    half: tuple[int, int]
    shares: tuple[tuple[int, int], ...]
    net: tuple[int, int]
    total: tuple[int, int]

    @classmethod
    def of(
        cls,
        percent: Decimal,
        extras: tuple[TaxComponent, ...] = (),
        *,
        inclusive: bool,
        fixed: int = 0,
    ) -> Rate:
        """Return the fractions of a rate together with further components."""
        unit = 100 * RATE_SCALE
        first = _reduced(rate_millionths(percent), unit)
        total, parts = first, []
        for extra in extras:
            part = _reduced(rate_millionths(extra.rate), unit)
            if extra.compound:
                part = _reduced(part[0] * (total[0] + total[1]), part[1] * total[1])
            parts.append(part)
            total = _reduced(
                total[0] * part[1] + part[0] * total[1], total[1] * part[1]
            )
        # What is reduced stays so if its sum takes the place of its denominator: 18/100
        # is 9/50, and of an amount that includes it 9/59, of which 50/59 are net.
        net = (total[1], total[0] + total[1]) if inclusive else (1, 1)
        whole = (first[0], net[1]) if inclusive else first
        shares: list[tuple[int, int]] = []
        if parts:
            whole, *shares = [
                _reduced(n * net[0], d * net[1]) for n, d in (first, *parts)
            ]
        half = _reduced(whole[0], 2 * whole[1])
        return cls(
            percent=percent,
            extras=extras,
            inclusive=inclusive,
            fixed=fixed,
            whole=whole,
            half=half,
            shares=tuple(shares),
            net=net,
            total=total,
        )

    @property
    def untaxed(self) -> Rate:
        """The same rate where no tax is due: 0, without a cess and components."""
        return Rate.of(ZERO, inclusive=self.inclusive)

    @property
    def by_regime(self) -> bool:
        """Whether the regime names its components; those of a line replace them."""
        return not self.extras or self.extras[0].name == CESS

    @property
    def shown(self) -> Decimal:
        """The percentage to show: without cess, or all own components as one rate."""
        if not self.extras or self.by_regime:
            return self.percent
        numerator, denominator = self.total
        scale = 100 * RATE_SCALE
        millionths = divide(numerator * scale, denominator, Rounding.HALF_UP)
        return plain(to_decimal(millionths, MAX_DECIMALS))

    @property
    def cess_percent(self) -> Decimal:
        """The cess, which is never in the rate that is shown."""
        rates = [extra.rate for extra in self.extras if extra.name == CESS]
        return rates[0] if rates else ZERO


def _reduced(numerator: int, denominator: int) -> tuple[int, int]:
    common = gcd(numerator, denominator)
    return numerator // common, denominator // common
