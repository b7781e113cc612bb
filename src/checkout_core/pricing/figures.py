# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How a sheet becomes lines, offers, charges, tenders and redemptions.

Promises minor units in, `Decimal` out, and no figure that needs another: each function
makes one of the fields of `ledger.Figures`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.checks import ZERO
from checkout_core.ledger import (
    QuotedCharge,
    QuotedLine,
    Redemption,
    Tender,
)
from checkout_core.ledger.summaries import components
from checkout_core.money.exact import grid_of, to_decimal
from checkout_core.tenders import TENDERS
from checkout_core.values import maker_of


if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from checkout_core.cart import Cart
    from checkout_core.ledger import AppliedOffer
    from checkout_core.ledger.sheet import Sheet
    from checkout_core.revisions import Revision


def quoted_lines(cart: Cart, sheet: Sheet) -> tuple[QuotedLine, ...]:
    """Return what each line of *cart* costs."""
    goods, shown, make = sheet.goods, sheet.shown, maker_of(QuotedLine)
    money = grid_of(sheet.exponent)
    zero = money(0)
    unhandled = (zero, ZERO, zero, zero)
    found = []
    for (
        line,
        listed,
        left,
        funded,
        subtotal,
        promoted,
        couponed,
        taxable,
        tax,
        taxed_at,
        amounts,
        unit_price,
        free_units,
        on_promotion,
        is_free,
        handling,
    ) in zip(
        cart.lines,
        goods.listed,
        goods.left,
        goods.funded,
        goods.subtotal,
        goods.promoted,
        goods.couponed,
        goods.taxable,
        goods.tax,
        shown.taxed_at,
        sheet.components,
        shown.unit_prices,
        shown.free_units,
        shown.on_promotion,
        shown.is_free,
        shown.handling,
        strict=True,
    ):
        list_amount, net = money(listed), money(taxable)
        handled = unhandled
        if handling is not None:
            handled = (
                money(handling.net),
                handling.rate,
                money(handling.tax),
                money(handling.total),
            )
        found.append(
            make(
                line.line_id,
                line.product_id,
                line.variant_id,
                line.quantity,
                list_amount,
                list_amount if left == listed else money(left),
                money(funded) if funded else zero,
                net if subtotal == taxable else money(subtotal),
                money(promoted) if promoted else zero,
                money(couponed) if couponed else zero,
                net,
                money(tax),
                taxed_at.rate,
                taxed_at.cess_rate,
                components(taxed_at.labels, amounts, money),
                money(unit_price),
                free_units,
                on_promotion,
                is_free,
                *handled,
            )
        )
    return tuple(found)


def quoted_charges(sheet: Sheet) -> tuple[QuotedCharge, ...]:
    """Return the store's own charges with the tax on each."""
    money = grid_of(sheet.exponent)
    return tuple(
        [
            QuotedCharge(
                each.name,
                money(each.net),
                each.rate,
                components(each.labels, each.taxes, money),
                **each.ids,
            )
            for each in sheet.charges
        ]
    )


def quoted_tenders(sheet: Sheet) -> tuple[Tender, ...]:
    """Return what pays in place of money, in the order in which it pays."""
    found = []
    for each in sheet.tenders:
        unit = 0 if TENDERS[each.kind].unit else sheet.exponent
        found.append(
            Tender(
                kind=each.kind,
                name=each.name,
                asked=to_decimal(each.asked, unit),
                granted=to_decimal(each.granted, unit),
                value=to_decimal(each.value, sheet.exponent),
                why=each.why,
            )
        )
    return tuple(found)


def redeemed(
    offers: Iterable[AppliedOffer],
    cart: Cart,
    revision: Revision,
    amounts: Iterable[Decimal | None],
) -> tuple[Redemption, ...]:
    """
    Return the counters to raise when a cart with these *offers* is ordered.

    *amounts* are what each takes of its budget, None for one without.  Two carts
    without an id cannot be distinguished, so their redemptions have no key.
    """
    has_key = cart.id or revision.keys_without_cart_id
    return tuple(
        [
            Redemption(
                offer_id=each.id,
                kind=each.kind,
                code=each.code,
                customer_id=cart.customer.id,
                count=1,
                idempotency_key=(
                    "/".join((cart.id, each.kind, each.id, each.code or ""))
                    if has_key
                    else None
                ),
                why="" if has_key else "cart_without_id",
                amount=amount,
            )
            for each, amount in zip(offers, amounts, strict=True)
        ]
    )
