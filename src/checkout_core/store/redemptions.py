# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The counters of a store: how often, and for how much, offers were redeemed.

Promises values that are checked and frozen.  Knows no offer and no currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from checkout_core.checks import Amount, Validator
from checkout_core.errors import join
from checkout_core.values import Record


@frozen(init=False)
class Redemptions:
    """
    How often and for how much offers and codes were redeemed so far.

    Raises `CheckoutError` for negative, inexact or foreign values.

    Attributes:
        offers: times redeemed by the id of the offer, such as {"diwali": 120}; an offer
            that is not named has its own `redemption_count`.
        codes: times redeemed by the code of the coupon; 0 if it is not named.
        discounts: what was taken of the budget of an offer by its id, in major units of
            the store's currency, such as {"diwali": "1250.00"}; 0 if it is not named.
        customer: times that who buys redeemed each offer, by its id, for a host
            that knows it of guests too; None (the default) for what the cart says of
            its customer, where a guest counts 0.
    """

    offers: Record
    codes: Record
    discounts: Record
    customer: Record | None

    def __init__(
        self,
        offers: Mapping[str, int] | None = None,
        codes: Mapping[str, int] | None = None,
        discounts: Mapping[str, Amount] | None = None,
        customer: Mapping[str, int] | None = None,
    ) -> None:
        check = Validator()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            check.counts("offer_redemptions", {} if offers is None else offers),
            check.counts("code_redemptions", {} if codes is None else codes),
            _amounts(check, "offer_discounts", {} if discounts is None else discounts),
            None
            if customer is None
            else check.counts("customer_redemptions", customer),
        )
        check.raise_any()


def _amounts(check: Validator, path: str, value: Any) -> Record:
    """Return an object whose values are amounts."""
    found = check.record(path, value)
    return Record({key: check.amount(join(path, key), found[key]) for key in found})


__all__ = ["Redemptions"]
