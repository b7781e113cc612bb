# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Writes an evaluation: the vendor's lists of applicable and inapplicable offers.

Promises that each figure is that of a real quote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.cart.payment import PAYMENT
from checkout_core.checks import expect
from checkout_core.evaluation import Evaluation
from checkout_core.evaluation.suggestions import suggestion
from checkout_core.money.exact import with_symbol
from checkout_core.words import English


if TYPE_CHECKING:
    from checkout_core.evaluation import Verdict


def write_evaluation(evaluation: Evaluation) -> dict[str, Any]:
    """
    Return the vendor's lists of applicable and inapplicable offers.

    `estimated_discount` is what the shopper saves in the quote with that offer;
    `reason` says why an offer does not apply and what is missing; `suggestion` is a
    change after which it applies and they pay no more, "" if there is none.  Our own
    `with_payment` says what would be paid with each payment that conditions name; it is
    left out if none does.  Raises `CheckoutError` if *evaluation* is not an
    `Evaluation`.
    """
    expect(evaluation=(evaluation, Evaluation))
    found: dict[str, Any] = {}
    for kind, verdicts in (
        ("coupon", evaluation.coupons),
        ("promotion", evaluation.promotions),
    ):
        found[f"applicable_{kind}s"] = [
            _verdict(evaluation, each) for each in verdicts if each.applies
        ]
        found[f"inapplicable_{kind}s"] = [
            _verdict(evaluation, each) for each in verdicts if not each.applies
        ]
    if evaluation.with_payment:
        found["with_payment"] = [
            {
                "payment": PAYMENT.write(each.payment),
                "to_be_paid": each.to_be_paid,
                "saving": each.saving,
                "offers": list(each.offers),
            }
            for each in evaluation.with_payment
        ]
    return found


def _verdict(evaluation: Evaluation, verdict: Verdict) -> dict[str, Any]:
    offer, currency = verdict.offer, evaluation.quote.cart.currency
    found: dict[str, Any] = {
        "id": offer.id,
        "name": offer.name,
        f"{offer.kind}_type": offer.type,
    }
    if offer.kind == "coupon":
        found["coupon_code"] = list(offer.codes)
    if verdict.refusal is None:
        saved = with_symbol(verdict.saving, currency)
        paid = with_symbol(verdict.with_offer, currency)
        return found | {
            "estimated_discount": verdict.saving,
            "savings_message": f"You save {saved} and pay {paid}.",
        }
    cart, hint = evaluation.quote.cart, verdict.near_miss
    return found | {
        "reason": verdict.refusal.message,
        "suggestion": suggestion(English(currency), cart, hint),
    }
