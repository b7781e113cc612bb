# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What is charged in addition to goods and delivery: handling, and the store's charges.

Promises that a charge whose condition fails is not charged, and that one which the cart
chose then says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import define

from checkout_core.checks import ZERO
from checkout_core.errors import fault
from checkout_core.money.exact import percentage, to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.pricing.charges import own
from checkout_core.store import Handling
from checkout_core.tax.policy import taxed_as


if TYPE_CHECKING:
    from checkout_core.cart import Cart, ChosenCharge
    from checkout_core.currencies import Currency
    from checkout_core.errors import Fault
    from checkout_core.money import Rounding
    from checkout_core.offers.conditions import Unmet
    from checkout_core.pricing.charges import Goods, TaxedCharge
    from checkout_core.pricing.context import PricingContext
    from checkout_core.pricing.suppliers import SharedGoods
    from checkout_core.store import Charge, Store
    from checkout_core.store.compiled import CompiledCharge


def handling(
    context: PricingContext, goods: Goods | SharedGoods | None
) -> list[tuple[int, TaxedCharge]]:
    """Return the handling of every line that has some, with the line's index."""
    columns, policies = context.cart.columns, context.store.policies
    per_unit = policies.handling is Handling.PER_UNIT
    policy, pieces, rules = policies.tax.charge_tax, columns.pieces, context.rules
    found = []
    for i, charge, rate, follows in columns.handling:
        amount, rule = charge * pieces[i] if per_unit else charge, rules[rate]
        if goods is None:
            found.append((i, own(rule, amount)))
        else:
            way = taxed_as(policy, context.revision, follows=follows)
            found.append((i, goods.on_line(i, amount, rule, way)))
    return found


# Charges of the store -----------------------------------------------------------


@define(eq=False, repr=False)
class Uncharged:
    """
    A charge that the cart chose and that is not charged, and which condition fails.

    Attributes:
        charge: the charge.
        why: the condition.
    """

    charge: Charge
    why: Unmet


#: A charge with what it costs.
Charged: TypeAlias = "tuple[Charge, TaxedCharge]"


def store_charges(
    context: PricingContext, left: int, goods: Goods | SharedGoods | None
) -> tuple[list[Charged], list[Uncharged]]:
    """
    Return what the store charges, in its order, and what it does not.

    *left* is what is left of all lines, in minor units.  A charge of 0 is none, unless
    it is the same on every order.
    """
    store, revision = context.store, context.revision
    names, rounding = context.names, store.policies.rounding
    untaxed = context.place.supply.is_untaxed
    chosen = {each.id: each for each in context.cart.charges}
    charged: list[Charged] = []
    uncharged: list[Uncharged] = []
    for each in store.minor.charges:
        charge, amount = each.charge, each.amount
        if not each.is_plain:
            if charge.is_chosen and charge.id not in chosen:
                continue
            conditions = each.conditions
            why = None if conditions is None else conditions.unmet(context.facts)
            if why is not None:
                if charge.is_chosen:
                    uncharged.append(Uncharged(charge, why))
                continue
            if each.percent is not None:
                amount = _percent_of(left, each, rounding)
            elif charge.open is not None:
                said = chosen[charge.id or ""].amount or ZERO
                amount = to_minor(said, store.currency, "amount")
            if not amount:
                continue
        rule = each.rules.of(names, rounding, untaxed=untaxed)
        if goods is None:
            found = own(rule, amount, each.category)
        else:
            policy = taxed_as(each.policy, revision, follows=each.follows)
            found = goods.taxed(
                amount, rule, policy, each.category, supplier=charge.supplier
            )
        charged.append((charge, found))
    return charged, uncharged


def _percent_of(left: int, charge: CompiledCharge, rounding: Rounding) -> int:
    """
    Return a percentage of what is left of the goods, within its bounds.

    2 % of 1,000.00 is 20.00, raised to a minimum of 30.00.
    """
    amount = max(percentage(left, charge.percent or 0, rounding), charge.minimum)
    return amount if charge.maximum is None else min(amount, charge.maximum)


def unfit_charges(cart: Cart, store: Store) -> list[Fault]:
    """Return the faults of the charges that *cart* chooses in *store*."""
    found = []
    for i, each in enumerate(cart.charges):
        path = f"cart.charges[{i}]"
        known = store.minor.chosen.get(each.id, _ABSENT)
        if known is _ABSENT:
            found.append(fault(f"{path}.id", "unknown_charge", each.id))
        elif known is None:
            found.append(fault(f"{path}.id", "charge_not_chosen", each.id))
        else:
            found += _unfit_amount(f"{path}.amount", each, known, cart.currency)
    return found


_ABSENT: Any = object()


def _unfit_amount(
    path: str, chosen: ChosenCharge, known: CompiledCharge, currency: Currency
) -> list[Fault]:
    """Return the fault of the amount that a cart says of a charge, if it has one."""
    amount, bounds = chosen.amount, known.charge.open
    if bounds is None:
        if amount is None:
            return []
        return [fault(path, "charge_has_amount", amount)]
    if amount is None:
        return [fault(path, "charge_needs_amount", None)]
    low, high = known.minimum, known.maximum
    minor = to_minor(amount, currency, path)
    if low <= minor and (high is None or minor <= high):
        return []
    least = to_decimal(low, currency.exponent)
    if high is None:
        return [fault(path, "charge_below", amount, low=least)]
    most = to_decimal(high, currency.exponent)
    return [fault(path, "charge_out_of_bounds", amount, low=least, high=most)]
