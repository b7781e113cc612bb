# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How a sheet becomes lines, offers, charges, tenders and redemptions.

Promises minor units in, `Decimal` out, and no figure that needs another: each function
makes one of the fields of `ledger.Figures`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.cart.instalments import NOW, ON_DELIVERY, shared
from checkout_core.cart.payment import CASH_ON_DELIVERY
from checkout_core.checks import ZERO
from checkout_core.ledger import (
    Instalment,
    QuotedCharge,
    QuotedLine,
    Redemption,
    Tender,
)
from checkout_core.ledger.summaries import components
from checkout_core.money.exact import grid_of, to_decimal
from checkout_core.tenders import BY_CODE, TENDERS, masked
from checkout_core.values import maker_of


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from checkout_core.cart import Cart
    from checkout_core.ledger import AppliedOffer
    from checkout_core.ledger.sheet import Sheet
    from checkout_core.pricing.candidate import Applied
    from checkout_core.revisions import Revision
    from checkout_core.store import Policies


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
        points_off,
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
        goods.points_off,
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
                money(points_off) if points_off else ZERO,
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


def codes_redeemed(cart: Cart, sheet: Sheet) -> tuple[Redemption, ...]:
    """
    Return what to take from each tender with a code that pays a part of *cart*.

    The key of one is its place in the cart and not its code, since keys end up in logs.
    """
    has_key = bool(cart.id)
    return tuple(
        [
            Redemption(
                offer_id=None,
                kind=kind,
                code=given.code,
                customer_id=cart.customer.id,
                count=1,
                idempotency_key=f"{cart.id}/{kind}/{i}" if has_key else None,
                why="" if has_key else "cart_without_id",
                amount=to_decimal(tender.value, sheet.exponent),
            )
            for kind in BY_CODE
            for i, (given, tender) in enumerate(
                zip(
                    getattr(cart, TENDERS[kind].argument),
                    [each for each in sheet.tenders if each.kind == kind],
                    strict=True,
                )
            )
            if tender.value
        ]
    )


def with_codes(
    redemptions: Iterable[Redemption], said: Sequence[Redemption]
) -> tuple[Redemption, ...]:
    """
    Return *redemptions* with the codes of gift cards that a quote *said*.

    Those that follow from a quote's own cart are masked; one is completed if what is
    said is masked in the same way.
    """
    found = []
    for i, each in enumerate(redemptions):
        code = said[i].code if i < len(said) else None
        if each.kind in BY_CODE and code and masked(code) == each.code:
            found.append(evolve(each, code=code))
        else:
            found.append(each)
    return tuple(found)


def instalments_of(
    cart: Cart, policies: Policies, to_be_paid: int
) -> tuple[Instalment, ...]:
    """
    Return when each part of *to_be_paid* minor units is due; () if all of it is now.

    The plan is the cart's, else the store's; without one, what is paid in cash at the
    door is due then.
    """
    plan = policies.payment_plan if cart.payment_plan is None else cart.payment_plan
    if plan:
        parts = shared(plan, to_be_paid, cart.currency)
    elif (
        to_be_paid
        and cart.payment is not None
        and cart.payment.method == CASH_ON_DELIVERY
    ):
        parts = [(ON_DELIVERY, to_be_paid)]
    else:
        return ()
    if [due for due, _ in parts] == [NOW]:
        return ()
    exponent = cart.currency.exponent
    return tuple([Instalment(due, to_decimal(each, exponent)) for due, each in parts])


def taken_of_budgets(applied: Iterable[Applied], cart: Cart) -> list[Decimal | None]:
    """Return what each offer took of its budget, None for one without a budget."""
    prices, exponent = cart.columns.prices, cart.currency.exponent
    return [
        None
        if each.compiled.budget is None
        else to_decimal(each.adjustment.of_budget(prices), exponent)
        for each in applied
    ]


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
