# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The settings of a store: handling, charges, loyalty, groups of offers, the counters.

Promises values that are checked and frozen.  Knows nothing of carts and offers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.cart.instalments import Part
from checkout_core.checks import ZERO, Amount, Validator
from checkout_core.currencies import CASH_STEPS
from checkout_core.errors import Fault, fault
from checkout_core.keys import Key, KeyTable, ObjectTable, Together, Values
from checkout_core.kinds import (
    AMOUNT,
    COUNT,
    FACTOR,
    FLAG,
    TEXT,
    Kind,
    choice,
    identifier,
    rate,
)
from checkout_core.money import Rounding
from checkout_core.offers.conditions import CONDITIONS, Conditions
from checkout_core.statuses import TaxCategory
from checkout_core.store.groups import OfferGroup
from checkout_core.store.shipping import ShippingRates
from checkout_core.store.tax_classes import TaxClass
from checkout_core.tax.india.units import UNIT
from checkout_core.tax.policy import ChargeTax, TaxPolicy
from checkout_core.tax.rates import (
    TAX_COMPONENTS,
    TAX_RATE,
    TaxComponent,
    components_alone,
)


if TYPE_CHECKING:
    from checkout_core.currencies import Currency


#: The `round_off` that means the smallest coin of the store's currency.
CASH = "cash"


MAX_CHARGES = 100


class PointsMode(StrEnum):
    """
    How redeemed points pay.

    - `TENDER`: a part of what is to be paid, in place of money.
    - `DISCOUNT`: they come off the goods after the coupons, before tax.
    """

    TENDER = "tender"
    DISCOUNT = "discount"


class Handling(StrEnum):
    """Whether a line's handling charge counts for each unit or once."""

    PER_UNIT = "per_unit"
    PER_LINE = "per_line"


class DiscountBasis(StrEnum):
    """
    What one amount off is worth to the shopper where tax comes on top of prices.

    - `OWN_BASIS`: it comes off prices without tax, so that the tax on it is saved too
    - `FACE_VALUE`: with the tax on it, it saves exactly the amount
    """

    OWN_BASIS = "own_basis"
    FACE_VALUE = "face_value"


@frozen(init=False)
class Loyalty:
    """
    What a point is worth, what earns one, and how many can be redeemed.

    Raises `CheckoutError` for values that are negative or have more than 6 decimals.

    Attributes:
        value_per_point: what one redeemed point pays, in major units: 0.25 is 25
            paise; 0 by default.
        points_per_unit: points earned for each major unit (1 rupee) of the goods'
            taxable value less the value of redeemed points; 0 by default.  The sum is
            rounded down.
        minimum_points: the fewest points that one order redeems; 0 by default.
        maximum_points: the most points that one order redeems, None for no limit.
        maximum_percent: the largest share of the amount to pay that points cover, 0
            to 100 percent; None for no limit.
        points_mode: `tender` (default) or `discount`, see `PointsMode`.
    """

    value_per_point: Decimal
    points_per_unit: Decimal
    minimum_points: int
    maximum_points: int | None
    maximum_percent: Decimal | None
    points_mode: PointsMode

    def __init__(
        self,
        *,
        value_per_point: Amount = 0,
        points_per_unit: Amount = 0,
        minimum_points: int = 0,
        maximum_points: int | None = None,
        maximum_percent: Amount | None = None,
        points_mode: str = PointsMode.TENDER,
    ) -> None:
        given = LOYALTY.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **LOYALTY.cleaned(given)
        )


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


_STANDARD = TaxCategory.STANDARD


#: The keys of the points programme and of a charge, in the order of their faults.
LOYALTY = KeyTable(
    Loyalty,
    Key("value_per_point", FACTOR),
    Key("points_per_unit", FACTOR),
    Key("minimum_points", COUNT),
    Key("maximum_points", COUNT),
    Key("maximum_percent", rate(100, "Percent")),
    Key("points_mode", choice(PointsMode), sparse=True),
)
_BOUNDS = {"minimum": AMOUNT, "maximum": AMOUNT}


def _open(check: Validator, path: str, value: object) -> OpenAmount:
    """Return the bounds of an open amount: of their class, or a mapping of them."""
    if isinstance(value, OpenAmount):
        value = {"minimum": value.minimum, "maximum": value.maximum}
    data = check.record(path, value)
    table = ObjectTable(_BOUNDS)
    table.known(check, path, data)
    found = table.read(check, path, data)
    minimum, maximum = found["minimum"] or ZERO, found["maximum"]
    if maximum is not None and minimum > maximum:
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
    least, most = values["minimum"], values["maximum"]
    if values["percent"] is None:
        found += [
            fault(key, "bounds_of_percent", given[key])
            for key in ("minimum", "maximum")
            if values[key] is not None
        ]
    elif least is not None and most is not None and least > most:
        found.append(fault("maximum", "bounds_reversed", given["maximum"]))
    return found


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
    """Return the fault of a rate beside a category that has none."""
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
    Together(
        _choosable,
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
    Key("tax_category", choice(TaxCategory), sparse=True),
    Together(_at_zero),
    Key("hsn_code", TEXT, sparse=True),
    Key("unit", UNIT, sparse=True),
)


@frozen(kw_only=True)
class Policies:
    """
    All settings of a store except its offers; `Store` says what each does.

    Attributes:
        free_shipping_threshold: an amount in major units, None for never.
        shipping_rates: the table of delivery costs, None for none.
        handling: `per_unit` or `per_line`.
        charges: the charges on every order, () for none.
        loyalty: the points programme, None for none.
        tax: how tax is worked out.
        tax_classes: the classes that lines can name, () for none.
        rounding: how halves of a minor unit are rounded.
        round_off: the step in major units, None if totals are not rounded.
        fixed_discount: `own_basis` or `face_value`.
        offer_groups: the groups of promotions in their order, () for none.
        maximum_coupons: how many coupons can apply together.
        utc_offset: the offset of the store's clocks, None (the default) if not known.
        payment_plan: the parts in which an order is paid, () for all of it at once.
    """

    free_shipping_threshold: Decimal | None
    shipping_rates: ShippingRates[Decimal] | None
    handling: Handling
    charges: tuple[Charge, ...]
    loyalty: Loyalty | None
    tax: TaxPolicy
    tax_classes: tuple[TaxClass, ...]
    rounding: Rounding
    round_off: Decimal | None
    fixed_discount: DiscountBasis
    offer_groups: tuple[OfferGroup, ...]
    maximum_coupons: int
    utc_offset: str | None = None
    payment_plan: tuple[Part, ...] = ()


def round_off_step(
    check: Validator, currency: Currency | None, round_off: Any
) -> Decimal | None:
    """Return the step of *round_off*, which may be the word for the smallest coin."""
    if round_off == CASH and currency is not None:
        round_off = CASH_STEPS.get(currency.code)
        if round_off is None:
            check.add("round_off", "no_cash_step", CASH, currency=currency.code)
    before = len(check.found)
    step = None if round_off == CASH else check.maybe_amount("round_off", round_off)
    if step is not None and not step and len(check.found) == before:
        check.add("round_off", "bad_step", round_off)
    return step


__all__ = [
    "CASH",
    "CHARGE",
    "LOYALTY",
    "MAX_CHARGES",
    "Charge",
    "ChargeWhen",
    "DiscountBasis",
    "Handling",
    "Loyalty",
    "OpenAmount",
    "PointsMode",
    "Policies",
    "round_off_step",
]
