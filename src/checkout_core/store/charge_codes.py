# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The HSN codes of what is charged in addition to the goods, and who needs none.

A charge that is shared over the rates of the goods is a part of their supply (CGST Act
s.8): on paper it has their codes, unless it has one of its own.

Promises one rule for warnings and papers.  Knows no prices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from checkout_core.revisions import CURRENT
from checkout_core.store.shipping import cost_of, ships
from checkout_core.store.zones import rate_for
from checkout_core.tax import ChargeTax
from checkout_core.tax.policy import taxed_as


if TYPE_CHECKING:
    from checkout_core.cart import Cart
    from checkout_core.revisions import Revision
    from checkout_core.store.store import Store


__all__ = ["ChargeCode", "code_of_charge", "code_of_delivery", "code_of_handling"]


@frozen
class ChargeCode:
    """
    The code of a charge.

    Attributes:
        path: where it is given, such as `store.charges[0].hsn_code`.
        code: the code, None without one.
        follows_goods: whether the charge is shared over the rates of the goods.
    """

    path: str
    code: str | None
    follows_goods: bool

    @property
    def is_joined(self) -> bool:
        """Whether the charge has the codes of the goods on paper."""
        return self.follows_goods and not self.code


def _code(
    path: str,
    code: str | None,
    policy: ChargeTax,
    revision: Revision,
    *,
    follows: bool,
) -> ChargeCode:
    way = taxed_as(policy, revision, follows=follows)
    return ChargeCode(path, code, way is ChargeTax.APPORTION)


def code_of_delivery(
    store: Store, cart: Cart, revision: Revision = CURRENT
) -> ChargeCode | None:
    """
    Return the code of the delivery of *cart*: its own, else that of the rate table.

    None if delivery costs nothing.  Raises `CheckoutError` if no rate of the table
    applies.
    """
    general, table = store.policies.tax.charge_tax, store.minor.shipping
    own = cart.shipping
    if own is not None:
        if not own.estimated_cost:
            return None
        path, follows = "cart.shipping.hsn_code", own.follows_goods
        return _code(path, own.hsn_code, general, revision, follows=follows)
    if table is None or not ships(cart):
        return None
    rate = rate_for(
        table,
        store.minor.zones,
        cart,
        codes_abroad=revision.postal_codes_hold_abroad,
        by_letters=not revision.letters_name_no_state,
    )
    if not cost_of(rate, cart):
        return None
    path = "store.shipping_rates"
    for i, zone in enumerate(table.zones):
        if zone.rate is rate:
            path = f"{path}.zones[{i}].rate"
    path = f"{path}.hsn_code"
    return _code(path, rate.hsn_code, general, revision, follows=rate.follows_goods)


def code_of_handling(
    store: Store, cart: Cart, line: int, revision: Revision = CURRENT
) -> ChargeCode:
    """Return the code of the handling of a line, by its index."""
    each = cart.lines[line]
    bare = each.handling_charge_tax_rate is None
    code, general = store.policies.handling_hsn_code, store.policies.tax.charge_tax
    follows = bare and not each.handling_charge_tax_components
    path = "store.handling_hsn_code"
    return _code(path, code, general, revision, follows=follows)


def code_of_charge(
    store: Store, cart: Cart, index: int, revision: Revision = CURRENT
) -> ChargeCode:
    """
    Return the code of a charge of the store, by its index.

    That of one supplier follows no goods where *cart* has none of that supplier.
    """
    each = store.minor.charges[index]
    path, owner = f"store.charges[{index}].hsn_code", each.charge.supplier
    code, follows = each.charge.hsn_code, each.follows
    found = _code(path, code, each.policy, revision, follows=follows)
    if owner is None or any(
        ("" if line.section_9_5 else line.supplier or "") == owner
        for line in cart.lines
    ):
        return found
    return evolve(found, follows_goods=False)
