# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What an answer says of a cart or an order beyond the vendor's keys.

Promises that a key is left out where it says nothing, and that a gift card is shown by
the last characters of its code only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.cart.instalments import NOW, ON_DELIVERY
from checkout_core.cart.payment import PAYMENT
from checkout_core.checks import ZERO
from checkout_core.money.exact import exact_sum
from checkout_core.values import OURS


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.ledger import Instalment, QuotedCharge
    from checkout_core.orders import Order
    from checkout_core.pricing import Quote


def facts_of_cart(quote: Quote) -> dict[str, Any]:
    """
    Return what the customer chose, what does not apply, and what is due when.

    `refusals` are those of codes, charges and gift cards that the cart names.
    """
    found = _facts(quote, quote.instalments, quote.due_now, quote.to_be_paid)
    refused = [each for each in quote.refusals if each.kind != "promotion"]
    if refused:
        found["refusals"] = [
            {
                "kind": each.kind,
                "name": each.name,
                "code": each.code,
                "message": each.message,
            }
            for each in refused
        ]
    return found


def facts_of_order(order: Order, at: datetime) -> dict[str, Any]:
    """
    Return the same of an order.

    Its `plan` is what was agreed; its instalments are those that refunds did not
    cancel, paid or not; `due_now` is what is due *at* this moment and not paid,
    `collect_on_delivery` what the courier still collects.  `reason` is why its status
    was changed last, as it was written; `excess_returned` is what was paid too late or
    twice, and goes back.
    """
    due_now, unpaid = order.amount_due(at), order.amount_unpaid
    found = _facts(order.quote, order.instalments, due_now, unpaid)
    if "instalments" in found:
        found["plan"] = [
            {"id": each.id, "due": each.due, "amount": each.amount}
            for each in order.plan
        ]
    if order.reason:
        found["reason"] = order.reason
    return found | _excess(order)


def facts_of_return(order: Order) -> dict[str, Any]:
    """Return our own key with what was paid too late or twice, and goes back."""
    found = _excess(order)
    return {OURS: found} if found else {}


def _excess(order: Order) -> dict[str, Any]:
    back = [each.gateway for each in order.excess]
    return {"excess_returned": exact_sum(ZERO, back)} if back else {}


def _facts(
    quote: Quote,
    instalments: Sequence[Instalment],
    due_now: Decimal,
    unpaid: Decimal,
) -> dict[str, Any]:
    cart = quote.cart
    found: dict[str, Any] = {}
    if cart.payment is not None:
        found["payment"] = PAYMENT.write(cart.payment)
    if cart.channel is not None:
        found["channel"] = cart.channel
    if len(quote.coupon_codes) > 1:
        found["coupon_codes"] = list(quote.coupon_codes)
    if any(each.id or each.conditions for each in quote.policies.charges):
        charges = [*map(_charge, quote.charges)]
        if charges:
            found["charges"] = charges
    cards = [each for each in quote.tenders if each.kind == "gift_card"]
    if cards:
        found["gift_cards"] = [
            {"code": each.name, "balance": each.asked, "used": each.granted}
            for each in cards
        ]
    if any(each.due != NOW for each in quote.instalments):
        found["instalments"] = [
            {"due": each.due, "amount": each.amount} for each in instalments
        ]
        found["due_now"] = due_now
        last = [each.amount for each in instalments if each.due == ON_DELIVERY]
        # What comes in pays the oldest part first.
        collected = exact_sum(due_now - due_now, last)
        found["collect_on_delivery"] = min(collected, unpaid)
    return found


def _charge(charge: QuotedCharge) -> dict[str, Any]:
    zero = charge.amount - charge.amount
    return {
        "id": charge.id,
        "name": charge.name,
        "amount": charge.amount,
        "tax_amount": exact_sum(zero, [each.amount for each in charge.components]),
    }
