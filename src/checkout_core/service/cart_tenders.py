# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The routes of what pays a cart and when: points, cards, plans."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.cart.gift_cards import MAX_GIFT_CARDS
from checkout_core.cart.instalments import check_plan, write_plan
from checkout_core.cart.payment import PAYMENT
from checkout_core.checks import Validator
from checkout_core.service.calls import Call, request_error
from checkout_core.service.editing import all_apply, edit_cart, remove_keys, set_key
from checkout_core.store.compiled import code_key
from checkout_core.tenders import masked
from checkout_core.views.labels import why_less
from checkout_core.wire import loads
from checkout_core.wire.envelopes import BAD_REQUEST, Envelope
from checkout_core.words import English


if TYPE_CHECKING:
    from checkout_core.ledger import Tender
    from checkout_core.pricing import Quote


_cards_pay = partial(all_apply, kind="gift_card")


def choose_payment(call: Call) -> Envelope:
    """
    Say how the cart will be paid: the method and, as far as known, the card or app.

    Offers and charges can have it as a condition.
    """
    body, path = call.document(), "payment"
    check = Validator()
    check.keys("", body, (path,))
    payment = None
    if body.get(path) is None:
        check.needed(path, None, "how it will be paid")
    else:
        payment = PAYMENT.within(check, path, body[path])
    check.raise_any()
    assert payment is not None
    return edit_cart(
        call, set_key(path, PAYMENT.write(payment)), "The payment is chosen."
    )


def remove_payment(call: Call) -> Envelope:
    """Say nothing of how the cart will be paid."""
    return edit_cart(call, remove_keys("payment"), "No payment is chosen.")


def redeem_points(call: Call) -> Envelope:
    """Redeem points, as many as requested and allowed; refused if that is none."""
    body = call.document()
    check = Validator()
    check.keys("", body, ("loyalty_point_redeemed",))
    points = check.count("loyalty_point_redeemed", body.get("loyalty_point_redeemed"))
    check.raise_any()
    return edit_cart(
        call,
        set_key("loyalty_points_redeemed", points),
        "The points are redeemed.",
        lambda quote: _granted(quote, quote.figures.points),
    )


def remove_points(call: Call) -> Envelope:
    """Redeem no points."""
    return edit_cart(
        call, remove_keys("loyalty_points_redeemed"), "No points are redeemed."
    )


def use_credit(call: Call) -> Envelope:
    """Use store credit, as much as requested and allowed; refused if that is none."""
    body = call.document()
    check = Validator()
    check.keys("", body, ("credit_balance_used",))
    amount = check.amount("credit_balance_used", body.get("credit_balance_used"))
    check.raise_any()
    return edit_cart(
        call,
        set_key("credit_balance_used", f"{amount:f}"),
        "The credit is used.",
        lambda quote: _granted(quote, quote.figures.credit),
    )


def remove_credit(call: Call) -> Envelope:
    """Use no store credit."""
    return edit_cart(call, remove_keys("credit_balance_used"), "No credit is used.")


def use_gift_cards(call: Call) -> Envelope:
    """Pay with gift cards, in the order of their codes; those before are left out."""
    check, path = Validator(), "gift_card_codes"
    body = check.record("", loads(call.body))
    check.keys("", body, (path,))
    known, found = call.app.catalogue.gift_cards, []
    for i, code in enumerate(check.items(path, body.get(path), limit=MAX_GIFT_CARDS)):
        where = f"{path}[{i}]"
        card = known.get(code_key(code)) if isinstance(code, str) else None
        if card is None:
            check.add(where, "no_such_gift_card", masked(str(code)))
        elif card.code in found:
            check.add(where, "same_gift_card", masked(card.code))
        else:
            found.append(card.code)
    # A text in a wrong place may be a code.
    check.found = [
        evolve(each, value=masked(each.value)) if isinstance(each.value, str) else each
        for each in check.found
    ]
    check.raise_any()
    return edit_cart(
        call, set_key("gift_cards", found), "The gift cards are used.", _cards_pay
    )


def remove_gift_cards(call: Call) -> Envelope:
    """Pay with no gift card."""
    return edit_cart(call, remove_keys("gift_cards"), "No gift card is used.")


def choose_payment_plan(call: Call) -> Envelope:
    """Pay in the parts of a plan that the shop offers, or all of it at once."""
    body, path = call.document(), "payment_plan"
    check = Validator()
    check.keys("", body, (path,))
    plan = check_plan(check, path, body.get(path))
    if plan and not check.found and plan not in call.app.catalogue.payment_plans:
        check.add(path, "plan_not_offered", body[path])
    check.raise_any()
    return edit_cart(call, set_key(path, write_plan(plan)), "The plan is chosen.")


def remove_payment_plan(call: Call) -> Envelope:
    """Pay in the parts of the store's plan, or all of it at once if it has none."""
    return edit_cart(call, remove_keys("payment_plan"), "No plan is chosen.")


def _granted(quote: Quote, grant: Tender) -> None:
    """Raise `RequestError` with the reason if nothing of what was asked is granted."""
    if not grant.asked or grant.granted:
        return
    [asked] = [each for each in quote.cart.tenders if each.kind == grant.kind]
    why = why_less(English(quote.cart.currency), quote, asked, grant)
    message = f"no {grant.kind} can be used on this cart: {why}"
    raise request_error(BAD_REQUEST, grant.why, message)
