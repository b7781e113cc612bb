# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The settings of a store: handling, charges, loyalty, round-off and the counters.

Promises values that are checked and frozen.  Knows nothing of carts and offers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.cart.instalments import Part
from checkout_core.checks import Amount, Validator
from checkout_core.currencies import CASH_STEPS
from checkout_core.keys import Key, KeyTable, Together
from checkout_core.kinds import AMOUNT, COUNT, FACTOR, FLAG, choice, identifier, rate
from checkout_core.money import Rounding
from checkout_core.store.shipping import ShippingRates
from checkout_core.store.tax_classes import TaxClass
from checkout_core.tax.policy import ChargeTax, TaxPolicy
from checkout_core.tax.rates import (
    TAX_COMPONENTS,
    TAX_RATE,
    TaxComponent,
    components_alone,
)
from checkout_core.values import Record


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


class FixedDiscount(StrEnum):
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


@frozen(init=False, kw_only=True)
class Charge:
    """
    A charge of the store on every order: cash on delivery, gift wrap.

    Raises `CheckoutError` for negative, inexact or foreign values.

    Attributes:
        name: what the shopper reads, not empty.
        amount: per order, in major units of the store's currency.
        tax_rate: in percent, 0 by default; used if `charge_tax` is `own_rate`.
        price_including_tax: whether `amount` includes tax; False by default.
        charge_tax: `own_rate`, `highest` or `apportion`; None for the store's
            `TaxPolicy.charge_tax`.
        tax_components: components by name and rate, as of a line, in place of
            `tax_rate`; none by default.
    """

    name: str
    amount: Decimal
    tax_rate: Decimal
    price_including_tax: bool
    charge_tax: ChargeTax | None
    tax_components: tuple[TaxComponent, ...]

    def __init__(
        self,
        name: str,
        amount: Amount,
        *,
        tax_rate: Amount = 0,
        price_including_tax: bool = False,
        charge_tax: str | None = None,
        tax_components: Sequence[TaxComponent | Mapping[str, Any]] | None = None,
    ) -> None:
        given = CHARGE.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **CHARGE.cleaned(given)
        )


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
CHARGE = KeyTable(
    Charge,
    Key("name", identifier("what the charge is called")),
    Key("amount", AMOUNT),
    Key("tax_rate", TAX_RATE),
    Key("tax_components", TAX_COMPONENTS, absent=(), sparse=True),
    Together(components_alone),
    Key("price_including_tax", FLAG),
    Key("charge_tax", choice(ChargeTax)),
)


@frozen(init=False)
class Redemptions:
    """
    How often offers and codes were redeemed so far.

    Raises `CheckoutError` for negative, inexact or foreign values.

    Attributes:
        offers: times redeemed by the id of the offer, such as {"diwali": 120}; an offer
            that is not named has its own `redemption_count`.
        codes: times redeemed by the code of the coupon; 0 if it is not named.
    """

    offers: Record
    codes: Record

    def __init__(
        self,
        offers: Mapping[str, int] | None = None,
        codes: Mapping[str, int] | None = None,
    ) -> None:
        check = Validator()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            check.counts("offer_redemptions", {} if offers is None else offers),
            check.counts("code_redemptions", {} if codes is None else codes),
        )
        check.raise_any()


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
    fixed_discount: FixedDiscount
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
    "FixedDiscount",
    "Handling",
    "Loyalty",
    "PointsMode",
    "Policies",
    "Redemptions",
    "round_off_step",
]
