# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The figures of each supplier of an order, as its invoice has them.

Promises fields that add up to those of the order, to the last minor unit.  Knows no
rule of pricing.
"""

from __future__ import annotations

from decimal import Decimal

from attrs import field, frozen

from checkout_core.ledger.rows import SPARSE
from checkout_core.ledger.summaries import HsnRow, TaxRow


__all__ = [
    "SupplierFigures",
    "SupplyPlace",
    "TaxTotal",
]


@frozen(kw_only=True)
class SupplyPlace:
    """
    Where a supply takes place, and which taxes it has there.

    Attributes:
        state: its name, None if it is not known.
        code: the state's two digits, None without a state.
        kind: `intra`, `inter`, `mixed` or `unknown`; None if no tax depends on it.
        why: which fact decided, such as `shipping_address`; None if none had to.
        components: the names of the components of a rate there.
    """

    state: str | None
    code: str | None
    kind: str | None
    why: str | None
    components: tuple[str, ...]


@frozen
class TaxTotal:
    """
    One component of tax at all rates together.

    Attributes:
        name: such as `CGST`.
        amount: in major units.
    """

    name: str
    amount: Decimal


@frozen(kw_only=True)
class SupplierFigures:
    """
    What one supplier of an order is owed; amounts are in major units.

    Attributes:
        id: its id, "" for the store itself.
        name: what the shopper calls it, "" for the store itself.
        gstin: its GSTIN, None without one.
        registered: whether it collects tax.
        place_of_supply: where it supplies.
        tax_paid_by: "" if the store pays the tax of lines under section 9(5), None if
            there are none.
        lines: the indexes of its lines.
        subtotal: its goods without their tax, before discounts.
        promotion_discount_amount: what promotions take off them.
        coupon_discount_amount: what coupons and points take off them.
        taxable_value: what their tax is on.
        item_tax: that tax.
        shipping_amount: its part of the delivery, without its tax.
        shipping_tax_amount: the tax on that.
        handling_charge_excluding_tax: handling and charges without their tax.
        handling_charge_tax_amount: the tax on them.
        components: its tax by component, goods and charges together.
        round_off: its part of the round-off.
        grand_total: the total of its invoice.
        funded: what others than the shop pay of its goods.
        points: its part of what points pay.
        credit: its part of what gift cards and credit pay.
        to_be_paid: what is left of it for the shopper to pay.
        tax_rows: its tax by category and rate.
        hsn_rows: what it supplies by HSN code and rate.
    """

    id: str
    name: str
    gstin: str | None
    registered: bool
    place_of_supply: SupplyPlace
    tax_paid_by: str | None = field(default=None, metadata={SPARSE: True})
    lines: tuple[int, ...]
    subtotal: Decimal
    promotion_discount_amount: Decimal
    coupon_discount_amount: Decimal
    taxable_value: Decimal
    item_tax: Decimal
    shipping_amount: Decimal
    shipping_tax_amount: Decimal
    handling_charge_excluding_tax: Decimal
    handling_charge_tax_amount: Decimal
    components: tuple[TaxTotal, ...]
    round_off: Decimal
    grand_total: Decimal
    funded: Decimal
    points: Decimal
    credit: Decimal
    to_be_paid: Decimal
    tax_rows: tuple[TaxRow, ...]
    hsn_rows: tuple[HsnRow, ...]
