# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The settings of a store: handling, charges, loyalty, groups of offers, the counters.

Promises values that are checked and frozen.  Knows nothing of carts and offers.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.cart.instalments import Part
from checkout_core.checks import Amount, Validator
from checkout_core.currencies import CASH_STEPS
from checkout_core.keys import Key, KeyTable
from checkout_core.kinds import (
    COUNT,
    FACTOR,
    choice,
    rate,
)
from checkout_core.money import Rounding
from checkout_core.store.charges import Charge
from checkout_core.store.groups import OfferGroup
from checkout_core.store.shipping import ShippingRates
from checkout_core.store.suppliers import Supplier
from checkout_core.store.tax_classes import TaxClass
from checkout_core.tax.policy import TaxPolicy


if TYPE_CHECKING:
    from checkout_core.currencies import Currency


#: The `round_off` that means the smallest coin of the store's currency.
CASH = "cash"


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


@frozen(init=False, kw_only=True)
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

    @property
    def is_discount(self) -> bool:
        """Whether points come off the goods, and pay nothing in place of money."""
        return self.points_mode is PointsMode.DISCOUNT


#: The keys of the points programme, in the order of their faults.
LOYALTY = KeyTable(
    Loyalty,
    Key("value_per_point", FACTOR),
    Key("points_per_unit", FACTOR),
    Key("minimum_points", COUNT),
    Key("maximum_points", COUNT),
    Key("maximum_percent", rate(100, "Percent")),
    Key("points_mode", choice(PointsMode), sparse=True),
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
        fixed_discount: `own_basis` (the default) or `face_value`.
        offer_groups: the groups of promotions in their order, () (the default) for
            none.
        maximum_coupons: how many coupons can apply together, 1 by default.
        utc_offset: the offset of the store's clocks, None (the default) if not known.
        payment_plan: the parts in which an order is paid, () (the default) for all of
            it at once.
        suppliers: who supplies lines and charges that name a supplier, () (the default)
            for none.
        handling_hsn_code: the code of the lines' handling for GST, None (the default)
            for none.
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
    # What came later has a default, which documents leave out: see `write_policies`.
    fixed_discount: DiscountBasis = DiscountBasis.OWN_BASIS
    offer_groups: tuple[OfferGroup, ...] = ()
    maximum_coupons: int = 1
    utc_offset: str | None = None
    payment_plan: tuple[Part, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    handling_hsn_code: str | None = None


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
    "LOYALTY",
    "DiscountBasis",
    "Handling",
    "Loyalty",
    "PointsMode",
    "Policies",
    "round_off_step",
]
