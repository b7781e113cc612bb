# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The charges of a store: on every order, under conditions, or chosen by the cart.

Promises a charge that costs one thing, and whose parts fit each other.  Knows no cart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from attrs import frozen

from checkout_core.checks import ZERO, Amount, Validator
from checkout_core.errors import Fault, fault
from checkout_core.keys import Key, KeyTable, ObjectTable, Together, Values
from checkout_core.kinds import AMOUNT, FLAG, TEXT, Kind, choice, identifier, rate
from checkout_core.offers.conditions import CONDITIONS, Conditions
from checkout_core.statuses import LINE_CATEGORIES, TaxCategory
from checkout_core.tax.india.units import UNIT
from checkout_core.tax.policy import ChargeTax
from checkout_core.tax.rates import (
    TAX_COMPONENTS,
    TAX_RATE,
    TaxComponent,
    components_alone,
)


MAX_CHARGES = 100
_STANDARD = TaxCategory.STANDARD


class ChargeWhen(StrEnum):
    """Whether a charge is on every order, or only where the cart chooses it."""

    ALWAYS = "always"
    CHOSEN = "chosen"


@frozen
class OpenAmount:
    """
    An amount that the customer names: a tip, a donation.

    Attributes:
        minimum: the least amount, in major units; 0 by default.
        maximum: the largest amount, in major units; None (the default) for no limit.
    """

    minimum: Decimal = ZERO
    maximum: Decimal | None = None


@frozen(init=False, kw_only=True)
class Charge:
    """
    A charge of the store: cash on delivery, gift wrap, a tip.

    It costs an `amount`, a `percent` of the goods, or what the cart says (`open`): one
    of these is given.  Raises `CheckoutError` with every fault.

    Attributes:
        name: what the shopper reads, not empty.
        amount: per order, in major units of the store's currency; None if it costs
            something else.
        id: what a cart chooses it by; None (the default) for a charge that is on every
            order.
        when: `always` (default), or `chosen`: only where `Cart.charges` has its id.
        conditions: what must hold for the charge, as for an offer; None (the default)
            asks nothing.
        percent: of what is left of all lines after offers, in percent; None by default.
        minimum: the least that a percentage comes to, in major units; None by default.
        maximum: the most that it comes to, in major units; None by default.
        open: the bounds of an amount that the cart says, an `OpenAmount` or
            {"minimum": ..., "maximum": ...}; None by default.  Only a chosen charge
            has one.
        tax_rate: in percent.  None (the default): taxed as the goods are, shared over
            their rates; an explicit 0 is 0.  Used if `charge_tax` is `own_rate`.
        price_including_tax: whether the amount includes tax; False by default.
        charge_tax: `own_rate`, `highest` or `apportion`; None for the store's
            `TaxPolicy.charge_tax`.
        tax_components: components by name and rate, as of a line, in place of
            `tax_rate`; none by default.
        tax_category: `standard` (default) or one that has rate 0, as of a line: then no
            `charge_tax` has an effect.
        hsn_code: the code of the service for GST, None by default; no tax depends on
            it.
        unit: a code of `UQC`, in any case; None by default.  It is only reported.
        supplier: the id of the store's `Supplier` whose charge it is, "" the store's
            own; None (the default): shared over the suppliers of the cart.

    >>> Charge("Cash on delivery", percent=2, minimum="30").minimum
    Decimal('30')
    """

    name: str
    amount: Decimal | None
    id: str | None
    when: ChargeWhen
    conditions: Conditions | None
    percent: Decimal | None
    minimum: Decimal | None
    maximum: Decimal | None
    open: OpenAmount | None
    tax_rate: Decimal | None
    price_including_tax: bool
    charge_tax: ChargeTax | None
    tax_components: tuple[TaxComponent, ...]
    tax_category: TaxCategory
    hsn_code: str | None
    unit: str | None
    supplier: str | None

    def __init__(
        self,
        name: str,
        amount: Amount | None = None,
        *,
        id: str | None = None,  # noqa: A002 - the document's own name
        when: str = ChargeWhen.ALWAYS,
        conditions: Conditions | Mapping[str, Any] | None = None,
        percent: Amount | None = None,
        minimum: Amount | None = None,
        maximum: Amount | None = None,
        open: OpenAmount | Mapping[str, Any] | None = None,  # noqa: A002 - as above
        tax_rate: Amount | None = None,
        price_including_tax: bool = False,
        charge_tax: str | None = None,
        tax_components: Sequence[TaxComponent | Mapping[str, Any]] | None = None,
        tax_category: str = TaxCategory.STANDARD,
        hsn_code: str | None = None,
        unit: str | None = None,
        supplier: str | None = None,
    ) -> None:
        given = CHARGE.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **CHARGE.cleaned(given)
        )

    @property
    def is_chosen(self) -> bool:
        """Whether it is on an order only if the cart chooses it."""
        return self.when is ChargeWhen.CHOSEN

    @property
    def follows_goods(self) -> bool:
        """Whether it has no rate of its own, and is taxed as the goods are."""
        bare = self.tax_rate is None and not self.tax_components
        return bare and self.charge_tax is None and self.tax_category is _STANDARD


_BOUNDS = {"minimum": AMOUNT, "maximum": AMOUNT}


def _open(check: Validator, path: str, value: object) -> OpenAmount:
    """Return the bounds of an open amount: of their class, or a mapping of them."""
    if isinstance(value, OpenAmount):
        value = {"minimum": value.minimum, "maximum": value.maximum}
    data = check.record(path, value)
    table = ObjectTable(_BOUNDS)
    table.known(check, path, data)
    before = len(check.found)
    found = table.read(check, path, data)
    minimum, maximum = found["minimum"] or ZERO, found["maximum"]
    sound = len(check.found) == before
    if sound and maximum is not None and minimum > maximum:
        check.add(f"{path}.maximum", "bounds_reversed", maximum)
    return OpenAmount(minimum, maximum)


def _open_document(bounds: OpenAmount) -> dict[str, str | None]:
    most = bounds.maximum
    return {
        "minimum": f"{bounds.minimum:f}",
        "maximum": None if most is None else f"{most:f}",
    }


OPEN = Kind(check=_open, write=_open_document, schema=ObjectTable(_BOUNDS).schema())


def _costs(given: Mapping[str, Any], values: Values) -> list[Fault]:
    """Return the faults of what a charge costs: one of three, with its own keys."""
    kinds = [key for key in ("amount", "percent", "open") if values[key] is not None]
    found = []
    if len(kinds) != 1:
        choices = "amount, percent and open"
        if kinds:
            second = kinds[1]
            found.append(fault(second, "one_of", given[second], choices=choices))
        else:
            needed = f"one of {choices}"
            found.append(fault("amount", "required", None, expected=needed))
    if kinds and values["percent"] is None:
        found += [
            fault(key, "bounds_of_percent", given[key])
            for key in ("minimum", "maximum")
            if values[key] is not None
        ]
    return found


def _ascending(given: Mapping[str, Any], values: Values) -> list[Fault]:
    """Return the fault of a percentage whose bounds do not ascend."""
    least, most = values["minimum"], values["maximum"]
    if values["percent"] is None or None in (least, most) or least <= most:
        return []
    return [fault("maximum", "bounds_reversed", given["maximum"])]


def _choosable(given: Mapping[str, Any], values: Values) -> list[Fault]:
    """Return the faults of a charge that a cart cannot choose."""
    is_chosen, found = values["when"] is ChargeWhen.CHOSEN, []
    if is_chosen and values["id"] is None:
        needed = "the id that carts choose it by"
        found.append(fault("id", "required", None, expected=needed))
    if values["open"] is not None and not is_chosen:
        found.append(fault("when", "open_is_chosen", given.get("when")))
    return found


def _at_zero(_given: Mapping[str, Any], values: Values) -> list[Fault]:
    """Return the fault of a rate of a category that has none."""
    category = values["tax_category"]
    taxed = values["tax_rate"] or values["tax_components"]
    if category is _STANDARD or not taxed:
        return []
    word = str(category)
    return [fault("tax_category", "category_needs_zero_rate", word, category=word)]


_GIVEN: Mapping[str, Any] = {"not": {"type": "null"}}
CHARGE = KeyTable(
    Charge,
    Key("name", identifier("what the charge is called")),
    Key("id", identifier("the id of the charge"), sparse=True),
    Key("when", choice(ChargeWhen), sparse=True),
    Key("conditions", CONDITIONS.as_kind(), sparse=True),
    Key("amount", AMOUNT),
    Key("percent", rate(100, "Percent"), sparse=True),
    Key("minimum", AMOUNT, sparse=True),
    Key("maximum", AMOUNT, sparse=True),
    Key("open", OPEN, sparse=True),
    Together(
        _costs,
        schema={
            "oneOf": [
                {"properties": {key: _GIVEN}, "required": [key]}
                for key in ("amount", "percent", "open")
            ]
        },
    ),
    Together(_ascending, unless="maximum"),
    Together(
        _choosable,
        unless="when",
        schema={
            "if": {
                "properties": {"when": {"const": str(ChargeWhen.CHOSEN)}},
                "required": ["when"],
            },
            "then": {"properties": {"id": _GIVEN}, "required": ["id"]},
        },
    ),
    Key("tax_rate", TAX_RATE, rate_of=("amount", "tax_components", "charge_tax")),
    Key("tax_components", TAX_COMPONENTS, absent=(), sparse=True),
    Together(components_alone),
    Key("price_including_tax", FLAG),
    Key("charge_tax", choice(ChargeTax)),
    Key("tax_category", choice(LINE_CATEGORIES), sparse=True),
    Together(_at_zero),
    Key("hsn_code", TEXT, sparse=True),
    Key("unit", UNIT, sparse=True),
    Key("supplier", TEXT, sparse=True),
)


__all__ = [
    "CHARGE",
    "MAX_CHARGES",
    "Charge",
    "ChargeWhen",
    "OpenAmount",
]
